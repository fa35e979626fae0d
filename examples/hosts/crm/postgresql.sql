-- A CRM in small: what it holds of each account as JSON, and what the worker writes beside it.
CREATE TABLE account (
    position       integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id             text NOT NULL UNIQUE,
    record         json NOT NULL,
    actions        json, -- what was proposed before, as the library handed it out
    decided_on     date,
    digest         text,
    band           text,
    probability_bp integer,
    next_action    text,
    reasons        text,
    decision       text
);

-- What is handed in: the record, with what was proposed before.
CREATE VIEW account_today AS
SELECT position, id,
       CASE WHEN actions IS NULL THEN record::text
            ELSE jsonb_set(record::jsonb, '{actions}', actions::jsonb)::text END AS json
FROM account;
