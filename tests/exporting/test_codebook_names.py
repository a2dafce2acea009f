"""Exports and imports know the codes by the names of the store's codebook."""

from __future__ import annotations

from pathlib import Path

from reviewer.exporting import export
from reviewer.interchange.matching import Matcher
from reviewer.store import Store
from reviewer.store.rows import CodeRole


def change(store: Store) -> None:
    """Rename, define and colour one theme, retire one that is unused, merge one into another."""
    by_key = {row.key: row.id for row in store.codes(CodeRole.THEME)}
    store.set_code(by_key["workforce"], label="Staff & caseloads", definition="Who works.", colour="#8a2b8f")
    store.retire_code(by_key["disability_and_send"])
    store.merge_codes(by_key["early_help"], by_key["front_door"])
    store.add_code(CodeRole.THEME, "Edge of care")


def test_the_codebook_is_written_as_it_is_in_the_store(store: Store, tmp_path: Path) -> None:
    change(store)
    export(store, "qdc", tmp_path / "out")
    said = (tmp_path / "out" / "codebook.qdc").read_text(encoding="utf-8")
    assert 'name="Staff &amp; caseloads"' in said
    assert 'color="#8a2b8f"' in said
    assert "Who works." in said
    assert 'name="Edge of care"' in said
    assert 'name="Workforce"' not in said
    assert "Disability and SEND" not in said
    assert 'name="Early help"' not in said


def test_a_retired_code_that_is_used_is_still_named(store: Store, tmp_path: Path) -> None:
    used = next(row for row in store.codes(CodeRole.THEME) if row.key == "workforce")
    store.retire_code(used.id)
    export(store, "qdc", tmp_path / "out")
    assert 'name="Workforce"' in (tmp_path / "out" / "codebook.qdc").read_text(encoding="utf-8")


def test_the_page_for_reading_names_codes_as_the_codebook_does(store: Store, tmp_path: Path) -> None:
    change(store)
    report_id = store.reports()[0].id
    section = store.sections(report_id)[0]
    store.add_note(report_id, "On the heading.", section_id=section.id)
    export(store, "html", tmp_path / "out")
    said = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Staff &amp; caseloads" in said
    assert "Workforce" not in said
    assert f"<b>{section.heading}</b>: " in said


def test_what_others_call_a_code_is_found_by_its_name_here(store: Store) -> None:
    change(store)
    matcher = Matcher(store.codes(), ours=False)
    assert matcher.value(("Staff and caseloads",)) == ("Theme", "workforce")
    assert matcher.value(("Edge of care",)) == ("Theme", "edge_of_care")
    assert matcher.value(("Early help",)) == ("Theme", "front_door"), "merged: what took its place"
