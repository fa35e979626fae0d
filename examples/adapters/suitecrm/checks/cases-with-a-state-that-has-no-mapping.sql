SELECT account_id, 'case ' || case_number || ' has state ' || quote(state) || ', and counts as open' AS message
FROM cases
WHERE deleted = 0 AND coalesce(state, '') NOT IN ('Open', 'Closed')
ORDER BY case_number
