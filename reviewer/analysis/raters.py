"""Who coded which findings how: the reviewer of a store, or the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reviewer.model import Spans

if TYPE_CHECKING:
    from reviewer.store import FindingRow, ReportRow, Store

MACHINE: Final = "the machine"


@dataclass(frozen=True, slots=True)
class Coded:
    """A finding as one rater has it. ``finding_id`` is its number in that rater's store, None of the machine.

    ``origins`` are the passages that the machine had for it. ``decided`` is False where the rater has not
    looked at it.
    """

    spans: Spans
    text: str
    kind: str
    polarity: str
    theme: str
    decided: bool = True
    rejected: bool = False
    finding_id: int | None = None
    origins: tuple[Spans, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether the rater says that this is a finding."""
        return self.decided and not self.rejected


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report as one rater has it. ``key`` is the SHA-256 of its file."""

    key: str
    report_id: int
    title: str
    text: str = field(repr=False)
    findings: tuple[Coded, ...]

    @property
    def done(self) -> bool:
        """Whether the rater has decided on every finding."""
        return bool(self.findings) and all(one.decided for one in self.findings)

    @property
    def begun(self) -> bool:
        """Whether the rater has decided on any finding."""
        return any(one.decided for one in self.findings)


@dataclass(frozen=True, slots=True)
class Rater:
    """Somebody's coding of reports, by the SHA-256 of their files; ``origin`` is where it comes from."""

    name: str
    reports: Mapping[str, CodedReport] = field(repr=False)
    origin: str = ""


def rater_of(store: Store, name: str = "", *, undecided: bool = False) -> Rater:
    """The reviewer of a store; by the name that most decisions are signed with unless one is given.

    ``undecided``: what the reviewer has not looked at counts as accepted.
    """
    reports: dict[str, CodedReport] = {}
    signed: dict[str, int] = defaultdict(int)
    for row in store.reports():
        rows = store.findings(row.id)
        for finding in rows:
            if finding.decided_by:
                signed[finding.decided_by] += 1
        coded = tuple(_coded(finding, undecided=undecided) for finding in rows)
        reports[row.source_sha256] = _report(store, row, coded)
    usual = max(signed, key=lambda one: (signed[one], one), default=store.reviewer)
    return Rater(name or usual, reports, store.path.stem)


def machine_of(store: Store) -> Rater:
    """The machine, as the store has its findings."""
    reports = {}
    for row in store.reports():
        said = [
            machine
            for finding in store.findings(row.id)
            for machine in (finding.machine, *finding.absorbed)
            if machine
        ]
        reports[row.source_sha256] = _report(store, row, tuple(map(_of_machine, said)))
    return Rater(MACHINE, reports)


def named_apart(raters: Sequence[Rater]) -> list[Rater]:
    """The raters; those of one name are told apart by where they come from, or by a number."""
    found: list[Rater] = []
    for rater in raters:
        taken = {one.name for one in found}
        names = [rater.name, *([f"{rater.name} ({rater.origin})"] if rater.origin else [])]
        names += [f"{rater.name} ({number})" for number in range(2, len(raters) + 2)]
        found.append(replace(rater, name=next(name for name in names if name not in taken)))
    return found


def _report(store: Store, row: ReportRow, findings: tuple[Coded, ...]) -> CodedReport:
    return CodedReport(
        key=row.source_sha256,
        report_id=row.id,
        title=row.authority or row.source_name,
        text=store.source_text(row.id).text,
        findings=findings,
    )


def _coded(row: FindingRow, *, undecided: bool) -> Coded:
    machine = [one for one in (row.machine, *row.absorbed) if one]
    return Coded(
        spans=row.spans,
        text=row.verbatim,
        kind=row.kind,
        polarity=row.polarity,
        theme=row.theme,
        decided=undecided or row.decision != "undecided",
        rejected=row.decision == "rejected",
        finding_id=row.id,
        origins=tuple(_spans(one["spans"]) for one in machine),
    )


def _of_machine(said: Mapping[str, object]) -> Coded:
    spans = _spans(said["spans"])
    return Coded(
        spans,
        str(said["text"]),
        str(said["kind"]),
        str(said["polarity"]),
        str(said["theme"]),
        origins=(spans,),
    )


def _spans(value: object) -> Spans:
    assert isinstance(value, list | tuple)
    return tuple((start, end) for start, end in value)
