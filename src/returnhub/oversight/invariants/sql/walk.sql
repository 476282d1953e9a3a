-- What happened in each case in its order, and the stages to which that leads by the procedure's table; a stage is NULL
-- after a step that the table has not. Two parts of a WITH RECURSIVE.
steps AS MATERIALIZED (
  SELECT h.case_id, c.procedure, h.word, h.at, row_number() OVER (PARTITION BY h.case_id ORDER BY h.at, h.id) AS n
  FROM casework_happening AS h JOIN casework_case AS c ON c.id = h.case_id WHERE h.ended_id IS NULL AND :cases
), walk (case_id, n, stage_before, stage, at) AS (
  SELECT c.id, 0::bigint, NULL::text, p.first_stage, least(e.happened, (SELECT min(h.at) FROM casework_happening AS h WHERE h.case_id = c.id))
  FROM casework_case AS c JOIN rules.procedure AS p USING (procedure) JOIN journal_event AS e ON e.id = c.event_id WHERE :cases
  UNION ALL
  SELECT w.case_id, h.n, w.stage, s.leads_to, h.at
  FROM walk AS w JOIN steps AS h ON h.case_id = w.case_id AND h.n = w.n + 1
  LEFT JOIN rules.step AS s ON s.procedure = h.procedure AND s.stage = w.stage AND s.event = h.word
)
