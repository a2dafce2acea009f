"""The window: puts the parts together and remembers how they were left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QModelIndex, QObject, QPoint, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.store.rows import Decision
from reviewer.ui import actions
from reviewer.ui.agreement_commands import AgreementCommands
from reviewer.ui.annotation_commands import AnnotationCommands
from reviewer.ui.annotations import Annotations
from reviewer.ui.assign_commands import AssignCommands
from reviewer.ui.code_keys import CodeKeys
from reviewer.ui.codebook_commands import CodebookCommands
from reviewer.ui.command_group import CommandGroup
from reviewer.ui.commands import Commands
from reviewer.ui.correction_commands import CorrectionCommands
from reviewer.ui.corrections import Corrections
from reviewer.ui.deferred import Deferred
from reviewer.ui.details import Details
from reviewer.ui.export_commands import ExportCommands
from reviewer.ui.filter_bar import FilterBar
from reviewer.ui.findings_tree import FindingsTree
from reviewer.ui.first_run import FirstRun, app_icon
from reviewer.ui.floating import FloatingPane
from reviewer.ui.follow_up_commands import FollowUpCommands
from reviewer.ui.help_commands import HelpCommands
from reviewer.ui.history_commands import HistoryCommands
from reviewer.ui.jobs import Jobs
from reviewer.ui.keymap import Keymap
from reviewer.ui.library import Library
from reviewer.ui.notice import Notice
from reviewer.ui.others_commands import OthersCommands
from reviewer.ui.page import Page
from reviewer.ui.palette import Palette
from reviewer.ui.part_corrections import PartCorrections
from reviewer.ui.problems import Problems
from reviewer.ui.recurrence_commands import RecurrenceCommands
from reviewer.ui.reextraction_commands import ReextractionCommands
from reviewer.ui.safety_commands import SafetyCommands
from reviewer.ui.search_commands import SearchCommands
from reviewer.ui.session import Item, Session, Table
from reviewer.ui.settings import Settings
from reviewer.ui.share_commands import ShareCommands
from reviewer.ui.source_commands import SourceCommands
from reviewer.ui.source_panel import SourcePanel
from reviewer.ui.state_commands import STATE_ACTIONS, StateCommands
from reviewer.ui.status_bar import StatusBar
from reviewer.ui.suggestion_commands import SuggestionCommands
from reviewer.ui.suggestions import Suggestions
from reviewer.ui.theme import Theme
from reviewer.ui.toolbar import ToolBar
from reviewer.ui.transfers import Transfers
from reviewer.ui.undo_commands import UndoCommands
from reviewer.ui.unsaved import ask_before_closing
from reviewer.ui.upkeep_commands import UpkeepCommands
from reviewer.ui.years_commands import YearsCommands

if TYPE_CHECKING:
    from reviewer.ui.follow_ups import FollowUps
    from reviewer.ui.notes_panel import NotesPanel

_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QAbstractSpinBox)
_TEXT_MENU = (
    "copy",
    "add",
    "use_selection",
    "",
    "edge_start",
    "edge_end",
    "split",
    "merge",
    "seen",
    "",
    "accept_next",
    "reject",
    "",
    "follow_up",
    "note",
    "tag",
    "star",
)
_REPORT_MENU = (
    *STATE_ACTIONS,
    "",
    "report_note",
    "report_tag",
    "report_star",
    "",
    "over_the_years",
    "",
    "remove_report",
)
_NEEDS = {spec.name: spec.needs.split() or [""] for spec in actions.SPECS}
_EVERYWHERE = frozenset({"", "store", "write", "reports", "undo", "redo", "merged", "unmerged"})
"""What actions need that have their place on every page."""
_ON_THE_BENCH = frozenset(need for needs in _NEEDS.values() for need in needs) - _EVERYWHERE
_KEYS_OF_BUTTONS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MainWindow(QMainWindow):
    """One window on one store."""

    def __init__(self, theme: Theme, settings: Settings, *, size: QSize | None = None) -> None:
        super().__init__()
        # Before there are widgets, each of which a change of the look costs time.
        theme.set(scheme=settings.scheme, zoom=settings.zoom, face=settings.face)
        self.theme = theme
        self.settings = settings
        self._was_shown = False
        self._has: dict[str, bool] = {}
        self.session = Session(self)
        self.session.least_certain_first = settings.flag("least_certain_first", False)
        self.jobs = Jobs(self)
        self.transfers = Transfers(self.session, self.jobs, self)
        self.setWindowTitle("Reviewer")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(860, 540)
        self.library = Library(self.session, theme, self)
        self.source = SourcePanel(self.session, theme, self)
        self.filter_bar = FilterBar(self.session, theme, self)
        self.corrections = Corrections(self.session, self.source.take_selection, self)
        self.part_corrections = PartCorrections(self.session, self.corrections, self)
        self.tree = FindingsTree(self.session, self.corrections, self.part_corrections, theme, self)
        self.annotations = Annotations(self.session, self)
        self.suggestions = Suggestions(self.session, self.jobs, settings, self)
        self.details = Details(
            self.session,
            self.corrections,
            self.part_corrections,
            self.annotations,
            self.suggestions,
            theme,
            self,
        )
        self.notice = Notice(theme, self)
        self.first_run = FirstRun(theme, self)
        self.problems = Problems(self)
        self.upkeep = UpkeepCommands(self)
        self.safety = SafetyCommands(self, self.upkeep)
        self.search = SearchCommands(self)
        self.help = HelpCommands(self)
        self.search.help_wanted.connect(lambda: self.help.open("searching"))
        self.notes_panel = Deferred(self._make_notes_panel, self)
        self.history = HistoryCommands(self)
        self.correction_commands = CorrectionCommands(self)
        self.reextraction = ReextractionCommands(self)
        self.years = YearsCommands(self)
        self.codebook = CodebookCommands(self)
        self.undo_history = UndoCommands(self)
        self.others = OthersCommands(self)
        self.sharing = ShareCommands(self)
        self.earlier = RecurrenceCommands(self)
        self.follow_up_commands = FollowUpCommands(self)
        self.command_groups: tuple[CommandGroup, ...] = (
            SourceCommands(self),
            self.correction_commands,
            AnnotationCommands(self),
            self.codebook,
            self.undo_history,
            self.upkeep,
            self.safety,
            ExportCommands(self),
            AgreementCommands(self),
            AssignCommands(self),
            self.others,
            self.search,
            StateCommands(self),
            self.history,
            self.reextraction,
            self.sharing,
            self.follow_up_commands,
            self.years,
            self.help,
            SuggestionCommands(self),
            self.earlier,
        )
        self.commands = Commands(self)
        self.actions_by_name = actions.build(self, theme, self.commands.handlers())
        self.keymap = Keymap(self.actions_by_name, self.session, settings, self._menu_titles, self)
        self.code_keys = CodeKeys(self.session, self.keymap, self)
        self.palette_popup = Palette(self.session, self.actions_by_name.values, self.search.open, theme, self)
        self.source.add_actions(self.actions_by_name)
        self.tool_bar = ToolBar(self.actions_by_name, theme, self)
        self.tool_bar.add_search(self.actions_by_name["search"])
        self.status = StatusBar(self.session, self.jobs, theme, self)
        self.status.add_actions(self.actions_by_name)
        self._assemble()
        self._build_menus()
        self._connect()
        self._restore(size or QSize(1440, 900))
        application = QApplication.instance()
        assert application is not None
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._hear)
        application.focusChanged.connect(self._keep_focus)
        self.follow()

    # Putting together

    def _assemble(self) -> None:
        self.addToolBar(self.tool_bar)
        self.setStatusBar(self.status)
        findings = QWidget(self)
        findings.setObjectName("findingsPanel")
        column = QVBoxLayout(findings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self.tree, 1)
        self.right = _splitter(Qt.Orientation.Vertical, findings, self.details)
        self.right.setStretchFactor(0, 1)
        self.right.setStretchFactor(1, 1)
        findings.setMinimumHeight(150)
        self.bench = _splitter(Qt.Orientation.Horizontal, self.library, self.source, self.right)
        self.bench.setStretchFactor(1, 1)
        self.findings_window = FloatingPane(self.right, self.bench, self.tr("Findings"), self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.first_run)
        self.pages.addWidget(self.bench)
        self.pages.currentChanged.connect(self.follow)
        centre = QWidget(self)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        self.follow_ups_dock = self._dock("followUps", self.tr("Follow-ups"), self.follow_up_commands.holder)
        self.problems_dock = self._dock("problemFiles", self.tr("Files that couldn't be read"), self.problems)
        self.notes_dock = self._dock("notes", self.tr("Notes"), self.notes_panel)
        self.tabifyDockWidget(self.follow_ups_dock, self.notes_dock)
        self.changes_dock = self._dock("changes", self.tr("Who changed what"), self.history.holder)
        self.tabifyDockWidget(self.follow_ups_dock, self.problems_dock)
        self.tabifyDockWidget(self.problems_dock, self.changes_dock)
        self.undo_dock = self._dock("undo", self.tr("Undo history"), self.undo_history.holder)
        self.tabifyDockWidget(self.changes_dock, self.undo_dock)
        self.unplaced_dock = self._dock("unplaced", self.tr("Kept without a place"), self.reextraction.holder)
        self.tabifyDockWidget(self.changes_dock, self.unplaced_dock)
        self.settle_dock = self._dock("settle", self.tr("Differences to settle"), self.sharing.holder)
        self.tabifyDockWidget(self.unplaced_dock, self.settle_dock)
        self.library.setMinimumWidth(180)
        self.source.setMinimumWidth(320)
        self.right.setMinimumWidth(320)

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        dock.hide()
        return dock

    def _make_notes_panel(self, parent: QWidget) -> NotesPanel:
        from reviewer.ui.notes_panel import NotesPanel

        panel = NotesPanel(self.session, parent)
        panel.opened.connect(self.open_item)
        return panel

    def _build_menus(self) -> None:
        bar = self.menuBar()
        self.menus: dict[str, QMenu] = {}
        for name, text in actions.MENUS.items():
            if name not in actions.SUBMENUS:
                self.menus[name] = bar.addMenu(actions.translated(text))
        submenus = {name: one for group in self.command_groups for name, one in group.submenus().items()}
        for spec in actions.SPECS:
            if spec.menu not in self.menus:
                outer = self.menus[actions.SUBMENUS[spec.menu]]
                self.menus[spec.menu] = outer.addMenu(actions.translated(actions.MENUS[spec.menu]))
            menu = self.menus[spec.menu]
            if spec.separator:
                menu.addSeparator()
            menu.addAction(self.actions_by_name[spec.name])
            if spec.name in submenus:
                words, fill = submenus[spec.name]
                submenu = menu.addMenu(words)
                submenu.aboutToShow.connect(partial(fill, submenu))
            if spec.name == "open_store":
                self.recent_menu = menu.addMenu(self.tr("Recent s&tores"))
                self.recent_menu.aboutToShow.connect(self._fill_recent)
        schemes = QActionGroup(self)
        for name in ("system", "light", "dark", "contrast"):
            schemes.addAction(self.actions_by_name[name])
        # Those on the tool bar only still need a window that hears their keys.
        self.addActions(list(self.actions_by_name.values()))

    def _menu_titles(self) -> list[str]:
        return [menu.title() for menu in self.menus.values()]

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for path in self.settings.stores:
            action = self.recent_menu.addAction(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.open_store(path))
        self.recent_menu.setDisabled(self.recent_menu.isEmpty())

    def _connect(self) -> None:
        session, commands = self.session, self.commands
        self.library.chosen.connect(session.open_report)
        self.library.view.group_chosen.connect(self.years.show_years)
        self.details.years_wanted.connect(lambda: self.years.show_years())
        self.filter_bar.changed.connect(self.tree.set_filter)
        self.first_run.sample.connect(commands.open_sample)
        self.first_run.import_reports.connect(commands.import_files)
        self.first_run.open_store.connect(commands.open_store)
        self.first_run.recent.connect(self.open_store)
        self.status.differences.connect(self.sharing.show_panel)
        self.status.follow_ups.connect(self.follow_ups_dock.show)
        self.transfers.imported.connect(commands.tell_import)
        commands.brought.connect(self.others.tell)
        self.transfers.read_failed.connect(self.problems.add)
        self.transfers.failed.connect(self._tell_failure)
        self.jobs.failed.connect(_raise)
        session.failed.connect(self._tell_failure)
        session.in_use.connect(self._offer_reading)
        self.corrections.advice.connect(self.notice.say)
        self.details.left.connect(self.tree.setFocus)
        for signal in (
            session.store_changed,
            session.library_changed,
            session.report_changed,
            session.current_changed,
            session.changed,
        ):
            signal.connect(self.follow)
        self.source.view.selectionChanged.connect(self._enable)
        for view in (self.source.view, self.source.pages):
            view.menu_wanted.connect(partial(self.pop_up, _TEXT_MENU))
        self.library.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.library.view.customContextMenuRequested.connect(self._pop_up_of_report)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(
            lambda at: self.pop_up(self.correction_commands.row_menu(), self.tree.viewport().mapToGlobal(at))
        )
        self.follow_ups_dock.visibilityChanged.connect(self.refresh_checks)
        self.problems_dock.visibilityChanged.connect(self.refresh_checks)
        self.notes_dock.visibilityChanged.connect(self.refresh_checks)
        self.undo_dock.visibilityChanged.connect(self.refresh_checks)
        self.findings_window.moved.connect(self.refresh_checks)
        self.theme.changed.connect(self._restyle)

    def _pop_up_of_report(self, at: QPoint) -> None:
        """What can be done with a report; where the pointer is on another one, that is opened first."""
        view = self.library.view
        if self.session.report is not None and view.indexAt(at) == view.currentIndex():
            self.pop_up(_REPORT_MENU, view.viewport().mapToGlobal(at))

    def pop_up(self, names: tuple[str, ...], at: QPoint) -> None:
        """A menu of these actions at a point of the screen; an empty name is a line between groups."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            if name:
                menu.addAction(self.actions_by_name[name])
            else:
                menu.addSeparator()
        menu.popup(at)

    def _restyle(self) -> None:
        actions.restyle(self.actions_by_name, self.theme)

    def _tell_failure(self, message: str) -> None:
        self.notice.say(message, bad=True)

    def _offer_reading(self, path: Path, message: str) -> None:
        read = partial(self.open_store, path, read_only=True)
        self.notice.say(message, bad=True, action=self.tr("Open to read only"), do=read)

    def open_place(self, report_id: int, finding_id: int) -> None:
        """Show a finding of any report on the bench."""
        self.open_item(report_id, Item(Table.FINDING, finding_id))

    def open_item(self, report_id: int, item: Item) -> None:
        """Show a finding, a section or any other item of any report on the bench."""
        self.session.open_report(report_id, item)
        self.show_page(self.bench)
        self.tree.setFocus()

    def show_page(self, page: QWidget) -> None:
        """Give the whole window to the bench or to another page, which is added when first shown."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    # The store

    def open_store(self, path: Path, *, read_only: bool = False) -> bool:
        """Open a store at the report that was open last."""
        self.notice.hide()
        if not self.session.open(path, self.settings.reviewer, read_only=read_only):
            return False
        self.settings.add_store(path)
        last = self.settings.last_report(path)
        reports = self.session.reports
        first = next((row for row in reports if row.source_sha256 == last), reports[0] if reports else None)
        if first is not None:
            self.session.open_report(first.id)
            self.tree.setFocus()
        return True

    # Following what is open

    def follow(self, *_ignored: object) -> None:
        empty = not self.session.is_open or not self.session.reports
        if empty:
            self.pages.setCurrentWidget(self.first_run)
        elif self.pages.currentWidget() is self.first_run:
            self.show_page(self.bench)
        self.tool_bar.setVisible(not empty)
        if empty:
            known = self.session.store.path if self.session.is_open else None
            self.first_run.show_recent([path for path in self.settings.stores if path != known])
        report = self.session.report
        title = f"{report.row.authority or report.row.source_name} — Reviewer" if report else "Reviewer"
        self.setWindowTitle(title)
        self._enable()

    def _enable(self) -> None:
        session = self.session
        finding, judgement = session.finding, session.judgement
        undo, redo = session.undo_name(), session.redo_name()
        decisions = [row.decision for row in session.targets()]
        decisions += [judgement.decision] if judgement else []
        has = {
            "": True,
            "store": session.is_open,
            "write": session.writable or not session.is_open,
            "reports": bool(session.reports),
            "report": session.report is not None,
            "finding": finding is not None,
            "item": bool(decisions),
            "rejected": Decision.REJECTED in decisions,
            "trail": session.can_go_back,
            "pages": self.source.pages.isVisible(),
            "selection": self.source.view.textCursor().hasSelection(),
            "undo": undo is not None,
            "redo": redo is not None,
        }
        for group in self.command_groups:
            has |= group.has()
        if isinstance(self.pages.currentWidget(), Page):
            # What acts on the bench would act unseen behind a page.
            has |= dict.fromkeys(_ON_THE_BENCH, False)
        if has != self._has:
            self._has = has
            for name, needs in _NEEDS.items():
                self.actions_by_name[name].setEnabled(all(has[need] for need in needs))
        self._name_step("undo", self.tr("Undo {step}"), self.tr("&Undo"), undo)
        self._name_step("redo", self.tr("Redo {step}"), self.tr("&Redo"), redo)
        all_rejected = set(decisions) == {Decision.REJECTED}
        self._set_text("reject", self.tr("&Restore") if all_rejected else self.tr("&Reject"))
        flagged = finding is not None and finding.follow_up is not None
        self._set_text("follow_up", self.tr("Remove the &follow-up") if flagged else self.tr("&Follow up"))
        self.refresh_checks()

    def _name_step(self, name: str, pattern: str, plain: str, step: str | None) -> None:
        self._set_text(name, plain if step is None else pattern.format(step=step.replace("&", "&&")))

    def _set_text(self, name: str, text: str) -> None:
        action = self.actions_by_name[name]
        if action.text() != text:
            action.setText(text)
            action.setToolTip(actions.tip(action))

    def refresh_checks(self, *_ignored: object) -> None:
        """Show in the menus what is on and what is off."""
        checks = {
            "follow_ups": self.follow_ups_dock.isVisible(),
            "problems": self.problems_dock.isVisible(),
            "library": not self.library.isHidden(),
            "findings_pane": not self.right.isHidden(),
            "float_findings": self.findings_window.floats,
            "unclaimed": self.source.view.shows_unclaimed,
            "least_certain": self.session.least_certain_first,
            "system": self.theme.scheme == "system",
            "light": self.theme.scheme == "light",
            "dark": self.theme.scheme == "dark",
            "contrast": self.theme.scheme == "contrast",
        }
        for group in self.command_groups:
            checks |= group.checks()
        for name, on in checks.items():
            self.actions_by_name[name].setChecked(on)

    @property
    def follow_ups(self) -> FollowUps:
        """The board of follow-ups, made now if it was not yet."""
        return self.follow_up_commands.holder.content

    def flush(self) -> None:
        """Show at once what waits for a moment without keys."""
        self.details.flush()
        self.source.ruler.flush()

    # Keys

    def _hear(self, old: QWidget | None, now: QWidget | None) -> None:
        """Only the widget with the focus is listened to: a filter for all would see every event there is."""
        if old is not None:
            old.removeEventFilter(self)
        if now is not None:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key that means something to the widget with the focus is the widget's, not the window's.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            if focus is watched and isinstance(focus, QWidget) and _keeps(focus, event):
                event.accept()
                return True
        if self._moves_edge(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _moves_edge(self, watched: QObject, event: QEvent) -> bool:
        """While an edge is held, its keys are its own wherever the focus is, but in a field."""
        boundary = self.source.boundary
        if not boundary.active or not isinstance(event, QKeyEvent):
            return False
        if watched is not QApplication.focusWidget() or isinstance(watched, _TEXT_FIELDS):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return boundary.key(event)
        if event.type() == QEvent.Type.ShortcutOverride and boundary.key(event):
            event.accept()
            return True
        return False

    def _keep_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        # Whoever leaves a field with Esc goes on in the tree.
        left = isinstance(old, _TEXT_FIELDS) and old.window() in (self, self.findings_window)
        active = self.isActiveWindow() or self.findings_window.isActiveWindow()
        if left and now is None and active and self.bench.isVisible():
            self.tree.setFocus()

    # Files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _local_paths(event)
        if paths:
            event.acceptProposedAction()
            self.commands.import_paths(paths)

    # Between two starts

    def _restore(self, size: QSize) -> None:
        settings = self.settings
        geometry = settings.state("window")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(size)
        parts: Mapping[str, Callable[[QByteArray], bool]] = {
            "docks": self.restoreState,
            "bench": self.bench.restoreState,
            "right": self.right.restoreState,
        }
        for name, restore in parts.items():
            state = settings.state(name)
            if state is None or not restore(state):
                self._usual_layout(name)
        self.library.setVisible(settings.flag("library", True))
        self.right.setVisible(settings.flag("findings_pane", True))
        floating = settings.state("findings_window")
        if floating is not None:
            self.findings_window.restoreGeometry(floating)
        for group in self.command_groups:
            group.restore(settings)

    def _usual_layout(self, part: str) -> None:
        width, height = max(self.width(), 1000), max(self.height(), 700)
        right = min(720, max(380, round(width * 0.35)))
        library = min(320, max(210, round(width * 0.17)))
        if part == "bench":
            self.bench.setSizes([library, width - library - right, right])
        elif part == "right":
            self.right.setSizes([round(height * 0.53), round(height * 0.47)])

    def save_settings(self) -> None:
        """Remember layout, look and place."""
        settings = self.settings
        settings.set_flag("findings_float", self.findings_window.floats)
        settings.set_state("findings_window", self.findings_window.saveGeometry())
        self.findings_window.set_floats(False)
        settings.set_flag("findings_pane", not self.right.isHidden())
        settings.set_state("window", self.saveGeometry())
        settings.set_state("docks", self.saveState())
        settings.set_state("bench", self.bench.saveState())
        settings.set_state("right", self.right.saveState())
        settings.set_flag("library", not self.library.isHidden())
        for group in self.command_groups:
            group.save(settings)
        settings.scheme = self.theme.scheme
        settings.zoom = self.theme.zoom
        if self.session.report is not None:
            settings.set_last_report(self.session.store.path, self.session.report.row.source_sha256)
        settings.save()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            # A window that belongs to this one can only come after it.
            self._was_shown = True
            self.findings_window.set_floats(self.settings.flag("findings_float", False))

    def closeEvent(self, event: QCloseEvent) -> None:
        # What is being typed is stored before the store closes.
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self.tree.setCurrentIndex(QModelIndex())
        if not self.session.unsaved.retry():
            ask_before_closing(self, self.theme, self.session.unsaved, self.close)
            event.ignore()
            return
        self.save_settings()
        self.jobs.cancel()
        self.jobs.finish()
        self.source.pages.close_file()
        application = QApplication.instance()
        if application is not None:
            assert isinstance(application, QApplication)
            application.focusChanged.disconnect(self._hear)
            application.focusChanged.disconnect(self._keep_focus)
        self.session.close()
        super().closeEvent(event)

    def action(self, name: str) -> QAction:
        """An action by its name in the table."""
        return self.actions_by_name[name]


def _keeps(focus: QWidget, event: QKeyEvent) -> bool:
    """Whether the widget with the focus wants this key for itself."""
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if is_enter and isinstance(focus, QPlainTextEdit):
        return True
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if event.modifiers() & (strong | Qt.KeyboardModifier.MetaModifier):
        return False
    if isinstance(focus, _TEXT_FIELDS) or (isinstance(focus, QComboBox) and focus.isEditable()):
        return event.key() < Qt.Key.Key_F1 or event.key() > Qt.Key.Key_F35
    if isinstance(focus, (QAbstractButton, QComboBox)):
        return event.key() in _KEYS_OF_BUTTONS
    if isinstance(focus, QAbstractItemView) and not isinstance(focus, FindingsTree):
        return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return False


def _local_paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter


def _raise(error: Exception) -> None:
    """A fault in a job is shown like any other."""
    raise error
