-- A blocked contact cannot write any more. Consents and roles are not kept.
SELECT
  coalesce('company:' || company_id,
           'name:' || lower(trim(json_extract(additional_attributes, '$.company_name')))) AS account_id,
  id,
  CASE WHEN to_bool(blocked) THEN 0 END                        AS active
FROM contacts
WHERE account_id = 1
  AND (company_id IS NOT NULL OR trim(json_extract(additional_attributes, '$.company_name')) <> '')
