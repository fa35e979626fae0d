-- The reasons of the churn events under the codes that the default rulebook knows.
WITH known (id, code, controllable) AS (
  VALUES ('features', 'product', 1), ('support', 'support', 1), ('budget', 'price', 1),
         ('pricing', 'price', 1), ('competitor', 'competitor', 0), ('unknown', 'unknown', NULL)
)
SELECT id, code, controllable FROM known
UNION
SELECT reason_code, reason_code, NULL FROM ravenstack_churn_events WHERE reason_code NOT IN (SELECT id FROM known)
