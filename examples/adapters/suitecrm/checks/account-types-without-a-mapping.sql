SELECT id AS account_id, 'account_type is ' || quote(account_type) || ', and the account is left out' AS message
FROM accounts
WHERE deleted = 0
  AND coalesce(account_type, '') NOT IN (
    'Customer', 'Analyst', 'Competitor', 'Integrator', 'Investor', 'Partner', 'Press', 'Prospect', 'Reseller', 'Other'
  )
ORDER BY id
