"""Tags and stars: one method a user action, each one step of the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject

from reviewer.store.rows import Change, FindingRow
from reviewer.ui.session import Item, Session, Table


class Annotations(QObject):
    """What is marked on the open report and its selected findings, beside what is corrected."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    # Tags

    @property
    def selected(self) -> int:
        """How many findings are selected."""
        return len(self._session.targets())

    def tags(self, item: Item) -> Counter[str]:
        """The tags of the report, or of the selected findings, with how many of them carry each."""
        if item.table is Table.REPORT:
            report = self._session.report
            return Counter(report.row.tags if report is not None else ())
        return Counter(tag for row in self._session.targets() for tag in row.tags)

    def known_tags(self) -> list[str]:
        """The tags in use in any report, by name."""
        return [row.name for row in self._session.store.tags()] if self._session.is_open else []

    def tag(self, item: Item, typed: str) -> None:
        """Put a tag, or several with commas between, on the report or on the selected findings."""
        for name in filter(None, (one.strip() for one in typed.split(","))):
            self._tag(item, name)

    def _tag(self, item: Item, name: str) -> None:
        report, store = self._session.report, self._session.store
        if item.table is Table.REPORT and report is not None:
            self._edit(lambda: store.tag_report(report.row.id, name))
        else:
            ids = self._ids()
            self._edit(lambda: store.tag(ids, name))

    def untag(self, item: Item, name: str) -> None:
        """Take a tag off the report, or off the selected findings."""
        report, store = self._session.report, self._session.store
        if item.table is Table.REPORT and report is not None:
            self._edit(lambda: store.untag_report(report.row.id, name))
        else:
            ids = self._ids()
            self._edit(lambda: store.untag(ids, name))

    # Stars

    def starred(self, item: Item) -> bool:
        """Whether the report, or each of the selected findings, has a star."""
        if item.table is Table.REPORT:
            report = self._session.report
            return report is not None and report.row.starred
        rows = self._session.targets()
        return bool(rows) and all(row.starred for row in rows)

    def toggle_star(self) -> None:
        """Star the selected findings, or take their stars away where all have one."""
        rows: list[FindingRow] = self._session.targets()
        if rows:
            starred, ids = not all(row.starred for row in rows), self._ids()
            self._edit(lambda: self._session.store.set_star(ids, starred))

    def toggle_report_star(self) -> None:
        """Star the open report, or take its star away."""
        report = self._session.report
        if report is not None:
            starred = not report.row.starred
            self._edit(lambda: self._session.store.set_report_star(report.row.id, starred))

    def _ids(self) -> list[int]:
        return [row.id for row in self._session.targets()]

    def _edit(self, step: Callable[[], Change]) -> None:
        self._session.edit(step)
