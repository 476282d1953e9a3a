-- count
SELECT count(*) FROM incidents_incident

-- broken
SELECT i.case_id AS "case", 'incident ' || i.id AS row, 'nobody was told' AS what
FROM incidents_incident AS i WHERE NOT EXISTS (SELECT FROM incidents_told AS t WHERE t.incident_id = i.id)
UNION ALL
SELECT i.case_id, 'incident ' || i.id, 'no monitor was told'
FROM incidents_incident AS i JOIN incidents_standing AS s ON s.incident_id = i.id
WHERE s.severity <> 'minor' AND NOT EXISTS (
  SELECT FROM incidents_told AS t WHERE t.incident_id = i.id AND t.role = 'independent_monitor')
UNION ALL
SELECT i.case_id, 'incident ' || i.id, 'grave, and nothing was suspended'
FROM incidents_incident AS i
WHERE i.severity = 'grave' AND i.kind IN ('death', 'sexual_violence', 'missing_child') AND NOT EXISTS (
  SELECT FROM agreements_suspension AS p WHERE p.reference = 'Incident ' || i.id AND p.scheme_id = i.scheme)
UNION ALL
-- a job tells of it every ten minutes; an hour is given
SELECT i.case_id, 'incident ' || i.id, 'not reviewed by ' || s.review_by || ', and the monitor was not told'
FROM incidents_incident AS i JOIN incidents_standing AS s ON s.incident_id = i.id
WHERE s.status IN ('reported', 'correction_asked', 'corrected', 'reopened')
  AND ((s.review_by + 1)::timestamp AT TIME ZONE 'Europe/London') + interval '1 hour' < now()
  AND NOT EXISTS (SELECT FROM incidents_told AS t WHERE t.incident_id = i.id AND t.why = 'overdue')
