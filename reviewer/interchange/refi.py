"""REFI-QDA projects and codebooks, of any program, as plain values.

Programs take liberties: attributes are missing, ``Sources`` is written with a capital, GUIDs come in braces
or in other letters, a text has CR LF and a byte-order mark, the same passage is selected once for each code.
What cannot be understood is named in ``problems``, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from reviewer.interchange import safe
from reviewer.interchange.positions import Counting, cleaned, placed
from reviewer.interchange.safe import Archive, RefusedError
from reviewer.model import Span
from reviewer.reading.text import decode

_OTHER_SOURCES: Final = {
    "PictureSource": "pictures",
    "AudioSource": "sound recordings",
    "VideoSource": "films",
}
OURS: Final = "Reviewer "
"""How the origin of a project begins that Reviewer wrote."""
CONTINUES: Final = "continues"
"""The name of the links that Reviewer joins the parts of a passage with."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the names of those that it stands in, itself the last."""

    guid: str
    path: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note; ``at`` as the program wrote it, empty where it did not."""

    name: str
    body: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Coded words: where they stand in the source's text, their codes and notes."""

    spans: tuple[Span, ...]
    name: str
    codes: tuple[Code, ...]
    notes: tuple[Note, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A source with text. ``codes`` and ``notes`` are of the source as a whole; ``facts`` by variable."""

    name: str
    text: str
    original: bytes | None
    suffix: str
    passages: tuple[Passage, ...]
    codes: tuple[Code, ...]
    notes: tuple[Note, ...]
    facts: dict[str, str]
    cases: tuple[str, ...]
    guid: str = ""
    """Of the element that holds the passages."""


@dataclass(slots=True)
class _Known:
    """What the elements of a project refer to, by GUID."""

    archive: Archive
    codes: dict[str, Code]
    users: dict[str, str]
    notes: dict[str, Note]
    variables: dict[str, str]
    cases: dict[str, list[str]]
    next_part: dict[str, str]
    problems: list[str]


class Reader:
    """A project that is open: :attr:`project`, and its sources one by one."""

    def __init__(self, archive: Archive) -> None:
        data = archive.read("project.qde")
        if data is None:
            names = [name for name in archive.names() if name.endswith(".qde")]
            data = archive.read(names[0]) if names else None
        if data is None:
            raise RefusedError("There is no project in it (project.qde).")
        root = safe.parse_xml(data)
        if root.tag != "Project":
            raise RefusedError("Its project.qde is not a REFI-QDA project.")
        self._root = root
        self._known = _known(root, archive)
        whole = [note for ref in root.findall("NoteRef") if (note := self._note(ref)) is not None]
        self.name = root.get("name") or "project"
        self.origin = root.get("origin") or "another program"
        self.ours = self.origin.startswith(OURS)
        self.codes = tuple(self._known.codes.values())
        self.notes = tuple(whole)

    @property
    def problems(self) -> list[str]:
        """What could not be taken over so far, a sentence each."""
        return self._known.problems

    def count(self) -> int:
        """How many sources with text there are."""
        return len(self._texts())

    def sources(self) -> Iterator[TextSource]:
        """The sources with text; the others, and what has no text in this project, become problems."""
        for name, what in _OTHER_SOURCES.items():
            count = len(self._root.findall(f"Sources/{name}"))
            if count:
                self.problems.append(f"{count} {what}: only texts are taken over.")
        for element in self._texts():
            source = self._source(element)
            if source is not None:
                yield source

    def _texts(self) -> list[Element]:
        return [one for one in self._root.findall("Sources/*") if one.tag in ("TextSource", "PDFSource")]

    def _source(self, element: Element) -> TextSource | None:
        name = element.get("name") or element.get("guid") or "source"
        holder = element if element.tag == "TextSource" else element.find("Representation")
        raw = None if holder is None else self._text(holder, name)
        if holder is None or raw is None:
            if holder is None:
                self.problems.append(f"{name}: it has no text in the project.")
            return None
        areas = len(element.findall("PDFSelection"))
        if areas:
            self.problems.append(f"{name}: {areas} selections are areas of a page, not of the text.")
        original, suffix = None, ""
        if element.tag == "PDFSource":
            original, suffix = self._file(element.get("path"), name), ".pdf"
        guids = {_guid(one.get("guid")) for one in (element, holder)}
        return TextSource(
            name=name,
            text=cleaned(raw),
            original=original,
            suffix=suffix if original is not None else "",
            passages=tuple(self._passages(holder, raw, name)),
            guid=(holder.get("guid") or "").casefold(),
            codes=tuple(
                code
                for one in dict.fromkeys((element, holder))
                for coding in one.findall("Coding")
                if (code := self._code(coding)) is not None
            ),
            notes=tuple(
                note
                for one in dict.fromkeys((element, holder))
                for ref in one.findall("NoteRef")
                if (note := self._note(ref)) is not None
            ),
            facts=self._facts(element),
            cases=tuple(case for guid in guids for case in self._known.cases.get(guid, [])),
        )

    def _text(self, holder: Element, name: str) -> str | None:
        inside = holder.findtext("PlainTextContent")
        if inside is not None:
            return inside
        data = self._file(holder.get("plainTextPath"), name)
        if data is None:
            return None
        if data.startswith(b"\xef\xbb\xbf"):
            # Kept: a program may count it.
            return "\ufeff" + decode(data)
        return decode(data)

    def _file(self, path: str | None, name: str) -> bytes | None:
        scheme, _, rest = (path or "").partition("://")
        if scheme == "internal" or (path and not rest):
            inside = (rest or scheme).lstrip("/")
            for place in (f"sources/{inside}", inside):
                data = self._known.archive.read(place)
                if data is not None:
                    return data
            self.problems.append(f"{name}: its file {inside} is not in the project.")
        elif scheme in ("relative", "absolute"):
            # Not opened: a project must not reach for files of this computer.
            self.problems.append(f"{name}: its file lies outside the project ({path}): import it by itself.")
        else:
            self.problems.append(f"{name}: the project does not say where its text is.")
        return None

    def _passages(self, holder: Element, raw: str, name: str) -> Iterator[Passage]:
        """The selections of a text: parts joined, the same words coded again put together."""
        elements: list[Element] = []
        counted: list[tuple[int, int, str]] = []
        for one in holder.findall("PlainTextSelection"):
            try:
                counted.append(
                    (
                        int(one.get("startPosition") or ""),
                        int(one.get("endPosition") or ""),
                        one.get("name") or "",
                    )
                )
            except ValueError:
                self.problems.append(f"{name}: a selection does not say where it stands.")
                continue
            elements.append(one)
        spans, way = placed(raw, counted)
        if way != Counting():
            self.problems.append(
                f"{name}: positions are counted in another way than the standard's; they were put right."
            )
        outside = spans.count(None)
        if outside:
            self.problems.append(f"{name}: {outside} selections stand outside the text.")
        found = {_guid(one.get("guid")): index for index, one in enumerate(elements) if one.get("guid")}
        parts = {found[guid] for guid in map(_guid, self._known.next_part.values()) if guid in found}
        groups: dict[tuple[tuple[Span, ...], int], list[Element]] = {}
        for index, one in enumerate(elements):
            if index in parts:
                continue
            chain: list[int] = []
            at: int | None = index
            while at is not None and at not in chain:
                chain.append(at)
                at = found.get(self._known.next_part.get(_guid(elements[at].get("guid")), ""))
            places = tuple(span for part in chain if (span := spans[part]) is not None)
            if places:
                # Ours selects words again only where a finding and a judgement are in the same ones.
                again = index if self.ours else 0
                groups.setdefault((tuple(sorted(places)), again), []).append(one)
        for (places, _), members in sorted(groups.items(), key=lambda group: group[0]):
            yield self._passage(places, members)

    def _passage(self, places: tuple[Span, ...], members: list[Element]) -> Passage:
        codes: dict[Code, None] = {}
        notes: dict[Note, None] = {}
        by = ""
        for one in members:
            for coding in one.findall("Coding"):
                code = self._code(coding)
                if code is not None:
                    codes[code] = None
                by = by or self._known.users.get(_guid(coding.get("creatingUser")), "")
                notes.update(
                    dict.fromkeys(note for ref in coding.findall("NoteRef") if (note := self._note(ref)))
                )
            notes.update(dict.fromkeys(note for ref in one.findall("NoteRef") if (note := self._note(ref))))
            described = (one.findtext("Description") or "").strip()
            if described:
                notes[Note("Description", described, "", "")] = None
        return Passage(places, members[0].get("name") or "", tuple(codes), tuple(notes), by)

    def _code(self, coding: Element) -> Code | None:
        ref = coding.find("CodeRef")
        code = None if ref is None else self._known.codes.get(_guid(ref.get("targetGUID")))
        if code is None:
            self.problems.append("A coding refers to a code that is not in the project.")
        return code

    def _note(self, ref: Element) -> Note | None:
        note = self._known.notes.get(_guid(ref.get("targetGUID")))
        if note is None:
            self.problems.append("A reference to a note leads nowhere.")
        return note

    def _facts(self, element: Element) -> dict[str, str]:
        facts = {}
        for value in element.findall("VariableValue"):
            ref = value.find("VariableRef")
            name = None if ref is None else self._known.variables.get(_guid(ref.get("targetGUID")))
            words = next((one.text for one in value if one.tag != "VariableRef" and one.text), None)
            if name and words:
                facts[name] = words.strip()
        return facts


def codebook(data: bytes) -> tuple[str, list[Code]]:
    """A codebook file: the program that wrote it, and its codes. Raises RefusedError."""
    root = safe.parse_xml(data)
    if root.tag not in ("CodeBook", "Project"):
        raise RefusedError("It is not a REFI-QDA codebook.")
    codes = root.find("Codes") if root.tag == "CodeBook" else root.find("CodeBook/Codes")
    return root.get("origin") or "another program", list(_codes(codes))


def _known(root: Element, archive: Archive) -> _Known:
    users = {
        _guid(one.get("guid")): one.get("name") or one.get("id") or "" for one in root.findall("Users/User")
    }
    codes = {_guid(code.guid): code for code in _codes(root.find("CodeBook/Codes"))}
    known = _Known(
        archive=archive,
        codes=codes,
        users=users,
        notes={},
        variables={
            _guid(one.get("guid")): one.get("name") or "" for one in root.findall("Variables/Variable")
        },
        cases={},
        next_part={
            _guid(one.get("originGUID")): _guid(one.get("targetGUID"))
            for one in root.findall("Links/Link")
            if one.get("name") == CONTINUES
        },
        problems=[],
    )
    for case in root.findall("Cases/Case"):
        for ref in case.findall("SourceRef"):
            known.cases.setdefault(_guid(ref.get("targetGUID")), []).append(case.get("name") or "")
    for one in root.findall("Notes/Note"):
        body = _note_body(one, known)
        if body:
            by = users.get(_guid(one.get("creatingUser")), "")
            at = one.get("creationDateTime") or ""
            known.notes[_guid(one.get("guid"))] = Note(one.get("name") or "", body, by, at)
    _count_others(root, known)
    return known


def _note_body(element: Element, known: _Known) -> str:
    inside = element.findtext("PlainTextContent")
    if inside is None:
        path = (element.get("plainTextPath") or "").removeprefix("internal://").lstrip("/")
        data = known.archive.read(f"sources/{path}") if path else None
        inside = decode(data) if data is not None else element.findtext("Description")
    body = cleaned(inside or "").strip()
    if not body:
        known.problems.append(f"The note ‘{element.get('name') or ''}’ has no text in the project.")
    return body


def _count_others(root: Element, known: _Known) -> None:
    others = [one for one in root.findall("Links/Link") if one.get("name") != CONTINUES]
    for count, what in (
        (len(others), "links"),
        (len(root.findall("Sets/Set")), "sets"),
        (len(root.findall("Graphs/Graph")), "graphs"),
    ):
        if count:
            known.problems.append(f"{count} {what}: there is no place for them here.")


def _codes(parent: Element | None, path: tuple[str, ...] = ()) -> Iterator[Code]:
    for one in () if parent is None else parent.findall("Code"):
        names = (*path, one.get("name") or "")
        yield Code(one.get("guid") or "", names, (one.findtext("Description") or "").strip())
        yield from _codes(one, names)


def _guid(text: str | None) -> str:
    """A GUID as it is compared."""
    return (text or "").strip().strip("{}").casefold()
