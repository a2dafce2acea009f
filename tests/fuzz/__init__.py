"""Mutated files for the readers and the extraction: nothing may crash, hang or break a promise."""
