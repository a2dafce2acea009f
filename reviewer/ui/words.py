"""The words of the window: polarities, decisions, kinds of report, dates, sizes; kinds and themes as named.

Plain, short, in the reviewer's terms. Codes that a later extractor brings read as their own words.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from reviewer.model import DocumentType, Polarity
from reviewer.store.rows import (
    CodeRole,
    Decision,
    FollowUpState,
    LinkMark,
    NoteRow,
    Priority,
    Relation,
    ReportRow,
    ReportState,
)
from reviewer.ui import codes

CONTEXT: Final = "Words"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks ``text`` for translators, like Qt's own of that name, which is typed as giving any object."""
    return text


POLARITIES: Final[dict[str, str]] = {
    Polarity.POSITIVE: QT_TRANSLATE_NOOP("Words", "positive"),
    Polarity.NEGATIVE: QT_TRANSLATE_NOOP("Words", "negative"),
    Polarity.MIXED: QT_TRANSLATE_NOOP("Words", "mixed"),
    Polarity.NEUTRAL: QT_TRANSLATE_NOOP("Words", "neutral"),
}
SIGNS: Final[dict[str, str]] = {
    Polarity.POSITIVE: "+",
    Polarity.NEGATIVE: "\u2212",
    Polarity.MIXED: "±",
    Polarity.NEUTRAL: "·",
}
DECISIONS: Final[dict[str, str]] = {
    Decision.UNDECIDED: QT_TRANSLATE_NOOP("Words", "undecided"),
    Decision.ACCEPTED: QT_TRANSLATE_NOOP("Words", "accepted"),
    Decision.CORRECTED: QT_TRANSLATE_NOOP("Words", "corrected"),
    Decision.ADDED: QT_TRANSLATE_NOOP("Words", "added"),
    Decision.REJECTED: QT_TRANSLATE_NOOP("Words", "rejected"),
}
DECISION_ICONS: Final[dict[str, str]] = {
    Decision.UNDECIDED: "undecided",
    Decision.ACCEPTED: "accept",
    Decision.CORRECTED: "corrected",
    Decision.ADDED: "added",
    Decision.REJECTED: "reject",
}
FOLLOW_UP_STATES: Final[dict[str, str]] = {
    FollowUpState.OPEN: QT_TRANSLATE_NOOP("Words", "open"),
    FollowUpState.WAITING: QT_TRANSLATE_NOOP("Words", "waiting"),
    FollowUpState.DONE: QT_TRANSLATE_NOOP("Words", "done"),
}
RELATIONS: Final[dict[str, str]] = {
    Relation.RECURS: QT_TRANSLATE_NOOP("Words", "recurs"),
    Relation.IMPROVED_BUT_PERSISTS: QT_TRANSLATE_NOOP("Words", "improved but persists"),
    Relation.WORSENED: QT_TRANSLATE_NOOP("Words", "worsened"),
    Relation.ADDRESSED: QT_TRANSLATE_NOOP("Words", "addressed"),
    Relation.NOT_SAME: QT_TRANSLATE_NOOP("Words", "not the same"),
}
REPORT_STATES: Final[dict[str, str]] = {
    ReportState.NOT_STARTED: QT_TRANSLATE_NOOP("Words", "not started"),
    ReportState.IN_PROGRESS: QT_TRANSLATE_NOOP("Words", "in progress"),
    ReportState.REVIEWED: QT_TRANSLATE_NOOP("Words", "reviewed"),
    ReportState.SECOND_LOOK: QT_TRANSLATE_NOOP("Words", "needs a second look"),
}
PRIORITIES: Final[dict[str, str]] = {
    Priority.HIGH: QT_TRANSLATE_NOOP("Words", "high"),
    Priority.NORMAL: QT_TRANSLATE_NOOP("Words", "normal"),
    Priority.LOW: QT_TRANSLATE_NOOP("Words", "low"),
}
DOCUMENT_TYPES: Final[dict[str, str]] = {
    DocumentType.CRA_LETTER: QT_TRANSLATE_NOOP("Words", "Contact and referral"),
    DocumentType.LOOKED_AFTER_CHILDREN: QT_TRANSLATE_NOOP("Words", "Looked after children"),
    DocumentType.PROTECTION_OF_CHILDREN: QT_TRANSLATE_NOOP("Words", "Protection of children"),
    DocumentType.SIF: QT_TRANSLATE_NOOP("Words", "Single inspection"),
    DocumentType.ILACS: QT_TRANSLATE_NOOP("Words", "Inspection"),
    DocumentType.FOCUSED_VISIT: QT_TRANSLATE_NOOP("Words", "Focused visit"),
    DocumentType.MONITORING_VISIT: QT_TRANSLATE_NOOP("Words", "Monitoring visit"),
    DocumentType.JTAI: QT_TRANSLATE_NOOP("Words", "Joint area inspection"),
    DocumentType.AREA_SEND: QT_TRANSLATE_NOOP("Words", "Area SEND"),
    DocumentType.OTHER: QT_TRANSLATE_NOOP("Words", "Other report"),
}
SHORT_TYPES: Final[dict[str, str]] = {
    DocumentType.CRA_LETTER: QT_TRANSLATE_NOOP("Words", "letter"),
    DocumentType.SIF: "SIF",
    DocumentType.ILACS: "ILACS",
    DocumentType.FOCUSED_VISIT: QT_TRANSLATE_NOOP("Words", "letter"),
    DocumentType.MONITORING_VISIT: QT_TRANSLATE_NOOP("Words", "letter"),
    DocumentType.JTAI: "JTAI",
}


def word(table: dict[str, str], code: str) -> str:
    """The reviewer's word for ``code``; an unknown code reads as its own words."""
    found = table.get(code)
    return QCoreApplication.translate(CONTEXT, found) if found else code.replace("_", " ")


def theme(code: str) -> str:
    """The theme's name in the codebook."""
    return codes.in_use().label(CodeRole.THEME, code)


def kind(code: str) -> str:
    """The kind's name in the codebook."""
    return codes.in_use().label(CodeRole.KIND, code)


def polarity(code: str) -> str:
    """The polarity's name."""
    return word(POLARITIES, code)


def decision(code: Decision) -> str:
    """The decision in one word."""
    return QCoreApplication.translate(CONTEXT, DECISIONS[code])


def follow_up_state(code: FollowUpState) -> str:
    """The follow-up's state in one word."""
    return QCoreApplication.translate(CONTEXT, FOLLOW_UP_STATES[code])


def relation(code: Relation) -> str:
    """What became of an earlier concern."""
    return tr(RELATIONS[code])


def linked(mark: LinkMark) -> str:
    """What became of an earlier concern, and when that was said: 'recurs (2011)'."""
    return f"{relation(mark.relation)} ({mark.date[:4]})" if mark.date else relation(mark.relation)


def report_state(code: ReportState) -> str:
    """How far the review of a report is."""
    return QCoreApplication.translate(CONTEXT, REPORT_STATES[code])


def priority(code: Priority) -> str:
    """The priority in one word."""
    return QCoreApplication.translate(CONTEXT, PRIORITIES[code])


def document_type(code: str) -> str:
    """The report family's name, as the library shows it."""
    return word(DOCUMENT_TYPES, code)


def short_type(code: str) -> str:
    """The report family in a word, empty where the full name says it all."""
    found = SHORT_TYPES.get(code, "")
    return QCoreApplication.translate(CONTEXT, found) if found else ""


def grade_tone(grade: str) -> Polarity:
    """Whether a grade praises: green for good and outstanding, ochre between, orange-red for the rest."""
    words = grade.casefold()
    if words.startswith(("outstanding", "good")):
        return Polarity.POSITIVE
    if words.startswith(("requires improvement", "adequate", "satisfactory")):
        return Polarity.MIXED
    if words.startswith(("inadequate", "poor")):
        return Polarity.NEGATIVE
    return Polarity.NEUTRAL


def iso_date(text: str) -> QDate | None:
    """The day of an ISO date; None where it names no day."""
    day = QDate.fromString(text[:10], Qt.DateFormat.ISODate)
    return day if day.isValid() else None


def day(text: str | None, *, year: bool = True) -> str:
    """An ISO date, as precise as it is, in the reader's language: '9 March 2026', 'March 2026', '2026'."""
    if not text:
        return ""
    exact = iso_date(text) if len(text) >= 10 else None
    if exact is not None:
        return QLocale().toString(exact, "d MMM yyyy" if year else "d MMM")
    month = QDate.fromString(f"{text}-01", Qt.DateFormat.ISODate)
    if len(text) == 7 and month.isValid():
        return QLocale().toString(month, "MMM yyyy")
    return text


_DAYS: Final = ("d MMM yyyy", "d MMMM yyyy", "d/M/yyyy", "d.M.yyyy")
_MONTHS: Final = ("MMM yyyy", "MMMM yyyy", "M/yyyy")


def iso_of(typed: str) -> str:
    """A day or a month typed as :func:`day` writes it, or as the reader's system does, as an ISO date.

    What is neither is given back as it is.
    """
    typed = " ".join(typed.split())
    locale = QLocale()
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    # A short year would be taken for one of the last century.
    for pattern in (*_DAYS, *([short] if "yyyy" in short else [])):
        found = locale.toDate(typed, pattern)
        if found.isValid():
            return found.toString(Qt.DateFormat.ISODate)
    for pattern in _MONTHS:
        found = locale.toDate(typed, pattern)
        if found.isValid():
            return found.toString("yyyy-MM")
    return typed


def days(start: str | None, end: str | None) -> str:
    """A range of ISO dates without saying anything twice: '9–13 Mar 2026'."""
    first, last = (iso_date(text or "") for text in (start, end))
    if first is None or last is None or first == last:
        return day(start) or day(end)
    locale = QLocale()
    if first.year() != last.year():
        return f"{locale.toString(first, 'd MMM yyyy')}–{locale.toString(last, 'd MMM yyyy')}"
    if first.month() != last.month():
        return f"{locale.toString(first, 'd MMM')}–{locale.toString(last, 'd MMM yyyy')}"
    return f"{first.day()}–{locale.toString(last, 'd MMM yyyy')}"


def report_days(report: ReportRow) -> str:
    """When the inspection was, or when the report came out."""
    return days(report.inspection_start, report.inspection_end) or day(report.publication_date)


def report_title(report: ReportRow) -> str:
    """The authority, or the file's name where the authority is not known."""
    return report.authority or report.source_name


def moment(text: str) -> str:
    """An ISO time stamp as the reader's local time: 'today 14:02', '3 Nov 2026 14:02'."""
    then = QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs).toLocalTime()
    if not then.isValid():
        return text
    locale = QLocale()
    clock = locale.toString(then.time(), locale.timeFormat(QLocale.FormatType.ShortFormat).replace(":ss", ""))
    if then.date() == QDate.currentDate():
        return QCoreApplication.translate(CONTEXT, "today {time}").format(time=clock)
    return f"{day(then.date().toString(Qt.DateFormat.ISODate))} {clock}"


def signed(note: NoteRow) -> str:
    """Who wrote a note and when: 'AR · today 14:02 · edited'."""
    said = f"{note.created_by} · {moment(note.created_at)}"
    if note.edited_at is None:
        return said
    return QCoreApplication.translate(CONTEXT, "{said} · edited").format(said=said)


def size(count: int) -> str:
    """Bytes in a unit that people read."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def is_overdue(due: str | None, state: FollowUpState, today: date | None = None) -> bool:
    """Whether a follow-up should have been done before ``today`` (the local day unless given)."""
    if not due or state is FollowUpState.DONE:
        return False
    return due < (today or datetime.now().astimezone().date()).isoformat()


def percent(share: float) -> str:
    """A share of 0 to 1 as a percentage, with one decimal below ten."""
    value = share * 100
    return f"{QLocale().toString(value, 'f', 0 if value >= 10 or value == 0 else 1)}%"


def number(value: float | None) -> str:
    """A figure without a needless decimal point."""
    if value is None:
        return ""
    return QLocale().toString(int(value)) if value == int(value) else QLocale().toString(value, "f", 1)


def tr(text: str) -> str:
    """A text of the window outside of any widget, in the reader's language."""
    return QCoreApplication.translate(CONTEXT, text)
