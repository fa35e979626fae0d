SELECT party_name AS account_id, 'contract ' || name || ' is left out' AS message
FROM "tabContract"
WHERE party_type = 'Customer' AND docstatus <> 2 AND coalesce(start_date, '') = ''
UNION ALL
SELECT party, 'subscription ' || name || ' is left out'
FROM "tabSubscription"
WHERE party_type = 'Customer' AND docstatus <> 2 AND coalesce(start_date, '') = ''
ORDER BY message
