"""Where the store is when nobody says otherwise, and whether it is in a place that is no good for one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

_SERVICES: Final = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
)
"""How the folders of services that copy files between computers begin, in lower case."""

_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MARKS: Final = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".849C9593-D756-4E56-8D6E", "OneDrive"),
)


def default_path() -> Path:
    """The reviewer's own store, in the place that the platform has for user data. Makes nothing."""
    return Path(platformdirs.user_data_dir("Reviewer", appauthor=False)) / "reviewer.sqlite"


def synchronised_folder(path: Path) -> str | None:
    """The service that copies the folder of ``path`` to other computers, None where none is known to.

    Such a service copies a store in pieces while it is written to, and may put an older one back: the store
    belongs elsewhere, with a backup or an export in the synchronised folder. Known by the names of the
    folders, the marks that the services leave in them, and what OneDrive tells Windows programs.
    """
    place = path.expanduser()
    folders = [*place.parents, *place.resolve().parents]
    for variable in _VARIABLES:
        value = os.environ.get(variable)
        if value and Path(value).resolve() in folders:
            return "OneDrive"
    for folder in folders:
        name = folder.name.lower()
        for begins, service in _SERVICES:
            if name == begins or name.startswith((f"{begins} ", f"{begins}-", f"{begins}(")):
                return service
        for mark, service in _MARKS:
            if (folder / mark).exists():
                return service
    return None
