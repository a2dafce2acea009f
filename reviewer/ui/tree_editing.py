"""Editing in the findings tree: fields in place of words and numbers, lists for codes and grades."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from reviewer.ui.corrections import Corrections
from reviewer.ui.fields import CommitText, Option, PickerPopup
from reviewer.ui.findings_model import FindingsModel
from reviewer.ui.options import grade_options, kind_options, polarity_options, theme_options
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme
from reviewer.ui.tree_nodes import Column, Node, NodeType

Index = QModelIndex | QPersistentModelIndex

PICKED = (Column.POLARITY, Column.KIND, Column.THEME)
"""Columns whose cells are chosen from a list."""
WORDED = (NodeType.SECTION, NodeType.JUDGEMENT)
"""Rows of words and a grade."""


class Pickers:
    """The lists that search as one types, over the cells that they set."""

    def __init__(
        self,
        session: Session,
        corrections: Corrections,
        parts: PartCorrections,
        theme: Theme,
        model: FindingsModel,
    ) -> None:
        self._session = session
        self._corrections = corrections
        self._parts = parts
        self._theme = theme
        self._model = model

    def open(self, view: QTreeView, index: Index, column: Column) -> PickerPopup | None:
        """Open the list for a row's grade or for a code of it, under its cell."""
        node = self._model.node(index)
        choice = None if node is None else self._of_grade(node) or self._of_code(node, column)
        if choice is None:
            return None
        options, name, current, picked = choice
        popup = PickerPopup(view, options, current, name=name, free=node is not None and node.type in WORDED)
        popup.picked.connect(picked)
        rect = view.visualRect(index.sibling(index.row(), column))
        if rect.isEmpty() or (node is not None and node.type in WORDED):
            rect = view.visualRect(index.sibling(index.row(), Column.WORDS))
        popup.open_at(view.viewport().mapToGlobal(rect.bottomLeft()), 220)
        return popup

    def _of_grade(self, node: Node) -> tuple[list[Option], str, str, Callable[[str], None]] | None:
        name = self._model.tr("Grade")
        judgement, section = self._model.judgement(node), self._model.section(node)
        if judgement is not None:
            return (
                grade_options(judgement.grade),
                name,
                judgement.grade,
                lambda grade: self._session.set_judgement(judgement.id, grade=grade),
            )
        if section is not None:
            return (
                grade_options(section.grade or "", none=True),
                name,
                section.grade or "",
                lambda grade: self._corrections.set_section_grade(section.id, grade),
            )
        return None

    def _of_code(
        self, node: Node, column: Column
    ) -> tuple[list[Option], str, str, Callable[[str], None]] | None:
        finding, statement = self._model.finding(node), self._model.statement(node)
        polarities = polarity_options(self._theme.colours)
        if finding is None or node.type is NodeType.MEASURE:
            return None
        if statement is not None:
            place = node.place
            return (
                polarities,
                self._model.tr("Polarity of the statement"),
                statement.polarity,
                lambda value: self._parts.set_statement_polarity(finding.id, place, value),
            )
        session = self._session
        return {
            Column.POLARITY: (polarities, self._model.tr("Polarity"), finding.polarity, session.set_polarity),
            Column.KIND: (kind_options(), self._model.tr("Kind"), finding.kind, session.set_kind),
            Column.THEME: (theme_options(), self._model.tr("Theme"), finding.theme, session.set_theme),
        }.get(column)


class RowDelegate(QStyledItemDelegate):
    """The height of a row, and the fields that edit it in place."""

    def __init__(
        self, session: Session, corrections: Corrections, model: FindingsModel, parent: QTreeView
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._corrections = corrections
        self._model = model
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, self._view.fontMetrics().height() + 14)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        if index.column() == Column.NUMBER:
            line = QLineEdit(parent)
            line.setAccessibleName(self.tr("Printed number"))
            return line
        node = self._model.node(index)
        node_type = node.type if node is not None else NodeType.FINDING
        name = {NodeType.SECTION: self.tr("Heading"), NodeType.JUDGEMENT: self.tr("Area")}
        field = CommitText(parent, least=1 if node_type in WORDED else 2, most=10)
        field.setAccessibleName(name.get(node_type, self.tr("Wording")))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QLineEdit):
            editor.setText(value)
        elif isinstance(editor, CommitText):
            editor.show_value(value)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        node = self._model.node(index)
        if node is None:
            return
        if isinstance(editor, QLineEdit):
            finding = self._model.finding(node)
            if finding is not None and editor.text() != (finding.number or ""):
                self._session.set_number(finding.id, editor.text())
        elif isinstance(editor, CommitText) and editor.toPlainText() != index.data(Qt.ItemDataRole.EditRole):
            self._set_words(node, editor.toPlainText())

    def _set_words(self, node: Node, text: str) -> None:
        if node.type is NodeType.SECTION:
            self._corrections.set_heading(node.id, text)
        elif node.type is NodeType.JUDGEMENT:
            self._session.set_judgement(node.id, area=text.strip())
        else:
            self._session.set_wording(node.id, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect)
        if isinstance(editor, CommitText):
            node = self._model.node(index)
            if node is not None and node.type in WORDED:
                rect.setLeft(28)
            rect.setRight(self._view.viewport().width() - 8)
            editor.setFixedWidth(rect.width())
            top = min(rect.top(), self._view.viewport().height() - editor.height() - 4)
            editor.move(QPoint(rect.left(), max(0, top)))
        else:
            editor.setGeometry(rect.adjusted(-8, 2, 8, -2))

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        # Esc leaves without losing what was typed, and Enter ends the wording instead of breaking the line.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain
            if ends or event.key() == Qt.Key.Key_Escape:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)
