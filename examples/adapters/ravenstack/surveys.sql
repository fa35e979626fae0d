-- What a customer says of a ticket when it is closed is an answer to a satisfaction survey, on 1 to 5.
SELECT
  _row,
  account_id,
  'S-' || ticket_id                AS id,
  'csat'                           AS kind,
  to_float(satisfaction_score)     AS score,
  to_moment(closed_at)             AS at,
  ticket_id                        AS relates_to,
  'ticket'                         AS channel
FROM ravenstack_support_tickets
WHERE satisfaction_score IS NOT NULL
