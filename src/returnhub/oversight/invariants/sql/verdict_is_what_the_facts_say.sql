-- count
SELECT count(*) FROM casework_case AS c WHERE :cases

-- broken
SELECT c.id AS "case", 'case ' || c.id AS row, concat('shown ', s.verdict, ', facts give ', v.verdict) AS what
FROM casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id
CROSS JOIN LATERAL guard.verdict(c.id, s.screened_on) AS v
WHERE :cases AND s.screened_on IS NOT NULL
  AND (s.verdict, s.fails, s.unknown) IS DISTINCT FROM (v.verdict, v.fails, v.unknown)
UNION ALL
SELECT c.id, 'case ' || c.id, 'has facts and was never screened'
FROM casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id
WHERE :cases AND s.screened_on IS NULL AND (s.verdict <> 'unknown' OR EXISTS (SELECT FROM casework_fact AS f WHERE f.case_id = c.id))
