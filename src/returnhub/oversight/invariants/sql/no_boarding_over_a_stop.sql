-- count
SELECT count(*) FROM transfers_boarding

-- broken
SELECT b.case_id AS "case", 'boarding ' || b.id AS row, w.what
FROM transfers_boarding AS b JOIN transfers_seat AS s ON s.id = b.seat_id JOIN journal_event AS e ON e.id = b.event_id
CROSS JOIN LATERAL (
  SELECT 'after they were stopped' AS what FROM transfers_doorstop AS d WHERE d.seat_id = b.seat_id AND d.event_id < b.event_id
  UNION ALL SELECT 'after their seat had ended' WHERE s.ended_id < b.event_id
  UNION ALL
  SELECT 'without a last check of the day by which nothing speaks against it' WHERE NOT EXISTS (
    SELECT FROM transfers_lastcheck AS c WHERE c.seat_id = b.seat_id AND c.event_id < b.event_id AND c.against = '[]'
      AND c."on" = (e.recorded AT TIME ZONE 'Europe/London')::date)
  UNION ALL
  SELECT 'bar ' || x.id FROM casework_bar AS x
    JOIN transfers_transfer AS t ON t.id = s.transfer_id
    WHERE x.case_id = b.case_id AND t.way <> 'back' AND x.event_id < b.event_id AND (x.ended_id IS NULL OR x.ended_id > b.event_id)
) AS w
