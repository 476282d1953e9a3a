-- count
SELECT count(*) FROM movements_authority

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, 'suspension ' || s.id AS what
FROM movements_authority AS a JOIN journal_event AS e ON e.id = a.event_id JOIN casework_case AS c ON c.id = a.case_id
JOIN agreements_suspension AS s ON s.scheme_id = c.scheme JOIN journal_event AS b ON b.id = s.event_id
LEFT JOIN journal_event AS x ON x.id = s.ended_id
WHERE 
s.scheme_id = c.scheme AND s.since + interval '1 minute' <= e.recorded AND b.recorded + interval '1 minute' <= e.recorded
    AND (x.recorded IS NULL OR x.recorded > e.recorded)
    AND (s.scope = 'scheme' OR s.person = c.person_id
      OR s.family IN (SELECT m.family_id FROM casework_member AS m JOIN journal_event AS mb ON mb.id = m.event_id
                      LEFT JOIN journal_event AS mx ON mx.id = m.ended_id
                      WHERE m.person_id = c.person_id AND mb.recorded <= e.recorded AND (mx.recorded IS NULL OR mx.recorded > e.recorded))
      OR s.hub IN (SELECT y.hub_id FROM movements_acceptance AS y JOIN journal_event AS yb ON yb.id = y.event_id
                   LEFT JOIN journal_event AS yx ON yx.id = y.ended_id
                   WHERE y.case_id = c.id AND y.accepted AND yb.recorded <= e.recorded AND (yx.recorded IS NULL OR yx.recorded > e.recorded)))
