SELECT s.party AS account_id,
       'subscription ' || s.name || ': plan ' || p.name || ' is billed every ' || p.billing_interval_count || ' '
         || p.billing_interval || ', by ' || quote(p.price_determination) AS message
FROM "tabSubscription" s
JOIN "tabSubscription Plan Detail" d ON d.parent = s.name AND d.parenttype = 'Subscription'
JOIN "tabSubscription Plan" p ON p.name = d.plan
WHERE s.party_type = 'Customer' AND s.docstatus <> 2
  AND (coalesce(p.price_determination, '') NOT IN ('Fixed Rate', 'Monthly Rate')
       OR p.billing_interval || ' ' || p.billing_interval_count NOT IN
          ('Month 1', 'Month 3', 'Month 6', 'Month 12', 'Year 1'))
ORDER BY s.name, p.name
