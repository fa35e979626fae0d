-- The value is that of the whole term. A reminder's date is no deadline, and is left out.
WITH contract AS (
  SELECT c.*,
         -- -99 is the house's own currency, which stands in config.php and in no table: write yours for USD.
         CASE coalesce(c.currency_id, '')
           WHEN ''    THEN 'USD'
           WHEN '-99' THEN 'USD'
           ELSE (SELECT nullif(m.iso4217, '') FROM currencies m WHERE m.id = c.currency_id)
         END AS currency
  FROM aos_contracts c
  JOIN accounts a ON a.id = c.contract_account_id AND a.deleted = 0 AND a.account_type = 'Customer'
  WHERE c.deleted = 0
)
SELECT
  contract_account_id                                          AS account_id,
  id,
  CASE status
    WHEN 'Not Started' THEN 'draft'
    WHEN 'In Progress' THEN 'pending'
    WHEN 'Signed'      THEN 'active'
  END                                                          AS status,
  to_date(nullif(customer_signed_date, '0000-00-00'))          AS signed_on,
  to_date(start_date)                                          AS start_date,
  to_date(nullif(end_date, '0000-00-00'))                      AS end_date,
  'once'                                                       AS billing_period,
  CASE WHEN currency IS NOT NULL THEN to_money(total_contract_value, currency) END AS amount
FROM contract
-- One without a beginning cannot be placed in time: a check tells of it.
WHERE start_date <> '' AND start_date <> '0000-00-00'
