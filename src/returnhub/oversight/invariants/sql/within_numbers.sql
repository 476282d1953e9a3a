-- count
SELECT (SELECT count(*) FROM hubs_hub) + (SELECT count(*) FROM hubs_cap WHERE ended_id IS NULL)

-- broken
SELECT NULL::bigint AS "case", 'hub ' || h.id AS row, format('%s people, %s places on %s, and no excess on record', o.people, o.bound, o.on_day) AS what
FROM hubs_hub AS h, guard.over_number(h.id, daterange(guard.today(), NULL)) AS o
WHERE NOT EXISTS (SELECT FROM hubs_excess AS x WHERE x.hub_id = h.id AND x.ended_id IS NULL)
UNION ALL
SELECT NULL, 'cap ' || o.kind || ' of ' || s.id, format('%s people, %s by the agreement, and no excess on record', o.people, o.bound)
FROM agreements_scheme AS s, guard.over_cap(s.id, daterange(guard.today(), NULL)) AS o
WHERE NOT EXISTS (SELECT FROM hubs_excess AS x JOIN hubs_hub AS h ON h.id = x.hub_id WHERE h.scheme_id = s.id AND x.ended_id IS NULL)
