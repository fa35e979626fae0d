SELECT NULL AS account_id, 'communication ' || name || ' has medium ' || quote(communication_medium) AS message
FROM "tabCommunication"
WHERE communication_type = 'Communication'
  AND reference_doctype IN ('Customer', 'Issue', 'Sales Invoice', 'Contract', 'Subscription')
  AND coalesce(communication_medium, '') NOT IN ('Email', 'Phone', 'Meeting', 'Visit', 'Event')
ORDER BY name
