SELECT NULL AS account_id,
       'conversation ' || id || ' has status ' || coalesce(status, 'NULL') || ', and counts as open' AS message
FROM conversations
WHERE account_id = 1 AND (status IN (0, 1, 2, 3)) IS NOT TRUE
ORDER BY id
