-- Days are those of the system's time zone.
SELECT nullif(value, '') AS timezone
FROM "tabSingles"
WHERE doctype = 'System Settings' AND field = 'time_zone'
LIMIT 1
