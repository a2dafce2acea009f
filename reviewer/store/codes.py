"""What the codebook in the store says; :mod:`reviewer.store.codebook` changes it."""

from __future__ import annotations

from collections import Counter

from reviewer.store.database import StoreDatabase
from reviewer.store.rows import CodeRole, CodeRow


def listed(db: StoreDatabase, role: CodeRole | None = None) -> list[CodeRow]:
    """All codes of a role, or of both, in their order; retired and merged ones too."""
    rows = db.all(
        """
        SELECT code.*, target.key AS merged_key
        FROM code LEFT JOIN code AS target ON target.id = code.merged_into
        ORDER BY code.role, code.position, code.id
        """
    )
    return [
        CodeRow(
            id=row["id"],
            role=CodeRole(row["role"]),
            key=row["key"],
            label=row["label"],
            definition=row["definition"],
            colour=row["colour"],
            shortcut=row["shortcut"],
            position=row["position"],
            retired=bool(row["retired"]),
            merged_into=row["merged_key"],
        )
        for row in rows
        if role is None or row["role"] == role
    ]


def label(db: StoreDatabase, role: str, key: str) -> str:
    """The name of a code; a key that the codebook does not know reads as its own words."""
    known: str | None = db.value("SELECT label FROM code WHERE role = ? AND key = ?", (role, str(key)))
    return str(key).replace("_", " ") if known is None else known


def uses(db: StoreDatabase, role: CodeRole) -> dict[str, int]:
    """How many findings of all reports use each code, rejected ones too; further themes count."""
    column = CodeRole(role).value
    found = Counter(
        {
            row["key"]: row["uses"]
            for row in db.all(f"SELECT {column} AS key, count(*) AS uses FROM finding GROUP BY 1")
        }
    )
    if role == CodeRole.THEME:
        found.update(
            row["value"]
            for row in db.all("SELECT value FROM finding, json_each(more_themes) WHERE more_themes <> '[]'")
        )
    return dict(found)


def reach(db: StoreDatabase, role: CodeRole, key: str) -> tuple[int, int]:
    """How many findings use a code, rejected ones too, and in how many reports; further themes count."""
    further = "OR EXISTS (SELECT 1 FROM json_each(more_themes) WHERE value = ?1)"
    row = db.one(
        f"SELECT count(*) AS findings, count(DISTINCT report_id) AS reports FROM finding"
        f" WHERE {CodeRole(role).value} = ?1 {further if role == CodeRole.THEME else ''}",
        (key,),
    )
    assert row is not None
    return row["findings"], row["reports"]


def resolved(db: StoreDatabase, role: str, key: str) -> str:
    """The key of the code that a code was merged into, however often; the key itself where it was not."""
    while True:
        target: str | None = db.value(
            "SELECT target.key FROM code JOIN code AS target ON target.id = code.merged_into"
            " WHERE code.role = ? AND code.key = ?",
            (role, key),
        )
        if target is None:
            return key
        key = target
