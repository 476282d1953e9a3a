-- count
SELECT (SELECT count(*) FROM hubs_stay WHERE ended_id IS NULL)
     + (SELECT count(*) FROM casework_standing AS s WHERE guard.in_a_hub(s.stage))

-- broken
SELECT s.case_id AS "case", 'case ' || s.case_id AS row, 'in a hub, and no stay is on record' AS what
FROM casework_standing AS s WHERE guard.in_a_hub(s.stage)
  AND EXISTS (SELECT FROM hubs_hub AS h WHERE h.scheme_id = s.scheme)
  AND NOT EXISTS (SELECT FROM hubs_stay AS y WHERE y.case_id = s.case_id AND y.ended_id IS NULL AND y.kind = 'there')
UNION ALL
SELECT y.case_id, 'stay ' || y.id, CASE y.kind WHEN 'there' THEN 'a stay, and the person is not in a hub' ELSE 'a place held for nobody who is to come' END
FROM hubs_stay AS y JOIN casework_standing AS s ON s.case_id = y.case_id
WHERE y.ended_id IS NULL AND NOT CASE y.kind WHEN 'there' THEN guard.in_a_hub(s.stage) ELSE guard.to_come(s.stage) END
