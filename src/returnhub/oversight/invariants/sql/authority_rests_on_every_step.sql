-- count
SELECT count(*) FROM movements_authority

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, w.what
FROM movements_authority AS a JOIN journal_event AS e ON e.id = a.event_id
CROSS JOIN LATERAL (
  SELECT 'no approved decision' AS what WHERE NOT EXISTS (
    SELECT FROM movements_approval AS p JOIN movements_decision AS d ON d.id = p.decision_id
    WHERE p.id = a.approval_id AND p.approved AND d.to_move AND d.case_id = a.case_id AND d.way = a.way
      AND p.event_id < a.event_id AND coalesce(p.ended_id > a.event_id, true) AND coalesce(d.ended_id > a.event_id, true))
  UNION ALL
  SELECT 'no ' || k.kind || ' notice that had run' FROM unnest(ARRAY['intention', 'departure']) AS k (kind)
  WHERE a.way = 'hub' AND NOT EXISTS (
    SELECT FROM movements_notice AS n WHERE n.case_id = a.case_id AND n.kind = k.kind AND n.event_id < a.event_id
      AND coalesce(n.ended_id > a.event_id, true)
      AND (e.recorded AT TIME ZONE 'Europe/London')::date BETWEEN n.departs_from AND n.valid_until)
  UNION ALL
  SELECT 'no acceptance by the host' WHERE a.way = 'hub' AND NOT EXISTS (
    SELECT FROM movements_acceptance AS x WHERE x.case_id = a.case_id AND x.accepted AND x.event_id < a.event_id
      AND coalesce(x.ended_id > a.event_id, true))
) AS w
