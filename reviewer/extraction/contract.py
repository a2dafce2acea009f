"""The extraction format: :mod:`reviewer.contract`, which the store can read without the extraction."""

from reviewer.contract import error_line, to_json, to_line

__all__ = ["error_line", "to_json", "to_line"]
