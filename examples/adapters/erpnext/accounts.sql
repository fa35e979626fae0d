SELECT
  name                                                         AS id,
  customer_name                                                AS name,
  -- Three words have packs in the shipped rulebook; any other word will do.
  CASE industry
    WHEN ''                   THEN NULL
    WHEN 'Banking'            THEN 'finance'
    WHEN 'Financial Services' THEN 'finance'
    WHEN 'Investment Banking' THEN 'finance'
    ELSE lower(industry)
  END                                                          AS industry,
  nullif(customer_group, '')                                   AS segment,
  nullif(territory, '')                                        AS region,
  -- Nothing can be sold or billed to a disabled customer.
  CASE WHEN disabled = 1 THEN 'churned' END                    AS lifecycle,
  nullif(default_currency, '')                                 AS currency,
  nullif(account_manager, '')                                  AS owner_id
FROM "tabCustomer"
WHERE is_internal_customer = 0
ORDER BY customer_name, name
