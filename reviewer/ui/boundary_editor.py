"""Moving a finding's boundaries: choose an edge, move it, keep it as one step or drop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from reviewer.boundaries import Edge, Unit, move_edge, reshaped, snapped
from reviewer.model import Spans
from reviewer.ui.session import Session

_MOVES = {
    Qt.Key.Key_Left: (Unit.WORD, -1),
    Qt.Key.Key_Right: (Unit.WORD, 1),
    Qt.Key.Key_Up: (Unit.LINE, -1),
    Qt.Key.Key_Down: (Unit.LINE, 1),
}


class BoundaryEditor(QObject):
    """The edge being moved and the words that the finding would have. Nothing is stored before ``keep``."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._finding_id = 0
        self.edge: Edge | None = None
        self.spans: Spans | None = None
        session.current_changed.connect(self.drop)
        session.report_changed.connect(self.drop)
        session.changed.connect(self._dropped_by_edit)

    @property
    def active(self) -> bool:
        """Whether an edge is being moved."""
        return self.edge is not None

    @property
    def moved(self) -> bool:
        """Whether the words would be others than now."""
        finding = self._session.finding
        return self.spans is not None and finding is not None and self.spans != finding.spans

    def begin(self, edge: Edge) -> None:
        """Take hold of an edge of the current finding; of the other one, with what was moved kept."""
        finding = self._session.finding
        if finding is None or not finding.spans or not self._session.writable:
            return
        if not self.active:
            self._finding_id = finding.id
            self.spans = finding.spans
        self.edge = edge
        self.changed.emit()

    def move(self, unit: Unit, by: int) -> None:
        """Move the edge by words, sentences or lines."""
        report = self._session.report
        if report is None or self.edge is None or not self.spans:
            return
        source = report.source
        self._put(move_edge(source.text, self._place(), unit, by, source.furniture, self.edge))

    def drag_to(self, offset: int) -> None:
        """Put the edge at the word boundary nearest to ``offset``."""
        report = self._session.report
        if report is not None and self.edge is not None and self.spans:
            self._put(snapped(report.source.text, offset, report.source.furniture, self.edge))

    def keep(self) -> None:
        """Store the words as they are now, as one step."""
        spans, finding_id, moved = self.spans, self._finding_id, self.moved
        self.drop()
        if moved and spans:
            self._session.set_spans(finding_id, spans)

    def drop(self) -> None:
        """Forget what was moved."""
        if self.active:
            self.edge = None
            self.spans = None
            self.changed.emit()

    def key(self, event: QKeyEvent) -> bool:
        """Act on a key while an edge is held; False for keys that mean nothing here."""
        if not self.active:
            return False
        only_looking = event.type() == QEvent.Type.ShortcutOverride
        key = Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MOVES and modifiers in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
        ):
            unit, by = _MOVES[key]
            if modifiers == Qt.KeyboardModifier.ControlModifier:
                unit = Unit.SENTENCE
            act: Callable[[], None] = partial(self.move, unit, by)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not modifiers:
            act = self.keep
        elif key == Qt.Key.Key_Escape:
            act = self.drop
        elif key == Qt.Key.Key_Tab:
            act = self._turn
        else:
            return False
        if not only_looking:
            act()
        return True

    def _turn(self) -> None:
        self.begin(Edge.END if self.edge is Edge.START else Edge.START)

    def _place(self) -> int:
        assert self.spans
        return self.spans[0][0] if self.edge is Edge.START else self.spans[-1][1]

    def _put(self, offset: int) -> None:
        report, finding = self._session.report, self._session.finding
        if report is None or finding is None or not self.spans:
            return
        start, end = self.spans[0][0], self.spans[-1][1]
        if self.edge is Edge.START:
            start = offset
        else:
            end = offset
        # From the words as stored: what an edge went back over comes again with its gaps.
        spans = reshaped(report.source.text, finding.spans, start, end, report.source.furniture)
        if spans and spans != self.spans:
            self.spans = spans
            self.changed.emit()

    def _dropped_by_edit(self, _change: object) -> None:
        self.drop()
