SELECT billing_account_id AS account_id,
       'invoice ' || id || ' has status ' || quote(status)
         || ' and date ' || quote(invoice_date) AS message
FROM aos_invoices
WHERE deleted = 0
  AND (coalesce(status, '') NOT IN ('Paid', 'Unpaid', 'Cancelled') OR coalesce(invoice_date, '') IN ('', '0000-00-00'))
ORDER BY id
