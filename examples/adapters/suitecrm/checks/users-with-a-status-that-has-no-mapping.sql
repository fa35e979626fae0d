SELECT NULL AS account_id,
       'user ' || id || ' has status ' || quote(status)
         || ' and employee_status ' || quote(employee_status) AS message
FROM users
WHERE deleted = 0
  AND (coalesce(status, '') NOT IN ('Active', 'Inactive')
       OR coalesce(employee_status, '') NOT IN ('', 'Active', 'Terminated', 'Leave of Absence'))
ORDER BY id
