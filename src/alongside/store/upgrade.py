"""What schema 2 added to a race file: links, consents, texts and looks. New files get it the same way."""

from __future__ import annotations

import sqlite3

_TABLES = (
    """CREATE TABLE link (
        id INTEGER PRIMARY KEY, role TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
        scope TEXT NOT NULL DEFAULT '', bib TEXT NOT NULL DEFAULT '', position INTEGER NOT NULL DEFAULT 1,
        holder TEXT NOT NULL DEFAULT '', made_ms INTEGER NOT NULL DEFAULT 0,
        made_by INTEGER NOT NULL DEFAULT 0, ended_ms INTEGER, claimed_ms INTEGER,
        factor_digest TEXT NOT NULL DEFAULT '', opens INTEGER NOT NULL DEFAULT 0, last_open_ms INTEGER,
        replaces INTEGER NOT NULL DEFAULT 0, takes_over INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX link_by_bib ON link (bib, id)",
    "CREATE INDEX link_by_role ON link (role, id)",
    """CREATE TABLE consent (
        bib TEXT NOT NULL, position INTEGER NOT NULL, follow INTEGER NOT NULL DEFAULT 0,
        companions INTEGER NOT NULL DEFAULT 0, first_name INTEGER NOT NULL DEFAULT 0,
        story INTEGER NOT NULL DEFAULT 0, paused_ms INTEGER, changed_ms INTEGER NOT NULL,
        PRIMARY KEY (bib, position)
    ) WITHOUT ROWID""",
    # A consent's receipt is its row in the log; this finds those of one runner, and costs other rows nothing.
    "CREATE INDEX consent_row ON log (json_extract(CAST(body AS TEXT), '$.bib')) WHERE kind = 'consent'",
    "CREATE TABLE text (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE look (
        id INTEGER PRIMARY KEY, bib TEXT NOT NULL, link_id INTEGER NOT NULL, role TEXT NOT NULL,
        holder TEXT NOT NULL, what TEXT NOT NULL, at_ms INTEGER NOT NULL
    )""",
    "CREATE INDEX look_by_bib ON look (bib, id)",
    # One row: goes up with every change of a link or a consent, so that open pages notice.
    "CREATE TABLE change (n INTEGER NOT NULL)",
    "INSERT INTO change VALUES (1)",
    "ALTER TABLE person ADD COLUMN adult INTEGER",
    "ALTER TABLE person ADD COLUMN guardian TEXT",
    "ALTER TABLE person ADD COLUMN guardian_email TEXT",
)

# What opened race control and the feed before there were links.
_ROLE_OF = {"control": "control", "feed": "timer"}


def upgrade_from_1(connection: sqlite3.Connection) -> None:
    """Add what schema 1 lacks; its two secrets become links. The caller owns the transaction."""
    for statement in _TABLES:
        connection.execute(statement)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'secret'").fetchone():
        for name, role in _ROLE_OF.items():
            connection.execute(
                "INSERT INTO link (role, digest) SELECT ?, lower(digest) FROM secret WHERE name = ?",
                (role, name),
            )
        connection.execute("DROP TABLE secret")
