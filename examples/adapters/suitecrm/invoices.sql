-- The day of the payment is not kept: of a paid invoice nobody knows whether it was paid late.
WITH invoice AS (
  SELECT i.*,
         -- As in contracts.sql: write your own currency for USD.
         CASE coalesce(i.currency_id, '')
           WHEN ''    THEN 'USD'
           WHEN '-99' THEN 'USD'
           ELSE (SELECT nullif(m.iso4217, '') FROM currencies m WHERE m.id = i.currency_id)
         END AS currency
  FROM aos_invoices i
  JOIN accounts a ON a.id = i.billing_account_id AND a.deleted = 0 AND a.account_type = 'Customer'
  WHERE i.deleted = 0
)
SELECT
  billing_account_id                                           AS account_id,
  id,
  to_date(invoice_date)                                        AS issued,
  to_date(nullif(due_date, '0000-00-00'))                      AS due,
  CASE WHEN currency IS NOT NULL THEN to_money(total_amount, currency) END AS amount,
  CASE status
    WHEN 'Paid'      THEN 'paid'
    WHEN 'Unpaid'    THEN 'open'
    WHEN 'Cancelled' THEN 'void'
  END                                                          AS status
FROM invoice
WHERE invoice_date <> '' AND invoice_date <> '0000-00-00'
  -- Without a word about its payment a bill is neither open nor paid.
  AND status IN ('Paid', 'Unpaid', 'Cancelled')
