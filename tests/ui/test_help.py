"""The help: every page, link, action and key in it, and its window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui import actions, help_pages
from reviewer.ui.help_pages import ActionWords, Page, filled, holding, page, pages, place
from reviewer.ui.help_window import HelpWindow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.theme import CONTRAST, DARK, LIGHT, Theme

NAMES = {spec.name for spec in actions.SPECS}
WHOLE = pytest.mark.parametrize("one", pages(), ids=lambda one: one.name)
LOCAL_KEYS = {"Esc", "Enter", "Up", "Down", "Shift", "Ctrl", "Space", "Del", "F2", "Tab"}
"""Keys of lists and fields, which no action has."""


def nothing(_name: str) -> ActionWords | None:
    return None


@pytest.fixture
def shown(window: MainWindow) -> HelpWindow:
    """The help, opened by its key."""
    QTest.keyClick(window.tree, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    assert window.help.shown is not None
    assert window.help.shown.isVisible()
    return window.help.shown


def test_there_is_a_page_for_everything() -> None:
    wanted = "first-steps keyboard corrections codebook follow-ups searching exports safety two-reviewers"
    assert {
        *wanted.split(),
        *"worked-example keeps-coming-back over-the-years accuracy glossary".split(),
    } <= {one.name for one in pages()}
    assert [one.file for one in pages()] == sorted(one.file for one in pages())


@WHOLE
def test_a_page_begins_with_its_title(one: Page) -> None:
    assert one.text.startswith(f"# {one.title}\n")
    assert one.title
    assert len(re.findall(r"^# ", one.text, re.MULTILINE)) == 1


@WHOLE
def test_every_link_goes_to_a_page_and_a_place_in_it(one: Page) -> None:
    for link in one.links:
        file, _, at = link.partition("#")
        target = page(file) if file else one
        assert target is not None, link
        assert target.file == (file or one.file), "links name files, so that they work outside, too"
        assert not at or at in target.places, link


@WHOLE
def test_every_action_that_is_named_exists(one: Page) -> None:
    assert one.actions <= NAMES
    said = filled(one.text, lambda name: ActionWords(name, ("K",), "M") if name in NAMES else None)
    assert not re.search(r"\{[a-z]", said.split("```")[0])


@WHOLE
def test_keys_are_those_of_actions_or_of_lists(one: Page) -> None:
    """Written out, a key would be wrong as soon as someone chooses another one."""
    prose = re.sub(r"```.*?```", "", one.text, flags=re.DOTALL)
    for code in re.findall(r"`([^`]+)`", prose):
        named = re.fullmatch(r"((Ctrl|Alt|Shift|Meta)\+)+.+|F\d+|Esc|Enter|Space|Del|Tab|Up|Down", code)
        assert named is None or code in LOCAL_KEYS, f"write {{key:name of the action}} for {code}"
    assert "›" not in prose, "write {menu:name of the action}"


def test_the_keys_of_the_board_are_as_the_help_says() -> None:
    from reviewer.ui.follow_up_view import KEYS

    known = page("follow-ups")
    assert known is not None
    for key, column in KEYS.items():
        letter = key.name.removeprefix("Key_")
        words = {"REASON": "What to do", "DUE": "Due date"}.get(column.name, column.name.capitalize())
        assert f"| {words} | `{letter}` |" in known.text


def test_the_examples_of_the_search_can_be_searched_for() -> None:
    from reviewer.store.search_query import fts_query

    known = page("searching")
    assert known is not None
    rows = re.findall(r"^\| (`.+`) \|", known.text, re.MULTILINE)
    examples = [code for row in rows for code in re.findall(r"`([^`]+)`", row)]
    assert len(examples) > 8
    for example in examples:
        assert fts_query(example)


def test_words_of_actions_are_put_in() -> None:
    words = {"undo": ActionWords("Undo", ("Ctrl+Z", "Alt+Back"), "Edit")}
    text = "{undo}, {key:undo}, {menu:undo}, {nobody}"
    assert filled(text, words.get) == (
        "**Undo** (`Ctrl+Z` or `Alt+Back`), `Ctrl+Z` or `Alt+Back`, **Edit › Undo**, {nobody}"
    )
    assert place("What's {undo} near, here?") == "whats-near-here"


def test_pages_are_found_by_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    made = (
        Page("one", "10-one.md", "One", "# One\n\n**Okapi** and [gnu](20-two.md).\n"),
        Page("two", "20-two.md", "Okapi", "# Okapi\n\nZebra.\n"),
    )
    monkeypatch.setattr(help_pages, "pages", lambda: made)
    assert [one.name for one in holding("okapi", nothing)] == ["two", "one"]
    assert [one.name for one in holding("gnu OKAPI", nothing)] == ["one"]
    assert [one.name for one in holding("", nothing)] == ["one", "two"]
    assert holding("20-two", nothing) == [], "where links go is not what is read"


def test_every_page_is_shown_with_its_keys(shown: HelpWindow, window: MainWindow) -> None:
    for row, one in enumerate(pages()):
        shown.list.setCurrentRow(row)
        assert shown.page is one
        said = shown.text.toPlainText()
        assert said.startswith(one.title)
        assert "{" not in re.sub(r"`[^`]*`", "", said.replace("{2,}", "")) or one.name == "exports"
    shown.open("keyboard")
    assert "Space" in shown.text.toPlainText()
    window.action("next_undecided").setShortcut("Ctrl+Alt+Q")
    shown.open("first-steps")
    shown.open("keyboard")
    assert "Ctrl+Alt+Q" in shown.text.toPlainText(), "keys that were rebound are told"


def test_links_back_and_forward(shown: HelpWindow) -> None:
    shown.open("exports")
    shown.follow(QUrl("50-follow-ups.md#taking-them-elsewhere"))
    assert shown.page.name == "follow-ups"
    assert shown.text.textCursor().block().text() == "Taking them elsewhere"
    shown.follow(QUrl("https://example.org/50-follow-ups.md"))
    shown.follow(QUrl("nowhere.md"))
    assert shown.page.name == "follow-ups"
    QTest.keyClick(shown.text, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown.page.name == "exports"
    shown.forward.click()
    assert shown.page.name == "follow-ups"
    assert not shown.forward.isEnabled()


def test_searching_narrows_the_pages_and_marks_the_words(qtbot: QtBot, shown: HelpWindow) -> None:
    QTest.keyClick(shown.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is shown.field
    qtbot.keyClicks(shown.field, "krippendorff")
    assert [shown.list.item(row).text() for row in range(shown.list.count())] == ["Two reviewers"]
    assert shown.page.name == "two-reviewers"
    assert len(shown.text.extraSelections()) == len(shown.places()) > 0
    assert shown.text.textCursor().selectedText() == "Krippendorff"
    shown.field.setText("store")
    before = shown.text.textCursor().selectionStart()
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown.text.textCursor().selectionStart() != before
    QTest.keyClick(shown.field, Qt.Key.Key_Down)
    assert shown.list.currentRow() > 0
    shown.field.setText("zebra")
    assert shown.empty.isVisible()
    QTest.keyClick(shown.field, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_the_search_leads_to_its_page(window: MainWindow) -> None:
    window.action("search").trigger()
    window.search.panel.help.click()
    assert window.help.shown is not None
    assert window.help.shown.page.name == "searching"
    window.help.shown.close()
    window.search.panel.empty.help.click()
    assert window.help.shown.isVisible()
    window.help.shown.close()
    window.action("help_search").trigger()
    assert window.help.shown.isVisible()


@pytest.mark.parametrize(("scheme", "colours"), [("light", LIGHT), ("dark", DARK), ("contrast", CONTRAST)])
def test_it_follows_the_look(shown: HelpWindow, theme: Theme, scheme: str, colours: object) -> None:
    theme.set(scheme=scheme)  # type: ignore[arg-type]
    shown.open("first-steps")
    block = shown.text.document().begin()
    looks = set()
    while block.isValid():
        for found in block.textFormats():
            if found.format.isAnchor():
                looks.add(found.format.foreground().color().name())
        block = block.next()
    assert looks == {colours.accent}  # type: ignore[attr-defined]
    size = shown.text.document().defaultFont().pointSizeF()
    theme.set(zoom=1.4)
    assert shown.text.document().defaultFont().pointSizeF() > size


def test_it_is_spoken_and_remembers_its_place(
    shown: HelpWindow,
    window: MainWindow,
    make_window: Callable[[Path | None], MainWindow],
    store_path: Path,
) -> None:
    for widget in (shown.field, shown.list, shown.text, shown.back, shown.forward):
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    shown.resize(711, 555)
    window.close()
    assert not shown.isVisible()
    again = make_window(store_path)
    again.action("help").trigger()
    assert again.help.shown is not None
    assert (again.help.shown.width(), again.help.shown.height()) == (711, 555)


def test_resources_are_shipped() -> None:
    spec = Path(__file__).parents[2] / "packaging" / "reviewer.spec"
    assert 'ROOT / "resources"' in spec.read_text(encoding="utf-8")
