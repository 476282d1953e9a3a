-- count
SELECT count(*) FROM casework_custody

-- broken
SELECT k.case_id AS "case", 'custody ' || k.id AS row, 'ground ' || k.ground AS what FROM casework_custody AS k
WHERE k.ground NOT IN ('removal_near', 'flight_risk', 'security')
UNION ALL
SELECT k.case_id, 'custody ' || min(k.id), count(*) || ' at once' FROM casework_custody AS k
WHERE k.ended_id IS NULL GROUP BY k.case_id HAVING count(*) > 1
