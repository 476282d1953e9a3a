-- What is known of a case, where it stands, and the verdict on it: derived here, so that no way round them exists.
-- Lock order, everywhere: the case's row, then the scheme's.

CREATE OR REPLACE FUNCTION guard.lock_case(of_case bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- not FOR UPDATE: rows that refer to the case take FOR KEY SHARE on it, and two of them would wait for each other
  PERFORM FROM casework_case WHERE id = of_case FOR NO KEY UPDATE;
END
$$;

-- Before anything that bears on authority is written: who comes second sees what the first has done.
CREATE OR REPLACE FUNCTION guard.case_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  RETURN NEW;
END
$$;

-- Somebody who stands at this stage is in a hub; a test holds the list to `procedure.hub_path.STAYING`.
CREATE OR REPLACE FUNCTION guard.in_a_hub(stage text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT stage IN ('in the hub', 'claim open in the host state', 'new evidence under review', 'authority to return onward given',
    'stay limit reached', 'transfer back ordered')
$$;

-- Facts as the rules read them, as of a day and as known at a moment. Missing, out of date or in conflict: not there.
CREATE OR REPLACE FUNCTION guard.known(of_case bigint, as_of date, known timestamptz DEFAULT 'infinity') RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(k.fact, k.value), '{}') FROM (
    SELECT l.fact, min(l.value::text)::jsonb AS value
    FROM (
      -- of each supplier the newest answer, in whatever order they were recorded
      SELECT DISTINCT ON (f.fact, f.supplier) f.fact, f.value, f.good_until
      FROM casework_fact AS f
      WHERE f.case_id = of_case AND f.found_on <= as_of
        AND CASE WHEN known = 'infinity' THEN f.ended_id IS NULL OR f.until > as_of
            ELSE (SELECT e.recorded FROM journal_event AS e WHERE e.id = f.event_id) <= known
                 AND (f.ended_id IS NULL OR f.until > as_of
                      OR (SELECT e.recorded FROM journal_event AS e WHERE e.id = f.ended_id) > known) END
      ORDER BY f.fact, f.supplier, f.found_on DESC, f.id DESC) AS l
    WHERE l.value <> 'null' AND (l.good_until IS NULL OR l.good_until >= as_of)
    GROUP BY l.fact HAVING count(DISTINCT l.value) = 1) AS k
$$;

CREATE OR REPLACE FUNCTION guard.verdict(of_case bigint, as_of date, OUT verdict text, OUT fails jsonb, OUT unknown jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN bool_or(NOT r.holds) THEN 'barred' WHEN bool_and(r.holds) AND count(r.holds) = count(*) THEN 'conditions_hold'
              ELSE 'unknown' END,
         coalesce(jsonb_agg(r.rule) FILTER (WHERE NOT r.holds), '[]'),
         coalesce(jsonb_agg(r.rule) FILTER (WHERE r.holds IS NULL), '[]')
  FROM casework_case AS c, rules.screen(c.ruleset, guard.known(c.id, as_of), as_of) AS r
  WHERE c.id = of_case AND r.rule_group IN ('power_and_purpose', 'to_the_hub') AND r.about = 'person'
$$;

CREATE OR REPLACE FUNCTION guard.case_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM agreements_scheme AS s
                 WHERE s.id = NEW.scheme AND s.procedure = NEW.procedure AND s.ruleset = NEW.ruleset) THEN
    PERFORM guard.refuse('casework_case_pinned', 'a case has the procedure and the ruleset of its scheme');
  END IF;
  INSERT INTO casework_standing (case_id, scheme, stage, verdict, fails, unknown, clock, custody)
    VALUES (NEW.id, NEW.scheme, rules.first_stage(NEW.procedure), 'unknown', '[]', '[]', '', false);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.refold(of_case bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  table_of text := (SELECT procedure FROM casework_case WHERE id = of_case);
  stood text := rules.first_stage(table_of);
  from_then timestamptz;
  leads text;
  h record;
BEGIN
  FOR h IN SELECT word, at FROM casework_happening WHERE case_id = of_case AND ended_id IS NULL ORDER BY at, id LOOP
    SELECT s.leads_to INTO leads FROM rules.step AS s
      WHERE s.procedure = table_of AND s.stage = stood AND s.event = h.word;
    IF NOT FOUND THEN
      PERFORM guard.refuse('casework_happening_allowed', format('%s is not possible in the stage %s', h.word, stood),
        (SELECT string_agg(a, '; ') FROM rules.allowed(table_of, stood) AS a));
    END IF;
    IF leads <> stood THEN
      from_then := h.at;
    END IF;
    stood := leads;
  END LOOP;
  UPDATE casework_standing AS s SET stage = stood, since = from_then
    WHERE s.case_id = of_case AND (s.stage, s.since) IS DISTINCT FROM (stood, from_then);
END
$$;

CREATE OR REPLACE FUNCTION guard.happening_folds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.at > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('casework_happening_past', 'what is to come has not happened');
  END IF;
  PERFORM guard.refold(NEW.case_id);
  RETURN NULL;
END
$$;

-- The verdict that stands is of today; two days either way for what runs around midnight, and for clocks that differ.
CREATE OR REPLACE FUNCTION guard.rescreen(of_case bigint, as_of date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF as_of NOT BETWEEN guard.today() - 2 AND guard.today() + 2 THEN
    PERFORM guard.refuse('casework_standing_today', 'the verdict that stands is of today');
  END IF;
  UPDATE casework_standing AS s SET verdict = v.verdict, fails = v.fails, unknown = v.unknown, screened_on = as_of
    FROM guard.verdict(of_case, as_of) AS v WHERE s.case_id = of_case;
END
$$;

-- At the commit, once for each case however many facts came. That the verdict is out of date stands in the table, where
-- the application writes nothing: a setting of the session would be anybody's to forge.
CREATE OR REPLACE FUNCTION guard.fact_outdates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE casework_standing SET screened_on = NULL WHERE case_id = NEW.case_id AND screened_on IS NOT NULL;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.fact_screens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM casework_standing WHERE case_id = NEW.case_id AND screened_on IS NULL) THEN
    PERFORM guard.rescreen(NEW.case_id, guard.today());
  END IF;
  RETURN NULL;
END
$$;

-- The next clock on the officers' lists; hubs, clinics and counsellors have their own, and an officer can do nothing about theirs.
CREATE OR REPLACE FUNCTION guard.clock_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE casework_standing AS s SET clock = coalesce(n.kind, ''), clock_ends_on = n.ends_on
    FROM (SELECT) AS x LEFT JOIN LATERAL (
      SELECT c.kind, c.ends_on FROM casework_clock AS c
      WHERE c.case_id = NEW.case_id AND c.ended_id IS NULL AND c.owner NOT IN
        ('hub_manager', 'host_state_officer', 'treating_clinician', 'fitness_assessor', 'return_counsellor')
      ORDER BY c.ends_on, c.id LIMIT 1) AS n ON true
    WHERE s.case_id = NEW.case_id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.custody_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE casework_standing SET custody = EXISTS (
    SELECT FROM casework_custody AS c WHERE c.case_id = NEW.case_id AND c.ended_id IS NULL)
    WHERE case_id = NEW.case_id;
  RETURN NULL;
END
$$;

-- Help with return is offered in words that the person reads: on paper that was reviewed, or read out by an interpreter.
CREATE OR REPLACE FUNCTION guard.offer_in_reviewed_language() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT guard.is_language(NEW.language) THEN
    PERFORM guard.refuse('casework_offer_language', 'an offer is in a language of the list', NEW.language);
  END IF;
  IF NEW.interpreter = '' AND NOT guard.language_ready('offer_of_voluntary_return', NEW.language) THEN
    PERFORM guard.refuse('casework_offer_reviewed', 'the text in this language has no reviewer', NEW.language);
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('stands', 'casework_case',
  'CREATE TRIGGER $ AFTER INSERT ON casework_case FOR EACH ROW EXECUTE FUNCTION guard.case_stands()');
CALL guard.put_trigger('locked', 'casework_happening',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON casework_happening FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');
CALL guard.put_trigger('folds', 'casework_happening',
  'CREATE TRIGGER $ AFTER INSERT OR UPDATE ON casework_happening FOR EACH ROW EXECUTE FUNCTION guard.happening_folds()');
CALL guard.put_trigger('locked', 'casework_fact',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON casework_fact FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');
CALL guard.put_trigger('outdates', 'casework_fact',
  'CREATE TRIGGER $ AFTER INSERT OR UPDATE ON casework_fact FOR EACH ROW EXECUTE FUNCTION guard.fact_outdates()');
CALL guard.put_trigger('screens', 'casework_fact',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON casework_fact DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.fact_screens()');
CALL guard.put_trigger('locked', 'casework_bar',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON casework_bar FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');
CALL guard.put_trigger('locked', 'casework_custody',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON casework_custody FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');
CALL guard.put_trigger('stands', 'casework_custody',
  'CREATE TRIGGER $ AFTER INSERT OR UPDATE ON casework_custody FOR EACH ROW EXECUTE FUNCTION guard.custody_stands()');
CALL guard.put_trigger('in_language', 'casework_offer',
  'CREATE TRIGGER $ BEFORE INSERT ON casework_offer FOR EACH ROW EXECUTE FUNCTION guard.offer_in_reviewed_language()');
CALL guard.put_trigger('locked', 'casework_clock',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON casework_clock FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');
CALL guard.put_trigger('stands', 'casework_clock',
  'CREATE TRIGGER $ AFTER INSERT OR UPDATE ON casework_clock FOR EACH ROW EXECUTE FUNCTION guard.clock_stands()');

CALL guard.guard_table('casework_person');
CALL guard.guard_table('casework_name', 'ended_id');
CALL guard.guard_table('casework_document', 'ended_id');
CALL guard.guard_table('casework_family');
CALL guard.guard_table('casework_member', 'ended_id');
CALL guard.guard_table('casework_case');
CALL guard.guard_table('casework_happening', 'ended_id');
CALL guard.guard_table('casework_assignment', 'ended_id');
CALL guard.guard_table('casework_evidence', 'ended_id');
CALL guard.guard_table('casework_fact', 'ended_id', 'until');
CALL guard.guard_table('casework_bar', 'ended_id');
CALL guard.guard_table('casework_clock', 'ended_id', 'ran_out_id');
CALL guard.guard_table('casework_screening');
CALL guard.guard_table('casework_offer', 'ended_id');
CALL guard.guard_table('casework_offeranswer');
CALL guard.guard_table('casework_custody', 'ended_id', 'lapsed_id');
CALL guard.guard_table('casework_custodystep');
CALL guard.guard_table('casework_representation', 'ended_id');
CALL guard.guard_table('casework_lodgement');
CALL guard.guard_table('casework_casenote');

REVOKE ALL ON casework_standing, casework_blob FROM PUBLIC, returnhub_app;
GRANT SELECT ON casework_standing TO returnhub_app;
GRANT SELECT, INSERT ON casework_blob TO returnhub_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.in_a_hub(text), guard.known(bigint, date, timestamptz), guard.verdict(bigint, date), guard.rescreen(bigint, date),
  guard.lock_case(bigint) TO returnhub_app;

-- A legal representative's own notes: read by who wrote them alone, and by no operator's role.
CREATE SCHEMA IF NOT EXISTS counsel;
CREATE TABLE IF NOT EXISTS counsel.note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  "case" bigint NOT NULL,
  author bigint NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS note_author ON counsel.note (author, "case", id);
ALTER TABLE counsel.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE counsel.note FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION guard.me() RETURNS bigint
LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('returnhub.user', true), '')::bigint $$;
GRANT EXECUTE ON FUNCTION guard.me() TO returnhub_app, returnhub_monitor, returnhub_lawyer;

-- What is confidential goes on record as a digest alone: that it was said, and that it was not changed.
CREATE OR REPLACE FUNCTION guard.seal(words text, salt uuid) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.id FROM record.append(ARRAY[format('{"digest":"%s","kind":"oversight.sealed"}',
    encode(sha256(convert_to(concat(seal.salt, chr(10), words), 'UTF8')), 'hex'))]) AS e
$$;
REVOKE ALL ON FUNCTION guard.seal(text, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION counsel.write_note(of_case bigint, words text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM casework_representation AS r
                 WHERE r.case_id = of_case AND r.lawyer_id = guard.me() AND r.ended_id IS NULL) THEN
    PERFORM guard.refuse('counsel_note_own_client', 'a privileged note is on a client of one''s own');
  END IF;
  INSERT INTO counsel.note (record, salt, "case", author, text, at)
    SELECT guard.seal(words, s), s, of_case, guard.me(), words, clock_timestamp() FROM gen_random_uuid() AS s
    RETURNING id INTO made;
  RETURN made;
END
$$;

DROP POLICY IF EXISTS keeper ON counsel.note;
CREATE POLICY keeper ON counsel.note FOR INSERT TO returnhub_owner WITH CHECK (true);
DROP POLICY IF EXISTS written ON counsel.note;
CREATE POLICY written ON counsel.note FOR SELECT TO returnhub_owner USING (author = guard.me());
DROP POLICY IF EXISTS own ON counsel.note;
CREATE POLICY own ON counsel.note FOR SELECT TO returnhub_lawyer USING (author = guard.me());
CALL guard.put_trigger('never_edited', 'counsel.note',
  'CREATE TRIGGER $ BEFORE UPDATE OR DELETE ON counsel.note FOR EACH ROW EXECUTE FUNCTION guard.never()');
CALL guard.put_trigger('never_emptied', 'counsel.note',
  'CREATE TRIGGER $ BEFORE TRUNCATE ON counsel.note FOR EACH STATEMENT EXECUTE FUNCTION guard.never()');
REVOKE ALL ON SCHEMA counsel FROM PUBLIC, returnhub_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA counsel FROM PUBLIC, returnhub_app;
REVOKE ALL ON counsel.note FROM PUBLIC, returnhub_app;
GRANT USAGE ON SCHEMA counsel TO returnhub_lawyer;
GRANT SELECT ON counsel.note TO returnhub_lawyer;
GRANT EXECUTE ON FUNCTION counsel.write_note(bigint, text) TO returnhub_lawyer;
