-- Fills the CRM with the example, by the shell of SQLite, from a folder beside this one.
INSERT INTO account (id, record)
SELECT value ->> '$.id', value
FROM json_each('[' || replace(trim(CAST(readfile('../../portfolio.jsonl') AS TEXT), char(10)), char(10), ',') || ']');
