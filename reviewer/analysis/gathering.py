"""Timelines and comparisons of what a store holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.analysis import history
from reviewer.analysis.comparison import By, Choice, Comparison, compare
from reviewer.analysis.history import name_of
from reviewer.analysis.naming import Names
from reviewer.analysis.timeline import Given, Timeline, timeline
from reviewer.store.rows import CodeRole

if TYPE_CHECKING:
    from reviewer.store import Store


def authorities(store: Store) -> list[str]:
    """The names of all authorities that the store has reports of, in order."""
    names = {name_of(row.authority) for row in store.reports()}
    return sorted(names - {""}, key=str.casefold)


def names_of(store: Store) -> Names:
    """What themes are called in the store's codebook."""
    return Names({code.key: code.label for code in store.codes(CodeRole.THEME)})


def timeline_of(store: Store, authority: str, *, predecessors: bool = False) -> Timeline:
    """The reports of an authority, known by any of its names, and those of its predecessors if wanted."""
    name = name_of(authority)
    wanted = {name, *(history.predecessors(name) if predecessors else ())}
    given = [
        Given(row, store.judgements(row.id), store.findings(row.id))
        for row in store.reports()
        if name_of(row.authority) in wanted
    ]
    return timeline(name, given, links=store.links())


def comparison_of(
    store: Store, choice: Choice, *, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Comparison:
    """Themes of all reports of the store, as chosen. What ``progress`` raises ends it."""
    reports = store.reports()
    progress(0, 2)
    findings = store.coded()
    progress(1, 2)
    graded = reports if choice.by is By.GRADE else []
    judgements = {row.id: store.judgements(row.id) for row in graded}
    order = [code.key for code in store.codes(CodeRole.THEME)]
    return compare(reports, findings, choice, judgements=judgements, theme_order=order)
