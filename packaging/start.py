"""The entry point of the bundle."""

import multiprocessing
import sys

if __name__ == "__main__":
    # A worker process goes no further.
    multiprocessing.freeze_support()
    from reviewer.cli import main

    sys.exit(main())
