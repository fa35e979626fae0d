SELECT party AS account_id,
       'subscription ' || name || ' has status ' || quote(status) || ', and counts by its dates' AS message
FROM "tabSubscription"
WHERE party_type = 'Customer' AND docstatus <> 2
  AND coalesce(status, '') NOT IN (
    'Trialing', 'Trialling', 'Active', 'Past Due Date', 'Grace Period', 'Unpaid', 'Cancelled', 'Completed'
  )
ORDER BY name
