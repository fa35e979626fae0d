-- Fills the CRM with the example, by the client (--local-infile=1), from a folder beside this one.
LOAD DATA LOCAL INFILE '../../portfolio.jsonl' INTO TABLE account CHARACTER SET utf8mb4
    FIELDS TERMINATED BY X'01' ESCAPED BY '' (record) SET id = JSON_VALUE(record, '$.id');
