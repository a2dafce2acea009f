"""Upkeep, codebook, analyses."""

from __future__ import annotations

from typing import Final

from reviewer.ui.actions.spec import Spec

SPECS: Final[tuple[Spec, ...]] = ()
