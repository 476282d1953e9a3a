-- count
SELECT count(*) FROM record.event AS r WHERE :entries

-- broken
SELECT (c.body::jsonb ->> 'case')::bigint AS "case", 'entry ' || r.id AS row, 'its event is gone: ' || (c.body::jsonb ->> 'kind') AS what
FROM record.event AS r JOIN record.content AS c ON c.event = r.number
WHERE :entries AND r.kind = 'content' AND c.body::jsonb ? 'role'
  AND NOT EXISTS (SELECT FROM journal_event AS e WHERE e.record = r.id)
