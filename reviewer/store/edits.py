"""What a reviewer does to findings and judgements, one function each; every one is one step.

The machine's values, the decision and the values that count are kept apart: a value that differs from the
machine's makes the decision *corrected*, all values back as the machine had them makes it *accepted*. A
finding that the reviewer added stays *added*, a rejected one *rejected* until it is restored or accepted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from reviewer.model import Kind, Polarity, Spans, joined
from reviewer.store import codec, codes, order, queries
from reviewer.store.database import Row, StoreDatabase, Values
from reviewer.store.errors import StoreError
from reviewer.store.merging import facets
from reviewer.store.rows import Change, Decision, SourceText
from reviewer.store.steps import Context, Step, step
from reviewer.store.words import clean, numbered, page_of, tidy

Rule = Callable[[Row], Values]
"""From a row as it is to the values that it is to have; what an edit leaves alone is left out."""

_LABEL_LENGTH: Final = 30


def set_wording(context: Context, finding_id: int, wording: str | None) -> Change:
    """Reword a finding; None, nothing, or the words as printed take a rewording back."""
    typed = clean(wording or "")

    def rule(row: Row) -> Values:
        printed = not typed or " ".join(typed.split()) == row["verbatim"]
        return {"wording": None if printed else typed}

    return edit_findings(context, [finding_id], "wording of {}", rule)


def set_kind(context: Context, finding_ids: Iterable[int], kind: str) -> Change:
    """Set the kind of findings; one that was merged into another is that one."""
    kind = codes.resolved(context.db, "kind", str(kind))
    name = f"kind of {{}} to {code_named(context.db, 'kind', kind)}"
    return edit_findings(context, finding_ids, name, lambda _: {"kind": kind})


def set_polarity(context: Context, finding_ids: Iterable[int], polarity: str) -> Change:
    """Set the polarity of findings. Raises ValueError for a word that is none."""
    value = str(Polarity(polarity))
    return edit_findings(context, finding_ids, f"polarity of {{}} to {value}", lambda _: {"polarity": value})


def set_theme(context: Context, finding_ids: Iterable[int], theme: str) -> Change:
    """Set the main theme of findings; further ones stay."""
    return set_themes(context, finding_ids, [theme], keep=True)


def set_themes(
    context: Context, finding_ids: Iterable[int], themes: Sequence[str], *, keep: bool = False
) -> Change:
    """Set the themes of findings, the main one first; ``keep`` leaves the further ones that they have.

    A theme that was merged into another is that one. Raises ValueError where there is none.
    """
    main, *more = dict.fromkeys(codes.resolved(context.db, "theme", str(theme)) for theme in themes)

    def rule(row: Row) -> Values:
        kept = json.loads(row["more_themes"]) if keep else []
        further = [theme for theme in dict.fromkeys([*more, *kept]) if theme != main]
        return {"theme": main, "more_themes": codec.dumps(further)}

    said = code_named(context.db, "theme", main)
    name = f"theme of {{}} to {said}" if keep or not more else f"themes of {{}} to {said}…"
    return edit_findings(context, finding_ids, name, rule)


def set_number(context: Context, finding_id: int, number: str | None) -> Change:
    """Set or clear the printed number of a finding."""
    typed = clean(number or "") or None
    return edit_findings(context, [finding_id], "number of {}", lambda _: {"number": typed})


def set_spans(context: Context, finding_id: int, spans: Spans) -> Change:
    """Move a finding's boundaries; its verbatim words and its page follow.

    White space at the ends and furniture in the middle are left out. Raises StoreError for spans without a
    word, ValueError for spans outside the text.
    """
    report_id = report_of(context.db, "finding", [finding_id])
    source = queries.source_text(context.db, report_id)

    def rule(row: Row) -> Values:
        machine = json.loads(row["machine"])
        as_machine = bool(machine) and codec.spans_from(machine["spans"]) == spans
        return passage_at(source, spans if as_machine else tidied(source, spans))

    return edit_findings(context, [finding_id], "boundaries of {}", rule)


def accept(context: Context, finding_ids: Iterable[int]) -> Change:
    """Say that findings are right as they stand; corrected and added stay so. Takes rejection back."""

    def rule(row: Row) -> Values:
        if row["decision"] == Decision.UNDECIDED:
            return {"decision": Decision.ACCEPTED.value}
        if row["decision"] == Decision.REJECTED:
            standing = finding_standing(context.db, row)
            return {"decision": (Decision.ACCEPTED if standing is Decision.UNDECIDED else standing).value}
        return {}

    return decide(context, "finding", finding_ids, "accept {}", rule)


def reject(context: Context, finding_ids: Iterable[int]) -> Change:
    """Say that there is no such finding. It is kept, and can be restored."""
    return decide(
        context, "finding", finding_ids, "reject {}", lambda _: {"decision": Decision.REJECTED.value}
    )


def restore(context: Context, finding_ids: Iterable[int]) -> Change:
    """Take rejection back: added, corrected or undecided, as the values say. Others are left alone."""

    def rule(row: Row) -> Values:
        if row["decision"] != Decision.REJECTED:
            return {}
        return {"decision": finding_standing(context.db, row).value}

    return decide(context, "finding", finding_ids, "restore {}", rule)


def add_finding(
    context: Context, report_id: int, spans: Spans, *, theme: str | None = None, polarity: str | None = None
) -> Change:
    """Add what the machine missed, with the section, page, place, codes and number that its place suggests.

    ``theme`` and ``polarity`` are what is known better. Raises StoreError for spans without a word,
    ValueError for spans outside the text.
    """
    source = queries.source_text(context.db, report_id)
    with step(context, report_id, "") as edit:
        known = {"theme": theme, "polarity": polarity}
        codes: Values = {field: value for field, value in known.items() if value is not None}
        edit.name = f"add {insert_finding(edit, source, spans, codes)}"
    return edit.change()


def insert_finding(edit: Step, source: SourceText, spans: Spans, codes: Values) -> str:
    """Put a finding in where its words stand, with ``codes`` over what its place suggests.

    Returns how a step's name speaks of it. Raises as :func:`add_finding`.
    """
    number, passage_spans = numbered(source.text, tidied(source, spans))
    passage = passage_at(source, passage_spans)
    start = passage_spans[0][0]
    section_id = section_at(edit.db, edit.report_id, start)
    position = order.room(edit, "finding", order.place_of_words(edit.rows("finding"), start))[0]
    values = {
        **passage,
        **_suggestions(edit.db, section_id, position),
        **codes,
        "section_id": section_id,
        "home_section_id": section_id,
        "position": position,
        "number": number,
        "decision": Decision.ADDED.value,
        "decided_by": edit.by,
        "decided_at": edit.at,
    }
    edit.insert("finding", values)
    return label(number, str(passage["verbatim"]))


def accept_judgement(context: Context, judgement_id: int) -> Change:
    """Say that a judgement is right as it stands; takes rejection back."""

    def rule(row: Row) -> Values:
        if row["decision"] == Decision.UNDECIDED:
            return {"decision": Decision.ACCEPTED.value}
        if row["decision"] == Decision.REJECTED:
            standing = judgement_standing(row)
            return {"decision": (Decision.ACCEPTED if standing is Decision.UNDECIDED else standing).value}
        return {}

    return decide(context, "judgement", [judgement_id], "accept {}", rule)


def reject_judgement(context: Context, judgement_id: int) -> Change:
    """Say that there is no such judgement. It is kept, and can be restored."""
    return decide(
        context, "judgement", [judgement_id], "reject {}", lambda _: {"decision": Decision.REJECTED.value}
    )


def restore_judgement(context: Context, judgement_id: int) -> Change:
    """Take rejection back: added, corrected or undecided, as the values say."""

    def rule(row: Row) -> Values:
        if row["decision"] != Decision.REJECTED:
            return {}
        return {"decision": judgement_standing(row).value}

    return decide(context, "judgement", [judgement_id], "restore {}", rule)


def set_judgement(
    context: Context, judgement_id: int, *, area: str | None = None, grade: str | None = None
) -> Change:
    """Correct the area, the grade or both; None leaves as is. Raises StoreError for a blank one."""
    values = {field: clean(value) for field, value in (("area", area), ("grade", grade)) if value is not None}
    for field, value in values.items():
        if not value:
            raise StoreError(f"A judgement needs {'an area' if field == 'area' else 'a grade'}.")

    def rule(row: Row) -> Values:
        return edited(row, values, judgement_standing)

    return decide(context, "judgement", [judgement_id], f"{' and '.join(values)} of {{}}", rule)


def edit_findings(context: Context, finding_ids: Iterable[int], name: str, rule: Rule) -> Change:
    """One step over findings of one report, whose decisions follow. ``name`` has a place for which."""
    standing = partial(finding_standing, context.db)
    return decide(context, "finding", finding_ids, name, lambda row: edited(row, rule(row), standing))


def decide(context: Context, table: str, row_ids: Iterable[int], name: str, rule: Rule) -> Change:
    """One step over rows of one report; who and when follow the decision. ``name`` has a place for which."""
    ids = list(dict.fromkeys(row_ids))
    if not ids:
        return Change(0, "")
    with step(context, report_of(context.db, table, ids), "") as edit:
        changed = []
        for row_id in ids:
            row = edit.row(table, row_id)
            if put(edit, table, row, rule(row)):
                changed.append(row)
        if len(changed) == 1:
            edit.name = name.format(row_label(table, changed[0]))
        else:
            edit.name = name.format(f"{len(changed)} {table}s")
    return edit.change()


def put(edit: Step, table: str, row: Row, values: Values) -> bool:
    """Write ``values`` to ``row``; who and when follow the decision. Says whether anything changed.

    Nothing that reviewers still disagree on is accepted by it.
    """
    if values.get("decision") == Decision.ACCEPTED and _in_dispute(edit.db, table, row, values):
        values = {**values, "decision": Decision.UNDECIDED.value}
    if all(row[field] == value for field, value in values.items()):
        return False
    who: Values = {}
    if values.get("decision") == Decision.UNDECIDED:
        who = {"decided_by": None, "decided_at": None}
    elif "decision" in values:
        who = {"decided_by": edit.by, "decided_at": edit.at}
    return edit.update(table, row["id"], {**values, **who})


def _in_dispute(db: StoreDatabase, table: str, row: Row, values: Values) -> bool:
    """Whether there are differences on a row beyond those that ``values`` settle."""
    found = db.all(
        "SELECT field FROM dispute WHERE settled IS NULL AND table_name = ? AND row_id = ?",
        (table, row["id"]),
    )
    if not found:
        return False
    settled = facets.touching(table, {name: one for name, one in values.items() if row[name] != one})
    open_ones = {one["field"] for one in found} - settled - {facets.THERE}
    return bool(open_ones)


def edited(row: Row, values: Values, standing: Callable[[Row], Decision]) -> Values:
    """``values`` with the decision that follows from them; nothing where they are as the row has them."""
    if all(row[field] == value for field, value in values.items()):
        return {}
    if row["decision"] == Decision.REJECTED:
        return values
    now = standing({**row, **values})
    # Values set back by hand to what the machine said: the reviewer has looked, and agrees.
    return {**values, "decision": (Decision.ACCEPTED if now is Decision.UNDECIDED else now).value}


def finding_standing(db: StoreDatabase, row: Row) -> Decision:
    """What a finding's values alone say: added, corrected, or as the machine had it (undecided)."""
    machine = json.loads(row["machine"])
    if not machine:
        return Decision.ADDED
    same = (
        row["wording"] is None
        and row["own_statements"] is None
        and row["own_measures"] is None
        and row["section_id"] == row["home_section_id"]
        and row["more_themes"] == row["absorbed"] == "[]"
        and row["number"] == machine["number"]
        and row["polarity"] == machine["polarity"]
        and row["spans"] == codec.dumps(machine["spans"])
        and all(
            row[role] in (machine[role], codes.resolved(db, role, machine[role]))
            for role in ("kind", "theme")
        )
    )
    return Decision.UNDECIDED if same else Decision.CORRECTED


def judgement_standing(row: Row) -> Decision:
    """The same of a judgement."""
    if row["machine_area"] is None:
        return Decision.ADDED
    same = row["area"] == row["machine_area"] and row["grade"] == row["machine_grade"]
    return Decision.UNDECIDED if same else Decision.CORRECTED


def report_of(db: StoreDatabase, table: str, ids: Sequence[int]) -> int:
    """The report that the first of these rows is in. Raises StoreError where it is gone."""
    report_id: int | None = db.value(f"SELECT report_id FROM {table} WHERE id = ?", (ids[0],))
    if report_id is None:
        raise StoreError(f"That {table} is no longer in the store.")
    return report_id


def tidied(source: SourceText, spans: Spans) -> Spans:
    """Spans as a row has them, without furniture. Raises StoreError where there is no word."""
    tidied = tidy(source.text, spans, furniture=source.furniture)
    if not tidied:
        raise StoreError("There are no words in that selection: select some of the report's text.")
    return tidied


def passage_at(source: SourceText, spans: Spans) -> dict[str, object]:
    """What follows from a finding's spans: its words and its page."""
    return {
        "spans": codec.spans_to_text(spans),
        "verbatim": joined(source.text, spans),
        "page": page_of(source.pages, spans[0][0]),
    }


def section_at(db: StoreDatabase, report_id: int, offset: int) -> int | None:
    """The last heading at or before ``offset``."""
    best: tuple[int, int] | None = None
    for section in queries.sections(db, report_id):
        if (
            section.spans
            and section.spans[0][0] <= offset
            and (best is None or section.spans[0][0] >= best[0])
        ):
            best = (section.spans[0][0], section.id)
    return None if best is None else best[1]


def _suggestions(db: StoreDatabase, section_id: int | None, position: int) -> Values:
    """Kind and theme of the nearest finding under the same heading; its polarity where all there agree."""
    rows = db.all(
        "SELECT kind, polarity, theme FROM finding WHERE section_id IS ? AND decision <> 'rejected'"
        " ORDER BY abs(position - ?), position",
        (section_id, position),
    )
    if section_id is None or not rows:
        return {"kind": Kind.NARRATIVE.value, "polarity": Polarity.NEUTRAL.value, "theme": "context"}
    polarities = {row["polarity"] for row in rows}
    return {
        "kind": rows[0]["kind"],
        "polarity": polarities.pop() if len(polarities) == 1 else Polarity.NEUTRAL.value,
        "theme": rows[0]["theme"],
    }


def row_label(table: str, row: Row) -> str:
    """How a step's name speaks of a row: a finding's number, or else the first words."""
    if table in ("judgement", "section"):
        return label(None, row["area" if table == "judgement" else "heading"])
    return label(row["number"], row["verbatim"] if row["wording"] is None else row["wording"])


def label(number: str | None, words: str) -> str:
    """How a step's name speaks of a row: its number, or else its first words."""
    if number:
        return number
    words = " ".join(words.split())
    if len(words) > _LABEL_LENGTH:
        words = words[:_LABEL_LENGTH].rsplit(" ", 1)[0] + "…"
    return f"‘{words}’"


def finding_label(row: Row) -> str:
    """The same for a finding's row, to those who note and flag."""
    return row_label("finding", row)


def code_named(db: StoreDatabase, role: str, key: str) -> str:
    """A code in the name of a step; braces would be taken for the finding's place."""
    return codes.label(db, role, key).replace("{", "{{").replace("}", "}}")
