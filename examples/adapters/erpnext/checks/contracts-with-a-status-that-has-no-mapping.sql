SELECT party_name AS account_id,
       'contract ' || name || ' has status ' || quote(status) || ', and counts by its dates' AS message
FROM "tabContract"
WHERE party_type = 'Customer' AND docstatus = 1 AND coalesce(status, '') NOT IN ('Unsigned', 'Active', 'Inactive')
ORDER BY name
