-- Companies of workspace 1; and those that only their contacts name, since not every edition fills `companies`.
WITH customer (id, name) AS (
  SELECT 'company:' || id, name FROM companies WHERE account_id = 1
  UNION ALL
  SELECT 'name:' || lower(trim(json_extract(additional_attributes, '$.company_name'))),
         trim(json_extract(additional_attributes, '$.company_name'))
  FROM contacts
  WHERE account_id = 1 AND company_id IS NULL AND trim(json_extract(additional_attributes, '$.company_name')) <> ''
)
SELECT id, min(name) AS name
FROM customer
GROUP BY id
ORDER BY min(name), id
