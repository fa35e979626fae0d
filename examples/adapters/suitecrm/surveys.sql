-- Answers to the questions that are marked as questions of happiness: stars (1 to 5) and scales (1 to 10).
SELECT
  r.account_id,
  q.id,
  nullif(r.contact_id, '')                                     AS contact_id,
  CASE s.type
    WHEN 'Rating' THEN 'csat'
    WHEN 'Scale'  THEN 'custom'
  END                                                          AS kind,
  to_float(q.answer)                                           AS score,
  CASE s.type WHEN 'Scale' THEN json_object('min', 1, 'max', 10) END AS scale,
  to_moment(r.date_entered)                                    AS at
FROM surveyquestionresponses q
JOIN surveyquestions s ON s.id = q.surveyquestion_id AND s.happiness_question = 1 AND s.type IN ('Rating', 'Scale')
JOIN surveyresponses r ON r.id = q.surveyresponse_id AND r.deleted = 0
JOIN accounts a ON a.id = r.account_id AND a.deleted = 0 AND a.account_type = 'Customer'
WHERE q.deleted = 0 AND q.answer <> ''
