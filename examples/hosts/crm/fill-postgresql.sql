-- Fills the CRM with the example, by psql, from a folder beside this one.
CREATE TEMPORARY TABLE line (number integer GENERATED ALWAYS AS IDENTITY, record json);
\copy line (record) FROM '../../portfolio.jsonl' WITH (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')
INSERT INTO account (id, record) SELECT record ->> 'id', record FROM line ORDER BY number;
