"""Edits of many rows at once beyond what a verb does for several findings: a function each, a step each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import partial

from reviewer.store import codec, codes
from reviewer.store.database import Row, Values
from reviewer.store.edits import (
    code_named,
    edit_findings,
    edited,
    finding_standing,
    put,
    report_of,
    row_label,
)
from reviewer.store.rows import Change, Decision
from reviewer.store.steps import Context, step
from reviewer.store.words import clean


def accept_undecided(
    context: Context, report_id: int, finding_ids: Iterable[int], judgement_ids: Iterable[int]
) -> Change:
    """Accept those of these findings and judgements of a report that nobody has decided on yet."""
    with step(context, report_id, "") as edit:
        done: list[tuple[str, str]] = []
        for table, row_ids in (("finding", finding_ids), ("judgement", judgement_ids)):
            for row_id in dict.fromkeys(row_ids):
                row = edit.row(table, row_id)
                if row["decision"] == Decision.UNDECIDED:
                    put(edit, table, row, {"decision": Decision.ACCEPTED.value})
                    done.append((table, row_label(table, row)))
        counts = {table: sum(1 for one, _ in done if one == table) for table in ("finding", "judgement")}
        said = [f"{count} {table}{'s' * (count > 1)}" for table, count in counts.items() if count]
        edit.name = f"accept {done[0][1] if len(done) == 1 else ' and '.join(said)}"
    return edit.change()


def set_numbers(context: Context, finding_ids: Iterable[int], first: str | None) -> Change:
    """Number findings of one report in reading order: ``first``, and on from there; nothing clears them.

    The last count in ``first`` goes up: 7, 8, 9 or 2.3, 2.4. Without a count all get ``first`` itself.
    """
    ids = list(dict.fromkeys(finding_ids))
    if not ids:
        return Change(0, "")
    typed = clean(first or "") or None
    with step(context, report_of(context.db, "finding", ids), "") as edit:
        rows = sorted((edit.row("finding", row_id) for row_id in ids), key=lambda row: row["position"])
        standing = partial(finding_standing, edit.db)
        for index, row in enumerate(rows):
            put(edit, "finding", row, edited(row, {"number": _counted(typed, index)}, standing))
        which = row_label("finding", rows[0]) if len(rows) == 1 else f"{len(rows)} findings"
        edit.name = f"number of {which}"
    return edit.change()


def add_theme(context: Context, finding_ids: Iterable[int], theme: str) -> Change:
    """Give findings of one report a further theme; those that have it are left alone."""
    theme = codes.resolved(context.db, "theme", theme)

    def rule(row: Row) -> Values:
        themes = [row["theme"], *json.loads(row["more_themes"])]
        return {} if theme in themes else {"more_themes": codec.dumps([*themes[1:], theme])}

    return edit_findings(
        context, finding_ids, f"add theme {code_named(context.db, 'theme', theme)} to {{}}", rule
    )


def remove_theme(context: Context, finding_ids: Iterable[int], theme: str) -> Change:
    """Take a theme from findings of one report; the next one is the main one then, and the last one stays."""

    def rule(row: Row) -> Values:
        themes = [one for one in (row["theme"], *json.loads(row["more_themes"])) if one != theme]
        return {"theme": themes[0], "more_themes": codec.dumps(themes[1:])} if themes else {}

    return edit_findings(
        context, finding_ids, f"remove theme {code_named(context.db, 'theme', theme)} from {{}}", rule
    )


def _counted(first: str | None, by: int) -> str | None:
    """``first`` with the last count in it ``by`` higher, as many digits wide."""
    counts = list(re.finditer(r"[0-9]+", first or ""))
    if first is None or not counts:
        return first
    start, end = counts[-1].span()
    return f"{first[:start]}{int(first[start:end]) + by:0{end - start}d}{first[end:]}"
