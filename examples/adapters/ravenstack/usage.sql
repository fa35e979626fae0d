SELECT
  u._row,
  s.account_id,
  u.usage_id                 AS id,
  u.subscription_id          AS contract_id,
  u.feature_name             AS product_id,
  'feature_use'              AS metric,
  to_date(u.usage_date)      AS window_end,
  to_float(u.usage_count)    AS value
FROM ravenstack_feature_usage u
LEFT JOIN ravenstack_subscriptions s ON s.subscription_id = u.subscription_id
