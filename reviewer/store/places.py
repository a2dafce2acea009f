"""Where the store is when nobody says otherwise."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def default_path() -> Path:
    """The reviewer's own store, in the place that the platform has for user data. Makes nothing."""
    return Path(platformdirs.user_data_dir("Reviewer", appauthor=False)) / "reviewer.sqlite"
