SELECT
  _row,
  account_id                AS id,
  account_name              AS name,
  lower(industry)           AS industry,
  plan_tier                 AS segment,
  country                   AS region,
  to_date(signup_date)      AS signup_date,
  'USD'                     AS currency,
  to_int(seats)             AS "custom.seats",
  referral_source           AS "custom.referral_source"
FROM ravenstack_accounts
ORDER BY _row;
