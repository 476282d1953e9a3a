-- count
SELECT count(*) FROM incidents_step WHERE kind IN ('review', 'close')

-- broken
SELECT i.case_id AS "case", 'step ' || s.id AS row, s.kind || ' by who reported or corrected it' AS what
FROM incidents_step AS s JOIN incidents_incident AS i ON i.id = s.incident_id
WHERE s.kind IN ('review', 'close') AND (s.by_id = i.by_id OR EXISTS (
  SELECT FROM incidents_step AS p WHERE p.incident_id = i.id AND p.kind = 'correction' AND p.id < s.id AND p.by_id = s.by_id))
UNION ALL
SELECT i.case_id, 'incident ' || i.id, 'grave, and closed by one'
FROM incidents_incident AS i JOIN incidents_standing AS t ON t.incident_id = i.id
WHERE t.status = 'closed' AND t.severity = 'grave' AND (
  SELECT count(DISTINCT s.by_id) FROM incidents_step AS s WHERE s.incident_id = i.id AND s.kind = 'close'
    AND s.id > (SELECT max(r.id) FROM incidents_step AS r WHERE r.incident_id = i.id AND r.kind = 'review')) < 2
