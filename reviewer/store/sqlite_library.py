"""sqlite-utils, without what it would load only because it happens to be installed.

It imports pandas and numpy, where they are there, to know their types; the store has none of them, and a
tenth of a second at every start is what they cost. The dates that its recipes read are none of the store's
either: what reads them is loaded when someone asks for it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Modules that are not loaded yet can't be imported inside."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _load_late(package: str, name: str) -> None:
    """A module of a package is there, but loads only when something of it is used."""
    full = f"{package}.{name}"
    spec = importlib.util.find_spec(full)
    if full in sys.modules or spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[full] = module
    spec.loader.exec_module(module)
    setattr(importlib.import_module(package), name, module)


_load_late("dateutil", "parser")
with _hidden("numpy", "pandas"):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
