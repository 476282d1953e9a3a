-- count
SELECT count(DISTINCT user_id) FROM accounts_grant WHERE ended_id IS NULL

-- broken
SELECT NULL::bigint AS "case", 'user ' || g.user_id AS row, p.one || ' and ' || p.other AS what
FROM accounts_forbiddenpair AS p JOIN accounts_grant AS g ON g.role = p.one AND g.ended_id IS NULL
JOIN accounts_grant AS o ON o.user_id = g.user_id AND o.role = p.other AND o.ended_id IS NULL
