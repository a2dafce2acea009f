"""The page 'Across authorities': themes by authority, region, family, year or grade as a heat map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from reviewer import register
from reviewer.analysis import gathering, naming
from reviewer.analysis.comparison import By, Choice, Comparison, Counted
from reviewer.analysis.history import date_of, name_of
from reviewer.analysis.naming import Names
from reviewer.exporting import figures
from reviewer.model import DocumentType, Polarity
from reviewer.pictures import heat_map
from reviewer.pictures.shapes import Measure, Picture, Target
from reviewer.store import Store
from reviewer.store.rows import CodeRole
from reviewer.ui import codes, words
from reviewer.ui.fields import Option, Picker
from reviewer.ui.figures_table import Figure
from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor
from reviewer.ui.picture_page import PicturePage
from reviewer.ui.session import Session
from reviewer.ui.theme import Theme

_BESIDE: Final = "beside:"
_WIDTHS: Final = (5.5, 5.5, 4, 3.2)


class AcrossPage(PicturePage):
    """A comparison with its filters. It counts in a job, for a store can hold very many findings."""

    def __init__(self, session: Session, jobs: Jobs, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(session, theme, parent)
        self._jobs = jobs
        self._names = Names()
        self._counting = 0
        self.choice = Choice()
        self.comparison: Comparison | None = None
        self.by = Picker(theme, self._by_options, self)
        self.by.setAccessibleName(self.tr("Columns"))
        self.by.setMinimumWidth(250)
        self.by.picked.connect(self._set_by)
        self.counted = Picker(theme, _counted_options, self)
        self.counted.setAccessibleName(self.tr("What is counted"))
        self.counted.setMinimumWidth(150)
        self.counted.picked.connect(lambda value: self.choose(counted=Counted(value)))
        self.add = QToolButton(self)
        self.add.setObjectName("addFilter")
        self.add.setText(self.tr("+ Filter"))
        self.add.setToolTip(self.tr("Compare only some reports or findings"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self.add)
        menu.aboutToShow.connect(partial(self._fill_menu, menu))
        self.add.setMenu(menu)
        self.chips: list[QToolButton] = []
        for widget in (self.by, self.counted, self.add):
            self.control_row.addWidget(widget)
        self.title.setText(self.tr("Across authorities"))
        session.store_changed.connect(self._forget)

    # Choosing

    def choose(self, **parts: object) -> None:
        """Change some parts of what is compared."""
        self.choice = replace(self.choice, **parts)  # type: ignore[arg-type]
        self.mark_stale()

    def show_beside(self, authority: str) -> None:
        """Show an authority beside its statistical neighbours."""
        self.choose(by=By.NEIGHBOURS, authority=authority)

    def _forget(self) -> None:
        self.choice = Choice()
        self.comparison = None

    def _set_by(self, value: str) -> None:
        if value.startswith(_BESIDE):
            self.show_beside(value.removeprefix(_BESIDE))
        else:
            self.choose(by=By(value), authority="")

    def _by_options(self) -> list[Option]:
        options = [
            Option(By.AUTHORITY.value, self.tr("By authority")),
            Option(By.REGION.value, self.tr("By region")),
            Option(By.FAMILY.value, self.tr("By kind of report")),
            Option(By.YEAR.value, self.tr("By year")),
            Option(By.GRADE.value, self.tr("By overall grade")),
        ]
        if not self.session.is_open:
            return options
        beside = self.tr("{authority} beside its neighbours")
        return options + [
            Option(f"{_BESIDE}{name}", beside.format(authority=name))
            for name in gathering.authorities(self.session.store)
            if register.resolve(name).known
        ]

    # Filters, a chip each

    def _show_chips(self) -> None:
        for chip in self.chips:
            self.control_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for text, without in self._filters():
            chip = QToolButton(self)
            chip.setObjectName("chip")
            chip.setText(f"{text}  ✕")
            chip.setToolTip(self.tr("Take this filter away"))
            chip.setAccessibleName(self.tr("Filter {what}: take away").format(what=text))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(without)
            self.control_row.addWidget(chip)
            chip.show()
            self.chips.append(chip)

    def _filters(self) -> list[tuple[str, Callable[[], None]]]:
        """What is filtered by, in words, and how to take it away."""
        choice = self.choice
        found: list[tuple[str, Callable[[], None]]] = []
        for part, named in (
            ("families", words.document_type),
            ("polarities", words.polarity),
            ("kinds", words.kind),
            ("authorities", str),
            ("regions", str),
        ):
            chosen = sorted(getattr(choice, part))
            if chosen:
                listed = ", ".join(map(named, chosen))
                found.append((listed, partial(self.choose, **{part: ()})))
        if choice.first_year:
            text = self.tr("from {year}").format(year=choice.first_year)
            found.append((text, partial(self.choose, first_year="")))
        if choice.last_year:
            text = self.tr("to {year}").format(year=choice.last_year)
            found.append((text, partial(self.choose, last_year="")))
        if choice.reviewed:
            found.append((self.tr("only decided"), partial(self.choose, reviewed=False)))
        return found

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        reports = self.session.reports
        families = [one for one in DocumentType if any(row.document_type == one for row in reports)]
        names = sorted({name_of(row.authority) for row in reports} - {""}, key=str.casefold)
        years = sorted({date_of(row)[:4] for row in reports} - {""})
        regions = [one for one in register.regions() if any(_is_in(name, one) for name in names)]
        kinds = [row.key for row in codes.in_use().offered(CodeRole.KIND)]
        many = (
            (self.tr("Kind of &report"), "families", families, words.document_type),
            (self.tr("Re&gion"), "regions", regions, str),
            (self.tr("&Authority"), "authorities", names, str),
            (self.tr("&Polarity"), "polarities", list(Polarity), words.polarity),
            (self.tr("&Kind of finding"), "kinds", kinds, words.kind),
        )
        for title, part, values, named in many:
            below = menu.addMenu(title)
            chosen = set(getattr(self.choice, part))
            for value in values:
                action = below.addAction(str(named(value)))
                action.setCheckable(True)
                action.setChecked(value in chosen)
                action.triggered.connect(
                    lambda on, part=part, value=str(value): self._toggle(part, value, on)
                )
        for title, part in ((self.tr("&From year"), "first_year"), (self.tr("&To year"), "last_year")):
            below = menu.addMenu(title)
            for year in years:
                action = below.addAction(year)
                action.setCheckable(True)
                action.setChecked(getattr(self.choice, part) == year)
                action.triggered.connect(
                    lambda on, part=part, year=year: self.choose(**{part: year if on else ""})
                )
        only = QAction(self.tr("&Only what is decided"), menu)
        only.setCheckable(True)
        only.setChecked(self.choice.reviewed)
        only.triggered.connect(lambda on: self.choose(reviewed=on))
        menu.addSeparator()
        menu.addAction(only)

    def _toggle(self, part: str, value: str, on: bool) -> None:
        chosen = [one for one in getattr(self.choice, part) if one != value]
        self.choose(**{part: (*chosen, value) if on else tuple(chosen)})

    # Counting

    def read(self) -> None:
        """Count again, in a job; what was counted last stays to be seen meanwhile."""
        self._show_chips()
        self.by.show_value(
            f"{_BESIDE}{self.choice.authority}" if self.choice.authority else self.choice.by.value
        )
        self.counted.show_value(self.choice.counted.value)
        self._names = Names(
            themes=gathering.names_of(self.session.store).themes,
            family=words.document_type,
            day=words.day,
        )
        place, choice = self.session.store.path, self.choice
        self._counting += 1
        number = self._counting
        self.facts.setText(self.tr("Counting…"))

        def work(monitor: Monitor) -> Comparison:
            def progress(done: int, of: int) -> None:
                if monitor.cancelled():
                    raise Cancelled
                monitor.progress(done, of)

            with Store.open(place, read_only=True) as own:
                return gathering.comparison_of(own, choice, progress=progress)

        def done(result: object) -> None:
            assert isinstance(result, Comparison)
            # Only the latest choice counts, of the store that is open now.
            if number == self._counting and self.session.is_open and self.session.store.path == place:
                self._show(result)

        self._jobs.run(Job(self.tr("Counting"), work, done))

    def _show(self, found: Comparison) -> None:
        self.comparison = found
        reports = words.tr("{count} reports").format(count=f"{found.reports:,}")
        reviewed = words.tr("{count} of them reviewed").format(count=found.reviewed)
        counted = sum(group.findings for group in found.own_groups)
        self.facts.setText(
            " · ".join((reports, reviewed, words.tr("{count} findings counted").format(count=f"{counted:,}")))
        )
        listed = [
            Figure(
                (
                    self._names.theme(theme),
                    group.label,
                    str(found.cell(theme, group).count),
                    naming.percent(found.share(theme, group)),
                ),
                Target(None, finding_ids=found.cell(theme, group).finding_ids),
                (row, column),
            )
            for row, theme in enumerate(found.themes, start=1)
            for column, group in enumerate(found.groups)
        ]
        heads = (self.tr("Theme"), self.tr("Column"), self.tr("Findings"), self.tr("Share"))
        draw = self._draw if found.themes else None
        empty = self.tr("Nothing passes these filters. Take some of them away.")
        self.show_page_of(draw, heat_map.title(found), heads, listed, _WIDTHS, empty)

    def _draw(self, em: float, measure: Measure, width: float) -> Picture:
        assert self.comparison is not None
        return heat_map.draw(self.comparison, em=em, measure=measure, width=width, names=self._names)

    # Files

    def export_name(self) -> str:
        """What a file of this page is to be called."""
        return heat_map.title(self.comparison) if self.comparison is not None else self.title.text()

    def as_picture(self, measure: Measure | None = None) -> Picture | None:
        """The picture for a file."""
        if self.comparison is None or not self.comparison.themes:
            return None
        if measure is None:
            return figures.comparison_drawing(self.comparison, self._names)
        return figures.comparison_drawing(self.comparison, self._names, measure=measure)

    def as_text(self, form: str) -> str:
        """The figures as CSV, or the page for reading."""
        assert self.comparison is not None
        if form == "csv":
            return figures.comparison_csv(self.comparison, self._names)
        return figures.comparison_page(self.comparison, self._names)


def _counted_options() -> list[Option]:
    return [
        Option(Counted.CONCERNS.value, words.tr("Concerns")),
        Option(Counted.STRENGTHS.value, words.tr("Strengths")),
        Option(Counted.ALL.value, words.tr("All findings")),
    ]


def _is_in(name: str, region: str) -> bool:
    known = register.resolve(name).authority
    return known is not None and known.region == region
