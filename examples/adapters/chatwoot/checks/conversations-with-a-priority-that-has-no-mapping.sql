SELECT NULL AS account_id, 'conversation ' || id || ' has priority ' || coalesce(priority, 'NULL') AS message
FROM conversations
WHERE account_id = 1 AND priority IS NOT NULL AND priority NOT IN (0, 1, 2, 3)
ORDER BY id
