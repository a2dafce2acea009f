"""The store's codebook is what the window shows: names, order, colours, keys, definitions, retired codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reviewer.colours import CONTRAST, DARK, LIGHT, PAPER, Colours, contrast, legible
from reviewer.store import Store
from reviewer.store.rows import CodeRole, CodeRow, FindingRow
from reviewer.ui import codes, words
from reviewer.ui.codes import Codebook
from reviewer.ui.filters import Facet
from reviewer.ui.findings_model import Column
from reviewer.ui.highlights import HighlightBy, mark
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, Table

Go = Callable[[str], FindingRow]


def code(id_: int, key: str, label: str, *, retired: bool = False, colour: str = "") -> CodeRow:
    return CodeRow(id_, CodeRole.THEME, key, label, "", colour, "", id_ * 10, retired, None)


def code_of(window: MainWindow, key: str, role: CodeRole = CodeRole.THEME) -> CodeRow:
    return next(row for row in window.session.store.codes(role) if row.key == key)


def test_a_key_that_the_codebook_does_not_know_reads_as_its_own_words() -> None:
    book = Codebook([code(1, "placements", "Placements")])
    assert book.label(CodeRole.THEME, "placements") == "Placements"
    assert book.label(CodeRole.THEME, "edge_of_care") == "edge of care"
    assert book.sign(CodeRole.THEME, "edge_of_care") == "EC"
    assert book.label(CodeRole.KIND, "placements") == "placements", "roles are apart"


def test_signs_differ_within_a_role_and_order_changes_no_colour() -> None:
    one, two, three = code(1, "a", "Recording"), code(2, "b", "Records"), code(3, "c", "Recruiting")
    book = Codebook([one, two, three])
    assert [book.sign(CodeRole.THEME, key) for key in "abc"] == ["Re", "Rc", "Rr"]
    moved = Codebook([three, one, two])
    assert [moved.hue(CodeRole.THEME, key) for key in "abc"] == [0, 1, 2]


def test_what_is_chosen_from_is_what_is_offered_then_what_is_used() -> None:
    book = Codebook([code(1, "a", "A"), code(2, "b", "B", retired=True), code(3, "c", "C", retired=True)])
    assert book.keys_in_order(CodeRole.THEME, {"z", "c"}) == ["a", "c", "z"]


@pytest.mark.parametrize(
    "colours", [LIGHT, DARK, CONTRAST, PAPER], ids=["light", "dark", "contrast", "paper"]
)
@pytest.mark.parametrize("chosen", ["#ffff00", "#101010", "#f0f0f0", "#1f5fbf", "#00ff7f", "#800000"])
def test_any_colour_stands_out_in_every_scheme(chosen: str, colours: Colours) -> None:
    assert contrast(legible(chosen, colours), colours.window) >= 4.5


def test_a_colour_of_the_series_is_the_same_one_in_every_scheme() -> None:
    assert [legible(one, DARK) for one in LIGHT.series] == list(DARK.series)
    assert legible("#1f5fbf", LIGHT) == "#1f5fbf"


def test_a_renamed_theme_is_renamed_everywhere_at_once(window: MainWindow, go: Go) -> None:
    window.action("by_theme").trigger()
    seven = go("7")
    window.filter_bar.toggle(Facet.THEME, "assessment")
    row = code_of(window, "assessment")
    store = window.session.store
    window.session.edit(
        lambda: store.set_code(row.id, label="Assessing need", definition="How need is seen.")
    )
    index = window.tree.findings_model.index_of(Item(Table.FINDING, seven.id))
    assert index.siblingAtColumn(Column.THEME).data() == "Assessing need"
    assert window.details.finding.theme.accessibleDescription() == "Assessing need"
    assert window.details.finding.theme.toolTip() == "Assessing need: How need is seen."
    assert "AN Assessing need" in window.source.legend.marks.accessibleName()
    assert [chip.text() for chip in window.filter_bar.chips] == ["Assessing need ×"]
    window.session.set_theme("recording")
    assert window.action("undo").text() == "Undo theme of 7 to Recording"
    assert "Assessing need" in window.details.finding.said.text()
    window.session.edit(store.undo_codebook)
    assert words.theme("assessment") == "Assessment"


def test_pickers_offer_the_codebook_in_its_order_without_what_is_retired(window: MainWindow, go: Go) -> None:
    go("7")
    store = window.session.store
    first, second, third = store.codes(CodeRole.THEME)[:3]
    window.session.edit(lambda: store.move_code(third.id, first.id))
    window.session.edit(lambda: store.retire_code(second.id))
    window.session.edit(lambda: store.set_code(third.id, definition="The third.", shortcut="Ctrl+9"))
    popup = window.tree.pick(Column.THEME)
    assert popup is not None
    model = popup.list.model()
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown[:2] == [third.label, first.label]
    assert second.label not in shown
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "The third."
    popup.list.setCurrentIndex(model.index(0, 0))
    assert popup.tip.text() == "The third."
    popup.close()
    window.session.set_theme(second.key)
    assert window.details.finding.theme.accessibleDescription() == second.label, (
        "a retired one keeps its name"
    )
    popup = window.tree.pick(Column.THEME)
    assert popup is not None
    model = popup.list.model()
    assert second.label in [model.index(row, 0).data() for row in range(model.rowCount())], "the present one"
    popup.close()


def test_a_merge_shows_in_the_open_report_at_once(window: MainWindow, go: Go) -> None:
    seven = go("7")
    store = window.session.store
    change = window.session.edit(
        lambda: store.merge_codes(code_of(window, "assessment").id, code_of(window, "recording").id)
    )
    assert change is not None
    assert window.session.finding is not None
    assert window.session.finding.theme == "recording"
    index = window.tree.findings_model.index_of(Item(Table.FINDING, seven.id))
    assert index.siblingAtColumn(Column.THEME).data() == "Recording"


def test_a_code_of_its_own_colour_is_shown_in_it(window: MainWindow) -> None:
    row = code_of(window, "weakness", CodeRole.KIND)
    window.session.edit(lambda: window.session.store.set_code(row.id, colour="#8a2b8f"))
    assert mark("weakness", HighlightBy.KIND, LIGHT).colour == "#8a2b8f"
    assert mark("weakness", HighlightBy.KIND, DARK).colour == "#dd8fe2"


def test_another_store_brings_its_own_codebook(window: MainWindow, tmp_path: Path, store_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with Store.open(other, reviewer="AR") as store:
        store.set_code(next(one for one in store.codes() if one.key == "workforce").id, label="Staff")
    assert words.theme("workforce") == "Workforce"
    assert window.open_store(other)
    assert words.theme("workforce") == "Staff"
    assert codes.in_use().label(CodeRole.THEME, "workforce") == "Staff"
    assert window.open_store(store_path)
    assert words.theme("workforce") == "Workforce"
