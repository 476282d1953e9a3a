-- count
SELECT count(*) FROM hubs_stay WHERE kind = 'there' AND ended_id IS NULL

-- broken
SELECT s.case_id AS "case", 'stay ' || s.id AS row, 'nothing began with it' AS what
FROM hubs_stay AS s
WHERE s.kind = 'there' AND s.ended_id IS NULL
  AND NOT EXISTS (SELECT FROM stays_arrival AS a WHERE a.case_id = s.case_id AND a.hub_id = s.hub_id AND a.at = s.arrived_at AND a.ended_id IS NULL)
UNION ALL
SELECT a.case_id, 'arrival ' || a.id, 'nobody is in the hub'
FROM stays_arrival AS a
WHERE a.ended_id IS NULL
  AND NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.case_id = a.case_id AND s.kind = 'there' AND s.ended_id IS NULL AND s.arrived_at = a.at)
UNION ALL
SELECT a.case_id, 'arrival ' || a.id, d.duty || ' is neither done nor due'
FROM stays_arrival AS a, unnest(ARRAY['health_check', 'needs_assessment', 'arrival_interview', 'lawyer_called', 'family_called', 'key_worker', 'stay_review']) AS d (duty)
WHERE a.ended_id IS NULL
  AND NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = a.case_id AND c.kind = d.duty AND c.ended_id IS NULL)
  AND NOT EXISTS (SELECT FROM stays_done AS o WHERE o.arrival_id = a.id AND o.duty = d.duty)
  AND NOT (d.duty = 'key_worker' AND EXISTS (SELECT FROM stays_keyworker AS k WHERE k.arrival_id = a.id AND k.ended_id IS NULL))
