SELECT contract_account_id AS account_id, 'contract ' || id || ' is left out' AS message
FROM aos_contracts
WHERE deleted = 0 AND coalesce(start_date, '') IN ('', '0000-00-00')
ORDER BY id
