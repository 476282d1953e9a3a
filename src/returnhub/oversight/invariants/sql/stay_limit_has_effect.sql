-- count
SELECT count(*) FROM stays_arrival WHERE ended_id IS NULL

-- broken
SELECT a.case_id AS "case", 'arrival ' || a.id AS row, 'limit ' || a.limit_on || ', ' || s.stage AS what
FROM stays_arrival AS a
JOIN casework_standing AS s ON s.case_id = a.case_id
JOIN journal_event AS e ON e.id = a.event_id
WHERE a.ended_id IS NULL AND e.recorded < :now - interval '2 minutes'
  AND a.limit_on < ((:now - interval '2 minutes') AT TIME ZONE 'Europe/London')::date
  AND s.stage NOT IN ('stay limit reached', 'transfer back ordered')
  AND NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = a.case_id AND c.kind = 'stay_limit'
                    AND c.event_id >= a.event_id AND c.ran_out_id IS NOT NULL)
