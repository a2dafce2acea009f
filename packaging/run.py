"""Try Reviewer on the sample project: ``python packaging/run.py``, the same as ``make run``.

Sets up what is needed and opens the window. Where there is no screen (or with ``--offscreen``) it does the
same main job without one: imports the sample reports, lists and exports them, saves pictures of the window.
All it makes is in ``build/run``; the store there is kept from one run to the next.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import prepare

OUTPUT = prepare.ROOT / "build" / "run"
STORE = OUTPUT / "sample.sqlite"
SAMPLE = prepare.ROOT / "resources" / "sample"
WINDOW_SIZE = (1440, 900)


def sample_reports() -> list[Path]:
    """The fictional reports, oldest first: their names begin with the date of publication."""
    return sorted(SAMPLE.glob("[12]*.*"))


def screenshot(python: Path, store: Path, picture: Path, *, dark: bool, **variables: str) -> None:
    """Save a picture of the window on ``store``, drawn off screen with these environment variables."""
    code = (
        "import sys; from pathlib import Path; from reviewer.app import screenshot; a = sys.argv; "
        "screenshot(Path(a[1]), Path(a[2]), (int(a[3]), int(a[4])), a[5] == 'dark')"
    )
    picture.parent.mkdir(parents=True, exist_ok=True)
    look = "dark" if dark else "light"
    subprocess.run(
        [str(python), "-c", code, str(store), str(picture), *map(str, WINDOW_SIZE), look],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **variables},
    )


def import_sample(python: Path, store: Path) -> None:
    """Bring the sample reports into ``store``; those that are in it already are recognised."""
    store.parent.mkdir(parents=True, exist_ok=True)
    command = [str(python), "-m", "reviewer", "--store", str(store), "import", *map(str, sample_reports())]
    subprocess.run(command, check=True)


def _reviewer(python: Path, *arguments: str, output: Path | None = None) -> None:
    """Run the command line as a user would, and say what is run."""
    shown = ["reviewer", *(_short(argument) for argument in arguments)]
    print(f"\n$ {shlex.join(shown)}{f' > {_short(str(output))}' if output else ''}", flush=True)
    command = [str(python), "-m", "reviewer", *arguments]
    if output is None:
        subprocess.run(command, check=True, cwd=prepare.ROOT)
        return
    with output.open("wb") as file:
        subprocess.run(command, check=True, cwd=prepare.ROOT, stdout=file)


def _short(argument: str) -> str:
    return argument.removeprefix(f"{prepare.ROOT}{os.sep}")


def _off_screen(python: Path) -> None:
    print("There is no screen here, so the sample project is worked through without a window.")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    reports = [str(path) for path in sample_reports()]
    extracted = OUTPUT / "sample.extraction.jsonl"
    _reviewer(python, "import", *reports, "--store", str(STORE))
    _reviewer(python, "extract", *reports, output=extracted)
    _reviewer(python, "list", "--store", str(STORE))
    exports = {form: OUTPUT / f"export-{form}" for form in ("csv", "json")}
    for form, folder in exports.items():
        _reviewer(python, "export", "--format", form, "--output", str(folder), "--store", str(STORE))
    pictures = {look: OUTPUT / f"window-{look}.png" for look in ("light", "dark")}
    for look, picture in pictures.items():
        screenshot(python, STORE, picture, dark=look == "dark")
    print("\nDone. Here is what was made:")
    made = [
        ("store", STORE),
        ("extraction", extracted),
        *(
            (f"{form} export", path)
            for form, folder in exports.items()
            for path in sorted(folder.rglob("*.*"))
        ),
        *((f"window, {look}", picture) for look, picture in pictures.items()),
    ]
    for what, path in made:
        print(f"  {what:14} {path}")


def main(arguments: list[str]) -> int:
    off_screen = "--offscreen" in arguments or not prepare.has_screen()
    try:
        prepare.libraries(screen=not off_screen)
        python = prepare.environment()
        if off_screen:
            _off_screen(python)
        else:
            import_sample(python, STORE)
            subprocess.run([str(python), "-m", "reviewer", "--store", str(STORE)], check=True)
    except prepare.SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode or 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
