-- count
SELECT count(*) FROM transfers_seat

-- broken
SELECT s.case_id AS "case", 'seat ' || s.id AS row, w.what
FROM transfers_seat AS s JOIN transfers_transfer AS t ON t.id = s.transfer_id JOIN journal_event AS e ON e.id = s.event_id
CROSS JOIN LATERAL (
  SELECT 'given without authority' AS what WHERE t.way <> 'back' AND NOT EXISTS (
    SELECT FROM movements_authority AS a JOIN journal_event AS b ON b.id = a.event_id
    WHERE a.id = s.authority_id AND a.case_id = s.case_id AND a.way = t.way AND b.recorded <= e.recorded AND (a.ended_id IS NULL OR a.ended_id > s.event_id))
  UNION ALL
  SELECT 'stands after its authority ended' WHERE s.ended_id IS NULL AND t.way <> 'back'
    AND NOT EXISTS (SELECT FROM movements_authority AS a WHERE a.id = s.authority_id AND a.ended_id IS NULL)
    AND NOT (t.way = 'hub' AND EXISTS (SELECT FROM casework_standing AS n WHERE n.case_id = s.case_id AND n.stage = 'on the way to the hub'))
  UNION ALL
  SELECT 'stands without an order' WHERE s.ended_id IS NULL AND t.way = 'back'
    AND NOT EXISTS (SELECT FROM casework_standing AS n WHERE n.case_id = s.case_id AND n.stage = 'transfer back ordered')
) AS w
