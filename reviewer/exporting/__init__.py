"""Store rows to files: one module a format, each file written beside its place and moved there when whole."""

from reviewer.exporting.formats import FORMATS, ExportError, Format, export

__all__ = ["FORMATS", "ExportError", "Format", "export"]
