-- count
SELECT count(*) FROM casework_custody WHERE ended_id IS NULL

-- broken
SELECT k.case_id AS "case", 'custody ' || k.id AS row, s.stage AS what
FROM casework_custody AS k JOIN casework_standing AS s ON s.case_id = k.case_id
WHERE k.ended_id IS NULL
  AND guard.in_a_hub(s.stage)
  AND NOT EXISTS (SELECT FROM movements_acceptance AS a JOIN hubs_hub AS h ON h.id = a.hub_id
                  WHERE a.case_id = k.case_id AND a.ended_id IS NULL AND a.accepted AND h.kind = 'closed')
