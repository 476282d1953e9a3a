-- What is wrong with the rows of one table that name an event of `part`: whether the event is there, and whether the
-- database wrote the row in one transaction with the event that made or ended it.
SELECT ':table of event ' || t.event_id AS row,
       CASE WHEN w.id IS NULL THEN 'its event is not there' ELSE 'written by another hand than its event' END AS what
FROM (:touched) AS t LEFT JOIN LATERAL (
  SELECT w.id, w.xmin::text::bigint AS wrote FROM journal_event AS w WHERE w.id IN (:writers)
  ORDER BY w.xmin::text::bigint = t.wrote DESC LIMIT 1) AS w ON true
WHERE w.id IS NULL OR w.wrote <> t.wrote
