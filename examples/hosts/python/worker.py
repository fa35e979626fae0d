"""The nightly worker: worker.py DATABASE TENANT DAY. Reads accounts in batches, decides them, writes what changed."""

import json
import os
import sqlite3
import sys

from tenure import Library

BATCH = 20


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
        "UPDATE account SET digest = ?2, decision = ?3, actions = ?4, decided_on = ?5, band = ?6, probability_bp = ?7,"
        " next_action = ?8, reasons = ?9 WHERE id = ?1 AND digest IS NOT ?2",
        (
            decision["account_id"],
            decision["digest"],
            text,
            actions,
            day,
            decision["risk"]["band"],
            decision["risk"]["probability_bp"],
            decision["actions"][0]["title"]["en"] if decision["actions"] else None,
            "; ".join(given["reason"]["en"] for given in decision["contributions"]),
        ),
    )
    return done.rowcount == 1


def main(path, about, day):
    library = Library(os.environ.get("TENURE_LIBRARY", "libtenure.so.1"))
    session = library.call("tenure_session_new", library.engine(), out="session")
    with open(about, encoding="utf-8") as file:
        alone = library.call("tenure_tenant_parse", None, file.read(), out="tenant")
    with sqlite3.connect(path) as db:
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
        for (decision,) in db.execute("SELECT decision FROM account ORDER BY rowid"):
            print(decision)


if __name__ == "__main__":
    main(*sys.argv[1:])
