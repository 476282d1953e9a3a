-- count
SELECT count(*) FROM record.event

-- broken
SELECT NULL::bigint AS "case", 'entry ' || r.id AS row, 'waits since ' || r.recorded_at AS what
FROM record.waiting AS w JOIN record.event AS r ON r.number = w.event WHERE r.recorded_at < :now - interval '1 minute'
UNION ALL
SELECT NULL, 'entry ' || r.id, 'sealed and not signed since ' || r.recorded_at
FROM record.leaf AS l JOIN record.event AS r ON r.number = l.event
WHERE l.index = (SELECT max(index) FROM record.leaf) AND r.recorded_at < :now - interval '1 minute'
  AND l.index >= coalesce((SELECT max(size) FROM record.checkpoint), 0)
