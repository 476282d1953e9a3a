-- count
SELECT count(*) FROM movements_authority WHERE ended_id IS NULL

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, string_agg(concat_ws(' ', g.code, g.what), ', ') AS what
FROM movements_authority AS a JOIN journal_event AS e ON e.id = a.event_id
CROSS JOIN LATERAL guard.against(a.case_id, a.way, greatest((e.recorded AT TIME ZONE 'Europe/London')::date,
                                 ((:now - interval '1 hour') AT TIME ZONE 'Europe/London')::date)) AS g
WHERE a.ended_id IS NULL AND g.code IN ('rule_unknown', 'rule_fails', 'no_case')
GROUP BY a.case_id, a.id
