SELECT NULL AS account_id,
       'conversation ' || v.id || ' has policy ' || p.id || ', whose deadline is not computed' AS message
FROM conversations v
JOIN sla_policies p ON p.id = v.sla_policy_id
WHERE v.account_id = 1 AND to_bool(p.only_during_business_hours) AND p.resolution_time_threshold IS NOT NULL
ORDER BY v.id
