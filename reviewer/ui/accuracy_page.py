"""The page 'Accuracy of the extractor': what reviewers corrected, counted, and each correction to open."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from reviewer.analysis import accuracy, accuracy_in_store, naming
from reviewer.analysis.accuracy import By, Case, Figures, Rate, Score
from reviewer.analysis.pairing import Fault
from reviewer.exporting import accuracy_files
from reviewer.pictures import accuracy as picture
from reviewer.pictures.shapes import Measure, Picture, Target
from reviewer.store import Store
from reviewer.ui import words
from reviewer.ui.fields import Option, Picker
from reviewer.ui.figures_table import Figure
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor
from reviewer.ui.picture_page import PicturePage
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_ALL: Final = ""
_CORRECTIONS: Final = "corrections"
_FIGURES: Final = "figures"
_CASE_WIDTHS: Final = (6, 8, 8, 12)
_RATE_WIDTHS: Final = (13, 6, 6, 9)
_LONGEST: Final = 90


class AccuracyPage(PicturePage):
    """The figures of all reviewed reports, or of one family, authority or version; in a job."""

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self._jobs = jobs
        self._counting = 0
        self.scores: list[Score] = []
        self.chosen = _ALL
        self.figures: Figures | None = None
        self.of = Picker(theme, self._options, self)
        self.of.setAccessibleName(self.tr("Which reports"))
        self.of.setMinimumWidth(280)
        self.of.picked.connect(self._choose_reports)
        self.listed = _CORRECTIONS
        self.beside = Picker(theme, self._listings, self)
        self.beside.setAccessibleName(self.tr("Table beside the picture"))
        self.beside.setMinimumWidth(190)
        self.beside.picked.connect(self._choose_listing)
        for widget in (self.of, self.beside):
            self.control_row.addWidget(widget)
        self.title.setText(self.tr("Accuracy of the extractor"))
        session.store_changed.connect(self._forget)

    def _forget(self) -> None:
        self.scores, self.chosen, self.figures = [], _ALL, None

    # Choosing

    def _options(self) -> list[Option]:
        options = [Option(_ALL, self.tr("All reviewed reports"))]
        for by, label in ((By.FAMILY, words.document_type), (By.EXTRACTOR, _version), (By.AUTHORITY, str)):
            groups = accuracy.grouped(self.scores, by)
            if len(groups) > 1:
                options += [Option(f"{by}:{name}", label(name)) for name in groups if name]
        return options

    def _choose_reports(self, value: str) -> None:
        self.chosen = value
        self._show()

    def _listings(self) -> list[Option]:
        return [
            Option(_CORRECTIONS, self.tr("What was corrected")),
            Option(_FIGURES, self.tr("Every figure")),
        ]

    def _choose_listing(self, value: str) -> None:
        self.listed = value
        self._show()

    def _wanted(self) -> list[Score]:
        by, _, name = self.chosen.partition(":")
        if not name:
            return self.scores
        return [one for one in self.scores if accuracy.name_of(one, By(by)) == name]

    # Counting

    def read(self) -> None:
        """Count again, in a job."""
        place = self.session.store.path
        self._counting += 1
        number = self._counting
        self.facts.setText(self.tr("Counting…"))

        def work(monitor: Monitor) -> list[Score]:
            def progress(done: int, of: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                monitor.progress(done, of)

            with Store.open(place, read_only=True) as own:
                return accuracy_in_store.scores(own, progress=progress)

        def done(result: object) -> None:
            if number == self._counting and self.session.is_open and self.session.store.path == place:
                assert isinstance(result, list)
                self.scores = result
                self._show()

        self._jobs.run(Job(self.tr("Counting"), work, done))

    def _show(self) -> None:
        scores = self._wanted()
        if not scores and self.chosen:
            self.chosen, scores = _ALL, self.scores
        self.of.show_value(self.chosen)
        self.figures = accuracy.together(scores) if scores else None
        cases = [case for one in scores for case in one.cases]
        self.facts.setText(self._facts(len(scores), len(cases)))
        empty = self.tr(
            "No report is reviewed to the end yet. Decide on all findings of one, or mark it as reviewed:"
            " what you corrected shows how good the extractor is."
        )
        self.beside.show_value(self.listed)
        if self.listed == _FIGURES and self.figures is not None:
            heads: tuple[str, ...] = (self.tr("Figure"), self.tr("Right"), self.tr("Of"), self.tr("Interval"))
            listed, widths = _rates(self.figures), _RATE_WIDTHS
        else:
            heads = (self.tr("What"), self.tr("Machine"), self.tr("Reviewed"), self.tr("Words"))
            listed, widths = [_figure(row, case) for row, case in enumerate(cases)], _CASE_WIDTHS
        draw = None if self.figures is None else self._draw
        name = picture.title(self.figures) if self.figures is not None else self.title.text()
        self.show_page_of(draw, name, heads, listed, widths, empty)

    def _facts(self, reports: int, cases: int) -> str:
        parts = [
            words.tr("1 reviewed report")
            if reports == 1
            else words.tr("{} reviewed reports").format(reports),
            words.tr("1 correction") if cases == 1 else words.tr("{} corrections").format(cases),
        ]
        return " · ".join(parts)

    def _draw(self, em: float, measure: Measure, width: float) -> Picture:
        assert self.figures is not None
        return picture.draw(self.figures, em=em, measure=measure, width=width)

    # Files

    def export_name(self) -> str:
        """What a file of this page is to be called."""
        return picture.title(self.figures) if self.figures is not None else self.title.text()

    def as_picture(self, measure: Measure | None = None) -> Picture | None:
        """The picture for a file."""
        if self.figures is None:
            return None
        if measure is None:
            return accuracy_files.drawing(self.figures)
        return accuracy_files.drawing(self.figures, measure=measure)

    def as_text(self, form: str) -> str:
        """The figures as CSV, or the page for reading."""
        assert self.figures is not None
        if form == "csv":
            groups = {"all": accuracy.together(self.scores)}
            for by in By:
                groups |= accuracy.grouped(self.scores, by)
            return accuracy_files.as_csv(groups)
        return accuracy_files.as_page(self.figures)


def _version(name: str) -> str:
    return words.tr("Version {} of the extractor").format(name)


def _rates(figures: Figures) -> list[Figure]:
    """Every share, with how many cases stand behind it."""
    rates = [
        *((picture.PARTS[part], figures.rates[part]) for part in picture.PARTS if part in figures.rates),
        *((naming.plain(name), rate) for name, rate in figures.facts.items()),
        *(
            (
                words.tr("{low} to {high} sure").format(low=naming.percent(low), high=naming.percent(high)),
                rate,
            )
            for low, high, rate in zip(accuracy.BINS, accuracy.BINS[1:], figures.confidence, strict=False)
        ),
    ]
    return [
        Figure((name, f"{rate.right:,}", f"{rate.of:,}", _interval(rate)), Target(None), (-1, row))
        for row, (name, rate) in enumerate(rates)
        if rate.of
    ]


def _sure(low: float, high: float) -> str:
    return words.tr("{low} to {high} sure").format(low=naming.percent(low), high=naming.percent(high))


def _interval(rate: Rate) -> str:
    low, high = rate.interval or (0.0, 1.0)
    few = words.tr(" · few") if rate.small else ""
    return f"{naming.percent(low)} – {naming.percent(high)}{few}"


def _figure(row: int, case: Case) -> Figure:
    coded = {Fault.KIND: words.kind, Fault.THEME: words.theme, Fault.POLARITY: words.polarity}
    label = coded.get(case.fault, _short)
    cells = (_fault(case.fault), label(case.machine), label(case.reviewed), _short(case.words))
    found = () if case.finding_id is None else (case.finding_id,)
    return Figure(cells, Target(case.report_id, finding_ids=found), (-1, row))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _fault(fault: Fault) -> str:
    names = {
        Fault.START: words.tr("Start"),
        Fault.END: words.tr("End"),
        Fault.BOTH_ENDS: words.tr("Both ends"),
        Fault.INSIDE: words.tr("Inside"),
        Fault.JOINED: words.tr("Two taken for one"),
        Fault.DIVIDED: words.tr("One taken for two"),
        Fault.TANGLED: words.tr("Several mixed up"),
        Fault.NO_FINDING: words.tr("No finding"),
        Fault.MISSED: words.tr("Missed"),
        Fault.KIND: words.tr("Kind"),
        Fault.POLARITY: words.tr("Polarity"),
        Fault.THEME: words.tr("Theme"),
        Fault.JUDGEMENT: words.tr("Judgement"),
        Fault.FACT: words.tr("Fact"),
        Fault.MEASURE: words.tr("Figures"),
    }
    return names.get(fault) or naming.plain(fault)
