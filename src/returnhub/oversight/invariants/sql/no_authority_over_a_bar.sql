-- count
SELECT count(*) FROM movements_authority WHERE ended_id IS NULL

-- broken
SELECT a.case_id AS "case", 'authority ' || a.id AS row, 'bar ' || b.id || ': ' || b.kind AS what
FROM movements_authority AS a JOIN casework_bar AS b ON b.case_id = a.case_id AND b.ended_id IS NULL
WHERE a.ended_id IS NULL
