-- count
SELECT count(*) FROM casework_happening AS h WHERE h.ended_id IS NULL AND h.word IN ('departed', 'returned') AND :happenings

-- broken
SELECT h.case_id AS "case", 'happening ' || h.id AS row, w.what
FROM (SELECT h.*, CASE h.word WHEN 'departed' THEN 'hub' ELSE 'onward' END AS way, e.recorded
      FROM casework_happening AS h JOIN journal_event AS e ON e.id = h.event_id
      WHERE h.ended_id IS NULL AND h.word IN ('departed', 'returned') AND :happenings) AS h
JOIN casework_case AS c ON c.id = h.case_id
CROSS JOIN LATERAL (
  SELECT 'no authority' AS what WHERE NOT EXISTS (
    SELECT FROM movements_authority AS a JOIN journal_event AS b ON b.id = a.event_id
    WHERE a.case_id = h.case_id AND a.way = h.way AND b.recorded <= h.at + interval '1 minute'
      AND coalesce(a.ended_id >= h.event_id, true))
  UNION ALL
  SELECT 'bar ' || b.id FROM casework_bar AS b JOIN journal_event AS o ON o.id = b.event_id
  LEFT JOIN journal_event AS x ON x.id = b.ended_id
  WHERE b.case_id = h.case_id AND b.event_id < h.event_id AND b.since <= h.at AND coalesce(x.recorded > h.at, true)
  UNION ALL
  SELECT 'suspension ' || s.id FROM agreements_suspension AS s JOIN journal_event AS b ON b.id = s.event_id
  LEFT JOIN journal_event AS x ON x.id = s.ended_id WHERE
    s.scheme_id = c.scheme AND s.since + interval '1 minute' <= h.at AND b.recorded + interval '1 minute' <= h.at
    AND (x.recorded IS NULL OR x.recorded > h.at)
    AND (s.scope = 'scheme' OR s.person = c.person_id
      OR s.family IN (SELECT m.family_id FROM casework_member AS m JOIN journal_event AS mb ON mb.id = m.event_id
                      LEFT JOIN journal_event AS mx ON mx.id = m.ended_id
                      WHERE m.person_id = c.person_id AND mb.recorded <= h.at AND (mx.recorded IS NULL OR mx.recorded > h.at))
      OR s.hub IN (SELECT y.hub_id FROM movements_acceptance AS y JOIN journal_event AS yb ON yb.id = y.event_id
                   LEFT JOIN journal_event AS yx ON yx.id = y.ended_id
                   WHERE y.case_id = c.id AND y.accepted AND yb.recorded <= h.at AND (yx.recorded IS NULL OR yx.recorded > h.at)))
  UNION ALL
  SELECT 'rule ' || r.rule FROM rules.screen(c.ruleset, guard.known(c.id, (h.at AT TIME ZONE 'Europe/London')::date, h.recorded),
                                             (h.at AT TIME ZONE 'Europe/London')::date) AS r
  WHERE r.holds IS NOT TRUE AND r.rule_group = ANY (CASE WHEN h.way = 'onward' THEN ARRAY['onward'] ELSE ARRAY['power_and_purpose', 'to_the_hub'] END)
) AS w
