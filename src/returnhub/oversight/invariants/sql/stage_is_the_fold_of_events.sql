-- count
SELECT count(*) FROM casework_case AS c WHERE :cases

-- broken
WITH RECURSIVE :walk, last AS (SELECT DISTINCT ON (case_id) case_id, stage FROM walk ORDER BY case_id, n DESC)
SELECT l.case_id AS "case", 'case ' || l.case_id AS row,
       concat('shown ', coalesce(s.stage, 'nowhere'), ', events lead to ', coalesce(l.stage, 'no stage')) AS what
FROM last AS l LEFT JOIN casework_standing AS s USING (case_id) WHERE s.stage IS DISTINCT FROM l.stage
