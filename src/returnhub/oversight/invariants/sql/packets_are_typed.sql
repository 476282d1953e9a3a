-- count
SELECT count(*) FROM packets_packet

-- broken
SELECT p.case_id AS "case", 'packet ' || p.id AS row, w.what
FROM packets_packet AS p JOIN journal_event AS e ON e.id = p.event_id
CROSS JOIN LATERAL (
  SELECT 'of no kind: ' || p.kind AS what WHERE NOT EXISTS (SELECT FROM packets_kind AS k WHERE k.kind = p.kind AND k.receiver = p."to")
  UNION ALL
  SELECT 'field ' || coalesce(f.name, g.key) FROM (SELECT * FROM packets_field AS l WHERE l.kind_id = p.kind) AS f
  FULL JOIN (SELECT * FROM jsonb_each(CASE jsonb_typeof(p.fields) WHEN 'object' THEN p.fields ELSE '{"": 0}' END)) AS g ON g.key = f.name
  WHERE f.name IS NULL OR g.key IS NULL OR NOT (f.may_be_unknown AND g.value = 'null' OR jsonb_typeof(g.value) =
    CASE f.shape WHEN 'yes_no' THEN 'boolean' WHEN 'year' THEN 'number' WHEN 'names' THEN 'array' WHEN 'numbers' THEN 'array' WHEN 'references' THEN 'array' ELSE 'string' END)
  UNION ALL
  SELECT 'not what went on record' WHERE e.kind <> 'packets.packet_sent' OR e.data -> 'fields' IS DISTINCT FROM p.fields
) AS w
