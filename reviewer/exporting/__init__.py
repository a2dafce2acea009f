"""Store rows to files: one module a format, each written to a temporary file and then moved."""
