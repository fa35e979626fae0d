SELECT account_id, 'ticket ' || ticket_id || ' has no satisfaction_score' AS message
FROM ravenstack_support_tickets
WHERE satisfaction_score IS NULL
ORDER BY _row
