SELECT account_id, 'case ' || case_number || ' has priority ' || quote(priority) AS message
FROM cases
WHERE deleted = 0 AND coalesce(priority, '') NOT IN ('P1', 'P2', 'P3')
ORDER BY case_number
