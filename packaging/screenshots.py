"""Take the README's pictures of the sample project, partly reviewed: ``python packaging/screenshots.py``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import prepare
import run

REVIEWER = "M. Lark"
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
        subprocess.run(
            [str(python), str(prepare.ROOT / "packaging" / "sample" / "review.py"), str(store), REVIEWER],
            check=True,
        )
        for look in ("light", "dark"):
            picture = PICTURES / f"bench-{look}.png"
            run.screenshot(python, store, picture, dark=look == "dark", LOGNAME=REVIEWER)
            print(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())
