-- count
SELECT count(*) FROM casework_clock

-- broken
SELECT k.case_id AS "case", 'clock ' || k.id AS row, k.kind || ', last day ' || k.ends_on AS what
FROM casework_clock AS k JOIN journal_event AS e ON e.id = k.event_id
WHERE k.ended_id IS NULL AND k.ran_out_id IS NULL AND e.recorded < :now - interval '2 minutes'
  AND k.ends_on < ((:now - interval '2 minutes') AT TIME ZONE 'Europe/London')::date
