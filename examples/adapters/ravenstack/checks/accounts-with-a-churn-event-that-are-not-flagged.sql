SELECT a.account_id, 'churn_flag is ' || a.churn_flag || ', and there is a churn event' AS message
FROM ravenstack_accounts a
WHERE NOT to_bool(a.churn_flag) AND a.account_id IN (SELECT account_id FROM ravenstack_churn_events)
ORDER BY a._row
