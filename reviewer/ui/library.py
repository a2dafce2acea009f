"""The library: reports by authority, the newest first, each with how far the review has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Change, ReportRow, ReportState
from reviewer.ui import words
from reviewer.ui.library_filter import LibraryFilter, LibraryFilterBar
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme, pixmap

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Group:
    """The heading above one authority's reports, or above those of which none is ``known``."""

    authority: str
    known: bool = True


class LibraryModel(QAbstractListModel):
    """Headings and reports in one list, as far as the words typed let them through."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._filter = LibraryFilter()
        self._rows: list[Group | ReportRow] = []

    def set_filter(self, library_filter: LibraryFilter) -> None:
        """Show other reports."""
        self._filter = library_filter
        self.read()

    def read(self) -> None:
        """Read the session's reports again."""
        self.beginResetModel()
        self._rows = []
        last = None
        for report in sorted(self._session.reports, key=_order):
            if not self._filter.passes(report):
                continue
            authority = report.authority or words.tr("Authority not known")
            if authority != last:
                self._rows.append(Group(authority, report.authority is not None))
                last = authority
            self._rows.append(report)
        self.endResetModel()

    def refresh(self, report_id: int) -> None:
        """Take over one report's counts."""
        index = self.index_of(report_id)
        fresh = next((row for row in self._session.reports if row.id == report_id), None)
        if index.isValid() and fresh is not None:
            self._rows[index.row()] = fresh
            self.dataChanged.emit(index, index)

    def row_at(self, index: Index) -> Group | ReportRow | None:
        """What a row shows."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, report_id: int) -> QModelIndex:
        """The row of a report, invalid where it is not shown."""
        for place, row in enumerate(self._rows):
            if isinstance(row, ReportRow) and row.id == report_id:
                return self.index(place)
        return QModelIndex()

    def shown(self) -> list[ReportRow]:
        """The reports that the filter lets through, in their order."""
        return [row for row in self._rows if isinstance(row, ReportRow)]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if isinstance(row, ReportRow):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if isinstance(row, Group) and row.known and role == Qt.ItemDataRole.ToolTipRole:
            return words.tr("{authority} over the years").format(authority=row.authority)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Group):
                return row.authority
            return spoken(row) if row is not None else None
        if isinstance(row, ReportRow) and role == ID_ROLE:
            return row.id
        if isinstance(row, ReportRow) and role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((row.source_name, words.report_state(row.state), *row.assigned, *row.tags))
        return None


def progress_text(report: ReportRow) -> str:
    """How far the review has come: 'new', '39%', '✓' when it is reviewed."""
    if report.state is ReportState.REVIEWED:
        return "✓"
    if report.state is ReportState.NOT_STARTED or not report.findings:
        return words.tr("new")
    share = round(100 * report.decided / report.findings)
    return f"{100 if report.decided >= report.findings else max(1, min(99, share))}%"


def spoken(report: ReportRow) -> str:
    """A report's row in words."""
    parts = [
        words.report_title(report),
        words.document_type(report.document_type),
        words.report_days(report),
        words.report_state(report.state),
        words.tr("{decided} of {of} decided").format(decided=report.decided, of=report.findings),
    ]
    if report.starred:
        parts.append(words.tr("starred"))
    if report.assigned:
        parts.append(words.tr("work of {name}").format(name=", ".join(report.assigned)))
    parts += report.tags
    if report.follow_ups:
        parts.append(words.tr("{count} follow-ups").format(count=report.follow_ups))
    if report.overdue:
        parts.append(words.tr("{count} overdue").format(count=report.overdue))
    if report.warnings:
        parts.append(words.tr("{count} warnings").format(count=report.warnings))
    return ", ".join(part for part in parts if part)


def _order(report: ReportRow) -> tuple[bool, str, tuple[int, ...], str]:
    """By authority, the newest first; unknown authorities last."""
    newest = report.inspection_start or report.publication_date or ""
    return (
        report.authority is None,
        (report.authority or "").casefold(),
        tuple(-ord(digit) for digit in newest),
        report.source_name,
    )


def _has_bar(report: ReportRow) -> bool:
    """Whether the row shows how much is decided as a bar: some is, and the report is not done."""
    return report.decided > 0 and report.state is not ReportState.REVIEWED


class LibraryDelegate(QStyledItemDelegate):
    """Paints headings and reports."""

    def __init__(self, theme: Theme, model: LibraryModel, view: LibraryView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._view.fontMetrics().height()
        row = self._model.row_at(index)
        if isinstance(row, ReportRow):
            return QSize(100, height * 2 + (32 if _has_bar(row) else 22))
        return QSize(100, height + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row_at(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, Group):
            self._paint_group(painter, option.rect, row)
        elif row is not None:
            self._paint_report(painter, option, row)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        font = self._theme.font(0.88, bold=True)
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.muted))
        box = rect.adjusted(14, 10, -34, 0)
        name = QFontMetrics(font).elidedText(
            group.authority.upper(), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name)
        if group.known:
            hovered = self._view.hovered_group == group.authority
            colour = self._theme.colours.accent if hovered else self._theme.colours.faint
            drawing = pixmap("years", colour, 16, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(box.right() + 6, box.center().y() - 7.5), drawing)

    def _paint_report(self, painter: QPainter, option: QStyleOptionViewItem, row: ReportRow) -> None:
        c = self._theme.colours
        state = option.state
        card = QRectF(option.rect).adjusted(8, 1, -8, -1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus()
        painter.setPen(QPen(QColor(c.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver or focused:
            painter.setBrush(QColor(c.accent_tint if selected else c.hover))
            painter.drawRoundedRect(card, 6, 6)
        inner = card.adjusted(8, 7, -8, -7)
        right = self._paint_state(painter, inner, row, selected)
        bold = self._theme.font(bold=True)
        self._line(painter, inner, 0, words.document_type(row.document_type), bold, c.text, right)
        right = self._paint_counts(painter, inner, row)
        facts = [words.report_days(row), words.short_type(row.document_type), " & ".join(row.assigned)]
        small = self._theme.font(0.92)
        self._line(painter, inner, 1, " · ".join(fact for fact in facts if fact), small, c.muted, right)
        if _has_bar(row):
            bar = QRectF(inner.left(), card.bottom() - 7, inner.width(), 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.line))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            bar.setWidth(max(3.0, bar.width() * row.decided / row.findings))
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def _paint_state(self, painter: QPainter, inner: QRectF, row: ReportRow, selected: bool) -> float:
        """The state and the star at the right of the first line; returns where they begin."""
        c = self._theme.colours
        drawn = {
            ReportState.REVIEWED: ("accept", c.positive),
            ReportState.SECOND_LOOK: ("eye", c.mixed),
        }.get(row.state)
        right = inner.right()
        if drawn is not None:
            right = self._drawing(painter, right, inner.top(), *drawn)
        else:
            begun = row.state is not ReportState.NOT_STARTED
            font = self._theme.font(bold=begun)
            text = progress_text(row)
            right -= QFontMetrics(font).horizontalAdvance(text)
            painter.setFont(font)
            painter.setPen(QColor(c.accent if selected and begun else c.text if begun else c.muted))
            painter.drawText(QPointF(right, inner.top() + QFontMetrics(font).ascent()), text)
            right -= 6
        if row.starred:
            right = self._drawing(painter, right, inner.top(), "star", c.mixed)
        return right

    def _drawing(self, painter: QPainter, right: float, top: float, name: str, colour: str) -> float:
        drawing = pixmap(name, colour, 16, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(right - 15, top), drawing)
        return right - 20

    def _paint_counts(self, painter: QPainter, inner: QRectF, row: ReportRow) -> float:
        """Follow-ups and warnings at the right of the second line; returns where they begin."""
        c = self._theme.colours
        font = self._theme.font(0.92)
        metrics = QFontMetrics(font)
        baseline = inner.top() + QFontMetrics(self._theme.font()).height() + 2 + metrics.ascent()
        right = inner.right()
        late = row.overdue > 0
        marks = (
            ("warning", row.warnings, c.mixed),
            ("flag", row.follow_ups, c.negative if late else c.follow_up),
        )
        painter.setFont(font)
        for name, count, colour in marks:
            if not count:
                continue
            text = str(count)
            right -= metrics.horizontalAdvance(text)
            painter.setPen(QColor(c.muted if name == "flag" and not late else colour))
            painter.drawText(QPointF(right, baseline), text)
            right -= 15
            drawing = pixmap(name, colour, 13, painter.device().devicePixelRatioF())
            painter.drawPixmap(QPointF(right, baseline - 11), drawing)
            right -= 7
        return right

    def _line(
        self, painter: QPainter, inner: QRectF, line: int, text: str, font: QFont, colour: str, right: float
    ) -> None:
        metrics = QFontMetrics(font)
        top = inner.top() + line * (QFontMetrics(self._theme.font()).height() + 2)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, round(right - inner.left()))
        painter.drawText(QPointF(inner.left(), top + metrics.ascent()), shown)


class LibraryView(QListView):
    """Enter opens what the keys went to; ``group_chosen`` with an authority whose heading is clicked."""

    group_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_group = ""

    def _group_at(self, at: QPoint) -> str:
        """The authority whose heading is there, '' where none is."""
        model = self.model()
        row = model.row_at(self.indexAt(at)) if isinstance(model, LibraryModel) else None
        return row.authority if isinstance(row, Group) and row.known else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._group_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover("")

    def _hover(self, group: str) -> None:
        if group != self.hovered_group:
            self.hovered_group = group
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if group else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        group = self._group_at(event.position().toPoint())
        if group and event.button() == Qt.MouseButton.LeftButton:
            self.group_chosen.emit(group)
        else:
            super().mousePressEvent(event)

    def dataChanged(self, first: Index, last: Index, roles: Iterable[int] = ()) -> None:
        # The list would ask every row's height again: too much for each edit of a report.
        delegate, shown = self.itemDelegate(), self.visualRect(first)
        if first == last and delegate.sizeHint(QStyleOptionViewItem(), first).height() == shown.height():
            self.viewport().update(shown)
        else:
            super().dataChanged(first, last, list(roles))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class Library(QWidget):
    """The list with its filter. ``chosen`` with a report's id."""

    chosen = Signal(int)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._following = False
        self.setObjectName("libraryPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter_bar = LibraryFilterBar(session, theme, self)
        self.field = self.filter_bar.field
        self.view = LibraryView(self)
        self.view.setAccessibleName(self.tr("Library"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.library_model = LibraryModel(session)
        self.view.setModel(self.library_model)
        self.view.setItemDelegate(LibraryDelegate(theme, self.library_model, self.view))
        self.empty = QLabel(self)
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.empty)
        layout.addWidget(self.view, 1)
        self.filter_bar.changed.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._choose)
        session.library_changed.connect(self._read)
        session.report_changed.connect(self._follow)
        session.changed.connect(self._change)
        theme.changed.connect(self.view.doItemsLayout)

    def _filter(self, library_filter: LibraryFilter) -> None:
        self.library_model.set_filter(library_filter)
        self._follow()
        self._show_empty()

    def _read(self) -> None:
        self.library_model.read()
        self._follow()
        self._show_empty()

    def _show_empty(self) -> None:
        none = self.library_model.rowCount() == 0
        self.empty.setVisible(none)
        self.view.setVisible(not none)
        self.empty.setText(
            self.tr("No report is like that.")
            if self.filter_bar.library_filter.narrows
            else self.tr("No report holds these words.")
            if self._session.reports
            else self.tr("No reports yet. Import some, or drop files here.")
        )

    def _change(self, change: Change) -> None:
        if change.report:
            # Under another authority, or of another day, it stands elsewhere.
            self._read()
        else:
            self.library_model.refresh(change.report_id)

    def _follow(self) -> None:
        report = self._session.report
        index = self.library_model.index_of(report.row.id) if report else QModelIndex()
        self._following = True
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        self._following = False

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        report_id = current.data(ID_ROLE)
        if not self._following and report_id is not None:
            self.chosen.emit(report_id)
