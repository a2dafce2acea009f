"""Bytes to a :class:`Document`: canonical text, pages, lines with their fonts and boxes; one module a format."""
