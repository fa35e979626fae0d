-- Customers only: the other types of account (partners, press, prospects) have nothing to renew.
SELECT
  a.id,
  a.name,
  nullif(a.parent_id, '')                                      AS parent_id,
  -- Three words have packs in the shipped rulebook; any other word will do.
  CASE a.industry
    WHEN ''              THEN NULL
    WHEN 'Banking'       THEN 'finance'
    WHEN 'Finance'       THEN 'finance'
    WHEN 'Machinery'     THEN 'manufacturing'
    WHEN 'Manufacturing' THEN 'manufacturing'
    ELSE lower(a.industry)
  END                                                          AS industry,
  nullif(a.billing_address_country, '')                        AS region,
  -- The field also takes ranges such as 50-100, which are no number.
  CASE WHEN a.employees NOT GLOB '*[^0-9]*' THEN to_int(a.employees) END AS employee_count,
  nullif(a.assigned_user_id, '')                               AS owner_id
FROM accounts a
WHERE a.deleted = 0 AND a.account_type = 'Customer'
ORDER BY a.name, a.id
