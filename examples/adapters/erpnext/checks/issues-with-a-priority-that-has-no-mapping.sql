SELECT customer AS account_id, 'issue ' || name || ' has priority ' || quote(priority) AS message
FROM "tabIssue"
WHERE customer <> '' AND coalesce(priority, '') NOT IN ('', 'Low', 'Medium', 'High')
ORDER BY name
