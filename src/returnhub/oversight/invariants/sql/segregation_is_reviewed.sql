-- count
SELECT count(*) FROM stays_occurrence WHERE kind = 'segregation'

-- broken
SELECT o.case_id AS "case", 'segregation ' || o.id AS row, 'since ' || o.at || ', without a review or a limit' AS what
FROM stays_occurrence AS o
WHERE o.kind = 'segregation' AND o.ended_id IS NULL
  AND (SELECT count(DISTINCT c.kind) FROM casework_clock AS c WHERE c.case_id = o.case_id AND c.ended_id IS NULL
       AND c.kind IN ('segregation_review', 'segregation_limit')) < 2
UNION ALL
SELECT o.case_id, 'segregation ' || o.id, 'reviewed by who ordered it'
FROM stays_occurrence AS o JOIN stays_step AS s ON s.occurrence_id = o.id AND s.kind = 'review'
JOIN journal_event AS b ON b.id = o.event_id JOIN journal_event AS r ON r.id = s.event_id
WHERE b.actor IS NOT DISTINCT FROM r.actor
