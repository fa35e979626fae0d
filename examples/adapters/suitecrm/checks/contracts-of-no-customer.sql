SELECT contract_account_id AS account_id, 'contract ' || id || ' is left out' AS message
FROM aos_contracts
WHERE deleted = 0
  AND coalesce(contract_account_id, '') NOT IN (SELECT id FROM accounts WHERE deleted = 0 AND account_type = 'Customer')
ORDER BY id
