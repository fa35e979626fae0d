SELECT customer AS account_id, 'invoice ' || name || ' has status ' || quote(status) || ', and is left out' AS message
FROM "tabSales Invoice"
WHERE docstatus = 1 AND is_return = 0
  AND coalesce(status, '') NOT IN (
    'Paid', 'Credit Note Issued', 'Submitted', 'Unpaid', 'Partly Paid', 'Overdue', 'Internal Transfer',
    'Unpaid and Discounted', 'Partly Paid and Discounted', 'Overdue and Discounted'
  )
ORDER BY name
