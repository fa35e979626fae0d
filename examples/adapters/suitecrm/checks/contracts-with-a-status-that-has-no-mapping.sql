SELECT contract_account_id AS account_id,
       'contract ' || id || ' has status ' || quote(status) || ', and counts by its dates' AS message
FROM aos_contracts
WHERE deleted = 0 AND coalesce(status, '') NOT IN ('Not Started', 'In Progress', 'Signed')
ORDER BY id
