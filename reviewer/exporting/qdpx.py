"""A project for programs of qualitative analysis (NVivo, ATLAS.ti, MAXQDA, QualCoder): REFI-QDA 1.5.

``project.qdpx`` is a zip of ``project.qde`` and, flat in ``sources/``, the texts and the original files,
named by GUID. Text is UTF-8 with LF and without a byte-order mark; positions are Unicode code points from 0,
the end exclusive. An authority is a case, its reports are sources, facts and grades are variables of the
source. Each finding is a coded selection; one that a page break interrupts is several, joined by links
'continues'. A source that is a PDF file has its selections on its plain text, as the specification wants it.

GUIDs follow from the hash of the file and the place of the words, so that the same review gives the same
project. What REFI-QDA has no place for is in ``project-not-carried.txt``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from reviewer import __version__
from reviewer.exporting.dataset import Dataset, Linked, ReportData
from reviewer.exporting.files import Writing, zip_entry
from reviewer.exporting.refi_codes import Code, CodeTree, guid
from reviewer.exporting.refi_xml import HEAD, codes, element, text_element
from reviewer.model import Spans

if TYPE_CHECKING:
    from reviewer.store import FindingRow, JudgementRow, NoteRow

MACHINE: Final = "Reviewer (machine)"
"""The user who coded what no reviewer has decided."""
CONTINUES: Final = "continues"
"""The name of a link from one part of an interrupted finding to the next."""
REWORDED: Final = "Reworded"
FOLLOW_UP: Final = "Follow-up"
LINK: Final = "Earlier concern"
NAME_LENGTH: Final = 60

_IN_MEMORY: Final = 8 * 1024 * 1024
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
"""The date of every file in the zip: the earliest that a zip can hold."""
_RICH: Final = {"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx"}
_PDF: Final = "application/pdf"

_NOT_CARRIED: Final = {
    "rejected": "rejected findings and judgements: there, with no other code than that they are rejected",
    "parts": "findings of several parts: each part is a selection, joined to the next by a link"
    f" '{CONTINUES}'; counts of codings count each part",
    "statements": "statements (sentences with a polarity of their own): left out",
    "measures": "figures with value, unit and date: left out",
    "machine": "findings and judgements that the reviewer changed: what the machine had said is left out",
    "rewordings": f"rewordings: notes '{REWORDED}'; the words of the source stay as printed",
    "follow_ups": f"follow-ups: a code for the state, a note '{FOLLOW_UP}' for reason, owner and date",
    "links": f"links to earlier concerns: a note '{LINK}' with what became of it and the earlier words",
    "sections": "headings: only named in the descriptions of the selections, without their own passages",
    "originals": "original files of a kind that REFI-QDA does not take: only their text is there",
    "characters": "characters that a text file of REFI-QDA cannot hold: a space or U+FFFD in their place",
}
_ALWAYS: Final = (
    "confidence in figures: in the descriptions of the selections; the codes have it in three bands",
    "the log of all changes, and who said what before: left out",
    "page numbers: in the descriptions of the selections; positions are those of the text",
)


def write(dataset: Dataset, writing: Writing) -> None:
    """Write ``project.qdpx``, and beside it ``project-not-carried.txt``."""
    tree = CodeTree(dataset.codes())
    with ZipFile(writing.place("project.qdpx"), "w") as archive, _Project(archive, tree) as project:
        for report in dataset:
            project.add(report, originals=dataset.choice.sources)
        project.finish()
        said = project.not_carried()
    writing.open("project-not-carried.txt").write(said)


class _Project:
    """The parts of a project, collected report by report; the large ones in files, to spare memory."""

    def __init__(self, archive: ZipFile, tree: CodeTree) -> None:
        self._archive = archive
        self.tree = tree
        self._users: dict[str, str] = {}
        self._variables: dict[str, bool] = {}
        self._cases: dict[str, list[str]] = {}
        self._first: str | None = None
        self._names: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._sources = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed in __exit__
        self._notes = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._links = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115

    def __enter__(self) -> _Project:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._sources, self._notes, self._links):
            file.close()

    def add(self, report: ReportData, *, originals: bool) -> None:
        """Take one report in: its files go into the zip at once."""
        row = report.row
        self._first = min(self._first or row.imported_at, row.imported_at)
        source = _Source(self, report)
        selections = source.selections()
        text_guid = guid(row.source_sha256, "text")
        self._store(f"{text_guid}.txt", source.text.encode("utf-8"))
        name = self._name(row.source_name)
        made = {"creatingUser": self.user(MACHINE), "creationDateTime": row.imported_at}
        notes = "".join(source.note(note) for note in report.notes if note.finding_id is None)
        values = self._facts(report)
        path = f"internal://{text_guid}.txt"
        if originals and row.media_type == _PDF:
            source_guid = guid(row.source_sha256, "source")
            self._store(f"{source_guid}.pdf", report.original())
            text_name = f"Text of {name}"
            written = element(
                "PDFSource",
                {"guid": source_guid, "name": name, "path": f"internal://{source_guid}.pdf", **made},
                element(
                    "Representation",
                    {"guid": text_guid, "name": text_name, "plainTextPath": path, **made},
                    selections,
                ),
                notes,
                values,
            )
        else:
            source_guid = text_guid
            rich = _RICH.get(row.media_type) if originals else None
            if rich is not None:
                self._store(f"{text_guid}.{rich}", report.original())
            elif not row.media_type.startswith("text/plain"):
                self.lose("originals")
            rich_path = None if rich is None else f"internal://{text_guid}.{rich}"
            written = element(
                "TextSource",
                {"guid": text_guid, "name": name, "richTextPath": rich_path, "plainTextPath": path, **made},
                selections,
                notes,
                values,
            )
        self._sources.write(written.encode("utf-8"))
        if row.authority:
            self._cases.setdefault(row.authority, []).append(source_guid)

    def finish(self) -> None:
        """Write ``project.qde``."""
        attributes = {
            "name": "Reviewed inspection reports",
            "origin": f"Reviewer {__version__}",
            "creatingUserGUID": self.user(MACHINE),
            "creationDateTime": self._first,
            "xmlns": "urn:QDA-XML:project:1.0",
        }
        users = [element("User", {"guid": user, "name": name}) for name, user in sorted(self._users.items())]
        variables = [
            element(
                "Variable",
                {"guid": guid("variable", name), "name": name, "typeOfVariable": "Date" if dates else "Text"},
            )
            for name, dates in sorted(self._variables.items())
        ]
        cases = [
            element(
                "Case",
                {"guid": guid("case", authority), "name": authority},
                text_element("Description", "A local authority."),
                *(element("SourceRef", {"targetGUID": source}) for source in sources),
            )
            for authority, sources in sorted(self._cases.items())
        ]
        with self._archive.open(zip_entry("project.qde"), "w", force_zip64=True) as file:
            opening = element("Project", attributes).removesuffix("/>\n") + ">\n"
            book = element("CodeBook", {}, codes(self.tree))
            file.write((HEAD + opening + element("Users", {}, *users) + book).encode("utf-8"))
            for container, members in (("Variables", variables), ("Cases", cases)):
                if members:
                    file.write(element(container, {}, *members).encode("utf-8"))
            for container, spool in (
                ("Sources", self._sources),
                ("Notes", self._notes),
                ("Links", self._links),
            ):
                if spool.tell():
                    file.write(f"<{container}>\n".encode())
                    spool.seek(0)
                    while piece := spool.read(1 << 20):
                        file.write(piece)
                    file.write(f"</{container}>\n".encode())
            file.write((text_element("Description", self.not_carried()) + "</Project>\n").encode("utf-8"))

    def not_carried(self) -> str:
        """What the project could not take over, a line each."""
        lines = ["What a REFI-QDA project could not take over from Reviewer as it is:", ""]
        lines += [f"- {self._lost[key]} {what}." for key, what in _NOT_CARRIED.items() if self._lost[key]]
        lines += [f"- {what[0].upper()}{what[1:]}." for what in _ALWAYS]
        return "\n".join(lines) + "\n"

    def lose(self, what: str, count: int = 1) -> None:
        """Count what could not be carried."""
        self._lost[what] += count

    def user(self, name: str) -> str:
        """The GUID of a user."""
        return self._users.setdefault(name, guid("user", name))

    def add_note(self, note: str) -> None:
        """Take a note in."""
        self._notes.write(note.encode("utf-8"))

    def add_link(self, link: str) -> None:
        """Take a link in."""
        self._links.write(link.encode("utf-8"))

    def _store(self, name: str, data: bytes) -> None:
        self._archive.writestr(zip_entry(f"sources/{name}"), data)

    def _name(self, name: str) -> str:
        """A source's name; some programs want each name once."""
        self._names[name.casefold()] += 1
        count = self._names[name.casefold()]
        return name if count == 1 else f"({count}) {name}"

    def _facts(self, report: ReportData) -> str:
        row = report.row
        facts = {
            "Authority": row.authority,
            "Report type": row.document_type,
            "Inspection start": row.inspection_start,
            "Inspection end": row.inspection_end,
            "Publication date": row.publication_date,
            "Lead inspector": row.lead_inspector,
        }
        for judgement in report.judgements:
            if judgement.decision != "rejected":
                facts.setdefault(f"Grade: {' '.join(judgement.area.split())}", judgement.grade)
        return "".join(self._fact(name, value) for name, value in facts.items() if value)

    def _fact(self, name: str, value: str) -> str:
        whole = _DATE.fullmatch(value) is not None
        dated = name.endswith(("start", "end", "date")) and not name.startswith("Grade")
        if dated and not whole:
            # REFI-QDA has whole dates only; a report may say the month.
            name = f"{name} (as printed)"
        self._variables[name] = dated and whole
        return element(
            "VariableValue",
            {},
            element("VariableRef", {"targetGUID": guid("variable", name)}),
            text_element("DateValue" if dated and whole else "TextValue", value),
        )


class _Source:
    """The selections and notes of one report."""

    def __init__(self, project: _Project, report: ReportData) -> None:
        self.text = plain(report.source.text)
        self._project = project
        self._report = report
        self._sha256 = report.row.source_sha256
        self._made: Counter[str] = Counter()
        changed = sum(ours != theirs for ours, theirs in zip(self.text, report.source.text, strict=True))
        project.lose("characters", changed)
        project.lose("sections", len(report.sections))

    def selections(self) -> str:
        """All judgements and findings, in reading order of each."""
        pieces = [piece for row in self._report.judgements for piece in self._judgement(row)]
        pieces += [piece for row in self._report.findings for piece in self._finding(row)]
        return "".join(pieces)

    def note(self, note: NoteRow) -> str:
        """Store a note; the reference to it."""
        return self._note(note.body, note.body, note.created_by, note.created_at, note.edited_at)

    def _finding(self, row: FindingRow) -> Iterable[str]:
        self._count(row)
        report, follow_up = self._report, row.follow_up
        facts = {
            "Number": row.number,
            "Heading": " › ".join(report.headings(row.section_id)),
            "Page": row.page,
            "Confidence": row.confidence,
        }
        notes = [self.note(note) for note in report.notes if note.finding_id == row.id]
        if row.wording is not None:
            by, at = row.decided_by or MACHINE, row.decided_at or report.row.imported_at
            notes.append(self._note(REWORDED, row.wording, by, at))
        if follow_up is not None:
            said = {
                "State": follow_up.state.value,
                "Owner": follow_up.owner,
                "Due": follow_up.due,
                "Reason": follow_up.reason,
            }
            words = _listed(said)
            notes.append(self._note(FOLLOW_UP, words, follow_up.created_by, follow_up.created_at))
        notes += [self._link(one) for one in report.links if one.row.finding_id == row.id]
        name = f"{row.number}. {row.verbatim}" if row.number else row.verbatim
        return self._selections(
            "finding", name, row.spans, row, self._project.tree.of_finding(row), _listed(facts), notes
        )

    def _link(self, linked: Linked) -> str:
        row, earlier = linked.row, linked.earlier
        said = {
            "Relation": row.relation.value,
            "Inspected": row.earlier_date,
            "Number": earlier.number if earlier else None,
            "Words": earlier.verbatim if earlier else None,
            "File": f"SHA-256 {row.earlier_sha256}",
        }
        return self._note(LINK, _listed(said), row.settled_by, row.settled_at)

    def _judgement(self, row: JudgementRow) -> Iterable[str]:
        self._project.lose("rejected", row.decision == "rejected")
        self._project.lose("machine", row.decision == "corrected")
        facts = {"Area": row.area, "Grade": row.grade, "Page": row.page}
        return self._selections(
            "judgement", row.area, row.spans, row, self._project.tree.of_judgement(row), _listed(facts), []
        )

    def _count(self, row: FindingRow) -> None:
        for what, count in (
            ("links", sum(one.row.finding_id == row.id for one in self._report.links)),
            ("rejected", row.decision == "rejected"),
            ("machine", row.decision == "corrected"),
            ("statements", len(row.statements)),
            ("measures", len(row.measures)),
            ("rewordings", row.wording is not None),
            ("follow_ups", row.follow_up is not None),
            ("parts", len(row.spans) > 1),
        ):
            self._project.lose(what, int(count))

    def _selections(
        self,
        what: str,
        name: str,
        spans: Spans,
        row: FindingRow | JudgementRow,
        codes_used: list[Code],
        facts: str,
        notes: list[str],
    ) -> Iterable[str]:
        parts = [span for span in spans if span[0] < span[1]]
        by = self._project.user(row.decided_by or MACHINE)
        at = row.decided_at or self._report.row.imported_at
        key = self._once(what, json.dumps(parts))
        before: str | None = None
        for number, (start, end) in enumerate(parts, start=1):
            selection = guid(self._sha256, key, number)
            yield element(
                "PlainTextSelection",
                {
                    "guid": selection,
                    "name": _shortened(name) + (f" ({number} of {len(parts)})" if len(parts) > 1 else ""),
                    "startPosition": str(start),
                    "endPosition": str(end),
                    "creatingUser": by,
                    "creationDateTime": at,
                },
                text_element("Description", facts if number == 1 else ""),
                *(self._coding(selection, code, by, at) for code in codes_used),
                *(notes if number == 1 else ()),
            )
            if before is not None:
                self._project.add_link(
                    element(
                        "Link",
                        {
                            "guid": guid(before, selection),
                            "name": CONTINUES,
                            "direction": "OneWay",
                            "originGUID": before,
                            "targetGUID": selection,
                        },
                    )
                )
            before = selection

    def _coding(self, selection: str, code: Code, by: str, at: str) -> str:
        return element(
            "Coding",
            {"guid": guid(selection, code.guid), "creatingUser": by, "creationDateTime": at},
            element("CodeRef", {"targetGUID": code.guid}),
        )

    def _note(self, name: str, body: str, by: str, at: str, edited: str | None = None) -> str:
        user = self._project.user(by)
        note = guid(self._sha256, self._once("note", at, name, body))
        self._project.add_note(
            element(
                "Note",
                {
                    "guid": note,
                    "name": _shortened(name),
                    "creatingUser": user,
                    "creationDateTime": at,
                    "modifiedDateTime": edited,
                },
                text_element("PlainTextContent", body),
            )
        )
        return element("NoteRef", {"targetGUID": note})

    def _once(self, *parts: object) -> str:
        """A key that no other of this report has."""
        key = "\x1f".join(map(str, parts))
        self._made[key] += 1
        return f"{key}\x1f{self._made[key]}"


def plain(text: str) -> str:
    """A report's text as the file in the zip holds it: as long, without CR, NUL, a mark at the head."""
    text = text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_halves(text) else text
    return " " + text[1:] if text.startswith("\ufeff") else text


def _has_halves(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= NAME_LENGTH:
        return words
    return words[:NAME_LENGTH].rsplit(" ", 1)[0] + "…"


def _listed(facts: Mapping[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value not in (None, ""))
