"""Columns in, risk out: arrow.py TELCO.csv RULEBOOK DAY, with pyarrow, Polars and DuckDB for the tables.

`score` takes whatever hands out an Arrow stream, and gives what all of them take; it needs nothing but ctypes. The rest
scores IBM's sample of telecom customers out of DuckDB and out of pyarrow, and holds the answers against those of JSON.
"""

import ctypes
import json
import os
import sys
from ctypes import byref, c_char_p, c_int32, c_size_t, c_void_p, py_object

from tenure import Failed, Handle, Library

CAPSULE = b"arrow_array_stream"


class ArrowArrayStream(ctypes.Structure):
    """As the Arrow C stream interface lays it out."""


Release = ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArrayStream))
ArrowArrayStream._fields_ = [
    ("get_schema", c_void_p),
    ("get_next", c_void_p),
    ("get_last_error", c_void_p),
    ("release", Release),
    ("private_data", c_void_p),
]


class Scored:
    """The answers as a stream, to be read once: pyarrow.table(scored), polars.DataFrame(scored) ..."""

    def __init__(self):
        self.stream = ArrowArrayStream()

    def __arrow_c_stream__(self, requested_schema=None):
        # Whoever reads it moves the struct out of the capsule; what is not read is released with this object.
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = py_object, [c_void_p, c_char_p, c_void_p]
        return new(ctypes.addressof(self.stream), CAPSULE, None)

    def __del__(self):
        if self.stream.release:
            self.stream.release(byref(self.stream))


def score(library, engine, source, tenant, day):
    """The risk of the accounts of a stream, batch by batch as somebody reads them."""
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = c_void_p, [py_object, c_char_p]
    capsule = source.__arrow_c_stream__()
    scored, error, as_of = Scored(), c_void_p(), day.encode()
    status = library.plain(
        "tenure_score_stream",
        c_int32,
        engine.pointer,
        c_void_p(pointer(capsule, CAPSULE)),
        tenant.pointer,
        c_char_p(as_of),
        c_size_t(len(as_of)),
        byref(scored.stream),
        byref(error),
    )
    if status != 0:
        problem = Handle(library, "error", error)
        raise Failed(
            status, library.text("tenure_error_message", problem), library.text("tenure_error_json", problem)
        )
    return scored


# The signals of the rulebook, with the columns of the table that give them.
SIGNALS = {
    "custom.tenure": "tenure",
    "custom.contract": "Contract",
    "custom.internet": "InternetService",
    "custom.paperless": "PaperlessBilling",
    "custom.payment": "PaymentMethod",
    "custom.tech_support": "TechSupport",
    "custom.online_security": "OnlineSecurity",
    "custom.senior": "SeniorCitizen",
    "custom.dependents": "Dependents",
}

# As what DuckDB hands some of them out: other types than those of the CSV, as databases have them.
CASTS = {
    "tenure": "DECIMAL(9, 2)",
    "SeniorCitizen": "TINYINT",
    "Dependents": "ENUM ('Yes', 'No')",
}


def from_duckdb(path):
    import duckdb

    connection = duckdb.connect()
    given = (f'CAST("{name}" AS {CASTS.get(name, "VARCHAR")}) AS "{signal}"' for signal, name in SIGNALS.items())
    return connection.sql(
        f"SELECT customerID AS id, {', '.join(given)} FROM read_csv(?, all_varchar = true)", params=[path]
    )


def from_pyarrow(path):
    import pyarrow.csv

    table = pyarrow.csv.read_csv(path)
    names = ["customerID", *SIGNALS.values()]
    return table.select(names).rename_columns(["id", *SIGNALS])


def from_json(library, engine, path, tenant, day):
    """The same accounts by the JSON door: a line of JSON for each."""
    import csv

    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    numbers = {"custom.tenure": float, "custom.senior": int}
    lines = []
    for row in rows:
        custom = {
            signal.removeprefix("custom."): numbers.get(signal, str)(row[name]) for signal, name in SIGNALS.items()
        }
        lines.append(json.dumps({"id": row["customerID"], "custom": custom}))
    session = library.call("tenure_session_new", engine, out="session")
    decisions = library.call("tenure_decide_json", session, "\n".join(lines), tenant, day, out="decisions")
    return library.text("tenure_decisions_jsonl", decisions).splitlines()


def differences(scored, decided):
    """How many rows of a table are not what JSON gives, to the byte."""
    wrong = abs(len(scored) - len(decided))
    for row, text in zip(scored, decided):
        risk = json.loads(text)["risk"]
        told = f'"contributions":{row["reasons"]},"unknown":{row["unknown"]},'
        same = told in text and text.startswith(f'{{"account_id":"{row["id"]}",') and row["error"] is None
        names = ("points", "points_low", "points_high", "probability_bp", "band", "coverage_bp")
        wrong += not (same and all(risk[name] == row[name] for name in names))
    return wrong


def main(path, rulebook, day):
    import duckdb
    import polars
    import pyarrow

    library = Library(os.environ.get("TENURE_LIBRARY", "libtenure.so.1"))
    with open(rulebook, encoding="utf-8") as file:
        engine = library.engine(file.read())
    tenant = library.call("tenure_tenant_parse", None, "{}", out="tenant")
    decided = from_json(library, engine, path, tenant, day)

    scored = pyarrow.table(score(library, engine, from_duckdb(path), tenant, day))
    ways = {"DuckDB -> pyarrow": scored.to_pylist()}

    scored = polars.DataFrame(score(library, engine, from_pyarrow(path), tenant, day))
    ways["pyarrow -> Polars"] = scored.to_dicts()

    # Polars hands texts out as views, and categories as a dictionary of them.
    frame = polars.DataFrame(from_pyarrow(path))
    frame = frame.with_columns(polars.col("custom.contract").cast(polars.Categorical))
    scored = score(library, engine, frame, tenant, day)
    ways["Polars -> DuckDB"] = duckdb.sql("SELECT * FROM scored").to_arrow_table().to_pylist()

    wrong = 0
    for name, rows in ways.items():
        found = differences(rows, decided)
        print(f"{name}: {len(rows)} rows, {found} other than by JSON")
        wrong += found
    # One point that is another one is seen.
    rows[-1]["points"] += 1
    if wrong or differences(rows, decided) != 1:
        sys.exit(1)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: arrow.py TELCO.csv RULEBOOK DAY")
    main(*sys.argv[1:])
