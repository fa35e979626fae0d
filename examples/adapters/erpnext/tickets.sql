-- Times are kept in the system's time zone. Of zones whose clocks never change it is known here how far they are from
-- UTC; in others a time is read as its day, and how fast the first answer came stays unknown.
WITH zone (name, minutes) AS (
  VALUES ('UTC', 0), ('Etc/UTC', 0), ('Africa/Lagos', 60), ('Africa/Johannesburg', 120), ('Africa/Nairobi', 180),
         ('Asia/Riyadh', 180), ('Asia/Dubai', 240), ('Asia/Karachi', 300), ('Asia/Kolkata', 330), ('Asia/Dhaka', 360),
         ('Asia/Bangkok', 420), ('Asia/Jakarta', 420), ('Asia/Manila', 480), ('Asia/Singapore', 480),
         ('Asia/Seoul', 540), ('Asia/Tokyo', 540)
),
house (minutes) AS (
  SELECT (SELECT z.minutes FROM "tabSingles" s JOIN zone z ON z.name = s.value
           WHERE s.doctype = 'System Settings' AND s.field = 'time_zone')
),
issue AS (
  SELECT i.*, h.minutes,
         i.opening_date || coalesce(' ' || nullif(i.opening_time, ''), '') AS opened,
         -- Without a date of resolution, the last change was no earlier.
         CASE WHEN i.status IN ('Resolved', 'Closed')
           THEN coalesce(nullif(i.sla_resolution_date, ''), i.modified)
         END AS resolved
  FROM "tabIssue" i
  JOIN "tabCustomer" c ON c.name = i.customer AND c.is_internal_customer = 0
  CROSS JOIN house h
  WHERE i.opening_date <> ''
)
SELECT
  customer                                                     AS account_id,
  name                                                         AS id,
  CASE priority
    WHEN 'Low'    THEN 'low'
    WHEN 'Medium' THEN 'medium'
    WHEN 'High'   THEN 'high'
  END                                                          AS priority,
  CASE WHEN minutes IS NULL OR length(opened) = 10
    THEN to_moment(opening_date)
    ELSE to_moment(opened, -minutes)
  END                                                          AS opened_at,
  CASE WHEN minutes IS NOT NULL AND length(opened) > 10
    THEN to_moment(first_responded_on, -minutes)
  END                                                          AS first_response_at,
  CASE WHEN minutes IS NULL
    THEN to_moment(substr(resolved, 1, 10))
    ELSE to_moment(resolved, -minutes)
  END                                                          AS resolved_at,
  CASE WHEN minutes IS NULL
    THEN to_moment(substr(sla_resolution_by, 1, 10))
    ELSE to_moment(sla_resolution_by, -minutes)
  END                                                          AS sla_due
FROM issue
