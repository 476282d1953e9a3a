-- count
SELECT count(*) FROM agreements_suspension WHERE ended_id IS NOT NULL

-- broken
SELECT NULL::bigint AS "case", 'suspension ' || s.id AS row,
       count(DISTINCT l.by_id) || ' people, ' || count(l.id) FILTER (WHERE e.role = 'independent_monitor') || ' monitors' AS what
FROM agreements_suspension AS s LEFT JOIN agreements_lift AS l ON l.suspension_id = s.id LEFT JOIN journal_event AS e ON e.id = l.event_id
WHERE s.ended_id IS NOT NULL GROUP BY s.id, s.by
HAVING count(DISTINCT l.by_id) < 2 OR s.by = 'monitor' AND count(l.id) FILTER (WHERE e.role = 'independent_monitor') = 0
