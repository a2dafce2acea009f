"""The environment's faults in one sentence each; everything else is our bug and is let through."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewer.store.lock import Owner


class StoreError(Exception):
    """The store cannot do what was asked, in one sentence for the reviewer."""

    doing = ""
    """The name of the edit that it was in the way of, where that is known."""


class StoreInUseError(StoreError):
    """Another process has the store open: ``owner``, a ``lock.Owner``, None where that is unclear."""

    def __init__(self, message: str, owner: Owner | None) -> None:
        super().__init__(message)
        self.owner = owner


_EXPLANATIONS: Final[dict[int, str]] = {
    sqlite3.SQLITE_CANTOPEN: "The store can't be opened at {path}: check that you may write in its folder.",
    sqlite3.SQLITE_PERM: "The store can't be opened at {path}: you may not read or write there.",
    sqlite3.SQLITE_READONLY: "The store can't be changed at {path}: the file or its folder is read-only.",
    sqlite3.SQLITE_FULL: "The disk is full, nothing was changed: free some space and try again.",
    sqlite3.SQLITE_BUSY: "Another program is writing to the store, nothing was changed: try again soon.",
    sqlite3.SQLITE_LOCKED: "Another program is writing to the store, nothing was changed: try again soon.",
    sqlite3.SQLITE_IOERR: "The disk can't be read or written at {path}: check that it is still connected.",
    sqlite3.SQLITE_NOTADB: "{path} is not a store of Reviewer, it was left as it is: choose another file.",
    sqlite3.SQLITE_CORRUPT: "The store at {path} is damaged, it was left as it is: open a backup.",
    sqlite3.SQLITE_TOOBIG: "This file is too large to keep in the store: leave it out or split it.",
}


_NOT_TEXT: Final = sqlite3.DatabaseError("text that is not UTF-8")
_NOT_TEXT.sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def _not_text(path: Path) -> StoreError:
    return StoreError(_EXPLANATIONS[sqlite3.SQLITE_CORRUPT].format(path=path))


_PASSING: Final = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
}


def may_pass(error: BaseException | None) -> bool:
    """Whether the same may work later: the disk, the folder or another program was in the way."""
    while error is not None:
        if isinstance(error, OSError) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _PASSING:
            return True
        error = error.__cause__
    return False


def is_damage(error: BaseException | None) -> bool:
    """Whether what led to ``error`` is a file that does not read as it was written."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return True
        error = error.__cause__
    return False


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the environment did wrong with the store at ``path`` into a StoreError."""
    try:
        yield
    except UnicodeDecodeError:
        raise _not_text(path) from _NOT_TEXT
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None and str(error).startswith("Could not decode"):
            # Said by Python, with the words in question, which go no further.
            raise _not_text(path) from _NOT_TEXT
        explanation = None if code is None else _EXPLANATIONS.get(code & 0xFF)
        if explanation is None:
            raise
        raise StoreError(explanation.format(path=path)) from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError(f"The store can't be opened at {path}: {why}.") from error
