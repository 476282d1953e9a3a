-- count
SELECT count(*) FROM packets_packet WHERE "to" = 'origin'

-- broken
SELECT p.case_id AS "case", 'packet ' || p.id AS row, w.what
FROM (SELECT q.*, e.recorded, (e.recorded AT TIME ZONE 'Europe/London')::date AS on_day
      FROM packets_packet AS q JOIN journal_event AS e ON e.id = q.event_id WHERE q."to" = 'origin') AS p
CROSS JOIN LATERAL guard.known(p.case_id, p.on_day, p.recorded) AS k
CROSS JOIN LATERAL (
  SELECT 'bar ' || b.id AS what FROM casework_bar AS b JOIN journal_event AS o ON o.id = b.event_id LEFT JOIN journal_event AS x ON x.id = b.ended_id
  WHERE b.case_id = p.case_id AND o.recorded <= p.recorded AND coalesce(x.recorded > p.recorded, true)
    AND b.kind IN ('court_order', 'interim_measure', 'further_submissions', 'judicial_review', 'new_evidence', 'trafficking')
  UNION ALL
  SELECT 'fact ' || f.fact FROM (VALUES
    ('claim_decision', k ->> 'claim_decision' IN ('refused', 'withdrawn')), ('rights_exhausted_on', (k ->> 'rights_exhausted_on')::date <= p.on_day),
    ('further_submissions_pending', k ->> 'further_submissions_pending' = 'false'), ('late_evidence_unread', k ->> 'late_evidence_unread' = 'false'),
    ('judicial_review_pending', k ->> 'judicial_review_pending' = 'false'), ('protected_elsewhere', k ->> 'protected_elsewhere' = 'false')) AS f (fact, holds)
  WHERE f.holds IS NOT TRUE
  UNION ALL
  SELECT h.word FROM casework_happening AS h JOIN journal_event AS o ON o.id = h.event_id LEFT JOIN journal_event AS x ON x.id = h.ended_id
  WHERE h.case_id = p.case_id AND o.recorded <= p.recorded AND coalesce(x.recorded > p.recorded, true)
    AND (h.word IN ('protection granted', 'appeal allowed', 'further submissions accepted', 'protected by the host state')
      OR h.word IN ('claim made in the host state', 'new evidence raised') AND NOT EXISTS (
        SELECT FROM casework_happening AS a JOIN journal_event AS r ON r.id = a.event_id WHERE a.case_id = p.case_id AND a.at >= h.at AND r.recorded <= p.recorded
          AND a.word = ANY (CASE h.word WHEN 'new evidence raised' THEN ARRAY['new evidence changes nothing', 'further submissions rejected', 'fresh claim refused']
                            ELSE ARRAY['claim refused by the host state'] END))
        AND NOT EXISTS (SELECT FROM onward_hostanswer AS d JOIN journal_event AS r ON r.id = d.event_id WHERE d.case_id = p.case_id AND d.outcome = 'refused'
          AND d.event_id > h.event_id AND r.recorded <= p.recorded AND h.word = 'claim made in the host state')
        AND NOT EXISTS (SELECT FROM onward_review AS d JOIN journal_event AS r ON r.id = d.event_id WHERE d.case_id = p.case_id AND d.outcome = 'changes_nothing'
          AND d.event_id > h.event_id AND r.recorded <= p.recorded AND h.word = 'new evidence raised'))
) AS w
