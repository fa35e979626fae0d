-- What customers write is an inquiry, once a day and conversation; what the house writes by mail is mail. Private
-- notes, activities and templates are no contact, and the model has no word for other messages to the customer.
WITH customer (contact_id, account_id) AS (
  SELECT id, coalesce('company:' || company_id,
                      'name:' || lower(trim(json_extract(additional_attributes, '$.company_name'))))
  FROM contacts
  WHERE account_id = 1
    AND (company_id IS NOT NULL OR trim(json_extract(additional_attributes, '$.company_name')) <> '')
),
contact (account_id, id, kind, at, direction) AS (
  SELECT c.account_id, min(m.id),
         CASE m.message_type WHEN 0 THEN 'inquiry' ELSE 'email' END,
         min(m.created_at),
         CASE m.message_type WHEN 0 THEN 'inbound' ELSE 'outbound' END
  FROM messages m
  JOIN conversations v ON v.id = m.conversation_id
  JOIN customer c ON c.contact_id = v.contact_id
  JOIN inboxes i ON i.id = m.inbox_id
  WHERE m.account_id = 1 AND NOT to_bool(m.private)
    AND (m.message_type = 0 OR (m.message_type = 1 AND i.channel_type = 'Channel::Email'))
  GROUP BY c.account_id, m.conversation_id, m.message_type, substr(m.created_at, 1, 10)
)
SELECT account_id, id, kind, to_moment(at) AS at, direction
FROM contact
