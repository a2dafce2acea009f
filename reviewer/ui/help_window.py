"""The help in a window of its own: pages on the left, to be searched, the page on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.help_pages import ActionWords, Page, filled, holding, page, pages, place
from reviewer.ui.theme import Theme, icon

_LINE_HEIGHT: Final = 145
_HEADINGS: Final = {1: (1.6, 0, 10), 2: (1.2, 22, 6), 3: (1.05, 16, 4)}
"""For each level of headings: how large, the room above and below."""

_NAME: Final = int(Qt.ItemDataRole.UserRole)


class HelpWindow(QWidget):
    """``words_of`` knows the words and keys of actions as they are now."""

    def __init__(self, theme: Theme, words_of: Callable[[str], ActionWords | None], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self._words_of = words_of
        self._trail: list[tuple[str, str]] = []
        self._ahead: list[tuple[str, str]] = []
        self.page: Page = pages()[0]
        self._place = ""
        self.setWindowTitle(self.tr("Help"))
        self.setObjectName("helpWindow")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(960, 680)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Search the help"))
        self.field.setAccessibleName(self.tr("Search the help"))
        self.field.setClearButtonEnabled(True)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("helpPages")
        self.list.setAccessibleName(self.tr("Pages of the help"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.empty = QLabel(self.tr("No page holds these words."), self)
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(14, 8, 14, 8)
        self.text = QTextBrowser(self)
        self.text.setObjectName("helpText")
        self.text.setAccessibleName(self.tr("Page of the help"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(False)
        self._lay_out()
        self._connect()
        self._restyle()
        self._list()

    def _lay_out(self) -> None:
        self.back = self._button(self.tr("Back"), "Alt+Left")
        self.forward = self._button(self.tr("Forward"), "Alt+Right")
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 4)
        bar.setSpacing(4)
        bar.addWidget(self.field, 1)
        bar.addWidget(self.back)
        bar.addWidget(self.forward)
        left = QWidget(self)
        left.setObjectName("libraryPanel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        left.setMinimumWidth(220)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.text)
        parts.setStretchFactor(1, 1)
        parts.setSizes([260, 700])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)

    def _button(self, name: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{name} ({native})")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        QShortcut(QKeySequence(key), self, button.click)
        return button

    def _connect(self) -> None:
        self.field.textChanged.connect(self._narrow)
        self.list.currentItemChanged.connect(self._chosen)
        self.text.anchorClicked.connect(self.follow)
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_forward)
        self._theme.changed.connect(self._restyle)
        QShortcut(QKeySequence.StandardKey.Find, self, self._to_field)
        QShortcut(QKeySequence(Qt.Key.Key_F3), self, self.next_place)
        for key in (QKeySequence(Qt.Key.Key_Escape), QKeySequence(QKeySequence.StandardKey.Close)):
            QShortcut(key, self, self.close)

    def _to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    # Going about

    def open(self, name: str = "", at: str = "") -> None:
        """Show the window, at a page (by its name or file) and a place in it."""
        wanted = page(name) if name else None
        if wanted is not None:
            self.field.clear()
            self.go(wanted, at)
        self.show()
        self.raise_()
        self.activateWindow()
        (self.text if name else self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, wanted: Page, at: str = "") -> None:
        """Show a page; the one before it is a step back."""
        if (wanted.file, at) != (self.page.file, self._place):
            self._trail.append((self.page.file, self._place))
            self._ahead.clear()
        self._show(wanted, at)

    def go_back(self) -> None:
        """Show the page that was shown before."""
        self._step(self._trail, self._ahead)

    def go_forward(self) -> None:
        """Take a step back back."""
        self._step(self._ahead, self._trail)

    def _step(self, out_of: list[tuple[str, str]], into: list[tuple[str, str]]) -> None:
        if out_of:
            into.append((self.page.file, self._place))
            file, at = out_of.pop()
            known = page(file)
            assert known is not None
            self._show(known, at)

    def follow(self, url: QUrl) -> None:
        """Go where a link of a page goes; nowhere outside of the help."""
        wanted = page(url.path()) if url.path() else self.page
        if wanted is not None and not url.host():
            self.go(wanted, url.fragment())

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None = None) -> None:
        wanted = page(item.data(_NAME)) if item is not None else None
        if wanted is not None and wanted.file != self.page.file:
            self.go(wanted)

    # The list

    def _narrow(self, _text: str = "") -> None:
        self._list()
        found = [self.list.item(row).data(_NAME) for row in range(self.list.count())]
        if found and self.page.name not in found:
            self.go(next(one for one in pages() if one.name == found[0]))
        else:
            self._mark()

    def _list(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in holding(self.field.text(), self._words_of):
            item = QListWidgetItem(one.title, self.list)
            item.setData(_NAME, one.name)
        self.list.blockSignals(False)
        self.empty.setVisible(self.list.count() == 0)
        self._show_in_list()

    def _show_in_list(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == self.page.name:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.next_place()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    # The page

    def _restyle(self) -> None:
        colours = self._theme.colours
        self.back.setIcon(icon("back", colours))
        self.forward.setIcon(icon("right", colours))
        self._show(self.page, self._place)

    def _show(self, shown: Page, at: str) -> None:
        self.page, self._place = shown, at
        document = self.text.document()
        document.setMarkdown(
            filled(shown.text, self._words_of), QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._set(document)
        self.back.setEnabled(bool(self._trail))
        self.forward.setEnabled(bool(self._ahead))
        self.setWindowTitle(self.tr("{title} — Help").format(title=shown.title))
        self._show_in_list()
        self._mark(go=not at)
        self._go_to(at)

    def _set(self, document: QTextDocument) -> None:
        """Give the page its type: Markdown says only what is what."""
        c = self._theme.colours
        document.setDefaultFont(self._theme.font())
        palette = self.text.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(c.window))
        palette.setColor(QPalette.ColorRole.Text, QColor(c.text))
        self.text.setPalette(palette)
        frame = QTextFrameFormat()
        frame.setLeftMargin(32)
        frame.setRightMargin(32)
        frame.setTopMargin(20)
        frame.setBottomMargin(32)
        document.rootFrame().setFrameFormat(frame)
        block = document.begin()
        while block.isValid():
            self._set_block(block)
            block = block.next()
        for child in document.rootFrame().childFrames():
            if isinstance(child, QTextTable):
                self._set_table(child)

    def _set_block(self, block: QTextBlock) -> None:
        c = self._theme.colours
        cursor = QTextCursor(block)
        wanted = QTextBlockFormat(block.blockFormat())
        level = wanted.headingLevel()
        listed, cell = block.textList() is not None, cursor.currentTable() is not None
        if level:
            size, above, below = _HEADINGS[min(level, 3)]
            wanted.setTopMargin(above if block.blockNumber() else 0)
            wanted.setBottomMargin(below)
            large = QTextCharFormat()
            large.setFont(self._theme.font(size, bold=True))
            large.setForeground(QColor(c.text))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(large)
            cursor = QTextCursor(block)
        elif _is_code(block):
            wanted.setBackground(QColor(c.panel))
            wanted.setLeftMargin(12)
            wanted.setTopMargin(0)
            wanted.setBottomMargin(0 if _is_code(block.next()) else 12)
            wanted.setNonBreakableLines(False)
        else:
            wanted.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            wanted.setTopMargin(0)
            wanted.setBottomMargin(0 if cell else 4 if listed else 8)
        cursor.setBlockFormat(wanted)
        for start, length, is_link in _pieces(block):
            piece = QTextCharFormat()
            if is_link:
                piece.setForeground(QColor(c.accent))
                piece.setFontUnderline(True)
            else:
                piece.setForeground(QColor(c.text))
                if not _is_code(block):
                    piece.setFont(self._theme.font(0.92))
                    piece.setBackground(QColor(c.hover))
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(piece)

    def _set_table(self, table: QTextTable) -> None:
        wanted = table.format()
        wanted.setBorder(1)
        wanted.setBorderBrush(QColor(self._theme.colours.line))
        wanted.setBorderCollapse(True)
        wanted.setCellPadding(6)
        wanted.setCellSpacing(0)
        wanted.setTopMargin(8)
        wanted.setBottomMargin(12)
        wanted.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(wanted)

    def _go_to(self, at: str) -> None:
        block = self.text.document().begin()
        while at and block.isValid():
            if block.blockFormat().headingLevel() and place(block.text()) == at:
                self.text.setTextCursor(QTextCursor(block))
                top = self.text.document().documentLayout().blockBoundingRect(block).top()
                self.text.verticalScrollBar().setValue(round(top) - 12)
                return
            block = block.next()
        if not self.field.text().strip():
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.verticalScrollBar().setValue(0)

    # Words looked for, in the page

    def places(self) -> list[QTextCursor]:
        """Where the words looked for stand in the page."""
        found: list[QTextCursor] = []
        document = self.text.document()
        for word in self.field.text().split():
            cursor = document.find(word)
            while not cursor.isNull():
                found.append(cursor)
                cursor = document.find(word, cursor)
        return sorted(found, key=lambda cursor: cursor.selectionStart())

    def _mark(self, *, go: bool = True) -> None:
        found = self.places()
        marked = []
        for cursor in found:
            look = QTextEdit.ExtraSelection()
            look.cursor = cursor
            look.format.setBackground(QColor(self._theme.colours.mixed_tint))
            look.format.setForeground(QColor(self._theme.colours.mixed))
            look.format.setFontUnderline(True)
            marked.append(look)
        self.text.setExtraSelections(marked)
        if found and go:
            self._see(found[0])

    def next_place(self) -> None:
        """Show the next place of the words looked for, round the end of the page."""
        found = self.places()
        if found:
            here = self.text.textCursor().selectionStart()
            later = [cursor for cursor in found if cursor.selectionStart() > here]
            self._see((later or found)[0])

    def _see(self, cursor: QTextCursor) -> None:
        plain = QTextCursor(cursor)
        self.text.setTextCursor(plain)
        self.text.ensureCursorVisible()


def _is_code(block: QTextBlock) -> bool:
    """Whether a block is a line of a program."""
    return block.isValid() and block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)


def _pieces(block: QTextBlock) -> list[tuple[int, int, bool]]:
    """Where links and code stand in a block: position, length, whether it is a link."""
    ranges = block.textFormats()
    return [
        (found.start + block.position(), found.length, found.format.isAnchor())
        for found in ranges
        if found.format.isAnchor() or found.format.fontFixedPitch()
    ]
