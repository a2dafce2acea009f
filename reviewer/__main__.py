"""``python -m reviewer`` does what the command ``reviewer`` does."""

import sys

from reviewer.cli import main

# Worker processes import this module again under another name, and must not start over.
if __name__ == "__main__":
    sys.exit(main())
