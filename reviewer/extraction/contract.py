"""The extraction format: see :mod:`reviewer.contract`, which stands outside so that the store can read it alone."""

from reviewer.contract import error_line, to_json, to_line

__all__ = ["error_line", "to_json", "to_line"]
