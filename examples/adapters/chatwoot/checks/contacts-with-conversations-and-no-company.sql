SELECT NULL AS account_id, 'contact ' || c.id || ': conversations left out: ' || count(*) AS message
FROM contacts c
JOIN conversations v ON v.contact_id = c.id
WHERE c.account_id = 1 AND c.company_id IS NULL
  AND coalesce(trim(json_extract(c.additional_attributes, '$.company_name')), '') = ''
GROUP BY c.id
ORDER BY c.id
