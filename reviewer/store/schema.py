"""The tables, as small migrations. A migration that has been released is never changed, only followed.

What came in (source, source_bytes, report_text, extraction) and the log (step, change) are immutable:
triggers refuse to change them, and to delete them unless their report is removed. The reviewer's version lies
in section, judgement, finding, note and follow_up, which only the log's steps write. Spans, statements and
images are JSON text; offsets are code points in ``report_text.text``; times are UTC, ISO 8601 with seconds.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

APPLICATION_ID: Final = 0x52565752
"""Marks the file as a store of Reviewer ('RVWR' in its header)."""

VERSION: Final = 3
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


def _immutable(table: str, parent: str, key: str, what: str) -> str:
    """Triggers for a table whose rows come once and go only with their ``parent``."""
    return f"""
    CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{what} cannot be changed'); END;
    CREATE TRIGGER {table}_remains BEFORE DELETE ON {table}
    WHEN EXISTS (SELECT 1 FROM {parent} WHERE {parent}.{key})
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
