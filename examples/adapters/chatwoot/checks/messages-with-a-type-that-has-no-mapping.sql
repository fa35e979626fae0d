SELECT NULL AS account_id, 'message ' || id || ' has message_type ' || coalesce(message_type, 'NULL') AS message
FROM messages
WHERE account_id = 1 AND (message_type IN (0, 1, 2, 3)) IS NOT TRUE
ORDER BY id
