-- count
SELECT (SELECT count(*) FROM movements_approval) + (SELECT count(*) FROM movements_authority)

-- broken
SELECT d.case_id AS "case", 'approval ' || a.id AS row, 'decided by the same person' AS what
FROM movements_approval AS a JOIN movements_decision AS d ON d.id = a.decision_id WHERE a.by_id = d.by_id
UNION ALL
SELECT d.case_id, 'authority ' || t.id, 'decided by the same person'
FROM movements_authority AS t JOIN movements_approval AS a ON a.id = t.approval_id
JOIN movements_decision AS d ON d.id = a.decision_id WHERE t.by_id = d.by_id
