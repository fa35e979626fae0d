"""The nightly worker: worker.py DATABASE TENANT DAY. Reads accounts in batches, decides them, writes what changed.

DATABASE is a file of SQLite, or `postgresql:` and what libpq connects by.
"""

import json
import os
import pathlib
import sys

from tenure import Library

BATCH = 20


class Crm:
    """The database; statements are written with question marks."""

    def __init__(self, where):
        self.postgresql = where.startswith("postgresql:")
        if self.postgresql:
            import psycopg2

            self.connection = psycopg2.connect(where.removeprefix("postgresql:"))
        else:
            import sqlite3

            # A file that is not there is a mistake, and not a new database.
            self.connection = sqlite3.connect(pathlib.Path(where).resolve().as_uri() + "?mode=rw", uri=True)

    def execute(self, statement, arguments=()):
        cursor = self.connection.cursor()
        cursor.execute(statement.replace("?", "%s") if self.postgresql else statement, arguments)
        return cursor


def batches(db, library):
    position = 0
    while True:
        query = "SELECT position, json FROM account_today WHERE position > ? ORDER BY position LIMIT ?"
        rows = db.execute(query, (position, BATCH)).fetchall()
        if not rows:
            return
        position = rows[-1][0]
        # One a line: no value of JSON needs a line of its own.
        yield library.call("tenure_accounts_parse", None, "\n".join(row[1] for row in rows), out="accounts")


def keep(db, library, decisions, row, day):
    """Writes a decision unless its digest is the one that is there; whether it did."""
    text = library.text("tenure_decisions_row_json", decisions, row)
    if library.refused(decisions, row):
        print("refused:", text, file=sys.stderr)
        return False
    decision = json.loads(text)
    actions = library.answer("tenure_decisions_next_actions", decisions, row)
    done = db.execute(
        "UPDATE account SET digest = ?, decision = ?, actions = ?, decided_on = ?, band = ?, probability_bp = ?,"
        " next_action = ?, reasons = ? WHERE id = ? AND digest IS DISTINCT FROM ?",
        (
            decision["digest"],
            text,
            actions,
            day,
            decision["risk"]["band"],
            decision["risk"]["probability_bp"],
            decision["actions"][0]["title"]["en"] if decision["actions"] else None,
            "; ".join(given["reason"]["en"] for given in decision["contributions"]),
            decision["account_id"],
            decision["digest"],
        ),
    )
    return done.rowcount == 1


def main(path, about, day):
    library = Library(os.environ.get("TENURE_LIBRARY", "libtenure.so.1"))
    session = library.call("tenure_session_new", library.engine(), out="session")
    with open(about, encoding="utf-8") as file:
        alone = library.call("tenure_tenant_parse", None, file.read(), out="tenant")
    db = Crm(path)
    with db.connection:
        # What became of all accounts, before any is decided.
        facts = library.call("tenure_facts_new", alone, day, out="facts")
        for accounts in batches(db, library):
            library.call("tenure_facts_add", facts, accounts)
        tenant = library.call("tenure_facts_tenant", facts, out="tenant")

        decided = written = 0
        for accounts in batches(db, library):
            decisions = library.call("tenure_decide", session, accounts, tenant, day, out="decisions")
            for row in range(library.number("tenure_decisions_rows", decisions)):
                written += keep(db, library, decisions, row, day)
                decided += 1
        print(f"{decided} decided, {written} written", file=sys.stderr)
        for (decision,) in db.execute("SELECT decision FROM account ORDER BY position"):
            print(decision)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: worker.py DATABASE TENANT DAY")
    main(*sys.argv[1:])
