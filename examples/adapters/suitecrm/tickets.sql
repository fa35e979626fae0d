-- When a case was closed stands in its audit; where the audit is silent, its last change was no earlier.
WITH closing AS (
  SELECT parent_id, max(date_created) AS closed_at
  FROM cases_audit
  WHERE field_name = 'state' AND after_value_string = 'Closed'
  GROUP BY parent_id
)
SELECT
  t.account_id,
  t.id,
  CASE t.priority
    WHEN 'P1' THEN 'high'
    WHEN 'P2' THEN 'medium'
    WHEN 'P3' THEN 'low'
  END                                                          AS priority,
  to_moment(t.date_entered)                                    AS opened_at,
  CASE t.state
    WHEN 'Closed' THEN to_moment(coalesce(c.closed_at, t.date_modified))
  END                                                          AS resolved_at
FROM cases t
JOIN accounts a ON a.id = t.account_id AND a.deleted = 0 AND a.account_type = 'Customer'
LEFT JOIN closing c ON c.parent_id = t.id
WHERE t.deleted = 0 AND t.date_entered <> '' AND t.date_entered <> '0000-00-00 00:00:00'
