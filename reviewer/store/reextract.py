"""A newer extraction of a report that is in the store, without losing anything that a reviewer did.

Three sides: what the machine said before, what the reviewer made of it, what the machine says now. Where the
reviewer decided, their values stay, all of them, and the machine's new word lies beside. What they have not
looked at becomes as the machine has it now; their notes, tags, stars and follow-ups on it stay with it. What
has no place in the new extraction any more is kept where it was and listed. All of it is one step, which can
be undone; the extractions themselves are both kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reviewer.contract import metadata_to_json
from reviewer.model import Extraction, Finding, Judgement, Section, Spans, joined
from reviewer.store import codec
from reviewer.store.aligning import on_text
from reviewer.store.database import Row, Values
from reviewer.store.edits import finding_standing, judgement_standing
from reviewer.store.errors import StoreError
from reviewer.store.extractions import CURRENT, body_of
from reviewer.store.order import GAP
from reviewer.store.rows import Change, Decision
from reviewer.store.steps import Context, Step, step

_SAME: Final = 0.5
"""Shared characters over all characters of both, from which two passages are taken for the same."""

_MACHINE: Final = frozenset({"machine", "machine_id", "machine_area", "machine_grade", "machine_heading"})
_ANNOTATIONS: Final = ("note", "follow_up", "tag", "link")
_TEXTS: Final = ("document_type", "authority", "inspection_start", "inspection_end", "publication_date")
_PEOPLE: Final = ("lead_inspector", "addressee")
_LISTS: Final = ("team_inspectors", "copied_to")


@dataclass(frozen=True, slots=True)
class Reextracted:
    """What became of a report. ``change`` is empty where the machine says what it said before.

    ``without_place`` are findings, judgements and sections, as ``(table, id)``, that the reviewer worked on
    and that are not in the new extraction: they are kept for the reviewer to look at. ``differs`` are
    findings that were decided on and of which the machine now says something else. ``covered`` counts new
    findings left out because findings that were decided on have their words; ``lost_words`` counts new
    findings whose words are not in the text as it is stored.
    """

    change: Change
    new: int = 0
    replaced: int = 0
    kept: int = 0
    without_place: tuple[tuple[str, int], ...] = ()
    differs: tuple[int, ...] = ()
    covered: int = 0
    lost_words: int = 0


def reextract(context: Context, report_id: int, extraction: Extraction) -> Reextracted:
    """Put a newer extraction of a report beside the older ones and merge it into the review, in one step.

    ``extraction`` may be of a slightly different reading of the same file. Raises StoreError where the report
    is not there, or the extraction is of another file.
    """
    db = context.db
    row = db.one(
        "SELECT source.sha256, report_text.text FROM report JOIN source ON source.id = report.source_id"
        " JOIN report_text ON report_text.report_id = report.id WHERE report.id = ?",
        (report_id,),
    )
    if row is None:
        raise StoreError("That report is no longer in the store.")
    if extraction.source.sha256 != row["sha256"]:
        raise StoreError("That extraction is of another file, nothing was changed.")
    moved, lost_words = on_text(extraction, row["text"])
    body = body_of(moved)
    with db.writing():
        now = _current(context, report_id)
        if _without_path(now["body"]) == _without_path(body):
            return Reextracted(Change(report_id, ""))
        number = db.value(
            "SELECT count(*) FROM extraction WHERE report_id = ? AND extractor NOT LIKE 'other:%'",
            (report_id,),
        )
        db.add(
            "extraction",
            {
                "report_id": report_id,
                "extractor": moved.extractor,
                "made_at": context.clock(),
                "body": body,
            },
        )
        with step(context, report_id, f"re-extract with {moved.extractor}") as edit:
            merge = _Merge(edit, moved, json.loads(now["body"]))
            merge.run(number)
    return Reextracted(
        edit.change(),
        new=merge.new,
        replaced=merge.replaced,
        kept=merge.kept,
        without_place=tuple(merge.without_place),
        differs=tuple(merge.differs),
        covered=merge.covered,
        lost_words=lost_words,
    )


def _current(context: Context, report_id: int) -> Row:
    row = context.db.one(f"SELECT body FROM extraction WHERE report_id = ?1 AND {CURRENT}", (report_id,))
    if row is None:
        raise StoreError("The machine's extraction of that report is lost: check the store.")
    return row


def _without_path(body: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(body)
    value["source"].pop("path", None)
    return value


class _Merge:
    """One step of merging; counts what it did."""

    def __init__(self, edit: Step, extraction: Extraction, before: dict[str, Any]) -> None:
        self.new = self.replaced = self.kept = self.covered = 0
        self.without_place: list[tuple[str, int]] = []
        self.differs: list[int] = []
        self._edit = edit
        self._extraction = extraction
        self._before = before
        self._marked = {
            row["finding_id"]
            for annotation in _ANNOTATIONS
            for row in edit.db.all(
                f"SELECT finding_id FROM {annotation} WHERE report_id = ? AND finding_id IS NOT NULL",
                (edit.report_id,),
            )
        }

    def run(self, number: int) -> None:
        """Sections first, for findings stand in them; those that nothing stands in any more go last."""
        old_sections = self._edit.rows("section")
        section_ids = self._sections(old_sections)
        self._findings(section_ids)
        self._judgements()
        self._loose_sections(old_sections, set(section_ids.values()))
        self._facts(number)

    # Findings

    def _findings(self, section_ids: dict[str, int]) -> None:
        rows = self._edit.rows("finding")
        found = list(self._extraction.findings)
        pairs = paired([passage(row) for row in rows], [finding.spans for finding in found])
        decided = [codec.spans_from_text(row["spans"]) for row in rows if _stands(row)]
        left: list[Row] = []
        for index, row in enumerate(rows):
            partner = pairs.get(index)
            if partner is None:
                if self._untouched(row):
                    self._edit.delete("finding", row["id"])
                    self.replaced += 1
                    continue
                if row["machine"] != "{}":
                    self.without_place.append(("finding", row["id"]))
                self.kept += 1
                left.append(row)
            else:
                left.append(self._met(row, found[partner], section_ids))
        taken = set(pairs.values())
        arriving: list[Values] = []
        for index, finding in enumerate(found):
            if index in taken:
                continue
            if _share(finding.spans, decided) >= _SAME:
                self.covered += 1
            else:
                arriving.append(finding_values(finding, section_ids, self._extraction.text))
        self._place(left, arriving)

    def _met(self, row: Row, finding: Finding, section_ids: dict[str, int]) -> Row:
        """A finding that is in both: decided, it stays as it is beside the machine's new word."""
        said = finding_values(finding, section_ids, self._extraction.text)
        if row["decision"] == Decision.UNDECIDED:
            self._rewrite("finding", row, said)
            return {**row, **said}
        beside = {
            field: said[field]
            for field in ("machine", "machine_id", "home_section_id", "confidence", "theme_why")
        }
        if row["spans"] == said["spans"]:
            beside |= {field: said[field] for field in ("statements", "measures")}
        after = {**row, **beside}
        if row["decision"] != Decision.REJECTED:
            standing = finding_standing(self._edit.db, after)
            beside["decision"] = (Decision.ACCEPTED if standing is Decision.UNDECIDED else standing).value
        old = json.loads(row["machine"])
        new = json.loads(str(said["machine"]))
        if old and any(old[field] != new[field] != row.get(field) for field in ("kind", "polarity", "theme")):
            self.differs.append(row["id"])
        self.kept += 1
        self._rewrite("finding", row, beside)
        return {**row, **beside}

    def _untouched(self, row: Row) -> bool:
        return (
            row["decision"] == Decision.UNDECIDED
            and not row["starred"]
            and row["id"] not in self._marked
            and row["machine"] != "{}"
        )

    def _place(self, left: list[Row], arriving: list[Values]) -> None:
        """The order that there is stays; each new finding comes after the last that begins before it."""
        order: list[tuple[int, int | Values]] = [(_begins(row), row["id"]) for row in left]
        for values in arriving:
            start = _begins(values)
            place = 0
            for index, (begins, _) in enumerate(order, start=1):
                if begins <= start:
                    place = index
            order.insert(place, (start, values))
        for index, (_, one) in enumerate(order, start=1):
            if isinstance(one, int):
                self._edit.update("finding", one, {"position": index * GAP})
            else:
                self._edit.insert("finding", {**one, "position": index * GAP})
                self.new += 1

    # Judgements

    def _judgements(self) -> None:
        rows = self._edit.rows("judgement")
        found = list(self._extraction.judgements)
        pairs = paired([codec.spans_from_text(row["spans"]) for row in rows], [one.spans for one in found])
        for index, row in enumerate(rows):
            partner = pairs.get(index)
            if partner is not None:
                self._met_judgement(row, found[partner])
            elif row["decision"] == Decision.UNDECIDED and row["machine_area"] is not None:
                self._edit.delete("judgement", row["id"])
                self.replaced += 1
            else:
                self.kept += 1
                if row["machine_area"] is not None:
                    self.without_place.append(("judgement", row["id"]))
        last = max((row["position"] for row in rows), default=0)
        arriving = [one for index, one in enumerate(found) if index not in set(pairs.values())]
        for index, judgement in enumerate(arriving, start=1):
            self._edit.insert("judgement", {**judgement_values(judgement), "position": last + index * GAP})
            self.new += 1

    def _met_judgement(self, row: Row, judgement: Judgement) -> None:
        said = judgement_values(judgement)
        if row["decision"] == Decision.UNDECIDED:
            self._rewrite("judgement", row, said)
            return
        beside = {field: said[field] for field in ("machine_area", "machine_grade")}
        if row["decision"] != Decision.REJECTED:
            standing = judgement_standing({**row, **beside})
            beside["decision"] = (Decision.ACCEPTED if standing is Decision.UNDECIDED else standing).value
        self.kept += 1
        self._rewrite("judgement", row, beside)

    # Sections

    def _sections(self, rows: list[Row]) -> dict[str, int]:
        """The row of each section of the new extraction, by the machine's id."""
        found = list(self._extraction.sections)
        pairs = paired([codec.spans_from_text(row["spans"]) for row in rows], [one.spans for one in found])
        met = {partner: rows[index] for index, partner in pairs.items()}
        old_parents = {item["id"]: item["parent"] for item in self._before["sections"]}
        machine_ids = {row["id"]: row["machine_id"] for row in rows}
        ids: dict[str, int] = {}
        last = max((row["position"] for row in rows), default=0)
        for index, section in enumerate(found):
            parent = None if section.parent is None else ids[section.parent]
            row = met.get(index)
            if row is None:
                last += GAP
                ids[section.id] = self._edit.insert(
                    "section", {**section_values(section), "parent_id": parent, "position": last}
                )
                continue
            ids[section.id] = row["id"]
            said = section_values(section)
            for field in ("heading", "grade"):
                if row["machine_id"] is None or row[field] != row[f"machine_{field}"]:
                    del said[field]
            moved = row["machine_id"] is None or machine_ids.get(row["parent_id"]) != old_parents.get(
                row["machine_id"]
            )
            if not moved and parent != row["id"]:
                said["parent_id"] = parent
            self._rewrite("section", row, said)
        self._order_sections()
        return ids

    def _order_sections(self) -> None:
        rows = self._edit.rows("section")
        in_order = [_begins(row) for row in rows]
        if in_order != sorted(in_order):
            for index, row in enumerate(sorted(rows, key=lambda row: (_begins(row), row["id"])), start=1):
                self._edit.update("section", row["id"], {"position": index * GAP})

    def _loose_sections(self, old: list[Row], met: set[int]) -> None:
        """Headings that are in the new extraction no more go, unless the reviewer made or used them."""
        while True:
            used = {
                row["id"]
                for sql in (
                    "SELECT section_id AS id FROM finding WHERE report_id = ?",
                    "SELECT home_section_id AS id FROM finding WHERE report_id = ?",
                    "SELECT section_id AS id FROM note WHERE report_id = ?",
                    "SELECT parent_id AS id FROM section WHERE report_id = ?",
                )
                for row in self._edit.db.all(sql, (self._edit.report_id,))
            }
            gone = [
                row
                for row in old
                if row["id"] not in met
                and row["id"] not in used
                and row["machine_id"] is not None
                and (row["heading"], row["grade"]) == (row["machine_heading"], row["machine_grade"])
            ]
            if not gone:
                break
            for row in gone:
                self._edit.delete("section", row["id"])
            old = [row for row in old if row not in gone]
        self.without_place += [
            ("section", row["id"]) for row in old if row["id"] not in met and row["machine_id"] is not None
        ]

    # The report's own facts

    def _facts(self, number: int) -> None:
        row = self._edit.row("review", self._edit.report_id)
        old = json.loads(row["machine"])
        said = metadata_to_json(self._extraction.report)
        values: dict[str, object] = {"machine": codec.dumps(said), "extraction_number": number}
        for field in (*_TEXTS, *_PEOPLE):
            if row[field] == old.get(field):
                values[field] = said[field]
        for field in _LISTS:
            if json.loads(row[field]) == old.get(field):
                values[field] = codec.dumps(said[field])
        self._rewrite("review", row, values)

    def _rewrite(self, table: str, row: Row, values: Values) -> None:
        """Set fields of a row; what the machine said is never updated, so such a row is put in anew."""
        changed = {field: value for field, value in values.items() if row[field] != value}
        if not changed:
            return
        if _MACHINE.isdisjoint(changed):
            self._edit.update(table, row["id"], changed)
            return
        self._edit.delete(table, row["id"])
        self._edit.insert(table, {**row, **changed})


def paired(ours: Sequence[Spans], theirs: Sequence[Spans]) -> dict[int, int]:
    """Which passage of ``ours`` is which of ``theirs``: those that share most first, each once."""
    scored: list[tuple[float, int, int]] = []
    for left, one in enumerate(ours):
        for right, other in enumerate(theirs):
            score = _likeness(one, other)
            if score >= _SAME:
                scored.append((-score, left, right))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, left, right in sorted(scored):
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def _likeness(one: Spans, other: Spans) -> float:
    """Shared characters over all characters of both, 0 to 1."""
    if not one or not other or one[-1][1] <= other[0][0] or other[-1][1] <= one[0][0]:
        return 0.0
    shared = _shared(one, other)
    return shared / (_length(one) + _length(other) - shared)


def _shared(one: Spans, other: Spans) -> int:
    return sum(max(0, min(end, right) - max(start, left)) for start, end in one for left, right in other)


def _length(spans: Spans) -> int:
    return max(1, sum(end - start for start, end in spans))


def _share(spans: Spans, decided: Sequence[Spans]) -> float:
    """How much of a passage lies in passages that were decided on, 0 to 1."""
    return max((_shared(spans, one) for one in decided), default=0) / _length(spans)


def passage(row: Row) -> Spans:
    """By which a finding is known again: where the machine had it, for boundaries may have been moved."""
    machine = json.loads(row["machine"])
    return codec.spans_from(machine["spans"]) if machine else codec.spans_from_text(row["spans"])


def _stands(row: Row) -> bool:
    return row["decision"] not in (Decision.UNDECIDED, Decision.REJECTED)


def _begins(row: Values) -> int:
    spans = codec.spans_from_text(str(row["spans"]))
    return spans[0][0] if spans else 0


def finding_values(finding: Finding, section_ids: dict[str, int], text: str) -> dict[str, object]:
    """The columns of a finding as the machine has it."""
    section_id = None if finding.section_id is None else section_ids[finding.section_id]
    machine = {
        "section": finding.section,
        "number": finding.number,
        "kind": str(finding.kind),
        "polarity": str(finding.polarity),
        "theme": finding.theme,
        "text": finding.text,
        "spans": finding.spans,
    }
    return {
        "section_id": section_id,
        "home_section_id": section_id,
        "number": finding.number,
        "kind": machine["kind"],
        "polarity": machine["polarity"],
        "theme": finding.theme,
        "page": finding.page,
        "spans": codec.spans_to_text(finding.spans),
        "verbatim": joined(text, finding.spans),
        "confidence": finding.confidence,
        "repeat_of_previous": int(finding.repeat_of_previous),
        "addressed_since_previous": int(finding.addressed_since_previous),
        "statements": codec.statements_to_text(finding.statements),
        "measures": codec.measures_to_text(finding.measures),
        "theme_why": codec.dumps(finding.theme_why),
        "machine_id": finding.id,
        "machine": codec.dumps(machine),
    }


def judgement_values(judgement: Judgement) -> dict[str, object]:
    """The columns of a judgement as the machine has it."""
    return {
        "area": judgement.area,
        "grade": judgement.grade,
        "page": judgement.page,
        "spans": codec.spans_to_text(judgement.spans),
        "machine_area": judgement.area,
        "machine_grade": judgement.grade,
    }


def section_values(section: Section) -> dict[str, object]:
    """The columns of a heading as the machine has it, without what it stands in."""
    return {
        "machine_id": section.id,
        "heading": section.heading,
        "grade": section.grade,
        "machine_heading": section.heading,
        "machine_grade": section.grade,
        "page": section.page,
        "spans": codec.spans_to_text(section.spans),
    }
