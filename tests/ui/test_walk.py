"""A report walked through by real events: right findings by one key, wrong ones in three actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from reviewer.extraction import extract
from reviewer.reading import read_bytes
from reviewer.store import Store
from reviewer.store.rows import Decision, FindingRow, JudgementRow
from reviewer.ui.help_pages import page
from reviewer.ui.main_window import MainWindow
from reviewer.ui.session import Item, OpenReport, Table
from tests.factories import Imported
from tests.ui.mistaken import LEADERS, MISSED, NO_FINDING, mistaken_report
from tests.ui.test_source_view import on_screen

MakeWindow = Callable[[Path | None], MainWindow]
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
MOST = 3
"""The actions that mending a mistake may take."""


# The right ones


@pytest.mark.corpus
def test_a_long_report_is_confirmed_with_one_key_a_finding(
    make_window: MakeWindow, corpus: Path, tmp_path: Path
) -> None:
    path = corpus / "childrens-services" / "2014-03-21_coventry.pdf"
    data = path.read_bytes()
    document = read_bytes(path, data)
    with Store.open(tmp_path / "walk.sqlite", reviewer="AR") as store:
        report_id = store.import_report(document, extract(document), data, name=path.name).report_id
        findings = store.findings(report_id)
    window = make_window(tmp_path / "walk.sqlite")
    session = window.session
    session.open_report(report_id)
    window.tree.setFocus()
    session.set_current(Item(Table.FINDING, findings[0].id))
    assert len(findings) > 100

    keys, times = 0, []
    while any(row.decision is Decision.UNDECIDED for row in opened(window).findings):
        assert keys < len(findings), "a key that decided nothing"
        began = perf_counter()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Return)
        QApplication.processEvents()
        times.append(1000 * (perf_counter() - began))
        keys += 1
    assert keys == len(findings)
    ordered = sorted(times)
    print(
        f"\n{keys} findings, {keys} keys, {sum(times) / 1000:.1f} s; a key: median {median(times):.1f} ms, "
        f"95% below {ordered[int(len(ordered) * 0.95)]:.1f} ms, longest {ordered[-1]:.1f} ms"
    )
    window.close()
    with Store.open(tmp_path / "walk.sqlite", reviewer="AR") as store:
        decided = store.findings(report_id)
    assert [row.id for row in decided] == [row.id for row in findings]
    assert {(row.decision, row.decided_by) for row in decided} == {(Decision.ACCEPTED, "AR")}


# The wrong ones


def opened(window: MainWindow) -> OpenReport:
    assert window.session.report is not None
    return window.session.report


@dataclass
class Hands:
    """What a reviewer does with keys and mouse; each action is counted.

    An action is a key, a click, a selection, or something typed and taken by Enter.
    """

    window: MainWindow
    done: list[str] = field(default_factory=list)
    """The names of actions of the window; 'key', 'click', 'select', 'type' for others."""

    def act(self, name: str) -> None:
        """Press the key of an action of the window."""
        shortcut: QKeySequence = self.window.action(name).shortcut()
        assert shortcut.count() == 1
        self._press(Qt.Key(shortcut[0].key()), shortcut[0].keyboardModifiers())
        self.done.append(name)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        """Press a key that has a meaning where the focus is."""
        self._press(key, held)
        self.done.append("key")

    def type(self, words: str) -> None:
        """Type into the list or field that is open, and take it by Enter."""
        popup = QApplication.activePopupWidget()
        field = popup.focusWidget() if popup is not None else QApplication.focusWidget()
        assert field is not None
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        QApplication.processEvents()
        self.done.append("type")

    def click(self, words: str) -> None:
        """Click at the beginning of words in the text."""
        view = self.window.source.view
        start, _ = self._place(words)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=on_screen(self.window, start + 1))
        self.done.append("click")

    def select(self, words: str) -> None:
        """Select words in the text by dragging from the first to the last."""
        viewport, left = self.window.source.view.viewport(), Qt.MouseButton.LeftButton
        start, end = self._place(words)
        first, last = on_screen(self.window, start), on_screen(self.window, end - 1) + QPoint(6, 0)
        QTest.mousePress(viewport, left, pos=first - QPoint(3, 0))
        QTest.mouseMove(viewport, last)
        QTest.mouseRelease(viewport, left, pos=last)
        self.done.append("select")

    def _press(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        QApplication.processEvents()

    def _place(self, words: str) -> tuple[int, int]:
        start = opened(self.window).source.text.replace("\n", " ").index(words)
        return start, start + len(words)


def ends_too_early(hands: Hands) -> None:
    hands.act("edge_end")
    hands.press(Qt.Key.Key_Right, CONTROL)
    hands.press(Qt.Key.Key_Return)


def begins_too_late(hands: Hands) -> None:
    hands.act("edge_start")
    hands.press(Qt.Key.Key_Left, CONTROL)
    hands.press(Qt.Key.Key_Return)


def wrong_at_both_ends(hands: Hands) -> None:
    hands.select("Homes are near to school and family. Moves are few and prepared.")
    hands.act("use_selection")


def two_in_one(hands: Hands) -> None:
    hands.click("They are brought")
    hands.act("split")


def one_in_two(hands: Hands) -> None:
    hands.act("merge")


def a_missed_bullet(hands: Hands) -> None:
    hands.select(MISSED)
    hands.act("add")


def no_finding(hands: Hands) -> None:
    hands.act("reject")


def the_wrong_kind(hands: Hands) -> None:
    hands.act("kind")
    hands.type("context")


def the_wrong_theme(hands: Hands) -> None:
    hands.act("theme")
    hands.type("disab")


def the_wrong_polarity(hands: Hands) -> None:
    hands.act("negative")


def the_wrong_section(hands: Hands) -> None:
    hands.act("section")
    hands.type("impact of leaders")


def the_wrong_number(hands: Hands) -> None:
    hands.act("number")
    hands.type("10")


def the_wrong_grade(hands: Hands) -> None:
    hands.act("grade")
    hands.type("requires")


MENDING: dict[str, tuple[str, Callable[[Hands], None]]] = {
    "It ends too early": ("1", ends_too_early),
    "It begins too late": ("2", begins_too_late),
    "It is wrong at both ends": ("8", wrong_at_both_ends),
    "Two findings in one": ("3", two_in_one),
    "One finding in two": ("5", one_in_two),
    "A missed bullet": ("The timeliness", a_missed_bullet),
    "Not a finding": (NO_FINDING, no_finding),
    "The wrong kind": ("11", the_wrong_kind),
    "The wrong theme": ("6", the_wrong_theme),
    "The wrong polarity": ("7", the_wrong_polarity),
    "The wrong section": ("9", the_wrong_section),
    "The wrong number": ("Caseloads", the_wrong_number),
    "The wrong grade": ("The experiences", the_wrong_grade),
}
"""How each mistake is mended, by its name in the help, with the finding or judgement that is current then."""


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step of the worked example in the help."""

    name: str
    actions: tuple[str, ...]
    count: int


def steps() -> list[Step]:
    """The steps as they are told."""
    told = page("worked-example")
    assert told is not None
    found = re.findall(r"^(\d+)\. (.+(?:\n {3,4}\S.*)*)", told.text, re.MULTILINE)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    result = []
    for _, words in found:
        name, count = re.match(r"\*\*(.+?)\.?\*\*", words), re.search(r"\b(\d) actions?\.$", words)
        assert name is not None, words
        assert count is not None, words
        result.append(Step(name[1], tuple(re.findall(r"\{(\w+)\}", words)), int(count[1])))
    return result


def said(store: Store, report_id: int) -> tuple[list[tuple[object, ...]], list[tuple[str, str | None]]]:
    """What a report says once it is reviewed: its findings in order, and its judgements."""
    headings = {row.id: row.heading for row in store.sections(report_id)}
    findings = [
        (row.number, row.kind, row.polarity, row.theme, headings.get(row.section_id or 0), row.spans)
        for row in store.findings(report_id)
        if row.decision is not Decision.REJECTED
    ]
    return findings, [(row.area, row.grade) for row in store.judgements(report_id)]


def go_to(window: MainWindow, what: str) -> FindingRow | JudgementRow:
    report = opened(window)
    for row in report.findings:
        if row.number == what or row.text.startswith(what):
            window.session.set_current(Item(Table.FINDING, row.id))
            return row
    (judgement,) = [row for row in report.judgements if row.area.startswith(what)]
    window.session.set_current(Item(Table.JUDGEMENT, judgement.id))
    return judgement


def imported(path: Path, given: Imported) -> int:
    with Store.open(path, reviewer="AR") as store:
        return store.import_report(
            given.document, given.extraction, given.original, name=given.name
        ).report_id


def test_each_mistake_is_mended_in_three_actions_as_the_help_says(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    given = mistaken_report()
    true_id = imported(tmp_path / "truth.sqlite", given.truth)
    with Store.open(tmp_path / "truth.sqlite", reviewer="AR") as store:
        truth = said(store, true_id)
    report_id = imported(tmp_path / "read.sqlite", given.read)
    told = steps()
    assert [step.name for step in told] == list(MENDING)

    window = make_window(tmp_path / "read.sqlite")
    window.session.open_report(report_id)
    wrong = differences(said(window.session.store, report_id), truth)
    for step in told:
        what, mend = MENDING[step.name]
        go_to(window, what)
        window.tree.setFocus()
        QApplication.processEvents()
        hands = Hands(window)
        before = window.session.undo_name()
        mend(hands)
        assert len(hands.done) == step.count <= MOST, step.name
        assert tuple(one for one in hands.done if one in window.actions_by_name) == step.actions, step.name
        assert window.session.undo_name() != before, step.name
        left = differences(said(window.session.store, report_id), truth)
        assert left < wrong, f"{step.name}: nothing was mended"
        wrong = left
    assert said(window.session.store, report_id) == truth
    assert opened(window).findings[-2].section_id == section_of(window, LEADERS)

    for _ in told:
        window.action("undo").trigger()
    assert window.session.undo_name() is None, "each took one step"
    for _ in told:
        window.action("redo").trigger()
    window.close()
    with Store.open(tmp_path / "read.sqlite", reviewer="AR") as store:
        assert said(store, report_id) == truth


def section_of(window: MainWindow, heading: str) -> int:
    return next(row.id for row in opened(window).sections if row.heading == heading)


def differences(
    now: tuple[list[tuple[object, ...]], list[tuple[str, str | None]]],
    truth: tuple[list[tuple[object, ...]], list[tuple[str, str | None]]],
) -> int:
    """How many findings and judgements there are in one and not in the other."""
    return sum(len(set(one) ^ set(other)) for one, other in zip(now, truth, strict=True))
