-- A conversation is a ticket. What is pending (with a bot) or snoozed is still open.
WITH customer (contact_id, account_id) AS (
  SELECT id, coalesce('company:' || company_id,
                      'name:' || lower(trim(json_extract(additional_attributes, '$.company_name'))))
  FROM contacts
  WHERE account_id = 1
    AND (company_id IS NOT NULL OR trim(json_extract(additional_attributes, '$.company_name')) <> '')
),
resolution (conversation_id, at) AS (
  SELECT conversation_id, max(coalesce(event_end_time, created_at))
  FROM reporting_events
  WHERE name = 'conversation_resolved'
  GROUP BY conversation_id
)
SELECT
  c.account_id,
  v.id,
  CASE v.priority
    WHEN 0 THEN 'low'
    WHEN 1 THEN 'medium'
    WHEN 2 THEN 'high'
    WHEN 3 THEN 'urgent'
  END                                                          AS priority,
  to_moment(v.created_at)                                      AS opened_at,
  to_moment(v.first_reply_created_at)                          AS first_response_at,
  -- Without an event, the last change was no earlier than the resolution.
  CASE v.status WHEN 1 THEN to_moment(coalesce(r.at, v.updated_at)) END AS resolved_at,
  -- Thresholds are in seconds. Those that count business hours only would need the inbox's calendar.
  CASE WHEN NOT to_bool(p.only_during_business_hours)
    THEN to_moment(v.created_at, CAST(to_float(p.resolution_time_threshold) / 60 AS INTEGER))
  END                                                          AS sla_due,
  (SELECT to_float(s.rating)
     FROM csat_survey_responses s
    WHERE s.conversation_id = v.id AND s.rating IN (1, 2, 3, 4, 5)
    ORDER BY s.created_at DESC, s.id DESC
    LIMIT 1)                                                   AS satisfaction
FROM conversations v
JOIN customer c ON c.contact_id = v.contact_id
LEFT JOIN resolution r ON r.conversation_id = v.id
LEFT JOIN sla_policies p ON p.id = v.sla_policy_id
WHERE v.account_id = 1
