SELECT customer AS account_id, 'issue ' || name || ': its last change counts as the resolution' AS message
FROM "tabIssue"
WHERE customer <> '' AND status IN ('Resolved', 'Closed') AND coalesce(sla_resolution_date, '') = ''
ORDER BY name
