SELECT NULL AS account_id,
       'response ' || id || ' has rating ' || coalesce(rating, 'NULL') || ', and is left out' AS message
FROM csat_survey_responses
WHERE account_id = 1 AND (rating IN (1, 2, 3, 4, 5)) IS NOT TRUE
ORDER BY id
