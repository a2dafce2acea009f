"""Any edit that a reviewer can make, by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from reviewer.model import Kind, Measure, Polarity
from reviewer.store import Store, StoreError
from reviewer.store.facts import FIELDS
from reviewer.store.rows import CodeRole, FollowUpState, Priority, ReportState
from tests.factories import TEXT

Edit = Callable[[], object]


def edit_at_random(store: Store, report_id: int, chance: random.Random) -> str:
    """One edit of any kind; the name of its step, empty where it changed nothing or was refused."""
    word = f"{chance.random():.6f}"
    start = chance.randrange(len(TEXT) - 30)
    span = (start, start + 25)
    edits = _of_report(store, report_id, chance, word, span)
    for some in (_of_finding, _of_structure, _of_codebook):
        edits += some(store, report_id, chance, word, span)
    try:
        change = chance.choice(edits)()
    except StoreError as error:
        if error.__cause__ is not None:
            raise
        # The store has its reasons: no words there, the last theme, a code in use.
        return ""
    if isinstance(change, list):
        change = change[-1] if change else None
    return str(getattr(change, "name", ""))


def _of_report(
    store: Store, report_id: int, chance: random.Random, word: str, span: tuple[int, int]
) -> list[Edit]:
    notes = store.notes(report_id)
    history = [0, *(entry.id for entry in store.history(report_id, latest=12))]
    edits: list[Edit] = [
        lambda: store.undo(report_id),
        lambda: store.redo(report_id),
        lambda: store.add_note(report_id, f"Note {word}."),
        lambda: store.tag_report(report_id, f"tag {word[:3]}"),
        lambda: store.untag_report(report_id, f"tag {word[:3]}"),
        lambda: store.set_report_star(report_id, chance.random() < 0.5),
        lambda: store.set_report_state(report_id, chance.choice([None, *ReportState])),
        lambda: store.mark_seen(report_id, (span,)),
        lambda: store.unmark_seen(report_id, (span,)),
        lambda: store.set_metadata(report_id, *_fact(chance, word)),
        lambda: store.assign({report_id: chance.sample(["ada", "ben", "cy"], 2)}),
        lambda: store.take_back(report_id, chance.choice(history)),
    ]
    if notes:
        note = chance.choice(notes).id
        edits.append(lambda: store.edit_note(note, f"Edited {word}."))
        edits.append(lambda: store.remove_note(note))
    return edits


def _fact(chance: random.Random, word: str) -> tuple[str, str | list[str]]:
    field = chance.choice([one for one in FIELDS if one != "document_type"])
    if field in ("team_inspectors", "copied_to"):
        return field, [f"Person {word}", "Tom Vale"]
    return field, f"2024-0{chance.randrange(1, 10)}" if "_" in field and "insp" in field else f"Name {word}"


def _of_finding(
    store: Store, report_id: int, chance: random.Random, word: str, span: tuple[int, int]
) -> list[Edit]:
    rows = store.findings(report_id)
    edits: list[Edit] = []
    if len(rows) < 30:
        edits.append(lambda: store.add_finding(report_id, (span,)))
    if not rows:
        return edits
    row = chance.choice(rows)
    some = [one.id for one in chance.sample(rows, min(3, len(rows)))]
    themes = [code.key for code in store.codes(CodeRole.THEME) if not code.retired]
    steps = [0, *(entry.id for entry in store.history(report_id, row.id, latest=9))]
    (first, last) = (row.spans[0][0], row.spans[-1][1]) if row.spans else span
    inside = ((first, min(last, first + 12)),)
    edits += [
        lambda: store.set_wording(row.id, f"Reworded {word}."),
        lambda: store.set_kind(some, chance.choice(list(Kind))),
        lambda: store.set_polarity([row.id], chance.choice(list(Polarity))),
        lambda: store.set_theme([row.id], chance.choice(themes)),
        lambda: store.set_themes(some, chance.sample(themes, 2)),
        lambda: store.set_number(row.id, word[:4]),
        lambda: store.set_spans(row.id, (span,)),
        lambda: store.accept(some),
        lambda: store.reject([row.id]),
        lambda: store.restore([row.id]),
        lambda: store.add_note(report_id, f"Note {word}.", row.id),
        lambda: store.flag(row.id, reason=f"Reason {word}", priority=chance.choice(list(Priority))),
        lambda: store.unflag(row.id),
        lambda: store.tag(some, f"tag {word[:3]}"),
        lambda: store.untag(some, f"tag {word[:3]}"),
        lambda: store.set_star(some, chance.random() < 0.5),
        lambda: store.split(row.id, (first + last) // 2),
        lambda: store.add_statement(row.id, inside, chance.choice(list(Polarity))),
        lambda: store.add_measure(row.id, Measure("", inside, float(len(word)), "percent", "plans")),
        lambda: store.take_back(report_id, chance.choice(steps), row.id),
    ]
    if len(rows) > 8:
        edits.append(lambda: store.merge(some[:2]))
    if row.statements:
        place = chance.randrange(len(row.statements))
        edits.append(lambda: store.set_statement(row.id, place, polarity=chance.choice(list(Polarity))))
        edits.append(lambda: store.remove_statement(row.id, place))
    if row.measures:
        place_of = chance.randrange(len(row.measures))
        measure = replace(row.measures[place_of], value=float(len(word)), of=f"plans {word[:4]}")
        edits.append(lambda: store.set_measure(row.id, place_of, measure))
        edits.append(lambda: store.remove_measure(row.id, place_of))
    follow_up = row.follow_up
    if follow_up is not None:
        edits.append(
            lambda: store.set_follow_up(
                follow_up.id, owner=f"Owner {word[:3]}", state=chance.choice(list(FollowUpState))
            )
        )
    return edits


def _of_structure(
    store: Store, report_id: int, chance: random.Random, word: str, span: tuple[int, int]
) -> list[Edit]:
    sections, judgements = store.sections(report_id), store.judgements(report_id)
    rows = store.findings(report_id)
    edits: list[Edit] = []
    if len(sections) < 12:
        edits.append(lambda: store.add_section(report_id, f"Heading {word}"))
        edits.append(lambda: store.add_section(report_id, spans=(span,)))
    if len(judgements) < 8:
        edits.append(lambda: store.add_judgement(report_id, f"Area {word}", "Good"))
    if sections:
        section, other = chance.choice(sections), chance.choice(sections)
        edits += [
            lambda: store.set_section_heading(section.id, f"Heading {word}"),
            lambda: store.set_section_grade(section.id, chance.choice([None, "Good", "Inadequate"])),
            lambda: store.remove_section(section.id),
            lambda: store.move_section(section.id, chance.choice([None, other.id])),
            lambda: store.add_note(report_id, f"Note {word}.", section_id=section.id),
        ]
        if rows:
            some = [one.id for one in chance.sample(rows, min(2, len(rows)))]
            edits.append(lambda: store.set_section(some, section.id))
            edits.append(lambda: store.move_findings(some, other.id))
    if judgements:
        judgement = chance.choice(judgements)
        edits += [
            lambda: store.set_judgement(judgement.id, grade=f"Grade {word}"),
            lambda: store.accept_judgement(judgement.id),
            lambda: store.reject_judgement(judgement.id),
        ]
    return edits


def _of_codebook(
    store: Store, _report_id: int, chance: random.Random, word: str, _span: tuple[int, int]
) -> list[Edit]:
    role = chance.choice(list(CodeRole))
    offered = [code for code in store.codes(role) if not code.retired]
    code, other = chance.sample(offered, 2) if len(offered) > 4 else (offered[0], offered[0])
    retired = [one for one in store.codes(role) if one.retired]
    edits: list[Edit] = [
        store.undo_codebook,
        store.redo_codebook,
        lambda: store.set_code(code.id, definition=f"Definition {word}."),
        lambda: store.move_code(code.id),
    ]
    if len(offered) < 40:
        edits.append(lambda: store.add_code(role, f"Code {word}"))
    if code != other:
        edits.append(lambda: store.merge_codes(code.id, other.id))
        edits.append(lambda: store.retire_code(code.id))
    if retired:
        edits.append(lambda: store.restore_code(chance.choice(retired).id))
    return edits
