-- count
SELECT count(*) FROM journal_event AS e WHERE :events

-- broken
WITH part AS MATERIALIZED (SELECT e.id FROM journal_event AS e WHERE :events)
SELECT NULL::bigint AS "case", f.row, f.what FROM (
:rows
) AS f
