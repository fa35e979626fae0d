WITH customer (contact_id, account_id) AS (
  SELECT id, coalesce('company:' || company_id,
                      'name:' || lower(trim(json_extract(additional_attributes, '$.company_name'))))
  FROM contacts
  WHERE account_id = 1
    AND (company_id IS NOT NULL OR trim(json_extract(additional_attributes, '$.company_name')) <> '')
)
SELECT
  c.account_id,
  s.id,
  s.contact_id,
  'csat'                                                       AS kind,
  to_float(s.rating)                                           AS score,
  to_moment(s.created_at)                                      AS at,
  s.conversation_id                                            AS relates_to
FROM csat_survey_responses s
JOIN customer c ON c.contact_id = s.contact_id
WHERE s.account_id = 1 AND s.rating IN (1, 2, 3, 4, 5)
