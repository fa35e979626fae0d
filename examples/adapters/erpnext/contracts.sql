-- Contracts and subscriptions. A document that was cancelled (docstatus 2) is void.
WITH plan AS (
  SELECT d.parent,
         min(p.currency)                                       AS currency,
         json_group_array(coalesce(nullif(p.item, ''), p.name)) AS product_ids,
         min(CASE p.billing_interval
           WHEN 'Month' THEN to_int(p.billing_interval_count)
           WHEN 'Year'  THEN to_int(p.billing_interval_count) * 12
         END)                                                  AS months,
         max(p.billing_interval = 'Year')                      AS yearly,
         -- A rate from a price list is not known here, and makes the whole unknown.
         CASE WHEN min(p.price_determination IN ('Fixed Rate', 'Monthly Rate')) = 1
           AND min(p.currency) = max(p.currency)
         THEN sum(to_float(d.qty) * to_float(p.cost) * CASE
           WHEN p.price_determination = 'Fixed Rate' THEN 1
           WHEN p.billing_interval = 'Month'         THEN to_int(p.billing_interval_count)
           WHEN p.billing_interval = 'Year'          THEN to_int(p.billing_interval_count) * 12
         END) END                                              AS cost
  FROM "tabSubscription Plan Detail" d
  JOIN "tabSubscription Plan" p ON p.name = d.plan
  WHERE d.parenttype = 'Subscription'
  GROUP BY d.parent
),
subscription AS (
  SELECT s.*, p.currency, p.product_ids, p.months, p.yearly,
         -- ERPNext takes a percentage before an amount.
         p.cost - CASE
           WHEN coalesce(to_float(s.additional_discount_percentage), 0) = 0
           THEN coalesce(to_float(s.additional_discount_amount), 0)
           ELSE 0
         END                                                   AS cost
  FROM "tabSubscription" s
  JOIN "tabCustomer" c ON c.name = s.party AND c.is_internal_customer = 0
  LEFT JOIN plan p ON p.parent = s.name
  WHERE s.party_type = 'Customer' AND s.docstatus <> 2
)
SELECT
  party                                                        AS account_id,
  name                                                         AS id,
  product_ids,
  CASE status
    WHEN 'Trialing'      THEN 'active'
    WHEN 'Trialling'     THEN 'active'
    WHEN 'Active'        THEN 'active'
    WHEN 'Past Due Date' THEN 'active'
    WHEN 'Grace Period'  THEN 'active'
    WHEN 'Unpaid'        THEN 'active'
    WHEN 'Cancelled'     THEN 'terminated'
    WHEN 'Completed'     THEN 'expired'
  END                                                          AS status,
  NULL                                                         AS signed_on,
  to_date(start_date)                                          AS start_date,
  to_date(CASE
    WHEN cancel_at_period_end = 1
    THEN nullif(
      min(coalesce(nullif(end_date, ''), '9999-12-31'), coalesce(nullif(current_invoice_end, ''), '9999-12-31')),
      '9999-12-31'
    )
    ELSE end_date
  END)                                                         AS end_date,
  CASE WHEN cancel_at_period_end = 0 AND coalesce(end_date, '') = '' THEN 1 ELSE 0 END AS auto_renew,
  -- What is billed by the year runs by the year. What is billed by the month has no term.
  CASE WHEN yearly = 1 THEN months END                         AS term_months,
  CASE months
    WHEN 1  THEN 'monthly'
    WHEN 3  THEN 'quarterly'
    WHEN 6  THEN 'semi_annual'
    WHEN 12 THEN 'annual'
  END                                                          AS billing_period,
  -- For other intervals the model has no word, and an amount without one would count as a year's.
  CASE WHEN months IN (1, 3, 6, 12) AND cost IS NOT NULL AND currency <> ''
    THEN to_money(printf('%.9f', cost), currency)
  END                                                          AS amount,
  CASE WHEN to_float(additional_discount_percentage) > 0
    THEN CAST(round(to_float(additional_discount_percentage) * 100) AS INTEGER)
  END                                                          AS discount_bp,
  CASE WHEN coalesce(trial_period_end, '') >= :as_of THEN 1 ELSE 0 END AS trial,
  CASE status WHEN 'Cancelled' THEN to_date(cancelation_date) END AS terminated_on,
  'Subscription'                                               AS source
FROM subscription
WHERE start_date <> ''
UNION ALL
SELECT
  k.party_name,
  k.name,
  NULL,
  -- Inactive only says that today lies outside the dates, which say so themselves.
  CASE WHEN k.docstatus = 0 THEN 'draft' ELSE CASE k.status
    WHEN 'Unsigned' THEN 'pending'
    WHEN 'Active'   THEN 'active'
    WHEN 'Inactive' THEN 'active'
  END END,
  to_date(substr(k.signed_on, 1, 10)),
  to_date(k.start_date),
  to_date(k.end_date),
  NULL, NULL,
  'once',
  -- A contract has no amount of its own; the invoice that it refers to has.
  CASE WHEN i.currency <> '' THEN to_money(i.grand_total, i.currency) END,
  NULL, NULL, NULL,
  'Contract'
FROM "tabContract" k
JOIN "tabCustomer" c ON c.name = k.party_name AND c.is_internal_customer = 0
LEFT JOIN "tabSales Invoice" i ON k.document_type = 'Sales Invoice' AND i.name = k.document_name AND i.docstatus = 1
WHERE k.party_type = 'Customer' AND k.docstatus <> 2 AND k.start_date <> ''
