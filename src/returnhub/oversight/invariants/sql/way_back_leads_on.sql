-- count
SELECT (SELECT count(*) FROM casework_standing WHERE stage IN ('new evidence under review', 'claim open in the host state',
          'stay limit reached', 'transfer back ordered', 'transferred back'))
     + (SELECT count(*) FROM onward_nextstep WHERE ended_id IS NULL)

-- broken
SELECT s.case_id AS "case", 'case ' || s.case_id AS row, s.stage || ', no clock of it' AS what
FROM casework_standing AS s JOIN (VALUES ('new evidence under review', 'evidence_review'), ('claim open in the host state', 'host_claim'),
    ('transfer back ordered', 'transfer_back'), ('transferred back', 'take_up')) AS k (stage, clock) ON k.stage = s.stage
WHERE NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = s.case_id AND c.kind = k.clock AND c.ended_id IS NULL)
UNION ALL
SELECT s.case_id, 'case ' || s.case_id, 'at the limit, and nobody is asked what follows' FROM casework_standing AS s
WHERE s.stage = 'stay limit reached' AND NOT EXISTS (SELECT FROM onward_nextstep AS n WHERE n.case_id = s.case_id AND n.ended_id IS NULL)
UNION ALL
SELECT n.case_id, 'next step ' || n.id, 'asked of somebody who is in no hub, or of nobody' FROM onward_nextstep AS n
JOIN casework_standing AS s ON s.case_id = n.case_id
WHERE n.ended_id IS NULL AND (NOT guard.in_a_hub(s.stage) OR s.stage = 'transfer back ordered'
  OR n.cause <> 'stay_limit' AND NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = n.case_id AND c.kind = 'next_step' AND c.ended_id IS NULL))
