-- count
SELECT count(*) FROM journal_event AS e WHERE :events

-- broken
SELECT e."case", 'event ' || e.id AS row, w.what
FROM journal_event AS e LEFT JOIN record.event AS r ON r.id = e.record LEFT JOIN record.content AS c ON c.event = r.number
LEFT JOIN record.leaf AS l ON l.event = r.number
CROSS JOIN LATERAL (SELECT c.body::jsonb AS said) AS b
CROSS JOIN LATERAL (
  SELECT 'is not on record' AS what WHERE r.number IS NULL
  UNION ALL
  SELECT 'its content is gone without an erasure'
  WHERE r.number IS NOT NULL AND c.event IS NULL AND NOT EXISTS (SELECT FROM record.erasure AS x WHERE x.event = r.number)
  UNION ALL
  SELECT 'its content is not what was committed to'
  WHERE r.commitment <> sha256(convert_to('returnhub/content/v1' || chr(10), 'UTF8') || c.salt || convert_to(c.body, 'UTF8'))
  UNION ALL
  SELECT 'its entry in the tree says otherwise'
  WHERE l.event IS NOT NULL AND (convert_from(l.entry, 'UTF8')::jsonb ->> 'id' <> r.id::text
                                 OR convert_from(l.entry, 'UTF8')::jsonb ->> 'commitment' <> encode(r.commitment, 'base64'))
  UNION ALL
  SELECT 'differs from its entry: ' || k.name
  FROM (VALUES ('kind', to_jsonb(e.kind), b.said -> 'kind'), ('case', to_jsonb(e."case"), b.said -> 'case'),
               ('actor', to_jsonb(e.actor), b.said -> 'actor'), ('role', to_jsonb(e.role), b.said -> 'role'),
               ('reason', to_jsonb(e.reason), coalesce(b.said -> 'reason', '""')),
               ('data', e.data, coalesce(b.said -> 'data', '{}')), ('corrects', to_jsonb(e.corrects), b.said -> 'corrects'),
               ('happened', to_jsonb(e.happened), to_jsonb(coalesce((b.said ->> 'happened')::timestamptz, r.recorded_at))),
               ('recorded', to_jsonb(e.recorded), to_jsonb(r.recorded_at))) AS k (name, here, there)
  WHERE c.event IS NOT NULL AND nullif(k.here, 'null') IS DISTINCT FROM nullif(k.there, 'null')
) AS w
WHERE :events
