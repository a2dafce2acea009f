"""Run a module and say at the end, on standard error, how much memory it took at most: ``PEAK <KB>``."""

from __future__ import annotations

import atexit
import multiprocessing
import runpy
import sys


def say_peak() -> None:
    """Print the peak where the system tells it (not on Windows), for the first process only."""
    try:
        import resource
    except ImportError:
        return
    if multiprocessing.parent_process() is None:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print("PEAK", peak // 1024 if sys.platform == "darwin" else peak, file=sys.stderr)


if __name__ == "__main__":
    atexit.register(say_peak)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
