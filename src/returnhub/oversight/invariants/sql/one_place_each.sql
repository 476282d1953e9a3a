-- count
SELECT count(*) FROM hubs_stay WHERE ended_id IS NULL

-- broken
SELECT a.case_id AS "case", 'stay ' || a.id AS row, w.what
FROM hubs_stay AS a JOIN LATERAL (
  SELECT 'a place also of stay ' || b.id AS what FROM hubs_stay AS b WHERE b.place_id = a.place_id AND b.id > a.id AND b.ended_id IS NULL
    AND (b.days && a.days OR b.kind = 'there' AND a.kind = 'there')
  UNION ALL
  SELECT 'a person with another stay, ' || b.id FROM hubs_stay AS b WHERE b.person = a.person AND b.id > a.id AND b.ended_id IS NULL
    AND (b.days && a.days OR b.case_id = a.case_id)
) AS w ON true WHERE a.ended_id IS NULL
