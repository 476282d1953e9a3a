-- count
SELECT count(*) FROM casework_case

-- broken
SELECT c.id AS "case", 'case ' || c.id AS row, concat('stage ', coalesce(s.stage, 'missing')) AS what
FROM casework_case AS c LEFT JOIN casework_standing AS s ON s.case_id = c.id
WHERE s.stage IS NULL OR (c.procedure, s.stage) NOT IN (
  SELECT p.procedure, p.first_stage FROM rules.procedure AS p UNION SELECT t.procedure, t.leads_to FROM rules.step AS t)
UNION ALL
SELECT min(c.id), 'person ' || c.person_id, count(*) || ' cases in ' || c.scheme
FROM casework_case AS c GROUP BY c.person_id, c.scheme HAVING count(*) > 1
