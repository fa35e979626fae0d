-- A CRM in small: what it holds of each account as JSON, and what the worker writes beside it.
CREATE TABLE account (
    position       INT AUTO_INCREMENT PRIMARY KEY,
    id             VARCHAR(255) NOT NULL UNIQUE,
    record         LONGTEXT NOT NULL CHECK (JSON_VALID(record)),
    actions        LONGTEXT, -- what was proposed before, as the library handed it out
    decided_on     DATE,
    digest         CHAR(32),
    band           VARCHAR(64),
    probability_bp INT,
    next_action    TEXT,
    reasons        TEXT,
    decision       LONGTEXT
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What is handed in: the record, with what was proposed before.
CREATE VIEW account_today AS
SELECT position, id,
       CASE WHEN actions IS NULL THEN record ELSE JSON_SET(record, '$.actions', JSON_COMPACT(actions)) END AS json
FROM account;
