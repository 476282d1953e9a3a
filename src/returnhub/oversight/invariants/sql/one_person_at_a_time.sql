-- count
SELECT (SELECT count(*) FROM movements_proposal) + (SELECT count(*) FROM movements_decision) + (SELECT count(*) FROM movements_approval)
        + (SELECT count(*) FROM movements_notice) + (SELECT count(*) FROM movements_authority)

-- broken
SELECT min(m.case_id) AS "case", 'event ' || m.event_id AS row, count(*) || ' of ' || m.what AS what
FROM (SELECT event_id, case_id, 'proposal' AS what FROM movements_proposal
      UNION ALL SELECT event_id, case_id, 'decision' FROM movements_decision
      UNION ALL SELECT a.event_id, d.case_id, 'approval' FROM movements_approval AS a JOIN movements_decision AS d ON d.id = a.decision_id
      UNION ALL SELECT event_id, case_id, 'notice' FROM movements_notice
      UNION ALL SELECT event_id, case_id, 'authority' FROM movements_authority) AS m
GROUP BY m.event_id, m.what HAVING count(*) > 1
