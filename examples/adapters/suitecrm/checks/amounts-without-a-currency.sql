WITH amount (account_id, what, id, currency_id) AS (
  SELECT contract_account_id, 'contract', id, currency_id FROM aos_contracts WHERE deleted = 0
  UNION ALL
  SELECT billing_account_id, 'invoice', id, currency_id FROM aos_invoices WHERE deleted = 0
)
SELECT account_id, what || ' ' || id || ' is in currency ' || currency_id || ', which has no ISO code' AS message
FROM amount
WHERE coalesce(currency_id, '') NOT IN ('', '-99')
  AND NOT EXISTS (SELECT 1 FROM currencies m WHERE m.id = currency_id AND m.iso4217 <> '')
ORDER BY what, id
