-- A deleted user stays in the list as one who left, so that the accounts left behind are seen.
SELECT
  u.id,
  nullif(trim(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')), '') AS name,
  CASE
    WHEN u.id IN (SELECT r.reports_to_id FROM users r WHERE r.deleted = 0) THEN 'manager'
    ELSE 'sales'
  END                                                          AS role,
  CASE
    WHEN u.deleted = 1 OR u.status = 'Inactive' THEN 'departed'
    ELSE CASE u.employee_status
      WHEN 'Active'           THEN 'active'
      WHEN 'Terminated'       THEN 'departed'
      WHEN 'Leave of Absence' THEN 'on_leave'
    END
  END                                                          AS status,
  nullif(u.reports_to_id, '')                                  AS manager_id
FROM users u
ORDER BY u.id
