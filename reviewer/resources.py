"""Where the shipped files are: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """The folder of resources.

    Raises FileNotFoundError when the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for place in (package / "_resources", package.parent / "resources"):
        if place.is_dir():
            return place
    raise FileNotFoundError("The product's resources are missing: install Reviewer again.")


def resource(name: str) -> Path:
    """The path of one resource, given with forward slashes: ``sample/northmere.txt``."""
    return folder().joinpath(*name.split("/"))
