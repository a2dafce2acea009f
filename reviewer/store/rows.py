"""What the store hands out: frozen values, one class a kind of row. Ids are the store's own integers."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum

from reviewer.model import Measure, Metadata, Spans, Statement


class Decision(StrEnum):
    """What the reviewer decided about a finding or a judgement."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"


class FollowUpState(StrEnum):
    """Where a follow-up stands."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"


class Priority(StrEnum):
    """How soon a follow-up matters."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class ReportState(StrEnum):
    """How far the review of a report is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REVIEWED = "reviewed"
    SECOND_LOOK = "second_look"


class Relation(StrEnum):
    """What a later finding says of an earlier concern."""

    RECURS = "recurs"
    ADDRESSED = "addressed"
    WORSENED = "worsened"
    IMPROVED_BUT_PERSISTS = "improved_but_persists"
    NOT_SAME = "not_same"


class CodeRole(StrEnum):
    """What a code of the codebook says of a finding."""

    KIND = "kind"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A kind or a theme. Findings hold its ``key``, which never changes; people read its ``label``.

    ``colour`` is ``#rrggbb`` and ``shortcut`` a key, empty for the window's own. ``merged_into`` is the key
    of the code that it was merged into; it is retired then.
    """

    id: int
    role: CodeRole
    key: str
    label: str
    definition: str
    colour: str
    shortcut: str
    position: int
    retired: bool
    merged_into: str | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as the library shows it. Dates ISO; counts leave out rejected findings.

    ``findings`` counts what is to be decided on (findings and judgements), ``decided`` those that are.
    ``unclaimed_share`` is unclaimed non-space characters over all non-space characters, 0 to 1; it follows
    the edits. ``state`` follows from the counts unless the reviewer has set it (``state_set``). Authority,
    dates, type and lead inspector are as reviewed; see :class:`MetadataRow` for what the machine read.
    """

    id: int
    authority: str | None
    document_type: str
    inspection_start: str | None
    inspection_end: str | None
    publication_date: str | None
    lead_inspector: str | None
    source_name: str
    source_sha256: str
    media_type: str
    pages: int | None
    imported_at: str
    extractor: str
    findings: int
    decided: int
    follow_ups: int
    overdue: int
    warnings: int
    unclaimed_share: float
    state: ReportState = ReportState.NOT_STARTED
    state_set: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    assigned: tuple[str, ...] = ()
    """The reviewers whose work it is, by name; two or more where it is coded independently."""
    disputes: int = 0
    """How many differences between reviewers are left to settle."""


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """The facts about a report: ``values`` as reviewed, ``machine`` as the machine read them."""

    report_id: int
    values: Metadata
    machine: Metadata

    @property
    def corrected(self) -> frozenset[str]:
        """The names of the fields in which the two differ."""
        return frozenset(
            field.name
            for field in fields(Metadata)
            if getattr(self.values, field.name) != getattr(self.machine, field.name)
        )


@dataclass(frozen=True, slots=True)
class Undecided:
    """What is left to do in a report: ids of undecided findings and judgements, text that nothing claims."""

    findings: tuple[int, ...]
    judgements: tuple[int, ...]
    unclaimed: Spans

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return bool(self.findings or self.judgements or self.unclaimed)


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag and how many findings and reports carry it."""

    name: str
    uses: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """The immutable text of a report: page offsets as ``(number, start, end)``, spans that are no finding.

    ``markers`` are the printed numbers and bullets of findings; each lies in ``furniture`` as well.
    """

    report_id: int
    text: str
    pages: tuple[tuple[int, int, int], ...]
    furniture: Spans
    unclaimed: Spans
    metadata_spans: Spans
    warnings: tuple[str, ...]
    markers: Spans = ()


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A heading of a report; ``position`` orders all sections of a report in reading order.

    ``machine_heading`` and ``machine_grade`` are as read, None where the reviewer added it. A heading
    that is not printed has no ``spans`` and no ``page``.
    """

    id: int
    report_id: int
    parent_id: int | None
    position: int
    heading: str
    grade: str | None
    page: int | None
    spans: Spans
    machine_heading: str | None = None
    machine_grade: str | None = None
    notes: int = 0


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A graded area as reviewed; ``machine_area`` and ``machine_grade`` as read, None where added."""

    id: int
    report_id: int
    position: int
    area: str
    grade: str
    page: int | None
    spans: Spans
    decision: Decision
    decided_by: str | None
    decided_at: str | None
    machine_area: str | None
    machine_grade: str | None
    disputes: int = 0


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What a finding says of an earlier concern, as a reviewer settled it.

    ``report_id`` and ``finding_id`` are the later ones. The earlier ones, and the date of the earlier report
    (ISO, '' where unknown), are None and '' while the link sleeps: the report, or a finding with the words at
    ``earlier_spans``, is not in the store.
    """

    id: int
    report_id: int
    finding_id: int
    relation: Relation
    settled_by: str
    settled_at: str
    earlier_report_id: int | None
    earlier_finding_id: int | None
    earlier_date: str
    earlier_sha256: str
    earlier_spans: Spans


@dataclass(frozen=True, slots=True)
class LinkMark:
    """What a finding's row shows of a link: what became of the concern of which date (ISO, '' if unknown)."""

    relation: Relation
    date: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as reviewed.

    ``verbatim`` is the words at ``spans``; ``wording`` is the reviewer's rewording, None where the verbatim
    stands. ``machine`` holds what the machine said of the fields a reviewer can change (``kind``,
    ``polarity``, ``theme``, ``number``, ``section``, ``text``, ``spans``), empty for a finding that the
    reviewer added. ``statements`` and ``measures`` are those that lie within ``spans``, as reviewed.
    ``themes`` are all of them, the main one (``theme``) first. ``absorbed`` holds, for each finding of the
    machine that was merged into this one, what ``machine`` held for it.
    """

    id: int
    report_id: int
    section_id: int | None
    position: int
    number: str | None
    kind: str
    polarity: str
    theme: str
    page: int | None
    spans: Spans
    verbatim: str
    wording: str | None
    decision: Decision
    decided_by: str | None
    decided_at: str | None
    confidence: float | None
    repeat_of_previous: bool
    addressed_since_previous: bool
    statements: tuple[Statement, ...]
    measures: tuple[Measure, ...]
    theme_why: tuple[str, ...]
    machine: dict[str, object]
    notes: int
    follow_up: FollowUpRow | None
    themes: tuple[str, ...] = ()
    starred: bool = False
    tags: tuple[str, ...] = ()
    absorbed: tuple[dict[str, object], ...] = ()
    links: tuple[LinkMark, ...] = ()
    """The earlier concerns that it is settled to be about, the earliest first."""
    disputes: int = 0
    """How many of its values, notes and the like reviewers have not settled yet."""

    @property
    def text(self) -> str:
        """The words that count: the reviewer's where there are any, otherwise the verbatim ones."""
        return self.verbatim if self.wording is None else self.wording


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A finding marked to come back to. ``due`` is an ISO date."""

    id: int
    report_id: int
    finding_id: int
    reason: str
    owner: str
    due: str | None
    state: FollowUpState
    created_by: str
    created_at: str
    authority: str | None = None
    finding_text: str = ""
    finding_number: str | None = None
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A dated remark on a finding, on a section, or on the report as a whole (both ids None)."""

    id: int
    report_id: int
    finding_id: int | None
    body: str
    created_by: str
    created_at: str
    edited_at: str | None
    section_id: int | None = None


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A note with what it is on, for lists over all reports; without finding and heading: on the report."""

    note: NoteRow
    authority: str | None
    source_name: str
    document_type: str
    inspection_start: str | None
    publication_date: str | None
    heading: str | None
    finding_number: str | None
    finding_text: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step of a report's log: who did what, when. ``undone`` steps can be redone."""

    id: int
    name: str
    by: str
    at: str
    undone: bool
    changes: tuple[tuple[str, int, str, object, object], ...]
    """``(table, row id, field, before, after)``."""
    what: str = "edit"
    """``edit``, ``undo`` or ``redo``."""
    batch: bool = False
    """Part of a step of the whole store, which is taken back there."""


class StepState(StrEnum):
    """Where an edit is on the way of undo and redo."""

    STANDS = "stands"
    UNDONE = "undone"
    """It can be done again."""
    REPLACED = "replaced"
    """It was undone and others came since: it can't be done again."""


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One edit of a report as undo and redo see it; ``batch`` is part of a step of the whole store."""

    id: int
    name: str
    by: str
    at: str
    state: StepState
    batch: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What one step changed, for the views to decide what to redraw. Ids by table; ``name`` is the step's.

    ``report_id`` is 0 where the step is one of the whole store; ``reports`` are then those that it touched.
    """

    report_id: int
    name: str
    findings: frozenset[int] = field(default=frozenset())
    judgements: frozenset[int] = field(default=frozenset())
    sections: frozenset[int] = field(default=frozenset())
    notes: frozenset[int] = field(default=frozenset())
    follow_ups: frozenset[int] = field(default=frozenset())
    structure: bool = False
    """Rows came, went or moved: the tree has to be rebuilt, not only repainted."""
    created_id: int | None = None
    """The id of the row that the step made, where it made one."""
    report: bool = False
    """The report's own facts, state, star, tags or assignment changed."""
    coverage: bool = False
    """What nothing claims may have changed."""
    codes: frozenset[int] = field(default=frozenset())
    links: frozenset[int] = field(default=frozenset())
    reports: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """``report_id`` of the stored report; ``already`` when the same bytes were in the store before."""

    report_id: int
    already: bool


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What a merge did to one report; ``report_id`` 0 is the codebook, None one that came whole.

    ``what`` is ``whole`` (it was not here), ``merged``, ``known`` (nothing in it was new) or ``refused``
    (``why`` says for what reason it was left as it was). ``came``, ``went`` and ``changed`` count rows by
    table, ``disputes`` what is left to settle.
    """

    report_id: int | None
    name: str
    sha256: str
    what: str
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    disputes: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What one side of a dispute says: ``value`` as the column holds it, ``shown`` where that says nothing to
    a reader. ``step`` is the step that said so, empty for the machine's."""

    value: object
    by: str
    at: str
    shown: str | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A value that two reviewers changed differently, and how that was settled.

    ``table`` and ``row_id`` say of what, ``field`` which facet of it (``store.merging.facets``). ``base`` is
    the value that stands until it is settled. ``machine`` is what the machine said, None where it said
    nothing of it. ``settled`` is the value that it was settled with, by whom and when.
    """

    id: int
    report_id: int | None
    finding_id: int | None
    table: str
    row_id: int
    field: str
    base: Version
    sides: tuple[Version, ...]
    machine: Version | None = None
    settled: Version | None = None


@dataclass(frozen=True, slots=True)
class HeardStep:
    """A step of a colleague's log that came with a merge: who did what, when, to what.

    ``changes`` as ``(table, what the row is known by, facet, before, after)``; ``merged_in`` is our step that
    brought it.
    """

    uid: str
    what: str
    name: str
    by: str
    at: str
    changes: tuple[tuple[str, str, str, object, object], ...]
    merged_in: int = 0
