-- count
SELECT (SELECT count(*) FROM hubs_numbersanswer) + (SELECT count(*) FROM hubs_capapproval)

-- broken
SELECT NULL::bigint AS "case", 'numbers of hub ' || r.hub_id AS row, 'asked for and answered by one person' AS what
FROM hubs_numbersanswer AS a JOIN hubs_numbersrequest AS r ON r.id = a.request_id WHERE a.by_id = r.by_id
UNION ALL
SELECT NULL, 'cap ' || c.id, 'entered and approved by one person'
FROM hubs_capapproval AS a JOIN hubs_cap AS c ON c.id = a.cap_id WHERE a.by_id = c.by_id
UNION ALL
SELECT NULL, 'numbers ' || n.id, 'in force without an approval'
FROM hubs_numbers AS n JOIN hubs_numbersanswer AS a ON a.id = n.answer_id WHERE NOT a.approved
