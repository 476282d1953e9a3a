-- count
SELECT count(*) FROM transfers_outcome

-- broken
SELECT o.case_id AS "case", 'outcome ' || o.id AS row, w.what
FROM transfers_outcome AS o JOIN transfers_seat AS s ON s.id = o.seat_id JOIN transfers_transfer AS t ON t.id = s.transfer_id
CROSS JOIN LATERAL (
  SELECT 'another outcome of the same seat' AS what WHERE EXISTS (SELECT FROM transfers_outcome AS x WHERE x.seat_id = o.seat_id AND x.id <> o.id)
  UNION ALL SELECT 'its seat stands' WHERE s.ended_id IS NULL
  UNION ALL
  -- what was put right later was told with the outcome all the same
  SELECT 'nothing happened with it' WHERE o.kind <> 'disembarked' AND NOT (t.way = 'back' AND o.reason = 'turned_back') AND NOT EXISTS (
    SELECT FROM casework_happening AS h JOIN journal_event AS e ON e.id = h.event_id JOIN journal_event AS said ON said.id = o.event_id
    WHERE h.case_id = o.case_id AND e.tx = said.tx
      AND h.word = ANY (CASE o.kind
        WHEN 'arrived' THEN ARRAY['arrived', 'returned', 'transferred back']
        WHEN 'without_authority' THEN ARRAY['departed without authority', 'returned without authority']
        ELSE ARRAY['turned back', 'return failed', 'whereabouts lost', 'died'] END))
) AS w
