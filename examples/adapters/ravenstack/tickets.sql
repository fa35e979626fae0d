SELECT
  _row,
  account_id,
  ticket_id                                                    AS id,
  priority,
  to_moment(submitted_at, 0)                                   AS opened_at,
  to_moment(submitted_at, first_response_time_minutes)         AS first_response_at,
  to_moment(closed_at)                                         AS resolved_at,
  to_bool(escalation_flag)                                     AS escalated,
  to_float(satisfaction_score)                                 AS satisfaction
FROM ravenstack_support_tickets
