"""Every action of the window in one table: its menu, its words, its keys, its icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence

from reviewer.ui.theme import Theme, icon

CONTEXT: Final = "Actions"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Marks ``text`` for translators, like Qt's own of that name, which is typed as giving any object."""
    return text


@dataclass(frozen=True, slots=True)
class Spec:
    """One action. ``keys`` in Qt's portable writing, the first is shown; ``needs`` is what must be open.

    Single letters act on the current finding while no field is being typed in.
    """

    name: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    checkable: bool = False
    separator: bool = False
    """A line above it in the menu."""


MENUS: Final = {
    "file": QT_TRANSLATE_NOOP("Actions", "&File"),
    "edit": QT_TRANSLATE_NOOP("Actions", "&Edit"),
    "review": QT_TRANSLATE_NOOP("Actions", "&Review"),
    "annotate": QT_TRANSLATE_NOOP("Actions", "&Annotate"),
    "view": QT_TRANSLATE_NOOP("Actions", "&View"),
    "tools": QT_TRANSLATE_NOOP("Actions", "&Tools"),
    "help": QT_TRANSLATE_NOOP("Actions", "&Help"),
}

SPECS: Final = (
    Spec(
        "import", "file", QT_TRANSLATE_NOOP("Actions", "&Import files…"), ("Ctrl+O",), "import", needs="write"
    ),
    Spec(
        "import_folder",
        "file",
        QT_TRANSLATE_NOOP("Actions", "Import a &folder…"),
        ("Ctrl+Shift+O",),
        needs="write",
    ),
    Spec("export", "file", QT_TRANSLATE_NOOP("Actions", "&Export…"), ("Ctrl+E",), "export", "reports"),
    Spec("new_store", "file", QT_TRANSLATE_NOOP("Actions", "Ne&w store…"), ("Ctrl+N",), separator=True),
    Spec("open_store", "file", QT_TRANSLATE_NOOP("Actions", "&Open a store…"), ("Ctrl+Alt+O",), "open"),
    Spec("open_sample", "file", QT_TRANSLATE_NOOP("Actions", "Open the &sample project"), (), "sample"),
    Spec("reviewer", "file", QT_TRANSLATE_NOOP("Actions", "Reviewer &name…"), (), separator=True),
    Spec(
        "remove_report",
        "file",
        QT_TRANSLATE_NOOP("Actions", "&Remove this report…"),
        (),
        needs="report write",
    ),
    Spec("quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",), separator=True),
    Spec("undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"), ("Ctrl+Z",), "undo", "undo write"),
    Spec(
        "redo",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        "redo write",
    ),
    Spec(
        "copy",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Copy the selected words"),
        ("Ctrl+C",),
        needs="selection",
        separator=True,
    ),
    Spec(
        "reword",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Edit the &wording"),
        ("E",),
        "corrected",
        "finding write",
        separator=True,
    ),
    Spec("kind", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &kind…"), ("K",), needs="finding write"),
    Spec("theme", "edit", QT_TRANSLATE_NOOP("Actions", "Change the &theme…"), ("T",), needs="finding write"),
    Spec(
        "filter",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "&Filter findings"),
        ("Ctrl+F",),
        "search",
        "report",
        separator=True,
    ),
    Spec("palette", "edit", QT_TRANSLATE_NOOP("Actions", "Find an actio&n, report or finding…"), ("Ctrl+K",)),
    Spec(
        "find",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Find &in this report"),
        ("/", "Ctrl+Alt+F"),
        "search",
        needs="report",
    ),
    Spec("find_next", "edit", QT_TRANSLATE_NOOP("Actions", "Ne&xt place found"), ("F3",), needs="report"),
    Spec(
        "find_previous",
        "edit",
        QT_TRANSLATE_NOOP("Actions", "Pre&vious place found"),
        ("Shift+F3",),
        needs="report",
    ),
    Spec("find_report", "edit", QT_TRANSLATE_NOOP("Actions", "Find a &report"), ("Ctrl+L",), "library"),
    Spec("clear_filter", "edit", QT_TRANSLATE_NOOP("Actions", "C&lear the filters"), ("Ctrl+Shift+L",)),
    Spec(
        "accept_next",
        "review",
        QT_TRANSLATE_NOOP("Actions", "Accept and go &on"),
        ("Return", "Enter"),
        "accept",
        "item write",
    ),
    Spec("accept", "review", QT_TRANSLATE_NOOP("Actions", "&Accept"), ("Ctrl+Return",), needs="item write"),
    Spec("reject", "review", QT_TRANSLATE_NOOP("Actions", "&Reject"), ("X", "Del"), "reject", "item write"),
    Spec("restore", "review", QT_TRANSLATE_NOOP("Actions", "R&estore"), ("R",), "restore", "rejected write"),
    Spec(
        "next_undecided",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Next undecided"),
        ("Space",),
        "next",
        "report",
        separator=True,
    ),
    Spec(
        "least_certain",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Least certain first"),
        ("L",),
        checkable=True,
    ),
    Spec("back", "review", QT_TRANSLATE_NOOP("Actions", "&Back"), ("Shift+Space",), "back", "trail"),
    Spec("next", "review", QT_TRANSLATE_NOOP("Actions", "Next &finding"), ("J", "Ctrl+Down"), needs="report"),
    Spec(
        "previous",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Previous finding"),
        ("Shift+J", "Ctrl+Up"),
        needs="report",
    ),
    Spec(
        "positive",
        "review",
        QT_TRANSLATE_NOOP("Actions", "&Positive"),
        ("1",),
        needs="finding write",
        separator=True,
    ),
    Spec("negative", "review", QT_TRANSLATE_NOOP("Actions", "&Negative"), ("2",), needs="finding write"),
    Spec("mixed", "review", QT_TRANSLATE_NOOP("Actions", "&Mixed"), ("3",), needs="finding write"),
    Spec("neutral", "review", QT_TRANSLATE_NOOP("Actions", "Ne&utral"), ("4",), needs="finding write"),
    Spec(
        "follow_up",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Follow up"),
        ("F",),
        "flag-outline",
        "finding write",
    ),
    Spec("note", "annotate", QT_TRANSLATE_NOOP("Actions", "&Note"), ("N",), "note", "finding write"),
    Spec(
        "add",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Add a finding from the selection"),
        ("A",),
        "added",
        "selection write",
        separator=True,
    ),
    Spec(
        "use_selection",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Use the selection as this finding's words"),
        ("U",),
        needs="finding selection write",
    ),
    Spec(
        "edge_start",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Move the &start"),
        ("[",),
        needs="finding write",
        separator=True,
    ),
    Spec(
        "edge_end", "annotate", QT_TRANSLATE_NOOP("Actions", "Move the &end"), ("]",), needs="finding write"
    ),
    Spec(
        "split",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "S&plit at the cursor"),
        ("S",),
        needs="finding write",
    ),
    Spec(
        "merge",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "&Merge with the next or the selected"),
        ("M",),
        needs="finding write",
    ),
    Spec(
        "seen",
        "annotate",
        QT_TRANSLATE_NOOP("Actions", "Mark as seen, &without a finding"),
        ("V",),
        needs="report write",
    ),
    Spec(
        "follow_ups",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Follow-ups of all reports"),
        ("Ctrl+Shift+F",),
        "follow-ups",
        "store",
        checkable=True,
    ),
    Spec(
        "library",
        "view",
        QT_TRANSLATE_NOOP("Actions", "&Library"),
        ("Ctrl+B",),
        "library",
        checkable=True,
    ),
    Spec(
        "findings_pane",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Findings and &details"),
        ("Ctrl+Shift+B",),
        checkable=True,
    ),
    Spec(
        "float_findings",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Findings in a window of their o&wn"),
        ("Ctrl+Shift+W",),
        checkable=True,
    ),
    Spec(
        "problems",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Files that couldn't be &read"),
        ("Ctrl+Shift+P",),
        checkable=True,
    ),
    Spec(
        "kind_column",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Show &kinds in the tree"),
        (),
        checkable=True,
        separator=True,
    ),
    Spec(
        "theme_column", "view", QT_TRANSLATE_NOOP("Actions", "Show &themes in the tree"), (), checkable=True
    ),
    Spec(
        "text_view", "view", QT_TRANSLATE_NOOP("Actions", "Te&xt"), ("Alt+1",), checkable=True, separator=True
    ),
    Spec("pages_view", "view", QT_TRANSLATE_NOOP("Actions", "&Pages as printed"), ("Alt+2",), checkable=True),
    Spec(
        "both_views", "view", QT_TRANSLATE_NOOP("Actions", "&Both side by side"), ("Alt+3",), checkable=True
    ),
    Spec(
        "page_zoom_in",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Lar&ger pages"),
        ("Ctrl+Alt++", "Ctrl+Alt+="),
        needs="pages",
    ),
    Spec(
        "page_zoom_out",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Small&er pages"),
        ("Ctrl+Alt+-",),
        needs="pages",
    ),
    Spec(
        "page_fit",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Pages as &wide as the pane"),
        ("Ctrl+Alt+0",),
        needs="pages",
    ),
    Spec(
        "by_polarity",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by p&olarity"),
        ("Ctrl+Shift+1",),
        checkable=True,
        separator=True,
    ),
    Spec(
        "by_kind",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by k&ind"),
        ("Ctrl+Shift+2",),
        checkable=True,
    ),
    Spec(
        "by_theme",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by the&me"),
        ("Ctrl+Shift+3",),
        checkable=True,
    ),
    Spec(
        "by_status",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Highlights by stat&us"),
        ("Ctrl+Shift+4",),
        checkable=True,
    ),
    Spec(
        "legend",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Le&gend of the highlights"),
        ("Ctrl+Shift+E",),
        checkable=True,
    ),
    Spec(
        "unclaimed",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Hatch text that &nothing claims"),
        ("Ctrl+Shift+U",),
        checkable=True,
    ),
    Spec(
        "furniture",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Show text &set aside"),
        ("Ctrl+Shift+H",),
        checkable=True,
    ),
    Spec(
        "system", "view", QT_TRANSLATE_NOOP("Actions", "As the &system"), (), checkable=True, separator=True
    ),
    Spec("light", "view", QT_TRANSLATE_NOOP("Actions", "&Light"), (), checkable=True),
    Spec("dark", "view", QT_TRANSLATE_NOOP("Actions", "&Dark"), (), checkable=True),
    Spec("contrast", "view", QT_TRANSLATE_NOOP("Actions", "&High contrast"), ("Ctrl+Alt+H",), checkable=True),
    Spec(
        "sans_face",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Read &without serifs"),
        ("Ctrl+Alt+R",),
        checkable=True,
    ),
    Spec(
        "zoom_in",
        "view",
        QT_TRANSLATE_NOOP("Actions", "Larger te&xt"),
        ("Ctrl++", "Ctrl+="),
        separator=True,
    ),
    Spec("zoom_out", "view", QT_TRANSLATE_NOOP("Actions", "S&maller text"), ("Ctrl+-",)),
    Spec("zoom_reset", "view", QT_TRANSLATE_NOOP("Actions", "&Usual text size"), ("Ctrl+0",)),
    Spec("next_pane", "view", QT_TRANSLATE_NOOP("Actions", "Go to the next &pane"), ("F6",), separator=True),
    Spec("shortcuts", "help", QT_TRANSLATE_NOOP("Actions", "&Keys and actions"), ("F1",)),
    Spec("about", "help", QT_TRANSLATE_NOOP("Actions", "&About Reviewer"), ()),
)


def build(parent: QObject, theme: Theme, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Make every action of the table. Raises KeyError for one that nothing handles."""
    actions: dict[str, QAction] = {}
    for spec in SPECS:
        action = QAction(translated(spec.text), parent)
        action.setObjectName(spec.name)
        action.setCheckable(spec.checkable)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        # A letter held down would accept one finding after another.
        action.setAutoRepeat(spec.name in ("next", "previous", "zoom_in", "zoom_out"))
        action.triggered.connect(lambda _checked=False, handler=handlers[spec.name]: handler())
        actions[spec.name] = action
    restyle(actions, theme)
    return actions


def restyle(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Colour the icons for the scheme, and say the keys in the tips."""
    for spec in SPECS:
        action = actions[spec.name]
        if spec.icon:
            action.setIcon(icon(spec.icon, theme.colours))
        action.setToolTip(tip(action))


def tip(action: QAction) -> str:
    """An action's words with its key."""
    text = plain(action.text())
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({key})" if key else text


def plain(text: str) -> str:
    """A menu text without its marks."""
    return text.replace("&", "").rstrip("…")


def translated(text: str) -> str:
    """A text of the table in the reader's language."""
    return QCoreApplication.translate(CONTEXT, text)
