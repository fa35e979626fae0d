SELECT NULL AS account_id, 'issue ' || name || ' is left out' AS message
FROM "tabIssue"
WHERE coalesce(customer, '') NOT IN (SELECT name FROM "tabCustomer")
ORDER BY name
