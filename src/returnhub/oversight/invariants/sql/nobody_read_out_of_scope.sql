-- count
SELECT count(*) FROM journal_read AS r WHERE :reads

-- broken
SELECT r."case", 'read ' || r.id AS row, coalesce('by user ' || r.actor, 'by the person') || ' as ' || r.role AS what
FROM journal_read AS r LEFT JOIN casework_case AS c ON c.id = r."case"
WHERE :reads AND NOT CASE WHEN r.role = 'person' THEN EXISTS (
    -- the person of the case, while a code of theirs had their page open
    SELECT FROM person_opening AS o LEFT JOIN journal_event AS x ON x.id = o.ended_id
    WHERE o.case_id = c.id AND o.began <= r.at AND r.at <= o.until AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
  ELSE (
  EXISTS (SELECT FROM accounts_grant AS g JOIN journal_event AS b ON b.id = g.event_id LEFT JOIN journal_event AS x ON x.id = g.ended_id
          WHERE g.user_id = r.actor AND g.role = r.role AND g.scheme IN ('', c.scheme)
            AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
  AND (r.what ~ '^incident [0-9]+$' AND EXISTS (
      -- an incident is read by who answers for its hub or reported it, whoever it happened to
      SELECT FROM incidents_incident AS i WHERE i.id = substr(r.what, 10)::bigint AND i.case_id = c.id
        AND (r.role = 'agreement_manager' OR i.by_id = r.actor OR EXISTS (
          SELECT FROM accounts_grant AS g WHERE g.user_id = r.actor AND g.role = r.role AND g.hub = i.hub_id)))
    OR r.role = 'agreement_manager' AND r.what = 'breach'
    OR CASE WHEN r.role IN ('hub_manager', 'host_state_officer', 'treating_clinician') THEN EXISTS (
      -- people who are in their hub, or for whom a place is held there
      SELECT FROM hubs_stay AS s JOIN journal_event AS b ON b.id = s.event_id LEFT JOIN journal_event AS x ON x.id = s.ended_id
      JOIN accounts_grant AS g ON g.user_id = r.actor AND g.role = r.role AND g.hub = s.hub_id
      WHERE s.case_id = c.id AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
      -- or, for its manager, who died there, while something is still due after it
      OR r.role = 'hub_manager' AND EXISTS (
      SELECT FROM stays_occurrence AS o JOIN stays_arrival AS a ON a.id = o.arrival_id
      JOIN journal_event AS b ON b.id = o.event_id LEFT JOIN journal_event AS x ON x.id = o.ended_id
      JOIN accounts_grant AS g ON g.user_id = r.actor AND g.role = r.role AND g.hub = a.hub_id
      WHERE o.case_id = c.id AND o.kind = 'death' AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
    WHEN r.role = 'referring_officer' THEN c.referred_by_id = r.actor
    WHEN r.role = 'legal_representative' THEN EXISTS (
      SELECT FROM casework_representation AS p JOIN journal_event AS b ON b.id = p.event_id LEFT JOIN journal_event AS x ON x.id = p.ended_id
      WHERE p.case_id = c.id AND p.lawyer_id = r.actor AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
    -- people about whom an assessor is asked
    WHEN r.role = 'fitness_assessor' THEN EXISTS (
      SELECT FROM health_fitnessrequest AS q JOIN journal_event AS b ON b.id = q.event_id LEFT JOIN journal_event AS x ON x.id = q.ended_id
      WHERE q.case_id = c.id AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
    -- people who were offered help or asked for it, who are in a hub, who are asked after, or whom they counselled
    WHEN r.role = 'return_counsellor' THEN EXISTS (
      SELECT FROM (
        SELECT event_id, ended_id FROM casework_offer WHERE case_id = c.id
        UNION ALL SELECT event_id, ended_id FROM onward_application WHERE case_id = c.id
        UNION ALL SELECT event_id, ended_id FROM hubs_stay WHERE case_id = c.id AND kind = 'there'
        UNION ALL SELECT event_id, ended_id FROM casework_clock WHERE case_id = c.id AND kind = 'follow_up'
        UNION ALL SELECT event_id, NULL FROM onward_counselling WHERE case_id = c.id AND by_id = r.actor) AS w
      JOIN journal_event AS b ON b.id = w.event_id LEFT JOIN journal_event AS x ON x.id = w.ended_id
      WHERE b.recorded <= r.at AND coalesce(x.recorded + interval '1 minute' >= r.at, true))
    -- people on transfers that they escort, and a day longer
    WHEN r.role = 'escort' THEN EXISTS (
      SELECT FROM transfers_seat AS s JOIN journal_event AS b ON b.id = s.event_id LEFT JOIN journal_event AS x ON x.id = s.ended_id
      JOIN transfers_crew AS w ON w.transfer_id = s.transfer_id AND w.user_id = r.actor
      JOIN journal_event AS wb ON wb.id = w.event_id LEFT JOIN journal_event AS wx ON wx.id = w.ended_id
      WHERE s.case_id = c.id AND b.recorded <= r.at AND coalesce(x.recorded + interval '1 day 1 minute' >= r.at, true)
        AND wb.recorded <= r.at AND coalesce(wx.recorded + interval '1 minute' >= r.at, true))
    ELSE r.role IN ('screening_officer', 'document_officer', 'authorising_officer', 'independent_monitor', 'auditor') END)) END
