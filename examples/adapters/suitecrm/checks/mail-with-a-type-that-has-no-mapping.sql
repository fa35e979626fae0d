SELECT NULL AS account_id, 'mail ' || id || ' has type ' || quote(type) AS message
FROM emails
WHERE deleted = 0 AND coalesce(type, '') NOT IN ('out', 'archived', 'draft', 'inbound', 'campaign')
ORDER BY id
