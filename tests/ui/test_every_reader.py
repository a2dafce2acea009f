"""For every reader: each colour stands out, the focus can be seen, every control has a name and a role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from reviewer.colours import CONTRAST, DARK, LIGHT, PAPER, PAPER_IN_CONTRAST, Colours, contrast
from reviewer.store.rows import FindingRow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.style_sheet import style_sheet
from reviewer.ui.theme import Theme
from tests.ui.test_window import controls

WORDS, MARKS = 4.5, 3.0
"""What WCAG 2.2 AA asks of text, and of what is not text."""

SCHEMES = pytest.mark.parametrize("c", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
INKS = ("text", "muted", "faint", "accent", "positive", "negative", "mixed", "neutral", "follow_up")
GROUNDS = ("window", "panel", "hover", "accent_tint")

PANELS = (
    "follow_ups notes problems undo_history finding_changes report_changes unplaced settle search others "
    "alike earlier"
).split()
PAGES = "agreement accuracy over_the_years across_authorities coming_back".split()
DIALOGS = (
    "help codebook export assign backups suggestions_learned shortcuts about reviewer check_store share "
    "palette remove_report"
).split()


def weak(pairs: list[tuple[str, str, str, str]], least: float) -> list[str]:
    return [
        f"{what} on {where}: {contrast(ink, ground):.2f}"
        for what, where, ink, ground in pairs
        if contrast(ink, ground) < least
    ]


@SCHEMES
def test_words_stand_out_from_every_ground(c: Colours) -> None:
    pairs = [(ink, ground, getattr(c, ink), getattr(c, ground)) for ink in INKS for ground in GROUNDS]
    pairs += [
        (ink, f"{mark}_tint", getattr(c, ink), getattr(c, f"{mark}_tint"))
        for mark in ("positive", "negative", "mixed", "neutral", "follow_up")
        for ink in ("text", "muted", "faint", mark)
    ]
    pairs += [("a code's sign", ground, sign, getattr(c, ground)) for sign in c.series for ground in GROUNDS]
    pairs += [("window", "accent", c.window, c.accent), ("accent", "hover", c.accent, c.accent_hover)]
    pairs += [("text", "hatching", c.text, c.unseen)] if not c.dark else []
    assert weak(pairs, WORDS) == []


@SCHEMES
def test_marks_stand_out(c: Colours) -> None:
    marks = [
        ("edge of a field", c.edge),
        ("hatching", c.unseen),
        ("focus", c.accent),
        ("a box to tick", c.muted),
    ]
    pairs = [(what, "window", mark, c.window) for what, mark in marks]
    pairs += [(what, "panel", mark, c.panel) for what, mark in marks if what != "hatching"]
    assert weak(pairs, MARKS) == []


@pytest.mark.parametrize("c", [PAPER, PAPER_IN_CONTRAST], ids=["paper", "paper in contrast"])
def test_marks_stand_out_on_printed_pages(c: Colours) -> None:
    tints = [getattr(c, f"{mark}_tint") for mark in ("accent", "positive", "negative", "mixed", "neutral")]
    assert weak([("print", tint, "#000000", tint) for tint in tints], WORDS) == []
    marks = [
        c.accent,
        c.unseen,
        *(c.of_polarity(one) for one in ("positive", "negative", "mixed", "neutral")),
    ]
    assert weak([(mark, "paper", mark, "#ffffff") for mark in marks], MARKS) == []


def rules(sheet: str) -> Iterator[tuple[str, dict[str, str]]]:
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        values = (part.partition(":") for part in body.split(";") if ":" in part)
        yield " ".join(selector.split()), {name.strip(): value.strip() for name, _, value in values}


@SCHEMES
def test_the_style_sheet_sets_no_words_on_a_ground_that_hides_them(c: Colours) -> None:
    pairs = []
    for selector, values in rules(style_sheet(c, 16)):
        ground = values.get("background", "")
        for ink in (values.get("color"), values.get("placeholder-text-color")):
            if ink and "disabled" not in selector:
                grounds = [ground] if ground.startswith("#") else [c.window, c.panel]
                pairs += [(selector, one, ink, one) for one in grounds]
        wordless = re.search(r"::(handle|chunk|indicator|separator)|ule$|QProgressBar", selector)
        if values.get("color") is None and ground.startswith("#") and wordless is None:
            pairs.append((selector, ground, c.text, ground))
        chosen = values.get("selection-background-color")
        if chosen:
            pairs.append((selector, chosen, values.get("selection-color", c.text), chosen))
    assert len(pairs) > 60
    assert weak(pairs, WORDS) == []


# What is open


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


@pytest.fixture
def filled(window: MainWindow, go: Callable[[str], FindingRow]) -> MainWindow:
    """The window with something in each of its lists."""
    for number in ("8", "9"):
        go(number)
        window.session.toggle_flag()
    window.session.add_note("A note.", window.session.finding.id)  # type: ignore[union-attr]
    return window


def unnamed(window: QWidget) -> list[str]:
    """Controls without a name, or with a role that says nothing, of what is shown in a window."""
    found = []
    for widget in controls(window):
        interface = QAccessible.queryAccessibleInterface(widget)
        what = f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(what)
        elif interface.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane):
            found.append(f"{what}: {interface.role()}")
    return found


@pytest.mark.parametrize("name", PANELS)
def test_panels_say_what_their_controls_are(filled: MainWindow, name: str) -> None:
    filled.action(name).trigger()
    filled.jobs.finish()
    settle()
    assert [dock for dock in filled.findChildren(QDockWidget) if dock.isVisible() and dock.windowTitle()]
    assert unnamed(filled) == []


@pytest.mark.parametrize("name", ["follow_ups", "notes", "search", "undo_history", "finding_changes"])
def test_f6_reaches_panels(filled: MainWindow, name: str) -> None:
    filled.action(name).trigger()
    filled.jobs.finish()
    settle()
    filled.tree.setFocus()
    (dock,) = [one for one in filled.findChildren(QDockWidget) if one.isVisible()]
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or filled, Qt.Key.Key_F6)
        if dock.isAncestorOf(QApplication.focusWidget() or filled):
            return
    raise AssertionError(f"{name} is not reached")


@pytest.mark.parametrize("name", PAGES)
def test_pages_say_what_their_controls_are(filled: MainWindow, name: str) -> None:
    filled.action(name).trigger()
    filled.jobs.finish()
    settle()
    assert filled.pages.currentWidget() is not filled.bench
    assert unnamed(filled) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_windows_and_dialogs_say_what_their_controls_are(filled: MainWindow, name: str) -> None:
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    filled.action(name).trigger()
    filled.jobs.finish()
    settle()
    opened = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in before]
    if not opened:
        opened = [filled]
    for one in opened:
        assert unnamed(one) == []
        if one is not filled:
            assert one.windowTitle().strip() or one.accessibleName().strip(), type(one).__name__
            one.close()


# Focus


def looks(widget: QWidget) -> QImage:
    """A control and what is just around it."""
    settle()
    around = widget.rect().adjusted(-3, -3, 3, 3)
    corner = widget.mapTo(widget.window(), around.topLeft())
    return widget.window().grab(around.translated(corner - around.topLeft())).toImage()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_focus_is_seen_wherever_tab_goes(filled: MainWindow, theme: Theme, scheme: str) -> None:
    theme.set(scheme=scheme)  # type: ignore[arg-type]
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit)
    unseen, tried = [], 0
    for widget in controls(filled):
        if not isinstance(widget, kinds) or not widget.isVisible() or not widget.isEnabled():
            continue
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.visibleRegion().isEmpty():
            continue
        filled.tree.setFocus()
        without = looks(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            # The caret blinks; what is around it is to be seen all the time.
            widget.setReadOnly(True)
        if looks(widget) == without:
            unseen.append(f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()}")
        tried += 1
    assert tried > 25
    assert unseen == []
