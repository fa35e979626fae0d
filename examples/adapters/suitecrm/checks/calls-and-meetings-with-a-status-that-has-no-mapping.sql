WITH contact (what, id, status) AS (
  SELECT 'call', id, status FROM calls WHERE deleted = 0
  UNION ALL
  SELECT 'meeting', id, status FROM meetings WHERE deleted = 0
)
SELECT NULL AS account_id, what || ' ' || id || ' has status ' || quote(status) AS message
FROM contact
WHERE coalesce(status, '') NOT IN ('Planned', 'Held', 'Not Held')
ORDER BY what, id
