-- count
SELECT count(*) FROM movements_authority

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, 'no exit plan' AS what FROM movements_authority AS a
WHERE NOT EXISTS (SELECT FROM movements_exitplan AS p WHERE p.case_id = a.case_id AND p.event_id < a.event_id
                  AND coalesce(p.ended_id > a.event_id, true))
