SELECT NULL AS account_id, 'conversation ' || id || ': its last change counts as the resolution' AS message
FROM conversations
WHERE account_id = 1 AND status = 1
  AND id NOT IN (SELECT conversation_id FROM reporting_events WHERE name = 'conversation_resolved')
ORDER BY id
