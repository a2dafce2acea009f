"""Reports of unexpected errors: what is needed to mend a fault, without words of a report, paths or names."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Final

import platformdirs

import reviewer

KEPT: Final = 20
"""Reports that stay in the log folder; older ones go."""
_MESSAGE: Final = 300
_QUOTED: Final = re.compile(r"(['\"“‘]).*['\"”’]", re.DOTALL)
_numbers = itertools.count(1)
_PACKAGE: Final = Path(__file__).resolve().parent.parent


def log_folder() -> Path:
    """Where reports of faults are kept, in the place that the platform has for logs. Makes nothing."""
    return Path(platformdirs.user_log_dir("Reviewer", appauthor=False))


def versions(*others: str) -> str:
    """Our version and those of what we stand on; ``others`` as they are to be read, such as 'Qt 6.11.3'."""
    import platform

    system = f"{platform.system()} {platform.release()}"
    return " · ".join(
        (f"Reviewer {reviewer.__version__}", f"Python {platform.python_version()}", *others, system)
    )


def summary(error: BaseException) -> str:
    """The kind of an error and what it says, on one line, without what it quotes: that may be a report's."""
    said = " ".join(_QUOTED.sub("'…'", str(error)).split())
    # The argument of a KeyError is all that it says: the key itself.
    if isinstance(error, KeyError | UnicodeError) or not said.isprintable():
        said = ""
    name = type(error).__name__
    return f"{name}: {said[:_MESSAGE]}" if said else name


def fault_report(error: BaseException, trace: TracebackType | None = None, *others: str) -> str:
    """What to send about an unexpected error: versions, and where it happened in which order.

    ``trace`` where it is not the error's own; ``others`` as in :func:`versions`. Lines of source are left
    out with the values of variables: places and function names tell as much and hold nothing of a report.
    """
    parts = [versions(*others), ""]
    for place, one in enumerate(_chain(error)):
        if place:
            parts.append("which led to")
        own = trace if one is error and trace is not None else one.__traceback__
        parts += [
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(own)
        ]
        parts.append(summary(one))
    return "\n".join(parts) + "\n"


def write_report(report: str, folder: Path | None = None) -> Path | None:
    """Keep a report in the log folder, readable by its owner only; None where that is not possible."""
    place = folder or log_folder()
    name = time.strftime("fault-%Y%m%d-%H%M%S", time.localtime())
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in itertools.islice(_numbers, 1_000):
            path = place / f"{name}-{os.getpid()}-{number:03}.txt"
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(report)
            _thin(place)
            return path
    except OSError:
        pass
    return None


def _thin(folder: Path) -> None:
    reports = sorted(folder.glob("fault-*.txt"), key=lambda path: (path.stat().st_mtime, path.name))
    for path in reports[:-KEPT]:
        with contextlib.suppress(OSError):
            path.unlink()


def _chain(error: BaseException) -> list[BaseException]:
    """The errors that led to this one, first cause first."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found and len(found) < 10:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found[::-1]


def _short(name: str) -> str:
    """A source file's path inside our package or its library: where it is installed is nobody's business."""
    path = Path(name)
    with contextlib.suppress(ValueError):
        return (
            path.relative_to(_PACKAGE).as_posix()
            if "site-packages" not in path.parts
            else "/".join(path.parts[path.parts.index("site-packages") + 1 :])
        )
    return "/".join(path.parts[-2:])
