"""The tables, as small migrations. A migration that has been released is never changed, only followed.

What came in (source, source_bytes, report_text, extraction) and the log (step, change) are immutable:
triggers refuse to change them, and to delete them unless their report is removed. The reviewer's version lies
in the tables of ``replay.TABLES``, and the codebook in ``code``, which only the log's steps write. Spans,
statements and images are JSON text; offsets are code points in ``report_text.text``; times are UTC, ISO 8601
with seconds. ``coverage`` is derived from the rest, and written with it.
"""

from __future__ import annotations

import json
import tomllib
from typing import Final

from reviewer.resources import resource
from reviewer.store import search_index
from reviewer.store.sqlite_library import Database, Migrations

APPLICATION_ID: Final = 0x52565752
"""Marks the file as a store of Reviewer ('RVWR' in its header)."""

VERSION: Final = 12
"""How many migrations there are; ``PRAGMA user_version`` of a store that has them all."""

migrations: Final = Migrations("reviewer")


# A decision, and the rule that who and when come and go with it.
_DECISION: Final = """
    decision TEXT NOT NULL DEFAULT 'undecided'
        CHECK (decision IN ('undecided', 'accepted', 'corrected', 'added', 'rejected')),
    decided_by TEXT,
    decided_at TEXT,
    CHECK ((decision = 'undecided') = (decided_at IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
"""


def _immutable(table: str, parent: str, key: str, what: str, *, always: str = "0") -> str:
    """Triggers for a table whose rows come once and go only with their ``parent``, never where ``always``."""
    return f"""
    CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{what} cannot be changed'); END;
    CREATE TRIGGER {table}_remains BEFORE DELETE ON {table}
    WHEN {always} OR EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key})
    BEGIN SELECT RAISE(ABORT, '{what} cannot be deleted'); END;
    """


@migrations()
def m0001_sources_and_reports(db: Database) -> None:
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.executescript(
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        CREATE TABLE source (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            size INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE source_bytes (
            source_id INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE report (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source_id INTEGER NOT NULL UNIQUE REFERENCES source (id),
            imported_at TEXT NOT NULL,
            imported_by TEXT NOT NULL,
            document_type TEXT NOT NULL,
            authority TEXT,
            inspection_start TEXT,
            inspection_end TEXT,
            publication_date TEXT,
            lead_inspector TEXT,
            pages INTEGER,
            extractor TEXT NOT NULL,
            warnings INTEGER NOT NULL,
            unclaimed_share REAL NOT NULL
        ) STRICT;
        CREATE TABLE report_text (
            report_id INTEGER PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
            pages TEXT NOT NULL,
            furniture TEXT NOT NULL,
            unclaimed TEXT NOT NULL,
            metadata_spans TEXT NOT NULL,
            markers TEXT NOT NULL,
            warnings TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE TABLE extraction (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            extractor TEXT NOT NULL,
            made_at TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX extraction_report ON extraction (report_id);
        """
        + _immutable("source", "report", "source_id = OLD.id", "the file")
        + _immutable("source_bytes", "source", "id = OLD.source_id", "the file")
        + _immutable("report_text", "report", "id = OLD.report_id", "the text")
        + _immutable("extraction", "report", "id = OLD.report_id", "the machine''s extraction")
    )


@migrations()
def m0002_review(db: Database) -> None:
    db.executescript(
        f"""
        CREATE TABLE section (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            machine_id TEXT,
            parent_id INTEGER REFERENCES section (id) DEFERRABLE INITIALLY DEFERRED,
            position INTEGER NOT NULL,
            heading TEXT NOT NULL,
            grade TEXT,
            page INTEGER,
            spans TEXT NOT NULL
        ) STRICT;
        CREATE INDEX section_report ON section (report_id, position);
        CREATE INDEX section_parent ON section (parent_id);
        CREATE TABLE judgement (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            area TEXT NOT NULL,
            grade TEXT NOT NULL,
            page INTEGER,
            spans TEXT NOT NULL,
            machine_area TEXT,
            machine_grade TEXT,
            {_DECISION}
        ) STRICT;
        CREATE INDEX judgement_report ON judgement (report_id, decision);
        CREATE TABLE finding (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            section_id INTEGER REFERENCES section (id) DEFERRABLE INITIALLY DEFERRED,
            position INTEGER NOT NULL,
            number TEXT,
            kind TEXT NOT NULL,
            polarity TEXT NOT NULL CHECK (polarity IN ('positive', 'negative', 'mixed', 'neutral')),
            theme TEXT NOT NULL,
            page INTEGER,
            spans TEXT NOT NULL,
            verbatim TEXT NOT NULL,
            wording TEXT,
            confidence REAL,
            repeat_of_previous INTEGER NOT NULL DEFAULT 0 CHECK (repeat_of_previous IN (0, 1)),
            addressed_since_previous INTEGER NOT NULL DEFAULT 0 CHECK (addressed_since_previous IN (0, 1)),
            statements TEXT NOT NULL DEFAULT '[]',
            measures TEXT NOT NULL DEFAULT '[]',
            theme_why TEXT NOT NULL DEFAULT '[]',
            machine_id TEXT,
            machine TEXT NOT NULL DEFAULT '{{}}',
            {_DECISION}
        ) STRICT;
        CREATE INDEX finding_report ON finding (report_id, decision);
        CREATE INDEX finding_section ON finding (section_id);
        CREATE TRIGGER finding_machine_stays BEFORE UPDATE OF report_id, machine_id, machine ON finding
        BEGIN SELECT RAISE(ABORT, 'what the machine said cannot be changed'); END;
        CREATE TRIGGER judgement_machine_stays
        BEFORE UPDATE OF report_id, machine_area, machine_grade ON judgement
        BEGIN SELECT RAISE(ABORT, 'what the machine said cannot be changed'); END;
        CREATE TABLE note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            finding_id INTEGER REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
            body TEXT NOT NULL,
            created_by TEXT NOT NULL,
            created_at TEXT NOT NULL,
            edited_at TEXT
        ) STRICT;
        CREATE INDEX note_report ON note (report_id);
        CREATE INDEX note_finding ON note (finding_id);
        CREATE TABLE follow_up (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            finding_id INTEGER NOT NULL UNIQUE REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
            reason TEXT NOT NULL,
            owner TEXT NOT NULL,
            due TEXT,
            state TEXT NOT NULL CHECK (state IN ('open', 'waiting', 'done')),
            created_by TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX follow_up_report ON follow_up (report_id, state, due);
        """
    )


@migrations()
def m0003_log(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE step (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            what TEXT NOT NULL CHECK (what IN ('edit', 'undo', 'redo')),
            of_step_id INTEGER REFERENCES step (id),
            name TEXT NOT NULL,
            by TEXT NOT NULL,
            at TEXT NOT NULL,
            CHECK ((what = 'edit') = (of_step_id IS NULL))
        ) STRICT;
        CREATE INDEX step_report ON step (report_id, what);
        CREATE INDEX step_of ON step (of_step_id);
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
            table_name TEXT NOT NULL
                CHECK (table_name IN ('section', 'judgement', 'finding', 'note', 'follow_up')),
            row_id INTEGER NOT NULL,
            finding_id INTEGER,
            before TEXT,
            after TEXT,
            CHECK (before IS NOT NULL OR after IS NOT NULL)
        ) STRICT;
        CREATE INDEX change_step ON change (step_id);
        CREATE INDEX change_finding ON change (finding_id);
        """
        + _immutable("step", "report", "id = OLD.report_id", "the log")
        + _immutable("change", "step", "id = OLD.step_id", "the log")
    )


@migrations()
def m0004_bench(db: Database) -> None:
    db.executescript(
        """
        ALTER TABLE section ADD COLUMN machine_heading TEXT;
        ALTER TABLE section ADD COLUMN machine_grade TEXT;
        UPDATE section SET machine_heading = heading, machine_grade = grade WHERE machine_id IS NOT NULL;
        CREATE TRIGGER section_machine_stays
        BEFORE UPDATE OF report_id, machine_id, machine_heading, machine_grade ON section
        BEGIN SELECT RAISE(ABORT, 'what the machine said cannot be changed'); END;

        ALTER TABLE finding ADD COLUMN home_section_id INTEGER
            REFERENCES section (id) DEFERRABLE INITIALLY DEFERRED;
        ALTER TABLE finding ADD COLUMN more_themes TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE finding ADD COLUMN own_statements TEXT;
        ALTER TABLE finding ADD COLUMN own_measures TEXT;
        ALTER TABLE finding ADD COLUMN absorbed TEXT NOT NULL DEFAULT '[]';
        ALTER TABLE finding ADD COLUMN starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));
        UPDATE finding SET home_section_id = section_id WHERE machine_id IS NOT NULL;
        CREATE INDEX finding_home ON finding (home_section_id);

        ALTER TABLE note ADD COLUMN section_id INTEGER
            REFERENCES section (id) DEFERRABLE INITIALLY DEFERRED;
        CREATE INDEX note_section ON note (section_id);
        ALTER TABLE follow_up ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal'
            CHECK (priority IN ('high', 'normal', 'low'));

        CREATE TABLE tag (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            finding_id INTEGER REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
            name TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX tag_once ON tag (report_id, coalesce(finding_id, 0), name);
        CREATE INDEX tag_finding ON tag (finding_id);
        CREATE INDEX tag_name ON tag (name);
        CREATE TABLE seen (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            spans TEXT NOT NULL,
            seen_by TEXT NOT NULL,
            seen_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX seen_report ON seen (report_id);
        CREATE TABLE review (
            id INTEGER PRIMARY KEY,
            report_id INTEGER NOT NULL UNIQUE REFERENCES report (id) ON DELETE CASCADE CHECK (report_id = id),
            document_type TEXT NOT NULL,
            authority TEXT,
            inspection_start TEXT,
            inspection_end TEXT,
            publication_date TEXT,
            lead_inspector TEXT,
            team_inspectors TEXT NOT NULL DEFAULT '[]',
            addressee TEXT,
            copied_to TEXT NOT NULL DEFAULT '[]',
            state TEXT CHECK (state IN ('not_started', 'in_progress', 'reviewed', 'second_look')),
            starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
            machine TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER review_machine_stays BEFORE UPDATE OF report_id, machine ON review
        BEGIN SELECT RAISE(ABORT, 'what the machine said cannot be changed'); END;
        CREATE TABLE coverage (
            report_id INTEGER PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
            visible INTEGER NOT NULL,
            unclaimed_share REAL NOT NULL
        ) STRICT;
        """
    )
    first = "SELECT min(id) FROM extraction GROUP BY report_id"
    for report_id, body in db.execute(
        f"SELECT report_id, json_extract(body, '$.report') FROM extraction WHERE id IN ({first})"
    ).fetchall():
        said = json.loads(body)
        db.execute(
            """
            INSERT INTO review (
                id, report_id, document_type, authority, inspection_start, inspection_end, publication_date,
                lead_inspector, team_inspectors, addressee, copied_to, machine
            )
            SELECT id, id, document_type, authority, inspection_start, inspection_end, publication_date,
                lead_inspector, ?, ?, ?, ?
            FROM report WHERE id = ?
            """,
            (
                json.dumps(said["team_inspectors"], ensure_ascii=False, separators=(",", ":")),
                said["addressee"],
                json.dumps(said["copied_to"], ensure_ascii=False, separators=(",", ":")),
                body,
                report_id,
            ),
        )
    for report_id, text in db.execute("SELECT report_id, text FROM report_text").fetchall():
        db.execute(
            "INSERT INTO coverage SELECT id, ?, unclaimed_share FROM report WHERE id = ?",
            (sum(map(len, text.split())), report_id),
        )


@migrations()
def m0005_steps_of_the_whole_store(db: Database) -> None:
    listed = "'section', 'judgement', 'finding', 'note', 'follow_up', 'tag', 'seen', 'review', 'code'"
    db.executescript(
        f"""
        DROP INDEX step_report;
        DROP INDEX step_of;
        DROP INDEX change_step;
        DROP INDEX change_finding;
        ALTER TABLE change RENAME TO old_change;
        ALTER TABLE step RENAME TO old_step;
        CREATE TABLE step (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER REFERENCES report (id) ON DELETE CASCADE,
            batch_id INTEGER REFERENCES step (id),
            what TEXT NOT NULL CHECK (what IN ('edit', 'undo', 'redo')),
            of_step_id INTEGER REFERENCES step (id),
            name TEXT NOT NULL,
            by TEXT NOT NULL,
            at TEXT NOT NULL,
            CHECK ((what = 'edit') = (of_step_id IS NULL)),
            CHECK (batch_id IS NULL OR report_id IS NOT NULL)
        ) STRICT;
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
            table_name TEXT NOT NULL CHECK (table_name IN ({listed})),
            row_id INTEGER NOT NULL,
            finding_id INTEGER,
            before TEXT,
            after TEXT,
            CHECK (before IS NOT NULL OR after IS NOT NULL)
        ) STRICT;
        INSERT INTO step (id, report_id, what, of_step_id, name, by, at)
            SELECT id, report_id, what, of_step_id, name, by, at FROM old_step ORDER BY id;
        INSERT INTO change (id, step_id, table_name, row_id, finding_id, before, after)
            SELECT id, step_id, table_name, row_id, finding_id, before, after FROM old_change ORDER BY id;
        UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'old_step')
            WHERE name = 'step';
        UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'old_change')
            WHERE name = 'change';
        DROP TABLE old_change;
        DROP TABLE old_step;
        CREATE INDEX step_report ON step (report_id, what);
        CREATE INDEX step_of ON step (of_step_id);
        CREATE INDEX step_batch ON step (batch_id) WHERE batch_id IS NOT NULL;
        CREATE INDEX change_step ON change (step_id);
        CREATE INDEX change_finding ON change (finding_id);
        """
        + _immutable("step", "report", "id = OLD.report_id", "the log", always="OLD.report_id IS NULL")
        + _immutable("change", "step", "id = OLD.step_id", "the log")
    )


@migrations()
def m0006_which_extraction(db: Database) -> None:
    # Counted from 0 among the report's own extractions, so that it holds wherever the report goes.
    db.execute("ALTER TABLE review ADD COLUMN extraction_number INTEGER NOT NULL DEFAULT 0")


@migrations()
def m0007_codebook(db: Database) -> None:
    # A store begins with the codes of the codebook that is shipped when it is made.
    db.executescript(
        """
        CREATE TABLE code (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            role TEXT NOT NULL CHECK (role IN ('kind', 'theme')),
            key TEXT NOT NULL,
            label TEXT NOT NULL,
            definition TEXT NOT NULL DEFAULT '',
            colour TEXT NOT NULL DEFAULT '',
            shortcut TEXT NOT NULL DEFAULT '',
            position INTEGER NOT NULL,
            retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
            merged_into INTEGER REFERENCES code (id) DEFERRABLE INITIALLY DEFERRED,
            UNIQUE (role, key),
            CHECK (merged_into IS NULL OR retired)
        ) STRICT;
        CREATE TRIGGER code_key_stays BEFORE UPDATE OF role, key ON code
        BEGIN SELECT RAISE(ABORT, 'the key of a code cannot be changed'); END;
        CREATE INDEX finding_kind ON finding (kind);
        CREATE INDEX finding_theme ON finding (theme);
        """
    )
    book = tomllib.loads(resource("codebook.toml").read_text(encoding="utf-8"))
    for role in ("kind", "theme"):
        for place, (key, entry) in enumerate(book[f"{role}s"].items(), start=1):
            db.execute(
                "INSERT INTO code (role, key, label, definition, position) VALUES (?, ?, ?, ?, ?)",
                (role, key, entry["label"], entry["definition"], place * 1024),
            )


@migrations()
def m0008_log_of_any_table(db: Database) -> None:
    # The list of logged tables stood in a CHECK, which no later table could join without copying the log.
    db.executescript(
        """
        DROP INDEX change_step;
        DROP INDEX change_finding;
        ALTER TABLE change RENAME TO old_change;
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
            table_name TEXT NOT NULL,
            row_id INTEGER NOT NULL,
            finding_id INTEGER,
            before TEXT,
            after TEXT,
            CHECK (before IS NOT NULL OR after IS NOT NULL)
        ) STRICT;
        INSERT INTO change SELECT * FROM old_change ORDER BY id;
        UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'old_change')
            WHERE name = 'change';
        DROP TABLE old_change;
        CREATE INDEX change_step ON change (step_id);
        CREATE INDEX change_finding ON change (finding_id);
        """
        + _immutable("change", "step", "id = OLD.step_id", "the log")
    )


@migrations()
def m0009_assignments(db: Database) -> None:
    db.executescript(
        """
        CREATE TABLE assignment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            reviewer TEXT NOT NULL CHECK (trim(reviewer) <> '')
        ) STRICT;
        CREATE UNIQUE INDEX assignment_once ON assignment (report_id, reviewer);
        """
    )


@migrations()
def m0010_search(db: Database) -> None:
    # Findings and notes are indexed in place; a report's text in passages, of which a row number is
    # (report_id << 20) + place. See search_index.py.
    tokens = "tokenize = 'unicode61 remove_diacritics 2'"
    db.execute(
        f"CREATE VIRTUAL TABLE finding_search USING fts5"
        f" (verbatim, wording, content = 'finding', content_rowid = 'id', {tokens})"
    )
    db.execute(
        f"CREATE VIRTUAL TABLE note_search USING fts5"
        f" (body, content = 'note', content_rowid = 'id', {tokens})"
    )
    db.execute(f"CREATE VIRTUAL TABLE text_search USING fts5 (text, start UNINDEXED, {tokens})")
    for table, columns in (("finding", ("verbatim", "wording")), ("note", ("body",))):
        names = ", ".join(columns)
        old = f"""
            INSERT INTO {table}_search ({table}_search, rowid, {names})
            VALUES ('delete', OLD.id, {", ".join(f"OLD.{name}" for name in columns)});
        """
        new = f"""
            INSERT INTO {table}_search (rowid, {names})
            VALUES (NEW.id, {", ".join(f"NEW.{name}" for name in columns)});
        """
        db.executescript(
            f"""
            CREATE TRIGGER index_{table}_comes AFTER INSERT ON {table} BEGIN {new} END;
            CREATE TRIGGER index_{table}_goes AFTER DELETE ON {table} BEGIN {old} END;
            CREATE TRIGGER index_{table}_follows AFTER UPDATE OF {names} ON {table} BEGIN {old} {new} END;
            """
        )
    db.executescript(
        """
        CREATE INDEX finding_place ON finding (id, report_id);
        CREATE TRIGGER index_text_goes AFTER DELETE ON report_text BEGIN
            DELETE FROM text_search
            WHERE rowid BETWEEN OLD.report_id << 20 AND (OLD.report_id << 20) + 1048575;
        END;
        """
    )
    search_index.rebuild(db)


@migrations()
def m0011_links(db: Database) -> None:
    # The earlier finding is of another report, so it is named by what never changes; see links.py.
    db.executescript(
        """
        CREATE TABLE link (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
            finding_id INTEGER NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
            earlier_sha256 TEXT NOT NULL CHECK (length(earlier_sha256) = 64),
            earlier_spans TEXT NOT NULL,
            relation TEXT NOT NULL
                CHECK (relation IN ('recurs', 'addressed', 'worsened', 'improved_but_persists', 'not_same')),
            settled_by TEXT NOT NULL,
            settled_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX link_report ON link (report_id);
        CREATE UNIQUE INDEX link_once ON link (finding_id, earlier_sha256, earlier_spans);
        CREATE INDEX link_earlier ON link (earlier_sha256);
        """
    )


@migrations()
def m0012_merging(db: Database) -> None:
    # Rows of both come and go with the steps that merge: undone, nothing was heard and nothing is disputed.
    db.executescript(
        """
        CREATE TABLE merging (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER REFERENCES report (id) ON DELETE CASCADE,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX merging_report ON merging (report_id);
        CREATE TABLE dispute (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            report_id INTEGER REFERENCES report (id) ON DELETE CASCADE,
            finding_id INTEGER,
            table_name TEXT NOT NULL,
            row_id INTEGER NOT NULL,
            field TEXT NOT NULL,
            base TEXT NOT NULL,
            sides TEXT NOT NULL,
            settled TEXT
        ) STRICT;
        CREATE INDEX dispute_row ON dispute (table_name, row_id) WHERE settled IS NULL;
        CREATE INDEX dispute_report ON dispute (report_id);
        CREATE INDEX dispute_finding ON dispute (finding_id);
        """
    )
