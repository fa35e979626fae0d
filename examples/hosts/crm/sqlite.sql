-- A CRM in small: what it holds of each account as JSON, and what the worker writes beside it.
CREATE TABLE account (
    position       INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    record         TEXT NOT NULL,
    actions        TEXT, -- what was proposed before, as the library handed it out
    decided_on     TEXT,
    digest         TEXT,
    band           TEXT,
    probability_bp INTEGER,
    next_action    TEXT,
    reasons        TEXT,
    decision       TEXT
);

-- What is handed in: the record, with what was proposed before.
CREATE VIEW account_today AS
SELECT position, id,
       CASE WHEN actions IS NULL THEN record ELSE json_set(record, '$.actions', json(actions)) END AS json
FROM account;
