-- Calls and meetings that were held, and mail that was sent or received; what is planned has not happened.
WITH parent (type, id, account_id, contract_id) AS (
  SELECT 'Accounts', id, id, NULL FROM accounts WHERE deleted = 0
  UNION ALL
  SELECT 'Contacts', contact_id, account_id, NULL FROM accounts_contacts WHERE deleted = 0
  UNION ALL
  SELECT 'Cases', id, account_id, NULL FROM cases WHERE deleted = 0
  UNION ALL
  SELECT 'AOS_Contracts', id, contract_account_id, id FROM aos_contracts WHERE deleted = 0
),
contact (id, kind, at, direction, author, parent_type, parent_id) AS (
  SELECT id, 'call', date_start,
         CASE direction WHEN 'Inbound' THEN 'inbound' WHEN 'Outbound' THEN 'outbound' END,
         assigned_user_id, parent_type, parent_id
  FROM calls WHERE deleted = 0 AND status = 'Held'
  UNION ALL
  SELECT id, 'meeting', date_start, NULL, assigned_user_id, parent_type, parent_id
  FROM meetings WHERE deleted = 0 AND status = 'Held'
  UNION ALL
  SELECT id,
         CASE type WHEN 'campaign' THEN 'newsletter' ELSE 'email' END,
         date_sent_received,
         CASE type WHEN 'inbound' THEN 'inbound' WHEN 'out' THEN 'outbound' WHEN 'campaign' THEN 'outbound' END,
         assigned_user_id, parent_type, parent_id
  FROM emails
  WHERE deleted = 0 AND type IN ('inbound', 'out', 'archived', 'campaign') AND coalesce(status, '') <> 'send_error'
)
SELECT
  p.account_id,
  c.id,
  p.contract_id,
  c.kind,
  to_moment(c.at)                                              AS at,
  nullif(c.author, '')                                         AS author,
  c.direction
FROM contact c
JOIN parent p ON p.type = c.parent_type AND p.id = c.parent_id
JOIN accounts a ON a.id = p.account_id AND a.deleted = 0 AND a.account_type = 'Customer'
WHERE c.at <> '' AND c.at <> '0000-00-00 00:00:00'
