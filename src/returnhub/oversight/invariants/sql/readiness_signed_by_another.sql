-- count
SELECT count(*) FROM hubs_readinesssignature

-- broken
SELECT NULL::bigint AS "case", 'signature ' || s.id AS row, r.item || ' of ' || r.scheme_id AS what
FROM hubs_readinesssignature AS s JOIN hubs_readiness AS r ON r.id = s.readiness_id WHERE s.by_id = r.by_id
