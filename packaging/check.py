"""Run every check of the project: ``python packaging/check.py`` (arguments go to pytest).

Format, lint, types, layers, tests. All of them run, whatever fails; the exit status is 1 when one did. The
tests run on a virtual screen where there is one, otherwise off screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import prepare
from virtual_screen import virtual_screen


def _run(name: str, command: Sequence[str], variables: Mapping[str, str]) -> bool:
    print(f"── {name}", flush=True)
    began = time.monotonic()
    passed = (
        subprocess.run(command, cwd=prepare.ROOT, env={**os.environ, **variables}, check=False).returncode
        == 0
    )
    print(f"   {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return passed


def main(arguments: Sequence[str]) -> int:
    try:
        prepare.libraries(screen=False, virtual_screen=True)
        python = prepare.environment()
    except prepare.SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1

    def tool(name: str) -> str:
        return str(python.with_name(name + Path(python).suffix))

    passed = {
        "format": _run("format", [tool("ruff"), "format", "--check", "."], {}),
        "lint": _run("lint", [tool("ruff"), "check", "."], {}),
        "types": _run("types", [tool("mypy")], {}),
        "layers": _run("layers", [tool("lint-imports")], {}),
    }
    with virtual_screen() as screen:
        if screen is None:
            print("No virtual screen (Xvfb): the window is tested off screen.")
        variables = screen or {"QT_QPA_PLATFORM": "offscreen"}
        passed["tests"] = _run("tests", [str(python), "-m", "pytest", *arguments], variables)
    failed = [name for name, ok in passed.items() if not ok]
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
