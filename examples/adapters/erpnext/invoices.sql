-- Submitted invoices (docstatus 1); credit notes and transfers within the house are no bills. The day of the payment
-- stands in payment entries, which are not read.
SELECT
  i.customer                                                   AS account_id,
  i.name                                                       AS id,
  nullif(i.subscription, '')                                   AS contract_id,
  to_date(i.posting_date)                                      AS issued,
  to_date(i.due_date)                                          AS due,
  CASE WHEN i.currency <> '' THEN to_money(i.grand_total, i.currency) END AS amount,
  CASE i.status
    WHEN 'Paid'                       THEN 'paid'
    WHEN 'Credit Note Issued'         THEN 'void'
    WHEN 'Submitted'                  THEN 'open'
    WHEN 'Unpaid'                     THEN 'open'
    WHEN 'Partly Paid'                THEN 'open'
    WHEN 'Overdue'                    THEN 'open'
    WHEN 'Unpaid and Discounted'      THEN 'open'
    WHEN 'Partly Paid and Discounted' THEN 'open'
    WHEN 'Overdue and Discounted'     THEN 'open'
  END                                                          AS status
FROM "tabSales Invoice" i
JOIN "tabCustomer" c ON c.name = i.customer AND c.is_internal_customer = 0
WHERE i.docstatus = 1 AND i.is_return = 0
  AND i.status IN (
    'Paid', 'Credit Note Issued', 'Submitted', 'Unpaid', 'Partly Paid', 'Overdue',
    'Unpaid and Discounted', 'Partly Paid and Discounted', 'Overdue and Discounted'
  )
