SELECT customer AS account_id, 'issue ' || name || ' has status ' || quote(status) || ', and counts as open' AS message
FROM "tabIssue"
WHERE customer <> '' AND coalesce(status, '') NOT IN ('Open', 'Replied', 'On Hold', 'Hold', 'Resolved', 'Closed')
ORDER BY name
