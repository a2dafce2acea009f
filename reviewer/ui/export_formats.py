"""The formats of an export as a list to tick, by who reads them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from reviewer.exporting import FORMATS
from reviewer.ui.actions.spec import QT_TRANSLATE_NOOP
from reviewer.ui.theme import Theme

CONTEXT: Final = "Formats"

READERS: Final[dict[str, tuple[str, ...]]] = {
    QT_TRANSLATE_NOOP("Formats", "For spreadsheets"): ("xlsx", "csv"),
    QT_TRANSLATE_NOOP("Formats", "For reading and meetings"): ("html", "pdf"),
    QT_TRANSLATE_NOOP("Formats", "For following up"): ("followups-csv", "followups-ics"),
    QT_TRANSLATE_NOOP("Formats", "For Python, R and databases"): ("datapackage", "sqlite", "parquet"),
    QT_TRANSLATE_NOOP("Formats", "For NVivo, ATLAS.ti, MAXQDA and QualCoder"): ("qdpx", "qdc"),
    QT_TRANSLATE_NOOP("Formats", "For keeping, and for importing again"): ("json", "jsonl"),
    QT_TRANSLATE_NOOP("Formats", "For annotation tools and extractors"): (
        "labelstudio",
        "doccano",
        "langextract",
        "brat",
        "webannotation",
    ),
}
"""Who reads which formats, the most usual first."""

WORDS: Final[dict[str, tuple[str, str]]] = {
    "xlsx": (
        QT_TRANSLATE_NOOP("Formats", "Excel workbook"),
        QT_TRANSLATE_NOOP("Formats", "A sheet a table, with filters, links and charts."),
    ),
    "csv": (
        QT_TRANSLATE_NOOP("Formats", "CSV tables"),
        QT_TRANSLATE_NOOP("Formats", "Findings, judgements, reports and follow-ups, one table each."),
    ),
    "html": (
        QT_TRANSLATE_NOOP("Formats", "Web page"),
        QT_TRANSLATE_NOOP("Formats", "The reports' words with highlights, notes and tables; accessible."),
    ),
    "pdf": (
        QT_TRANSLATE_NOOP("Formats", "PDF"),
        QT_TRANSLATE_NOOP("Formats", "The same, to print and to send."),
    ),
    "followups-csv": (
        QT_TRANSLATE_NOOP("Formats", "Table of follow-ups"),
        QT_TRANSLATE_NOOP("Formats", "To work from; changes in it can be imported again."),
    ),
    "followups-ics": (
        QT_TRANSLATE_NOOP("Formats", "Calendar of follow-ups"),
        QT_TRANSLATE_NOOP("Formats", "For Outlook and other calendars."),
    ),
    "datapackage": (
        QT_TRANSLATE_NOOP("Formats", "Data package"),
        QT_TRANSLATE_NOOP("Formats", "Related CSV tables with types, keys and a data dictionary."),
    ),
    "sqlite": (
        QT_TRANSLATE_NOOP("Formats", "SQLite database"),
        QT_TRANSLATE_NOOP("Formats", "With views and full-text search, ready for Datasette."),
    ),
    "parquet": (
        QT_TRANSLATE_NOOP("Formats", "Parquet"),
        QT_TRANSLATE_NOOP("Formats", "A typed file a table, for data teams."),
    ),
    "qdpx": (
        QT_TRANSLATE_NOOP("Formats", "REFI-QDA project"),
        QT_TRANSLATE_NOOP("Formats", "Reports, codes, codings and notes as one project."),
    ),
    "qdc": (
        QT_TRANSLATE_NOOP("Formats", "REFI-QDA codebook"),
        QT_TRANSLATE_NOOP("Formats", "The codes alone, with their definitions."),
    ),
    "json": (
        QT_TRANSLATE_NOOP("Formats", "Dataset as JSON"),
        QT_TRANSLATE_NOOP("Formats", "Everything, without loss; Reviewer imports it again."),
    ),
    "jsonl": (
        QT_TRANSLATE_NOOP("Formats", "Dataset as JSON Lines"),
        QT_TRANSLATE_NOOP("Formats", "The same, one report a line."),
    ),
    "labelstudio": (
        QT_TRANSLATE_NOOP("Formats", "Label Studio"),
        QT_TRANSLATE_NOOP("Formats", "Tasks: the machine as predictions, reviewers as annotations."),
    ),
    "doccano": (
        QT_TRANSLATE_NOOP("Formats", "doccano"),
        QT_TRANSLATE_NOOP("Formats", "Labelled texts by kind, theme and polarity."),
    ),
    "langextract": (
        QT_TRANSLATE_NOOP("Formats", "LangExtract"),
        QT_TRANSLATE_NOOP("Formats", "Annotated documents, to show or to train on."),
    ),
    "brat": (
        QT_TRANSLATE_NOOP("Formats", "brat"),
        QT_TRANSLATE_NOOP("Formats", "Standoff annotation beside each text."),
    ),
    "webannotation": (
        QT_TRANSLATE_NOOP("Formats", "W3C Web Annotation"),
        QT_TRANSLATE_NOOP("Formats", "JSON-LD, by position and by quotation."),
    ),
}
"""For each format its name and what it is, in the window's words."""
_INDENT: Final = 22


def title(name: str) -> str:
    """A format's name for people."""
    return QCoreApplication.translate(CONTEXT, WORDS[name][0])


class FormatList(QScrollArea):
    """Boxes to tick, one a format, under a heading for each sort of reader. ``changed`` with each tick."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Formats"))
        canvas = QWidget(self)
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(20, 12, 16, 12)
        column.setSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        for reader, names in READERS.items():
            heading = QLabel(QCoreApplication.translate(CONTEXT, reader), canvas)
            heading.setFont(theme.font(bold=True))
            column.addWidget(heading)
            column.addSpacing(4)
            for name in names:
                self._add(name, column, canvas)
            column.addSpacing(12)
        column.addStretch(1)
        self.setWidget(canvas)

    def _add(self, name: str, column: QVBoxLayout, canvas: QWidget) -> None:
        words, line = (QCoreApplication.translate(CONTEXT, text) for text in WORDS[name])
        missing = FORMATS[name].missing_extra
        if missing:
            line = self.tr(
                "Not in this installation: it needs the extra ‘{extra}’ (pip install 'reviewer[{extra}]')."
            ).format(extra=missing)
        box = QCheckBox(words, canvas)
        box.setAccessibleDescription(line)
        box.setEnabled(not missing)
        box.toggled.connect(self.changed)
        about = QLabel(line, canvas)
        about.setProperty("tone", "muted")
        about.setWordWrap(True)
        about.setContentsMargins(_INDENT, 0, 0, 6)
        column.addWidget(box)
        column.addWidget(about)
        self.boxes[name] = box

    @property
    def chosen(self) -> tuple[str, ...]:
        """The formats that are ticked, in the order of the list."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked() and box.isEnabled())

    def choose(self, names: tuple[str, ...]) -> None:
        """Tick these and no others."""
        for name, box in self.boxes.items():
            box.setChecked(name in names)
