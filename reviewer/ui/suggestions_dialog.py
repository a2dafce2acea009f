"""What suggestions have learned: whether they help, and which words speak for which code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui import words
from reviewer.ui.suggestions import Suggestions
from reviewer.ui.theme import Theme


class SuggestionsDialog(QDialog):
    """Follows what is learned while it is open."""

    reset_wanted = Signal()
    export_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, suggestions: Suggestions, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._suggestions = suggestions
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Suggestions from decisions"))
        self.resize(720, 560)
        self.title = QLabel(self)
        self.title.setFont(theme.font(1.25, bold=True))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "muted")
        self.curve = self._tree(
            self.tr("How suggestions did on reports that they had not seen"),
            (
                self.tr("Decisions known"),
                self.tr("Field"),
                self.tr("Suggestion right"),
                self.tr("Codebook right"),
                self.tr("Findings"),
            ),
            stretched=1,
        )
        self.words = self._tree(
            self.tr("Words that speak for a code"), (self.tr("Code"), self.tr("Words")), stretched=1
        )
        self.words.setRootIsDecorated(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        for widget in (self.title, self.said):
            layout.addWidget(widget)
        layout.addWidget(self._heading(self.tr("On reports that they had not seen yet"), theme))
        layout.addWidget(self.curve, 2)
        layout.addWidget(self._heading(self.tr("Words that speak for a code"), theme))
        layout.addWidget(self.words, 3)
        layout.addLayout(self._buttons())
        suggestions.changed.connect(self._show)
        self._show()

    def _heading(self, text: str, theme: Theme) -> QLabel:
        label = QLabel(text, self)
        label.setFont(theme.font(bold=True))
        return label

    def _tree(self, name: str, heads: tuple[str, ...], *, stretched: int) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setAccessibleName(name)
        tree.setHeaderLabels(list(heads))
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.header().setStretchLastSection(False)
        for column in range(len(heads)):
            mode = QHeaderView.ResizeMode
            tree.header().setSectionResizeMode(
                column, mode.Stretch if column == stretched else mode.ResizeToContents
            )
        return tree

    def _buttons(self) -> QHBoxLayout:
        self.reset = QPushButton(self.tr("Forget what was learned"), self)
        self.bring = QPushButton(self.tr("Begin from a colleague's file…"), self)
        self.export = QPushButton(self.tr("Export…"), self)
        self.closing = QPushButton(self.tr("Close"), self)
        for button, signal in (
            (self.reset, self.reset_wanted),
            (self.bring, self.import_wanted),
            (self.export, self.export_wanted),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        self.closing.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.reset)
        row.addWidget(self.bring)
        row.addStretch(1)
        row.addWidget(self.export)
        row.addWidget(self.closing)
        return row

    def _show(self) -> None:
        learned = self._suggestions.learned
        count = learned.decisions if learned is not None else 0
        self.title.setText(
            self.tr("Nothing learned yet")
            if learned is None or not count
            else self.tr("Learned from {count} decisions").format(count=count)
        )
        self.said.setText(self._verdict(count))
        self.export.setEnabled(learned is not None and bool(count))
        self._show_curve()
        self._show_words()

    def _verdict(self, count: int) -> str:
        from reviewer.analysis.learning import ENOUGH, Coded, helps

        if count < ENOUGH:
            return self.tr(
                "From {enough} decisions on, suggestions are tried on reports that they have not seen."
                " Where they do better than the codebook alone, they are shown by themselves."
            ).format(enough=ENOUGH)
        lessons = self._suggestions.lessons
        fields = {
            Coded.KIND: self.tr("kind"),
            Coded.THEME: self.tr("theme"),
            Coded.POLARITY: self.tr("polarity"),
        }
        better = [name for what, name in fields.items() if helps(lessons, what)]
        if not better:
            return self.tr(
                "Suggestions did no better than the codebook alone, so they are not shown by themselves."
                " Switch them on in the Tools menu to see them all the same."
            )
        return self.tr("Better than the codebook alone for: {fields}. That is what is shown.").format(
            fields=", ".join(better)
        )

    def _show_curve(self) -> None:
        from reviewer.analysis.learning import Coded

        self.curve.clear()
        names = {
            Coded.KIND: self.tr("kind"),
            Coded.THEME: self.tr("theme"),
            Coded.POLARITY: self.tr("polarity"),
        }
        for lesson in self._suggestions.lessons:
            for what, name in names.items():
                cells = (
                    str(lesson.decisions),
                    name,
                    words.percent(lesson.suggested[what] / lesson.of),
                    words.percent(lesson.proposed[what] / lesson.of),
                    str(lesson.of),
                )
                self.curve.addTopLevelItem(QTreeWidgetItem(list(cells)))

    def _show_words(self) -> None:
        from reviewer.analysis.learning import Coded

        self.words.clear()
        learned = self._suggestions.learned
        if learned is None:
            return
        tables = (
            (Coded.THEME, self.tr("Themes"), words.theme),
            (Coded.KIND, self.tr("Kinds"), words.kind),
            (Coded.POLARITY, self.tr("Polarity"), words.polarity),
        )
        for what, title, label in tables:
            codes = learned.model.codes(what)
            if not codes:
                continue
            group = QTreeWidgetItem([title, ""])
            for code in codes:
                speaks = learned.model.speaks_for(what, code)
                said = ", ".join(dict.fromkeys(word.partition(":")[2] or word for word, _ in speaks))
                group.addChild(QTreeWidgetItem([label(code), said]))
            self.words.addTopLevelItem(group)
            group.setExpanded(True)
