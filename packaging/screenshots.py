"""Take the pictures of the README from the sample project: ``python packaging/screenshots.py``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import prepare
import run

PICTURES = prepare.ROOT / "docs" / "images"


def main() -> int:
    try:
        prepare.libraries(screen=False)
        python = prepare.environment()
    except prepare.SetUpError as problem:
        print(problem, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        store = Path(scratch) / "sample.sqlite"
        run.import_sample(python, store)
        for look in ("light", "dark"):
            picture = PICTURES / f"bench-{look}.png"
            run.screenshot(python, store, picture, dark=look == "dark")
            print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
