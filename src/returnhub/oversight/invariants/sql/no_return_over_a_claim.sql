-- count
SELECT count(*) FROM movements_authority WHERE ended_id IS NULL

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, o.what
FROM movements_authority AS a JOIN (
  SELECT case_id, kind || ' is open' AS what FROM onward_raised WHERE ended_id IS NULL
  UNION ALL SELECT case_id, 'a determination of statelessness is open' FROM onward_determination WHERE ended_id IS NULL
  UNION ALL SELECT case_id, 'what follows was not decided' FROM onward_nextstep WHERE ended_id IS NULL) AS o ON o.case_id = a.case_id
WHERE a.ended_id IS NULL AND a.way = 'onward'
