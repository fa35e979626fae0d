-- Communications about a customer, or about a document of one; of their times the days are read.
WITH document (doctype, name, customer, contract_id) AS (
  SELECT 'Customer', name, name, NULL FROM "tabCustomer"
  UNION ALL
  SELECT 'Issue', name, customer, NULL FROM "tabIssue"
  UNION ALL
  SELECT 'Sales Invoice', name, customer, NULL FROM "tabSales Invoice"
  UNION ALL
  SELECT 'Contract', name, party_name, name FROM "tabContract" WHERE party_type = 'Customer'
  UNION ALL
  SELECT 'Subscription', name, party, name FROM "tabSubscription" WHERE party_type = 'Customer'
)
SELECT
  d.customer                                                   AS account_id,
  m.name                                                       AS id,
  d.contract_id,
  CASE m.communication_medium
    WHEN 'Email'   THEN 'email'
    WHEN 'Phone'   THEN 'call'
    WHEN 'Meeting' THEN 'meeting'
    WHEN 'Visit'   THEN 'meeting'
    WHEN 'Event'   THEN 'meeting'
  END                                                          AS kind,
  to_moment(substr(m.communication_date, 1, 10))               AS at,
  CASE m.sent_or_received WHEN 'Sent' THEN 'outbound' WHEN 'Received' THEN 'inbound' END AS direction
FROM "tabCommunication" m
JOIN document d ON d.doctype = m.reference_doctype AND d.name = m.reference_name
JOIN "tabCustomer" c ON c.name = d.customer AND c.is_internal_customer = 0
WHERE m.communication_type = 'Communication'
  AND m.communication_medium IN ('Email', 'Phone', 'Meeting', 'Visit', 'Event')
  AND coalesce(m.email_status, '') NOT IN ('Spam', 'Trash')
  AND m.communication_date <> ''
