SELECT account_id, 'case ' || case_number || ': its last change counts as the day of closing' AS message
FROM cases
WHERE deleted = 0 AND state = 'Closed'
  AND id NOT IN (SELECT parent_id FROM cases_audit WHERE field_name = 'state' AND after_value_string = 'Closed')
ORDER BY case_number
