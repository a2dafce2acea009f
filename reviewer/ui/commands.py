"""What the actions do: one method each, short; most hand over to the session."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QTextEdit,
    QWidget,
)

from reviewer.reading import SUFFIXES
from reviewer.store.places import default_path
from reviewer.ui.filters import FindingFilter
from reviewer.ui.page import Page
from reviewer.ui.reading_codes import read_codes
from reviewer.ui.share_commands import SUFFIX
from reviewer.ui.theme import Scheme
from reviewer.ui.transfers import Summary, sample_files, sample_store
from reviewer.ui.tree_nodes import Column

if TYPE_CHECKING:
    from reviewer.ui.main_window import MainWindow


class Commands(QObject):
    """The window's actions by the names of the table in ``actions``.

    ``brought`` with the outcomes of files of other programs, and what is to be said of the rest.
    """

    brought = Signal(list, str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session

    def handlers(self) -> dict[str, Callable[[], None]]:
        """The method of each action."""
        session, window = self._session, self._window
        handlers: dict[str, Callable[[], None]] = {
            "import": self.import_files,
            "import_folder": self.import_folder,
            "new_store": self.new_store,
            "open_store": self.open_store,
            "open_sample": self.open_sample,
            "reviewer": self.ask_name,
            "remove_report": self.remove_report,
            "quit": self.quit,
            "copy": window.source.view.copy_selection,
            "kind": partial(self.pick, Column.KIND),
            "theme": partial(self.pick, Column.THEME),
            "filter": partial(self.focus, window.filter_bar.field),
            "palette": lambda: window.palette_popup.open(),
            "find_report": self.find_report,
            "clear_filter": lambda: window.filter_bar.set_filter(FindingFilter()),
            "accept_next": session.accept_and_go_on,
            "accept": session.accept,
            "restore": session.restore,
            "next_undecided": self.next_undecided,
            "least_certain": self.toggle_least_certain,
            "back": session.go_back,
            "next": partial(session.step, 1),
            "previous": partial(session.step, -1),
            "follow_up": self.follow_up,
            "add": self.add_finding,
            "library": self.toggle_library,
            "findings_pane": self.toggle_findings,
            "float_findings": self.float_findings,
            "problems": lambda: self.toggle(window.problems_dock),
            "unclaimed": self.toggle_unclaimed,
            "zoom_in": lambda: window.theme.step_zoom(1),
            "zoom_out": lambda: window.theme.step_zoom(-1),
            "zoom_reset": lambda: window.theme.set(zoom=1.0),
            "next_pane": self.next_pane,
            "shortcuts": self.show_keys,
            "about": self.show_about,
        }
        schemes: tuple[Scheme, ...] = ("system", "light", "dark", "contrast")
        handlers |= {scheme: partial(self.set_scheme, scheme) for scheme in schemes}
        for group in window.command_groups:
            handlers |= group.handlers()
        return handlers

    # Files

    def quit(self) -> None:
        """Close the window; everything is stored."""
        self._window.close()

    def import_files(self) -> None:
        """Ask for files and import them."""
        endings = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        files, _chosen = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Import reports"),
            self._window.settings.folder("import"),
            self.tr("Reports ({endings});;All files (*)").format(endings=endings),
        )
        if files:
            self._window.settings.set_folder("import", Path(files[0]).parent)
            self.import_paths([Path(file) for file in files])

    def import_folder(self) -> None:
        """Ask for a folder and import the reports in it."""
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Import a folder"), self._window.settings.folder("import")
        )
        if folder:
            self._window.settings.set_folder("import", Path(folder))
            self.import_paths([Path(folder)])

    def import_paths(self, paths: Iterable[Path]) -> None:
        """Import files and folders; into the reviewer's own store where none is open."""
        if not self._session.is_open:
            place = default_path()
            place.parent.mkdir(parents=True, exist_ok=True)
            if not self._window.open_store(place):
                return
        given = list(paths)
        bundles = [path for path in given if path.suffix.lower() == SUFFIX]
        others = [path for path in given if path not in bundles]
        if bundles:
            self._window.sharing.merge(bundles)
        if others or not bundles:
            self._window.transfers.import_paths(others)

    def tell_import(self, summary: Summary) -> None:
        """Say how an import went, and open what came first if nothing is open."""
        window = self._window
        counted = (
            (len(summary.imported), self.tr("1 report imported"), self.tr("{} reports imported")),
            (len(summary.already), self.tr("1 was here already"), self.tr("{} were here already")),
            (len(summary.failed), self.tr("1 file couldn't be read"), self.tr("{} files couldn't be read")),
        )
        parts = [one if count == 1 else many.format(count) for count, one, many in counted if count]
        if summary.cancelled:
            parts.append(self.tr("cancelled"))
        if summary.brought:
            self.brought.emit(summary.brought, ", ".join(parts))
            return
        if not parts:
            parts.append(self.tr("No reports found: Reviewer reads PDF, text and Markdown files"))
        show = window.problems_dock.show if summary.failed else None
        window.notice.say(
            f"{', '.join(parts)}.",
            bad=bool(summary.failed) or not (summary.imported or summary.already or summary.cancelled),
            action=self.tr("Show why") if summary.failed else "",
            do=show,
        )
        came = [*summary.imported, *summary.already]
        if self._session.report is None and came and came[0].report_id is not None:
            self._session.open_report(came[0].report_id)
            window.tree.setFocus()

    def open_store(self) -> None:
        """Ask for a store and open it."""
        name, _chosen = QFileDialog.getOpenFileName(
            self._window, self.tr("Open a store"), self._store_folder(), self._store_names()
        )
        self._open(name)

    def new_store(self) -> None:
        """Ask for a name, make an empty store and open it."""
        name, _chosen = QFileDialog.getSaveFileName(
            self._window,
            self.tr("New store"),
            str(Path(self._store_folder()) / self.tr("reports.sqlite")),
            self._store_names(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        # A store that is there already is opened: nothing here writes over anyone's review.
        self._open(name if not name or Path(name).suffix else f"{name}.sqlite")

    def _open(self, name: str) -> None:
        if name:
            self._window.settings.set_folder("store", Path(name).parent)
            self._window.open_store(Path(name))

    def _store_folder(self) -> str:
        return self._window.settings.folder("store") or str(default_path().parent)

    def _store_names(self) -> str:
        return self.tr("Stores (*.sqlite *.review);;All files (*)")

    def open_sample(self) -> None:
        """Open the sample project, made at the first time."""
        place = sample_store()
        place.parent.mkdir(parents=True, exist_ok=True)
        if self._window.open_store(place) and not self._session.reports:
            self._window.transfers.import_paths(sample_files())

    def remove_report(self) -> None:
        """Ask, for it cannot be undone, and take the open report out of the store."""
        report = self._session.report
        if report is None:
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Remove a report"))
        box.setText(self.tr("Remove {name} from the store?").format(name=report.row.source_name))
        box.setInformativeText(
            self.tr("Its file, its review, its notes and its history go with it. This can't be undone.")
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(partial(self._session.remove_report, report.row.id))
        box.open()

    def ask_name(self) -> None:
        """Ask for the reviewer's name."""
        from reviewer.ui.dialogs import NameDialog

        name = self._session.store.reviewer if self._session.is_open else self._window.settings.reviewer
        dialog = NameDialog(name, self._window)
        dialog.accepted.connect(lambda: self._set_name(dialog.field.text()))
        dialog.open()

    def _set_name(self, name: str) -> None:
        self._window.settings.reviewer = name.strip()
        if self._session.is_open:
            self._session.reopen(name.strip())

    # Correcting

    def pick(self, column: Column) -> None:
        """Open the list of kinds or themes at the current finding."""
        self._window.tree.pick(column)

    def next_undecided(self) -> None:
        """Go to the next undecided finding, or say that none is left."""
        if not self._session.next_undecided() and self._session.report is not None:
            left = self._session.finding
            if left is None or left.decision != "undecided":
                self._window.notice.say(self.tr("Every finding of this report is decided."))

    def toggle_least_certain(self) -> None:
        """Take what is undecided in the order of the report, or what the machine is least sure of first."""
        session = self._session
        session.least_certain_first = not session.least_certain_first
        self._window.settings.set_flag("least_certain_first", session.least_certain_first)
        self._window.notice.say(
            self.tr("Next undecided: least certain first.")
            if session.least_certain_first
            else self.tr("Next undecided: in the order of the report.")
        )

    def follow_up(self) -> None:
        """Flag the current finding and go to the reason; or take the flag away."""
        had = self._session.finding is not None and self._session.finding.follow_up is not None
        self._session.toggle_flag()
        if not had:
            self.focus(self._window.details.finding.follow_up.reason)

    def add_finding(self) -> None:
        """Make a finding of the words selected in the text."""
        span, report = self._window.source.take_selection(), self._session.report
        if span is not None and report is not None:
            codes = read_codes(report, (span,))
            self._session.add_finding((span,), theme=codes.get("theme"), polarity=codes.get("polarity"))

    def use_selection(self) -> None:
        """Give the current finding the words selected in the text."""
        finding = self._session.finding
        span = self._window.source.take_selection()
        if span is not None and finding is not None:
            self._session.set_spans(finding.id, (span,))

    # The view

    def set_scheme(self, scheme: Scheme) -> None:
        """Light, dark, or as the system."""
        self._window.theme.set(scheme=scheme)

    def toggle_library(self) -> None:
        """Show or hide the library."""
        self._window.library.setVisible(self._window.library.isHidden())
        self._window.refresh_checks()

    def toggle_findings(self) -> None:
        """Show or hide the findings and their details."""
        window = self._window
        window.findings_window.set_floats(False)
        window.right.setVisible(window.right.isHidden())
        window.refresh_checks()

    def float_findings(self) -> None:
        """Let the findings float, for another screen, or put them back."""
        floating = self._window.findings_window
        self._window.right.show()
        floating.set_floats(not floating.floats)

    def find_report(self) -> None:
        """Go to the library's filter."""
        self._window.library.show()
        self.focus(self._window.library.field)

    def toggle_unclaimed(self) -> None:
        """Hatch what nothing claims, or leave it plain."""
        source = self._window.source
        source.set_shows_unclaimed(not source.view.shows_unclaimed)
        self._window.refresh_checks()

    def next_pane(self) -> None:
        """Move the focus round library, text, tree, details and the lists of open panels."""
        window = self._window
        panes: list[QWidget] = [
            window.library.view,
            window.source.view,
            window.source.pages,
            window.tree,
            window.details.finding.wording,
        ]
        panes += filter(None, map(_list_in, window.findChildren(QDockWidget)))
        page = window.pages.currentWidget()
        if isinstance(page, Page):
            panes = page.panes()
        shown = [pane for pane in panes if pane.isVisible()]
        focus = QApplication.focusWidget()
        here = next((i for i, pane in enumerate(shown) if pane is focus), -1)
        if shown:
            self.focus(shown[(here + 1) % len(shown)])

    def show_keys(self) -> None:
        """The sheet of keys and actions."""
        from reviewer.ui.command_sheet import CommandSheet

        window = self._window
        CommandSheet(window.actions_by_name, window.keymap, window.theme, window).show()

    def show_about(self) -> None:
        """What this is."""
        place = str(self._session.store.path) if self._session.is_open else ""
        from reviewer.ui.dialogs import About

        About(self._window.theme, place, self._window).show()

    def toggle(self, dock: QWidget) -> None:
        """Show a panel in front of those it shares its place with, or hide it."""
        dock.setVisible(not dock.isVisible())
        if dock.isVisible():
            dock.raise_()

    def focus(self, widget: QWidget) -> None:
        """Give a widget the focus, and bring it into sight where its pane is hidden or scrolled."""
        if self._window.right.isAncestorOf(widget):
            self._window.right.show()
            self._window.refresh_checks()
            widget.activateWindow()
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        details = self._window.details
        if details.isAncestorOf(widget):
            # Once what has just come into the page has found its place.
            QTimer.singleShot(0, details, lambda: details.ensureWidgetVisible(widget))


def _list_in(panel: QDockWidget) -> QWidget | None:
    """What F6 goes to in an open panel: its list, or else the first thing to type in."""
    kinds = (QAbstractItemView, QTextEdit, QLineEdit)
    found = [one for kind in kinds for one in panel.findChildren(kind) if one.isVisible() and one.isEnabled()]
    return next((one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
