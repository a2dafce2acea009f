"""The middle of the window: the report's facts, its text, and the ruler beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from reviewer.store.rows import Change
from reviewer.ui import words
from reviewer.ui.ruler import Ruler
from reviewer.ui.session import Item, Session
from reviewer.ui.source_view import SourceView
from reviewer.ui.theme import Theme


class SourcePanel(QWidget):
    """Follows the session: what is open, what is current, what changed."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self.setObjectName("sourcePanel")
        self.view = SourceView(theme, self)
        self.ruler = Ruler(session, self.view, theme, self)
        header = QFrame(self)
        header.setObjectName("header")
        self.title = QLabel(header)
        self.facts = QLabel(header)
        self.facts.setProperty("tone", "muted")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.warning = QLabel(header)
        row = QHBoxLayout(header)
        row.setContentsMargins(18, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.facts, 1)
        row.addWidget(self.warning)
        header.setMinimumHeight(44)
        text = QHBoxLayout()
        text.setContentsMargins(0, 0, 0, 0)
        text.setSpacing(0)
        text.addWidget(self.view, 1)
        text.addWidget(self.ruler)
        # The ruler stands between the text and the scroll bar, which marks the pane's edge.
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addLayout(text, 1)
        self._chosen_here = False
        self.view.chosen.connect(self._choose)
        self.view.moved.connect(self._show_facts)
        session.report_changed.connect(self._show_report)
        session.current_changed.connect(self._show_current)
        session.changed.connect(self._change)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _choose(self, item: Item) -> None:
        # What was clicked on stays under the pointer.
        self._chosen_here = True
        self._session.set_current(item)
        self._chosen_here = False

    def _show_report(self) -> None:
        self.view.show_report(self._session.report)
        self._show_facts()

    def _show_current(self) -> None:
        self.view.set_current(self._session.current, scroll=not self._chosen_here)
        self._show_facts()

    def _change(self, change: Change) -> None:
        report = self._session.report
        if report is not None and report.row.id == change.report_id:
            self.view.rows_changed(structure=change.structure)
            self._show_facts()

    def _restyle(self) -> None:
        self.title.setFont(self._theme.font(1.15, bold=True))
        self._show_facts()

    def _show_facts(self) -> None:
        report = self._session.report
        if report is None:
            self.title.setText("")
            self.facts.setText("")
            self.warning.setText("")
            return
        row = report.row
        kind = words.short_type(row.document_type).strip() or words.document_type(row.document_type)
        if kind == words.tr("letter"):
            kind = words.document_type(row.document_type)
        parts = [kind, words.report_days(row)]
        page = self._page()
        if page:
            parts.append(page)
        self.title.setText(words.report_title(row))
        self.facts.setText(" · ".join(part for part in parts if part))
        self.facts.setToolTip(row.source_name)
        warnings = report.source.warnings
        one, many = self.tr("1 warning"), self.tr("{count} warnings").format(count=len(warnings))
        said = one if len(warnings) == 1 else many
        colour = self._theme.colours.mixed
        self.warning.setText(f"<span style='color:{colour}'>{said}</span>" if warnings else "")
        self.warning.setToolTip("\n".join(f"• {message}" for message in warnings))

    def _page(self) -> str:
        report = self._session.report
        if report is None or not report.source.pages:
            return ""
        offset = self.view.offset_at_top()
        here = [number for number, start, _end in report.source.pages if start <= offset]
        return self.tr("page {page} of {pages}").format(
            page=here[-1] if here else 1, pages=len(report.source.pages)
        )
