"""Options by which several commands choose reports, and the choice that they make."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import Any, Protocol

from reviewer.exporting.choice import Choice
from reviewer.exporting.recipes import is_date
from reviewer.model import DocumentType


class _Options(Protocol):
    """A parser, or a group of its options."""

    def add_argument(self, *names: str, **settings: Any) -> argparse.Action: ...


def add_report_options(options: _Options) -> None:
    """Which reports: by id, authority, type, date."""
    options.add_argument(
        "--reports", nargs="+", metavar="ID", help="ids of 'reviewer list', or beginnings of SHA-256 hashes"
    )
    options.add_argument("--authorities", nargs="+", metavar="NAME", help="reports of these authorities")
    options.add_argument(
        "--types", nargs="+", dest="document_types", metavar="TYPE", choices=[*map(str, DocumentType)],
        help=f"reports of these types: {', '.join(DocumentType)}",
    )  # fmt: skip
    options.add_argument("--from", dest="inspected_from", metavar="DATE", type=date, help="inspected since")
    options.add_argument("--to", dest="inspected_to", metavar="DATE", type=date, help="inspected until")


def given(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a choice that were given, lists as tuples."""
    return {
        one.name: tuple(value) if isinstance(value, list) else value
        for one in fields(Choice)
        if (value := getattr(options, one.name, None)) is not None
    }


def date(text: str) -> str:
    """An ISO date, or the beginning of one. Raises argparse.ArgumentTypeError."""
    if not is_date(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-01, 2026-03 or 2026")
    return text
