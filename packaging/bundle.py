"""Build the one-folder bundle into ``build/bundle`` and try it: ``python packaging/bundle.py``.

The trial runs the built program, away from the checkout: its version, the sample reports extracted, imported
and listed, and its window on a virtual screen. The exit status is 1 when any of them fails.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import prepare
import run
from virtual_screen import virtual_screen

OUTPUT = prepare.ROOT / "build" / "bundle"
PROGRAM = OUTPUT / "reviewer" / ("reviewer.exe" if prepare.WINDOWS else "reviewer")
PATIENCE = 60.0
"""Seconds that the window may take to appear on a slow machine."""


class TrialError(Exception):
    """The bundle could not be built or does not work; the message says why."""


def build(python: Path) -> None:
    """Make the bundle anew. Raises TrialError with what PyInstaller said when it fails."""
    print("Building the bundle (a minute or so)", flush=True)
    built = subprocess.run(
        [
            *(str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
            *("--distpath", str(OUTPUT), "--workpath", str(prepare.ROOT / "build" / "bundle-work")),
            str(prepare.ROOT / "packaging" / "reviewer.spec"),
        ],
        cwd=prepare.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if built.returncode:
        raise TrialError(f"it could not be built:\n{built.stdout}")


def try_command_line(folder: Path) -> None:
    """The version, an extraction, an import and a listing. Raises TrialError."""
    version = _output(folder, "--version")
    if not re.search(r"\d+\.\d+", version):
        raise TrialError(f"--version said {version!r}")
    reports = [str(path) for path in run.sample_reports()]
    # Several files at once go to worker processes, which a frozen program has to start in its own way.
    extracted = _output(folder, "extract", *reports).splitlines()
    if len(extracted) != len(reports) or any('"error"' in line[:200] for line in extracted):
        raise TrialError("the sample reports were not all extracted")
    store = str(folder / "sample.sqlite")
    _output(folder, "import", *reports, "--store", store)
    listed = _output(folder, "list", "--store", store)
    if listed.count("Northmere") < 2 or "Eastwold" not in listed:
        raise TrialError(f"the sample reports are not in the list:\n{listed}")
    print(f"  {version.strip()}: extracts, imports and lists the sample reports")


def _output(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [str(PROGRAM), *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise TrialError(
            f"{' '.join(arguments[:1])} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def try_window(folder: Path) -> None:
    """Open the window on a virtual screen and wait until its title is there. Raises TrialError."""
    with virtual_screen() as screen:
        if screen is None:
            raise TrialError("there is no virtual screen to try the window on: install xvfb")
        environment = {**os.environ, **screen}
        log = folder / "window.log"
        with log.open("wb") as output:
            window = subprocess.Popen(
                [str(PROGRAM), "--store", str(folder / "sample.sqlite")],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            title = _wait_for_title(window, environment)
        finally:
            window.terminate()
            window.wait(timeout=30)
        if title is None:
            said = log.read_text(encoding="utf-8", errors="replace")
            raise TrialError(f"no window with the title Reviewer came up:\n{said}")
        print(f"  its window opens: {title}")


def _wait_for_title(window: subprocess.Popen[bytes], environment: dict[str, str]) -> str | None:
    search = ["xdotool", "search", "--onlyvisible", "--name", "Reviewer"]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and window.poll() is None:
        found = subprocess.run(search, env=environment, capture_output=True, text=True).stdout.split()
        if found:
            name = ["xdotool", "getwindowname", found[0]]
            return subprocess.run(name, env=environment, capture_output=True, text=True).stdout.strip()
        time.sleep(0.25)
    return None


def main() -> int:
    try:
        prepare.libraries(screen=True, virtual_screen=True)
        python = prepare.environment("bundle")
        build(python)
        size = sum(
            path.stat().st_size for path in OUTPUT.rglob("*") if path.is_file() and not path.is_symlink()
        )
        print(f"{PROGRAM.parent} ({size // 1_000_000} MB)", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            try_command_line(Path(scratch))
            if sys.platform.startswith("linux"):
                try_window(Path(scratch))
    except prepare.SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    except TrialError as problem:
        print(f"The bundle does not work: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
