"""Set up what Reviewer needs to run and to be tested: ``python packaging/prepare.py``.

System libraries on Linux (installed with apt-get where that needs no password, otherwise named in one line
to copy), a virtual environment in ``.venv``, and the package in it. What is already there is left alone, so a
second call takes a moment. Uses the standard library only.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / ".reviewer-set-up"
WINDOWS = sys.platform == "win32"

OFFSCREEN = {
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
}
"""Debian package → the library that Qt loads even where it draws no window."""

SCREEN = {
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-render0": "libxcb-render.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-shm0": "libxcb-shm.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-util1": "libxcb-util.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
}
"""Debian package → the library that Qt loads for a window under X."""

VIRTUAL_SCREEN = {"xvfb": "Xvfb", "xauth": "xauth", "xdotool": "xdotool"}
"""Debian package → the program that the tests of the real window call."""

FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


class SetUpError(Exception):
    """Something on this machine is missing that only its owner can add; the message says what."""


def has_screen() -> bool:
    """Whether a window can be shown."""
    return not sys.platform.startswith("linux") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def libraries(*, screen: bool, virtual_screen: bool = False) -> None:
    """See that the system libraries are there.

    Raises SetUpError where a needed one is missing and may not be installed. A missing virtual screen only
    shortens the tests, so it raises nothing.
    """
    if not sys.platform.startswith("linux"):
        return
    needed = _missing_libraries(OFFSCREEN | (SCREEN if screen or virtual_screen else {}))
    if not any(_has_font(Path(folder).expanduser()) for folder in FONT_FOLDERS):
        needed.append(FONT_PACKAGE)
    extra = [package for package, program in VIRTUAL_SCREEN.items() if not shutil.which(program)]
    packages = needed + (extra if virtual_screen else [])
    if not packages:
        return
    if _apt_install(packages):
        return
    command = f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"
    if needed:
        raise SetUpError(
            f"System libraries are missing. On Debian or Ubuntu, install them with\n    {command}"
        )
    print(f"Tests of the real window will be skipped. To run them as well:\n    {command}", file=sys.stderr)


def _missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    names = {line.split(maxsplit=1)[0] for line in known.splitlines() if line.startswith("\t")}
    return [package for package, library in wanted.items() if library not in names]


def _has_font(folder: Path) -> bool:
    return folder.is_dir() and any(path.suffix in (".ttf", ".otf", ".ttc") for path in folder.rglob("*"))


def _apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages; False where that is not possible without asking for a password."""
    if not shutil.which("apt-get"):
        return False
    root: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo") or _quiet(["sudo", "-n", "true"]).returncode:
            return False
        root = ["sudo", "-n"]
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    quietly = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    _quiet([*quietly, "update"])
    # Some names differ between releases (libglib2.0-0 is libglib2.0-0t64 in newer ones), apt-get knows both.
    done = _quiet([*quietly, "install", "--no-install-recommends", *packages])
    if done.returncode:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def _quiet(command: Sequence[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command without a terminal; its output, errors included, is in ``stdout``."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **variables},
        check=False,
    )


def environment(*extras: str) -> Path:
    """See that ``.venv`` holds the package and its ``dev`` tools (and ``extras``); returns its Python.

    Raises SetUpError with the output of the failed step.
    """
    # Whoever starts a script by hand may do so with an older Python than the package asks for.
    if sys.version_info < (3, 11):  # noqa: UP036
        raise SetUpError("Reviewer needs Python 3.11 or later.")
    python = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
    wanted = sorted({"dev", *extras})
    if STAMP.is_file() and python.exists() and set(_stamp(wanted)) <= set(STAMP.read_text("utf-8").split()):
        return python
    if (
        not python.exists()
        or _quiet([str(python), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
    ):
        _create()
    if _quiet([str(python), "-m", "pip", "--version"]).returncode:
        _quiet([str(python), "-m", "ensurepip", "--upgrade"])
    print("Installing Reviewer and what it needs into .venv (a minute or two, once)", flush=True)
    before = set(STAMP.read_text("utf-8").split()) if STAMP.is_file() else set()
    wanted = sorted({*wanted, *(word[1:] for word in before if word.startswith("+"))})
    done = _quiet(
        [str(python), "-m", "pip", "install", "--quiet", "--editable", f"{ROOT}[{','.join(wanted)}]"],
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_INPUT="1",
        PIP_ROOT_USER_ACTION="ignore",
    )
    if done.returncode:
        raise SetUpError(f"{done.stdout}\nThe installation into .venv failed; the reason is above.")
    STAMP.write_text("\n".join(_stamp(wanted)) + "\n", encoding="utf-8")
    return python


def _stamp(extras: Sequence[str]) -> list[str]:
    """What the environment was made from, one word each."""
    declared = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    place = hashlib.sha256(str(ROOT).encode()).hexdigest()
    return [declared, place, *(f"+{extra}" for extra in extras)]


def _create() -> None:
    print(f"Creating .venv with Python {sys.version.split()[0]}", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]
    done = _quiet(command)
    if done.returncode:
        # Debian ships Python without the part that puts pip into a new environment.
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        advice = f" On Debian or Ubuntu, try: sudo apt-get install -y {package}"
        if _apt_install([package]):
            advice = ""
            done = _quiet(command)
        if done.returncode:
            # Half an environment would be taken for a whole one the next time.
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            raise SetUpError(
                f"{done.stdout}\nCould not create a virtual environment in {ENVIRONMENT}.{advice}"
            )


def main() -> int:
    try:
        libraries(screen=has_screen(), virtual_screen=True)
        environment()
    except SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    print("Reviewer is set up in .venv.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
