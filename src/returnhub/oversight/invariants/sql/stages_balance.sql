-- count
SELECT count(DISTINCT t.leads_to) FROM rules.step AS t WHERE t.procedure IN (SELECT c.procedure FROM casework_case AS c WHERE :cases)

-- broken
WITH RECURSIVE :walk, moved AS (
  SELECT DISTINCT ON (case_id) stage, 1 AS opening, 0 AS came, 0 AS went, 0 AS closing FROM walk
    WHERE at <= :now - interval '1 year' ORDER BY case_id, n DESC
), flows AS (
  SELECT * FROM moved
  UNION ALL
  SELECT stage, 0, 1, 0, 0 FROM walk WHERE at > :now - interval '1 year' AND stage IS DISTINCT FROM stage_before
  UNION ALL
  SELECT stage_before, 0, 0, 1, 0 FROM walk
    WHERE at > :now - interval '1 year' AND stage IS DISTINCT FROM stage_before AND stage_before IS NOT NULL
  UNION ALL
  SELECT s.stage, 0, 0, 0, 1 FROM casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id WHERE :cases
)
SELECT NULL::bigint AS "case", coalesce(f.stage, 'no stage') AS row,
       format('%s + %s - %s is not %s', sum(opening), sum(came), sum(went), sum(closing)) AS what
FROM flows AS f GROUP BY f.stage HAVING sum(opening) + sum(came) - sum(went) <> sum(closing)
