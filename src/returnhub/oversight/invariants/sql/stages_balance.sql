-- count
SELECT count(DISTINCT t.leads_to) FROM rules.step AS t WHERE t.procedure IN (SELECT c.procedure FROM casework_case AS c WHERE :cases)

-- broken
WITH RECURSIVE :walk, spent AS (
  SELECT case_id, stage, stage_before, at, coalesce(lead(at) OVER (PARTITION BY case_id ORDER BY n), 'infinity') AS until FROM walk
), month AS (
  -- the last month ends now, in what stands
  SELECT b AS begins, b + interval '1 month' AS ends
  FROM generate_series(date_trunc('month', :now::timestamptz) - interval '12 months', date_trunc('month', :now::timestamptz), interval '1 month') AS b
), flows AS (
  SELECT m.begins, s.stage, 1 AS opening, 0 AS came, 0 AS went, 0 AS closing FROM month AS m JOIN spent AS s ON s.at < m.begins AND s.until >= m.begins
  UNION ALL
  SELECT m.begins, s.stage, 0, 1, 0, 0 FROM month AS m JOIN spent AS s ON s.at >= m.begins AND s.at < m.ends
    WHERE s.stage IS DISTINCT FROM s.stage_before
  UNION ALL
  SELECT m.begins, s.stage_before, 0, 0, 1, 0 FROM month AS m JOIN spent AS s ON s.at >= m.begins AND s.at < m.ends
    WHERE s.stage IS DISTINCT FROM s.stage_before AND s.stage_before IS NOT NULL
  UNION ALL
  SELECT m.begins, s.stage, 0, 0, 0, 1 FROM month AS m JOIN spent AS s ON s.at < m.ends AND s.until >= m.ends WHERE m.ends <= :now
  UNION ALL
  SELECT m.begins, s.stage, 0, 0, 0, 1 FROM month AS m, casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id
    WHERE m.ends > :now AND :cases
)
SELECT NULL::bigint AS "case", concat(coalesce(f.stage, 'no stage'), ', ', to_char(f.begins, 'YYYY-MM')) AS row,
       format('%s + %s - %s is not %s', sum(opening), sum(came), sum(went), sum(closing)) AS what
FROM flows AS f GROUP BY f.begins, f.stage HAVING sum(opening) + sum(came) - sum(went) <> sum(closing)
