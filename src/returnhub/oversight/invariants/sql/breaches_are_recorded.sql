-- count
SELECT count(*) FROM casework_happening WHERE ended_id IS NULL AND word IN ('departed without authority', 'returned without authority')

-- broken
SELECT h.case_id AS "case", 'happening ' || h.id AS row, w.what
FROM casework_happening AS h
LEFT JOIN movements_breach AS b ON b.case_id = h.case_id AND b.at = h.at
  AND b.way = CASE WHEN h.word LIKE 'returned%' THEN 'onward' ELSE 'hub' END
CROSS JOIN LATERAL (
  SELECT 'no breach' AS what WHERE b.id IS NULL
  UNION ALL
  SELECT 'no suspension' WHERE b.id IS NOT NULL AND NOT EXISTS (SELECT FROM agreements_suspension AS s WHERE s.id = b.suspension)
  UNION ALL
  SELECT 'no clock: ' || k.kind FROM unnest(ARRAY['breach', 'way_back']) AS k (kind)
  WHERE b.id IS NOT NULL AND NOT EXISTS (
    SELECT FROM casework_clock AS t WHERE t.case_id = b.case_id AND t.event_id = b.event_id AND t.kind = k.kind)
) AS w
WHERE h.ended_id IS NULL AND h.word IN ('departed without authority', 'returned without authority')
