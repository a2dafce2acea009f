"""Splitting reports between reviewers: names, how many to code twice, and the plan as it would be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.analysis.assigning import Plan, make_plan, works_of
from reviewer.store.rows import ReportRow
from reviewer.ui import words
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_SHARES: Final = (0, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100)
"""Percent of the reports that may be coded twice."""


class AssignDialog(QDialog):
    """``wanted`` with a plan, report → names, when it is to be kept. Beside the work, not over it."""

    wanted = Signal(object)

    def __init__(
        self, session: Session, theme: Theme, reports: Sequence[ReportRow], everything: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._reports = list(reports)
        self._seed = 1
        self.plan: Plan | None = None
        self.setWindowTitle(self.tr("Assign reports"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(False)
        self.resize(960, 640)
        self.setMinimumSize(680, 440)
        self.names = QLineEdit(", ".join(session.store.reviewers()), self)
        self.names.setPlaceholderText(self.tr("Ada, Ben"))
        self.names.setAccessibleName(self.tr("Reviewers, with commas"))
        self.double = QComboBox(self)
        for share in _SHARES:
            words_for = self.tr("{share} of reports").format(share=words.percent(share / 100))
            self.double.addItem(words_for if share else self.tr("no report"), share)
        self.double.setAccessibleName(self.tr("Share coded by two reviewers"))
        self.by = QComboBox(self)
        self.by.setAccessibleName(self.tr("What makes a report more work"))
        self.by.addItem(self.tr("their findings"), "findings")
        self.by.addItem(self.tr("their pages"), "pages")
        self.again = QCheckBox(self.tr("Assign anew what is assigned already"), self)
        self.again.setVisible(any(row.assigned for row in self._reports))
        self.mix = QPushButton(self.tr("Another plan"), self)
        self.mix.setToolTip(self.tr("As even, with other reports for each"))
        self.mix.setAutoDefault(False)
        self.loads = QTreeWidget(self)
        self.list = QTreeWidget(self)
        self.fault = QLabel(self)
        self.fault.setProperty("tone", "bad")
        self.fault.setWordWrap(True)
        count = len(self._reports)
        which = self.tr("1 report") if count == 1 else self.tr("{} reports").format(count)
        self.about = QLabel(
            (
                self.tr("All {which} of the store")
                if everything
                else self.tr("The {which} that the library shows")
            ).format(which=which),
            self,
        )
        self.about.setProperty("tone", "muted")
        self.clear_button = QPushButton(self.tr("Take out of the plan"), self)
        self.clear_button.setToolTip(self.tr("These reports are nobody's work then"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.setVisible(any(row.assigned for row in self._reports))
        self.close_button = QPushButton(self.tr("Close"), self)
        self.close_button.setAutoDefault(False)
        self.assign = QPushButton(self.tr("Assign"), self)
        self.assign.setObjectName("primary")
        self.assign.setDefault(True)
        self._lay_out(theme)
        self.names.textChanged.connect(self._show)
        self.double.currentIndexChanged.connect(self._show)
        self.by.currentIndexChanged.connect(self._show)
        self.again.toggled.connect(self._show)
        self.mix.clicked.connect(self._mix)
        self.clear_button.clicked.connect(self._clear)
        self.close_button.clicked.connect(self.close)
        self.assign.clicked.connect(self._assign)
        self._show()

    def reviewers(self) -> list[str]:
        """The names that are typed."""
        typed = (" ".join(name.split()) for name in self.names.text().split(","))
        return list(dict.fromkeys(name for name in typed if name))

    def _show(self) -> None:
        self.plan = None
        fault = ""
        try:
            self.plan = make_plan(
                works_of(self._reports, self.by.currentData()),
                self.reviewers(),
                double=self.double.currentData() / 100,
                seed=self._seed,
                given={} if self.again.isChecked() else {row.id: row.assigned for row in self._reports},
            )
        except ValueError as error:
            fault = str(error)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.assign.setEnabled(self.plan is not None)
        self.mix.setEnabled(self.plan is not None)
        self._show_loads()
        self._show_list()

    def _show_loads(self) -> None:
        self.loads.clear()
        plan = self.plan
        self.loads.setHeaderLabels(
            [
                self.tr("Reviewer"),
                self.tr("Reports"),
                self.tr("Shared"),
                self.tr("Findings") if self.by.currentData() == "findings" else self.tr("Pages"),
            ]
        )
        if plan is None:
            return
        doubled = set(plan.doubled)
        for name in sorted({name for names in plan.names.values() for name in names}, key=str.casefold):
            mine = plan.of(name)
            cells = [name, str(len(mine)), str(len(doubled & set(mine))), str(plan.load(name))]
            item = QTreeWidgetItem(cells)
            for column in range(1, 4):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.loads.addTopLevelItem(item)

    def _show_list(self) -> None:
        self.list.clear()
        if self.plan is None:
            return
        for row in self._reports:
            names = ", ".join(self.plan.names[row.id])
            facts = (words.report_title(row), words.document_type(row.document_type), words.report_days(row))
            item = QTreeWidgetItem([names, *facts])
            self.list.addTopLevelItem(item)
        self.list.resizeColumnToContents(0)

    def _mix(self) -> None:
        self._seed += 1
        self._show()

    def _assign(self) -> None:
        if self.plan is not None:
            self.wanted.emit(dict(self.plan.names))
            self.close()

    def _clear(self) -> None:
        self.wanted.emit({row.id: () for row in self._reports if row.assigned})
        self.close()

    def _lay_out(self, theme: Theme) -> None:
        title = QLabel(self.tr("Split the reports between reviewers"), self)
        title.setFont(theme.font(1.25, bold=True))
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for text, field in (
            (self.tr("Reviewers"), self.names),
            (self.tr("Code twice"), self.double),
            (self.tr("Even out"), self.by),
            ("", self.again),
        ):
            label = QLabel(text, self)
            label.setMinimumHeight(field.sizeHint().height())
            if field is self.again and self.again.isHidden():
                label.hide()
            form.addRow(label, field)
        for table, name in (
            (self.loads, self.tr("How much each reviewer gets")),
            (self.list, self.tr("Whose each report is")),
        ):
            table.setObjectName("grid")
            # Or the rows are as high as they would be without the style sheet.
            table.ensurePolished()
            table.setAccessibleName(name)
            table.setFrameShape(QFrame.Shape.NoFrame)
            table.setRootIsDecorated(False)
            table.setUniformRowHeights(True)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.loads.header().setStretchLastSection(False)
        self.loads.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, 4):
            self.loads.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
            self.loads.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        self.list.setHeaderLabels(
            [self.tr("Reviewer"), self.tr("Authority"), self.tr("Report"), self.tr("Inspected")]
        )
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        settings = QVBoxLayout()
        settings.setSpacing(8)
        settings.addLayout(form)
        settings.addWidget(self.fault)
        settings.addWidget(self.loads, 1)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addLayout(settings, 4)
        body.addWidget(self.list, 5)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.mix)
        buttons.addWidget(self.clear_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.assign)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(12)
        whole.addWidget(title)
        whole.addWidget(self.about)
        whole.addLayout(body, 1)
        whole.addLayout(buttons)
