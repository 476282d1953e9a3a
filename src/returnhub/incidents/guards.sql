-- Incidents: reported, reviewed, corrected, closed; text is only ever added. What follows from one follows by itself.

-- By severity: its weight, days to review it, how many people close it, and the roles that are told. An assumption of this
-- project, but for the order: what is worst is told to most, and reviewed first.
CREATE OR REPLACE FUNCTION guard.incident_severities()
RETURNS TABLE (severity text, weight integer, review_days integer, closers integer, told text[])
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  VALUES
    ('minor', 1, 14, 1, ARRAY['hub_manager']),
    ('serious', 2, 3, 1, ARRAY['hub_manager', 'host_state_officer', 'agreement_manager', 'screening_officer', 'legal_representative', 'independent_monitor']),
    ('grave', 3, 1, 2, ARRAY['hub_manager', 'host_state_officer', 'agreement_manager', 'screening_officer', 'authorising_officer', 'legal_representative', 'independent_monitor'])
$$;

-- By kind: the least severity that it can have, the severity from which on something stops at once, what stops (the hub takes
-- nobody more, or this person is not moved), and who is told besides.
CREATE OR REPLACE FUNCTION guard.incident_kinds()
RETURNS TABLE (kind text, at_least text, stops_from text, stops text, told text[])
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  VALUES
    ('death', 'grave', 'grave', 'hub', ARRAY['treating_clinician']),
    ('serious_injury', 'serious', 'serious', 'hub', ARRAY['treating_clinician']),
    ('ill_treatment', 'serious', 'serious', 'hub', ARRAY['authorising_officer']),
    ('sexual_violence', 'grave', 'grave', 'hub', ARRAY['treating_clinician']),
    ('self_harm', 'serious', 'serious', 'person', ARRAY['treating_clinician']),
    ('food_refusal', 'minor', 'serious', 'person', ARRAY['treating_clinician', 'independent_monitor']),
    ('use_of_force', 'minor', 'grave', 'person', ARRAY['treating_clinician', 'independent_monitor']),
    ('assault', 'minor', 'grave', 'hub', ARRAY['treating_clinician']),
    ('medical_emergency', 'minor', 'serious', 'person', ARRAY['treating_clinician']),
    ('infection', 'minor', 'serious', 'hub', ARRAY['treating_clinician']),
    ('fire', 'minor', 'serious', 'hub', ARRAY['host_state_officer']),
    ('missing_child', 'grave', 'grave', 'hub', '{}'),
    ('no_lawyer', 'minor', 'grave', 'hub', ARRAY['legal_representative', 'independent_monitor']),
    ('property', 'minor', 'never', '', '{}'),
    ('other', 'minor', 'grave', 'hub', '{}')
$$;

-- Which step is possible in which status, and where it leads; `incidents.states` says the same, and a test holds the two together.
CREATE OR REPLACE FUNCTION guard.incident_steps() RETURNS TABLE (status text, step text, leads_to text)
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s, 'addendum', s FROM unnest(ARRAY['reported', 'correction_asked', 'corrected', 'reviewed', 'closing', 'closed', 'reopened']) AS s
  UNION ALL
  SELECT s, t.step, t.leads_to
  FROM unnest(ARRAY['reported', 'corrected', 'reopened']) AS s,
       (VALUES ('ask_correction', 'correction_asked'), ('correction', 'corrected'), ('review', 'reviewed')) AS t (step, leads_to)
  UNION ALL
  VALUES
    ('correction_asked', 'correction', 'corrected'),
    ('reviewed', 'ask_correction', 'correction_asked'), ('reviewed', 'correction', 'corrected'), ('reviewed', 'close', 'closing'),
    ('closing', 'ask_correction', 'correction_asked'), ('closing', 'correction', 'corrected'), ('closing', 'close', 'closing'),
    ('closed', 'reopen', 'reopened')
$$;

CREATE OR REPLACE FUNCTION guard.incident_weight(of_severity text) RETURNS integer
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT s.weight FROM guard.incident_severities() AS s WHERE s.severity = of_severity), 99)
$$;

-- The severity that counts: what was said, but no less than the kind has.
CREATE OR REPLACE FUNCTION guard.incident_severity(of_kind text, of_severity text) RETURNS text
LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN guard.incident_weight(k.at_least) > guard.incident_weight(of_severity) THEN k.at_least ELSE of_severity END
  FROM guard.incident_kinds() AS k WHERE k.kind = of_kind
$$;

-- Who is told, and what stops, from now on: of a report, and of a correction that makes it worse.
CREATE OR REPLACE FUNCTION guard.incident_follows(of_incident bigint, by_event bigint, of_kind text, of_severity text, was_kind text, was_severity text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  i incidents_incident;
  k record;
  said bigint;
BEGIN
  SELECT * INTO i FROM incidents_incident WHERE id = of_incident;
  SELECT * INTO k FROM guard.incident_kinds() AS n WHERE n.kind = of_kind;
  INSERT INTO incidents_told (event_id, incident_id, role, why)
    SELECT by_event, i.id, r, CASE WHEN was_kind IS NULL THEN '' ELSE 'changed' END
    FROM (SELECT unnest(s.told || k.told) FROM guard.incident_severities() AS s WHERE s.severity = of_severity) AS n (r)
    WHERE (i.case_id IS NOT NULL OR r NOT IN ('screening_officer', 'authorising_officer', 'legal_representative'))
      AND (i.hub_id IS NOT NULL OR r NOT IN ('hub_manager', 'host_state_officer', 'treating_clinician'))
    GROUP BY r
    ON CONFLICT DO NOTHING;
  IF guard.incident_weight(of_severity) < guard.incident_weight(k.stops_from) THEN
    RETURN;
  END IF;
  IF was_kind IS NOT NULL AND EXISTS (
    SELECT FROM guard.incident_kinds() AS w WHERE w.kind = was_kind AND w.stops = k.stops
      AND guard.incident_weight(was_severity) >= guard.incident_weight(w.stops_from)) THEN
    RETURN;
  END IF;
  said := guard.append_own('incidents.suspended', i.case_id, format('incident %s: %s', i.id, replace(of_kind, '_', ' ')),
    format('{"incident":%s}', i.id));
  INSERT INTO agreements_suspension (event_id, scheme_id, scope, hub, person, by, reference, reason, since)
    SELECT said, i.scheme, w.scope, CASE w.scope WHEN 'hub' THEN i.hub_id END,
           CASE w.scope WHEN 'person' THEN (SELECT c.person_id FROM casework_case AS c WHERE c.id = i.case_id) END,
           'automatic', format('Incident %s', i.id), format('Incident %s: %s', i.id, replace(of_kind, '_', ' ')), clock_timestamp()
    FROM (SELECT CASE WHEN i.hub_id IS NOT NULL AND (k.stops = 'hub' OR i.case_id IS NULL) THEN 'hub' ELSE 'person' END) AS w (scope);
END
$$;

CREATE OR REPLACE FUNCTION guard.incident_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  NEW.severity := guard.incident_severity(NEW.kind, NEW.severity);
  IF (NEW.case_id IS NOT NULL AND NOT EXISTS (SELECT FROM casework_case AS c WHERE c.id = NEW.case_id AND c.scheme = NEW.scheme))
     OR (NEW.hub_id IS NOT NULL AND NOT EXISTS (SELECT FROM hubs_hub AS h WHERE h.id = NEW.hub_id AND h.scheme_id = NEW.scheme)) THEN
    PERFORM guard.refuse('incidents_incident_scheme', 'an incident is in one scheme, with its hub and its person');
  END IF;
  IF NEW.happened > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('incidents_incident_past', 'what is to come has not happened');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.incident_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO incidents_standing (incident_id, status, kind, severity, review_by, added_since_closed)
    SELECT NEW.id, 'reported', NEW.kind, NEW.severity, guard.today() + s.review_days, false
    FROM guard.incident_severities() AS s WHERE s.severity = NEW.severity;
  PERFORM guard.incident_follows(NEW.id, NEW.event_id, NEW.kind, NEW.severity, NULL, NULL);
  RETURN NULL;
END
$$;

-- Before a step: who comes second sees what the first has done.
CREATE OR REPLACE FUNCTION guard.incident_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case((SELECT i.case_id FROM incidents_incident AS i WHERE i.id = NEW.incident_id));
  PERFORM FROM incidents_standing AS s WHERE s.incident_id = NEW.incident_id FOR UPDATE;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.incident_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  i incidents_incident;
  s incidents_standing;
  e journal_event;
  to_status text;
  to_kind text;
  to_severity text;
  closers integer;
  closings integer;
  outside integer;
  worst text;
BEGIN
  SELECT * INTO i FROM incidents_incident WHERE id = NEW.incident_id;
  SELECT * INTO s FROM incidents_standing WHERE incident_id = NEW.incident_id;
  SELECT * INTO e FROM journal_event WHERE id = NEW.event_id;
  SELECT t.leads_to INTO to_status FROM guard.incident_steps() AS t WHERE t.status = s.status AND t.step = NEW.kind;
  IF NOT FOUND THEN
    PERFORM guard.refuse('incidents_step_possible', format('%s is not possible while an incident is %s', replace(NEW.kind, '_', ' '), replace(s.status, '_', ' ')),
      (SELECT string_agg(t.step, '; ') FROM guard.incident_steps() AS t WHERE t.status = s.status));
  END IF;
  IF NOT EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = e.actor AND g.role = e.role AND g.ended_id IS NULL
                 AND g.scheme IN ('', i.scheme) AND (g.hub IS NULL OR g.hub = i.hub_id)) THEN
    PERFORM guard.refuse('incidents_step_role', 'who adds to an incident holds their role where it happened');
  END IF;
  IF NEW.kind IN ('review', 'close') AND e.role NOT IN ('hub_manager', 'agreement_manager') THEN
    PERFORM guard.refuse('incidents_step_role', 'hub managers and agreement managers review and close incidents');
  END IF;
  IF NEW.kind IN ('review', 'close') AND (NEW.by_id = i.by_id OR EXISTS (
    SELECT FROM incidents_step AS p WHERE p.incident_id = i.id AND p.kind = 'correction' AND p.by_id = NEW.by_id)) THEN
    PERFORM guard.refuse('incidents_review_by_another', 'who reported or corrected an incident neither reviews nor closes it');
  END IF;
  IF NEW.kind = 'close' THEN
    -- who said since the last review that it can be closed, this one too
    SELECT count(DISTINCT p.by_id), count(*), count(*) FILTER (WHERE w.role = 'agreement_manager') INTO closers, closings, outside
      FROM incidents_step AS p JOIN journal_event AS w ON w.id = p.event_id
      WHERE p.incident_id = i.id AND p.kind = 'close'
        AND p.id > coalesce((SELECT max(r.id) FROM incidents_step AS r WHERE r.incident_id = i.id AND r.kind = 'review'), 0);
    IF closers < closings THEN
      PERFORM guard.refuse('incidents_close_two_people', 'a grave incident is closed by two people');
    END IF;
    -- by the gravest that it was ever said to be: a correction alone would else take the second person, and the one from outside, away
    SELECT v.severity INTO worst FROM guard.incident_severities() AS v
      WHERE v.severity IN (s.severity, i.severity) OR v.severity IN (SELECT p.new_severity FROM incidents_step AS p WHERE p.incident_id = i.id)
      ORDER BY v.weight DESC LIMIT 1;
    IF closers >= (SELECT v.closers FROM guard.incident_severities() AS v WHERE v.severity = worst) THEN
      IF worst = 'grave' AND outside = 0 THEN
        PERFORM guard.refuse('incidents_close_outside', 'of two who close a grave incident, one is not of the hub');
      END IF;
      to_status := 'closed';
    END IF;
  END IF;
  to_kind := coalesce(nullif(NEW.new_kind, ''), s.kind);
  to_severity := guard.incident_severity(to_kind, coalesce(nullif(NEW.new_severity, ''), s.severity));
  UPDATE incidents_standing AS t SET status = to_status, kind = to_kind, severity = to_severity,
      added_since_closed = s.status = 'closed' AND NEW.kind = 'addendum',
      -- worse than reported: sooner, never later; what comes back is reviewed anew
      review_by = CASE WHEN to_status IN ('corrected', 'reopened') OR to_severity <> s.severity
        THEN CASE WHEN to_status = 'reopened' OR s.status IN ('reviewed', 'closing') THEN guard.today() + v.review_days
                  ELSE least(t.review_by, guard.today() + v.review_days) END
        ELSE t.review_by END
    FROM guard.incident_severities() AS v WHERE t.incident_id = i.id AND v.severity = to_severity;
  IF (to_kind, to_severity) IS DISTINCT FROM (s.kind, s.severity) THEN
    PERFORM guard.incident_follows(i.id, NEW.event_id, to_kind, to_severity, s.kind, s.severity);
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('first', 'incidents_incident',
  'CREATE TRIGGER $ BEFORE INSERT ON incidents_incident FOR EACH ROW EXECUTE FUNCTION guard.incident_first()');
CALL guard.put_trigger('stands', 'incidents_incident',
  'CREATE TRIGGER $ AFTER INSERT ON incidents_incident FOR EACH ROW EXECUTE FUNCTION guard.incident_stands()');
CALL guard.put_trigger('locked', 'incidents_step',
  'CREATE TRIGGER $ BEFORE INSERT ON incidents_step FOR EACH ROW EXECUTE FUNCTION guard.incident_locked()');
CALL guard.put_trigger('step', 'incidents_step',
  'CREATE TRIGGER $ AFTER INSERT ON incidents_step FOR EACH ROW EXECUTE FUNCTION guard.incident_step()');

CALL guard.guard_table('incidents_incident');
CALL guard.guard_table('incidents_step');
CALL guard.guard_table('incidents_told', 'ended_id');
REVOKE ALL ON incidents_standing FROM PUBLIC, returnhub_app;
GRANT SELECT ON incidents_standing TO returnhub_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.incident_severities(), guard.incident_kinds(), guard.incident_steps(), guard.incident_severity(text, text) TO returnhub_app;
