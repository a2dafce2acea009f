"""The columns of the findings tree: which are shown, how wide they are, what is remembered of that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTreeView

from reviewer.ui.settings import Settings
from reviewer.ui.tree_nodes import Column

CHOSEN: Final = frozenset(
    {Column.DECISION, Column.NUMBER, Column.POLARITY, Column.WORDS, Column.THEME, Column.MARKS}
)
"""Shown until someone chooses."""
_FIXED: Final = frozenset({Column.DECISION, Column.POLARITY, Column.MARKS})
_LEAST_WORDS: Final = 12
"""Digits' widths that the words keep however many columns there are."""


class TreeColumns(QObject):
    """Sizes the columns of a tree; widths that someone has drawn stay."""

    def __init__(self, tree: QTreeView, marks_width: Callable[[], int]) -> None:
        super().__init__(tree)
        self._marks_width = marks_width
        self._tree = tree
        self._drawn: dict[Column, int] = {}
        self._sizing = False
        header = tree.header()
        header.setObjectName("treeHeader")
        header.setMinimumSectionSize(16)
        header.setStretchLastSection(False)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setAccessibleName(self.tr("Columns of the tree"))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        for column in Column:
            mode = QHeaderView.ResizeMode.Interactive
            if column is Column.WORDS:
                mode = QHeaderView.ResizeMode.Stretch
            elif column in _FIXED:
                mode = QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(column, mode)
            tree.setColumnHidden(column, column not in CHOSEN)
        header.sectionResized.connect(self._note)

    def shown(self, column: Column) -> bool:
        """Whether a column is shown."""
        return not self._tree.isColumnHidden(column)

    def show(self, column: Column, shown: bool) -> None:
        """Show or hide a column; the words are always shown."""
        self._tree.setColumnHidden(column, not shown and column is not Column.WORDS)
        self.fit()

    def fit(self) -> None:
        """Size the columns to the text and to the room that there is."""
        metrics = self._tree.fontMetrics()
        em, room = metrics.horizontalAdvance("0"), self._tree.viewport().width()
        # In a narrow pane the words keep their place and the codes give way.
        code = max(em * 5, min(em * 14, room // 4))
        usual = {
            Column.DECISION: 34,
            Column.NUMBER: em * 3 + 10,
            Column.POLARITY: metrics.height() + 7,
            Column.KIND: code,
            Column.THEME: code,
            Column.CONFIDENCE: em * 5,
            Column.PAGE: em * 5,
            Column.FOLLOW_UP: code,
            Column.TAGS: code,
            Column.MARKS: self._marks_width(),
        }
        wanted = {
            column: self._drawn.get(column, width) for column, width in usual.items() if self.shown(column)
        }
        fixed = sum(width for column, width in wanted.items() if column in _FIXED)
        free = sum(width for column, width in wanted.items() if column not in _FIXED)
        left = max(room - fixed - em * _LEAST_WORDS, 0)
        share = min(1.0, left / free) if free else 1.0
        self._sizing = True
        for column, width in wanted.items():
            size = width if column in _FIXED else max(16, int(width * share))
            self._tree.header().resizeSection(column, size)
        self._sizing = False

    def restore(self, settings: Settings) -> None:
        """Show the columns that were shown, as wide as they were drawn."""
        names = settings.choice("tree_columns", "").split()
        for column in Column:
            if names:
                self.show(column, column.name.lower() in names)
        for part in settings.choice("tree_widths", "").split():
            name, _, width = part.partition("=")
            if name.upper() in Column.__members__ and width.isdigit():
                self._drawn[Column[name.upper()]] = int(width)
        self._tree.setHeaderHidden(not settings.flag("tree_headings", True))
        self.fit()

    def save(self, settings: Settings) -> None:
        """Remember which columns are shown and how wide they were drawn."""
        shown = [column.name.lower() for column in Column if self.shown(column)]
        settings.set_choice("tree_columns", " ".join(shown))
        drawn = [f"{column.name.lower()}={width}" for column, width in self._drawn.items()]
        settings.set_choice("tree_widths", " ".join(drawn))
        settings.set_flag("tree_headings", not self._tree.isHeaderHidden())

    def _note(self, index: int, _old: int, width: int) -> None:
        column = Column(index)
        by_hand = not self._sizing and QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_hand and width and column is not Column.WORDS and column not in _FIXED:
            self._drawn[column] = width
