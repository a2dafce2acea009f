"""``python -m reviewer`` does what the command ``reviewer`` does."""

import sys

# Worker processes import this module again under another name: they must not start over, and need no command.
if __name__ == "__main__":
    from reviewer.cli import main

    sys.exit(main())
