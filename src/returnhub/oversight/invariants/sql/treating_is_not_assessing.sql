-- count
SELECT count(*) FROM health_fitnessanswer

-- broken
SELECT a.case_id AS "case", 'answer ' || a.id AS row, 'by user ' || a.by_id || ', who recorded a check or a concern on this person' AS what
FROM health_fitnessanswer AS a JOIN casework_case AS c ON c.id = a.case_id
WHERE EXISTS (SELECT FROM health_check AS k JOIN casework_case AS o ON o.id = k.case_id
              WHERE o.person_id = c.person_id AND k.by_id = a.by_id)
   OR EXISTS (SELECT FROM health_concern AS k JOIN casework_case AS o ON o.id = k.case_id
              WHERE o.person_id = c.person_id AND k.by_id = a.by_id)
