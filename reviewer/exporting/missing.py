"""Why a value is not there. One vocabulary for all tables; a data dictionary says it in words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reviewer.exporting.dataset import ReportData


class Missing(StrEnum):
    """Why a value is not there. Stands in the cell where the cell may hold words."""

    NOT_STATED = "not_stated"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"
    NOT_REVIEWED = "not_reviewed"
    NOT_GIVEN = "not_given"


MEANINGS: Final[dict[Missing, str]] = {
    Missing.NOT_STATED: "The report does not state it.",
    Missing.NOT_APPLICABLE: "Reports of this kind, or rows of this sort, do not have it.",
    Missing.UNREADABLE: "The report may state it, but it could not be read.",
    Missing.NOT_REVIEWED: "No reviewer has decided on this yet.",
    Missing.NOT_GIVEN: "A reviewer may give it and has not.",
}

GRADED: Final = frozenset({"looked_after_children", "protection_of_children", "sif", "ilacs"})
"""The families whose framework grades its headings."""


def fact(report: ReportData, value: str | None) -> str:
    """A fact that the report states somewhere; one with a page that has no words may well state it there."""
    return value or (Missing.UNREADABLE if has_blank_page(report) else Missing.NOT_STATED)


def page(report: ReportData, number: int | None) -> int | Missing:
    """A page number; a text file has no pages."""
    if number is not None:
        return number
    return Missing.NOT_STATED if report.source.pages else Missing.NOT_APPLICABLE


def grade(report: ReportData, value: str | None) -> str:
    """The grade that a heading carries; most frameworks have none."""
    if value:
        return value
    return Missing.NOT_STATED if report.row.document_type in GRADED else Missing.NOT_APPLICABLE


def has_blank_page(report: ReportData) -> bool:
    """Whether a page of the report gave no words, as a scanned one does."""
    text = report.source.text
    return any(not text[start:end].strip() for _, start, end in report.source.pages)
