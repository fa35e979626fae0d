-- A subscription ends only when its customer cancels: its end date is the day of the cancellation, and no plan.
SELECT
  s._row,
  s.account_id,
  s.subscription_id                                            AS id,
  json_array(s.plan_tier)                                      AS product_ids,
  to_date(s.start_date)                                        AS start_date,
  CASE s.billing_frequency WHEN 'annual' THEN 12 END           AS term_months,
  s.billing_frequency                                          AS billing_period,
  CASE s.billing_frequency
    WHEN 'annual' THEN to_money(s.arr_amount, 'USD')
    ELSE to_money(s.mrr_amount, 'USD')
  END                                                          AS amount,
  to_bool(s.is_trial)                                          AS trial,
  to_bool(s.auto_renew_flag)                                   AS auto_renew,
  to_date(s.end_date)                                          AS terminated_on,
  -- The reason of the account's nearest churn event, if there is one within 30 days of the cancellation.
  (SELECT e.reason_code
     FROM ravenstack_churn_events e
    WHERE e.account_id = s.account_id
      AND abs(julianday(e.churn_date) - julianday(s.end_date)) <= 30
    ORDER BY abs(julianday(e.churn_date) - julianday(s.end_date)), e.churn_event_id
    LIMIT 1)                                                   AS lost_reason_id
FROM ravenstack_subscriptions s
