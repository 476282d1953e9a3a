-- count
SELECT count(*) FROM casework_custody WHERE lapsed_id IS NOT NULL

-- broken
SELECT k.case_id AS "case", 'custody ' || k.id AS row, 'lapsed ' || e.recorded AS what
FROM casework_custody AS k JOIN journal_event AS e ON e.id = k.lapsed_id
WHERE k.ended_id IS NULL
  AND (e.recorded AT TIME ZONE 'Europe/London')::date < (CAST(:now AS timestamptz) AT TIME ZONE 'Europe/London')::date
   OR k.ended_id IS NULL AND NOT EXISTS (
    SELECT FROM casework_clock AS c WHERE c.case_id = k.case_id AND c.kind = 'release' AND c.ended_id IS NULL)
