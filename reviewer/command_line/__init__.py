"""The commands of ``reviewer`` that are too long for ``cli.py``, a module each."""
