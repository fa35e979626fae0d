-- Titles are free text, so roles stay unknown. Only a confirmed opt-in is a consent; its absence is no refusal.
SELECT
  l.account_id,
  c.id,
  json_object(
    'call', CASE WHEN c.do_not_call = 1 THEN 'denied' END,
    'email', CASE
      WHEN e.opt_out = 1 OR c.lawful_basis LIKE '%^withdrawn^%' THEN 'denied'
      WHEN e.confirm_opt_in = 'confirmed-opt-in'                THEN 'granted'
    END
  )                                                            AS consent,
  to_bool(e.invalid_email)                                     AS bounced
FROM contacts c
JOIN accounts_contacts l ON l.contact_id = c.id AND l.deleted = 0
JOIN accounts a ON a.id = l.account_id AND a.deleted = 0 AND a.account_type = 'Customer'
LEFT JOIN email_addr_bean_rel r
  ON r.bean_id = c.id AND r.bean_module = 'Contacts' AND r.primary_address = 1 AND r.deleted = 0
LEFT JOIN email_addresses e ON e.id = r.email_address_id AND e.deleted = 0
WHERE c.deleted = 0
