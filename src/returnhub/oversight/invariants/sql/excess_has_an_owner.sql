-- count
SELECT count(*) FROM hubs_excess

-- broken
SELECT x.case_id AS "case", 'excess ' || x.id AS row, CASE WHEN x.owner = '' THEN 'nobody owns it' ELSE 'no clock runs to its end' END AS what
FROM hubs_excess AS x
WHERE x.owner = '' OR x.ended_id IS NULL AND NOT EXISTS (
  SELECT FROM casework_clock AS t WHERE t.case_id = x.case_id AND t.kind = 'excess' AND t.ended_id IS NULL)
