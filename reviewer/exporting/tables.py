"""The dataset as related tables: what each column means, and a report's rows.

Every format of tables is made from these. A row holds values, or why a value is not there
(:class:`~reviewer.exporting.missing.Missing`). Offsets are code points of the report's text, half-open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from reviewer.exporting.missing import Missing

Type = Literal["string", "integer", "number", "boolean", "date", "datetime", "partial date", "json"]
Value = str | int | float | bool | Missing
Record = dict[str, Value]

KINDS: Final = (
    "strength",
    "weakness",
    "meets_requirements",
    "area_for_development",
    "priority_action",
    "area_for_improvement",
    "summary",
    "narrative",
    "progress",
    "context",
)
POLARITIES: Final = ("positive", "negative", "mixed", "neutral")
DECISIONS: Final = ("undecided", "accepted", "corrected", "added", "rejected")
STATES: Final = ("open", "waiting", "done")
PRIORITIES: Final = ("high", "normal", "low")
RELATIONS: Final = ("recurs", "addressed", "worsened", "improved_but_persists", "not_same")
SETTLED: Final = ("open", "settled")
REPORT_STATES: Final = ("not_started", "in_progress", "reviewed", "second_look")


@dataclass(frozen=True, slots=True)
class Column:
    """A column. A ``partial date`` is ISO 8601 as precise as the report: 2013, 2013-12 or 2013-12-06.

    ``json`` is JSON text. ``missing`` are the reasons for which a value may not be there; without any, it
    always is. ``values`` are all that it can be, where they are known.
    """

    name: str
    type: Type
    description: str
    missing: tuple[Missing, ...] = ()
    values: tuple[str, ...] = ()
    wide: bool = False
    """Holds sentences."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first column is its key. ``links``: column → table whose key it holds."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    links: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name of the column that tells rows apart."""
        return self.columns[0].name

    def column(self, name: str) -> Column:
        """The column of this name."""
        return next(column for column in self.columns if column.name == name)

    def chosen(self, wanted: frozenset[str]) -> Table:
        """The table with the columns of ``wanted`` only, and those that tie tables together."""
        kept = tuple(one for one in self.columns if one.name in wanted | {self.key, *self.links})
        return Table(self.name, self.title, self.description, kept, self.links)


_NOT_STATED: Final = (Missing.NOT_STATED, Missing.UNREADABLE)
_MACHINE: Final = (Missing.NOT_APPLICABLE, Missing.NOT_STATED)
_REPORT: Final = Column("report_id", "integer", "The report that the row belongs to.")
_FINDING: Final = Column("finding_id", "integer", "The finding that the row belongs to.")
_ORDER: Final = Column("order", "integer", "The place in reading order among the rows of the report, from 1.")
_PAGE: Final = Column(
    "page",
    "integer",
    "The page on which the words begin, from 1.",
    (Missing.NOT_APPLICABLE, Missing.NOT_STATED),
)
_START: Final = Column(
    "start", "integer", "The offset of the first character of the words.", (Missing.NOT_STATED,)
)
_END: Final = Column("end", "integer", "The offset after their last character.", (Missing.NOT_STATED,))
_SPANS: Final = Column(
    "spans",
    "json",
    "Where all of the words stand, as [[start, end], …]; more than one where a page break or a footer"
    " interrupts them.",
)
_VERBATIM: Final = Column("verbatim", "string", "The words as printed.", wide=True)
_DECISION: Final = (
    Column("decision", "string", "What the reviewer decided.", values=DECISIONS),
    Column("decided_by", "string", "Who decided.", (Missing.NOT_REVIEWED,)),
    Column("decided_at", "datetime", "When, UTC.", (Missing.NOT_REVIEWED,)),
)
_WRITTEN: Final = (
    Column("created_by", "string", "Who wrote it."),
    Column("created_at", "datetime", "When, UTC."),
)

TABLES: Final[dict[str, Table]] = {
    one.name: one
    for one in (
        Table(
            "reports",
            "Reports",
            "One row for each report.",
            (
                Column("report_id", "integer", "The report's number in the store that the dataset is from."),
                Column("source_sha256", "string", "The SHA-256 of the report's file, in hexadecimal."),
                Column("source_name", "string", "The name of the file."),
                Column("media_type", "string", "What kind of file it is."),
                Column("state", "string", "How far its review is.", values=REPORT_STATES),
                Column("starred", "boolean", "Whether the reviewer starred it."),
                Column("tags", "json", "The tags that the reviewer gave it."),
                Column("assigned_to", "json", "The reviewers whose work it is; several code independently."),
                Column("pages", "integer", "How many pages it has.", (Missing.NOT_APPLICABLE,)),
                Column("characters", "integer", "How many characters its text has."),
                Column("authority", "string", "The local authority or area inspected.", _NOT_STATED),
                Column("document_type", "string", "The family of reports that it belongs to."),
                Column("inspection_start", "partial date", "When the inspection began.", _NOT_STATED),
                Column("inspection_end", "partial date", "When the inspection ended.", _NOT_STATED),
                Column("publication_date", "partial date", "When the report was published.", _NOT_STATED),
                Column("lead_inspector", "string", "Who led the inspection.", _NOT_STATED),
                Column("imported_at", "datetime", "When the report was brought in, UTC."),
                Column(
                    "extractor",
                    "string",
                    "The version of the extraction that read it.",
                    (Missing.NOT_STATED,),
                ),
                Column("findings", "integer", "How many findings stand; rejected ones do not."),
                Column("judgements", "integer", "How many judgements stand; rejected ones do not."),
                Column("decided", "integer", "How many of both are decided on."),
                Column("open_follow_ups", "integer", "How many follow-ups are not done."),
                Column(
                    "unclaimed_share", "number", "The share of characters that found no place, from 0 to 1."
                ),
                Column(
                    "warnings",
                    "json",
                    "Where the report does not agree with itself, as a list of sentences.",
                    wide=True,
                ),
            ),
        ),
        Table(
            "judgements",
            "Judgements",
            "One row for each graded area, as reviewed.",
            (
                Column("judgement_id", "integer", "The judgement's number in the store."),
                _REPORT,
                _ORDER,
                Column("area", "string", "What is graded.", (Missing.UNREADABLE,)),
                Column("grade", "string", "The grade, in the report's words.", (Missing.UNREADABLE,)),
                Column("verbatim", "string", "The words as printed.", (Missing.NOT_STATED,)),
                _PAGE,
                _START,
                _END,
                _SPANS,
                *_DECISION,
                Column("machine_area", "string", "The area as the machine read it.", _MACHINE),
                Column("machine_grade", "string", "The grade as the machine read it.", _MACHINE),
            ),
            {"report_id": "reports"},
        ),
        Table(
            "sections",
            "Sections",
            "One row for each heading.",
            (
                Column("section_id", "integer", "The section's number in the store."),
                _REPORT,
                Column("parent_id", "integer", "The section that it stands in.", (Missing.NOT_APPLICABLE,)),
                _ORDER,
                Column("heading", "string", "The heading."),
                Column(
                    "grade",
                    "string",
                    "The grade that the heading carries.",
                    (Missing.NOT_APPLICABLE, Missing.NOT_STATED),
                ),
                _PAGE,
                _START,
                _END,
                _SPANS,
                Column("machine_heading", "string", "The heading as the machine read it.", _MACHINE),
                Column("machine_grade", "string", "The grade as the machine read it.", _MACHINE),
            ),
            {"report_id": "reports", "parent_id": "sections"},
        ),
        Table(
            "findings",
            "Findings",
            "One row for each numbered paragraph, bullet or body paragraph, as reviewed; rejected ones too.",
            (
                Column("finding_id", "integer", "The finding's number in the store."),
                _REPORT,
                Column("section_id", "integer", "The section that it stands in.", (Missing.NOT_APPLICABLE,)),
                _ORDER,
                Column("number", "string", "The printed number.", (Missing.NOT_STATED,)),
                Column(
                    "kind",
                    "string",
                    f"What sort of finding it is, by its heading; usually one of {', '.join(KINDS)}.",
                ),
                Column("polarity", "string", "What it says about the service.", values=POLARITIES),
                Column("theme", "string", "What it is about above all: a key of the codebook."),
                Column("themes", "json", "All that it is about, the main theme first."),
                Column("starred", "boolean", "Whether the reviewer starred it."),
                Column("tags", "json", "The tags that the reviewer gave it."),
                Column("text", "string", "The words that count: the wording, else the verbatim.", wide=True),
                _VERBATIM,
                Column(
                    "wording",
                    "string",
                    "The reviewer's rewording.",
                    (Missing.NOT_GIVEN, Missing.NOT_REVIEWED),
                    wide=True,
                ),
                _PAGE,
                _START,
                _END,
                _SPANS,
                *_DECISION,
                Column(
                    "confidence",
                    "number",
                    "How sure the machine was, from 0 to 1.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column("repeat_of_previous", "boolean", "The report says that it was found before."),
                Column(
                    "addressed_since_previous", "boolean", "The report says that what was found is mended."
                ),
                Column("machine_section", "string", "The heading as the machine placed it.", _MACHINE),
                Column("machine_number", "string", "The number as the machine read it.", _MACHINE),
                Column("machine_kind", "string", "The kind that the machine gave it.", _MACHINE),
                Column("machine_polarity", "string", "The polarity that the machine gave it.", _MACHINE),
                Column("machine_theme", "string", "The theme that the machine gave it.", _MACHINE),
                Column("machine_text", "string", "The words that the machine took.", _MACHINE, wide=True),
                Column("machine_spans", "json", "Where the machine found them.", _MACHINE),
            ),
            {"report_id": "reports", "section_id": "sections"},
        ),
        Table(
            "statements",
            "Statements",
            "One row for each sentence of a finding.",
            (
                Column("statement_id", "string", "The finding's number, a hyphen, and the sentence's."),
                _FINDING,
                _ORDER,
                Column("text", "string", "The sentence.", wide=True),
                Column("polarity", "string", "What it says about the service.", values=POLARITIES),
                _START,
                _END,
                _SPANS,
            ),
            {"finding_id": "findings"},
        ),
        Table(
            "measures",
            "Measures",
            "One row for each figure that a finding states.",
            (
                Column("measure_id", "string", "The finding's number, a hyphen, and the figure's."),
                _FINDING,
                _ORDER,
                Column("text", "string", "The words that state it.", wide=True),
                Column("value", "number", "The figure.", (Missing.UNREADABLE,)),
                Column(
                    "value_to", "number", "The upper end, where a range is stated.", (Missing.NOT_STATED,)
                ),
                Column("unit", "string", "What it counts.", (Missing.NOT_STATED,)),
                Column("of", "string", "What it is of.", (Missing.NOT_STATED,)),
                Column("as_of", "partial date", "When it was so.", (Missing.NOT_STATED,)),
                Column("comparator", "string", "The words that it is compared with.", (Missing.NOT_STATED,)),
                _START,
                _END,
                _SPANS,
            ),
            {"finding_id": "findings"},
        ),
        Table(
            "follow_ups",
            "Follow-ups",
            "One row for each finding marked to come back to.",
            (
                Column("follow_up_id", "integer", "The follow-up's number in the store."),
                _FINDING,
                _REPORT,
                Column("state", "string", "Where it stands.", values=STATES),
                Column("priority", "string", "How soon it matters.", values=PRIORITIES),
                Column("owner", "string", "Who sees to it.", (Missing.NOT_GIVEN,)),
                Column("due", "date", "By when.", (Missing.NOT_GIVEN,)),
                Column("reason", "string", "Why it is marked.", (Missing.NOT_GIVEN,), wide=True),
                *_WRITTEN,
            ),
            {"finding_id": "findings", "report_id": "reports"},
        ),
        Table(
            "links",
            "Links",
            "One row for each finding and earlier concern of the same authority that a reviewer compared.",
            (
                Column("link_id", "integer", "The link's number in the store."),
                Column("finding_id", "integer", "The later finding."),
                Column("report_id", "integer", "The later report."),
                Column("relation", "string", "What became of the earlier concern.", values=RELATIONS),
                Column(
                    "earlier_finding_id",
                    "integer",
                    "The earlier finding's number in the store; not stated where it is not there.",
                    (Missing.NOT_STATED,),
                ),
                Column(
                    "earlier_report_id",
                    "integer",
                    "The earlier report's number in the store; not stated where it is not there.",
                    (Missing.NOT_STATED,),
                ),
                Column("earlier_date", "partial date", "When the earlier inspection began.", _NOT_STATED),
                Column(
                    "earlier_number",
                    "string",
                    "The earlier finding's printed number.",
                    (Missing.NOT_STATED,),
                ),
                Column(
                    "earlier_text",
                    "string",
                    "The earlier finding's words that count.",
                    (Missing.NOT_STATED,),
                    wide=True,
                ),
                Column("earlier_sha256", "string", "The SHA-256 of the earlier report's file."),
                Column(
                    "earlier_spans", "json", "Where the earlier finding's words stood when it was linked."
                ),
                Column("settled_by", "string", "Who said so."),
                Column("settled_at", "datetime", "When, UTC."),
            ),
            {"finding_id": "findings", "report_id": "reports"},
        ),
        Table(
            "notes",
            "Notes",
            "One row for each dated remark, on a finding or on the report as a whole.",
            (
                Column("note_id", "integer", "The note's number in the store."),
                _REPORT,
                Column(
                    "finding_id",
                    "integer",
                    "The finding that it is on; not applicable on a report.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column(
                    "section_id",
                    "integer",
                    "The section that it is on; not applicable elsewhere.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column("body", "string", "The remark.", wide=True),
                *_WRITTEN,
                Column(
                    "edited_at", "datetime", "When its words were changed last, UTC.", (Missing.NOT_GIVEN,)
                ),
            ),
            {"report_id": "reports", "finding_id": "findings", "section_id": "sections"},
        ),
        Table(
            "settlements",
            "Settlements",
            "One row for each value that two reviewers changed differently: who said what, and how it was"
            " settled.",
            (
                Column("settlement_id", "integer", "The difference's number in the store."),
                _REPORT,
                Column(
                    "finding_id",
                    "integer",
                    "The finding that it is about; not applicable elsewhere.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column("of", "string", "What sort of thing the value is of, such as finding or judgement."),
                Column("field", "string", "The value that differs."),
                Column("state", "string", "Whether it is settled.", values=SETTLED),
                Column("said", "json", "What each reviewer said, as a list of by, at and value.", wide=True),
                Column("machine", "string", "What the machine said.", _MACHINE, wide=True),
                Column(
                    "value",
                    "string",
                    "What it was settled with; while it is open, what stands until then.",
                    wide=True,
                ),
                Column("settled_by", "string", "Who settled it.", (Missing.NOT_REVIEWED,)),
                Column("settled_at", "datetime", "When, UTC.", (Missing.NOT_REVIEWED,)),
            ),
            {"report_id": "reports", "finding_id": "findings"},
        ),
        Table(
            "changes",
            "Changes",
            "One row for each value that an edit changed, in the order of the edits, and then those of"
            " colleagues whose review was merged: the audit trail.",
            (
                Column("change_id", "string", "The edit's number, a hyphen, and the change's in it."),
                _REPORT,
                Column(
                    "step",
                    "integer",
                    "The edit's number in the store's log; not applicable to a colleague's edits.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column("at", "datetime", "When, UTC."),
                Column("by", "string", "Who."),
                Column("edit", "string", "What the edit was called."),
                Column("undone", "boolean", "Whether it was taken back."),
                Column("table", "string", "What sort of thing it changed."),
                Column(
                    "row_id",
                    "integer",
                    "The number of that thing in the store.",
                    (Missing.NOT_APPLICABLE,),
                ),
                Column("field", "string", "The value that it changed."),
                Column("before", "string", "What it was.", (Missing.NOT_APPLICABLE,), wide=True),
                Column("after", "string", "What it became.", (Missing.NOT_APPLICABLE,), wide=True),
            ),
            {"report_id": "reports"},
        ),
    )
}
"""The tables, each after those that its rows point to."""
