-- The users who are somebody's account manager. A disabled user has left.
SELECT
  u.name                                                       AS id,
  nullif(u.full_name, '')                                      AS name,
  'sales'                                                      AS role,
  CASE u.enabled WHEN 1 THEN 'active' WHEN 0 THEN 'departed' END AS status
FROM "tabUser" u
WHERE u.name IN (SELECT account_manager FROM "tabCustomer")
ORDER BY u.name
