-- Health. A person's clinical file is read by the clinicians of the hub where the person is now, and by nobody else: it lies
-- in a schema of its own, under row-level security, on a login of its own. Who treats a person never says that they are fit.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM returnhub_clinician;
GRANT USAGE ON SCHEMA guard TO returnhub_clinician;
GRANT EXECUTE ON FUNCTION guard.today(), guard.refuse(text, text, text), guard.me() TO returnhub_clinician;

CREATE SCHEMA IF NOT EXISTS clinic;
CREATE TABLE IF NOT EXISTS clinic.note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  "case" bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('check', 'note', 'concern', 'fitness')),
  author bigint NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS note_case ON clinic.note ("case", id);
ALTER TABLE clinic.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE clinic.note FORCE ROW LEVEL SECURITY;

-- Who has ever written in whose file as one who treats: asked when somebody is to say whether that person is fit.
CREATE TABLE IF NOT EXISTS clinic.treated (
  person bigint NOT NULL,
  author bigint NOT NULL,
  PRIMARY KEY (person, author)
);

-- Whether I treat this person: a clinician of the hub where they are now.
CREATE OR REPLACE FUNCTION guard.i_treat(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM hubs_stay AS s JOIN accounts_grant AS g ON g.hub = s.hub_id
    JOIN casework_case AS c ON c.id = s.case_id
    WHERE s.case_id = of_case AND s.kind = 'there' AND s.ended_id IS NULL
      AND g.user_id = guard.me() AND g.role = 'treating_clinician' AND g.ended_id IS NULL AND g.scheme IN ('', c.scheme))
$$;

-- Whether I am asked if this person is fit, now.
CREATE OR REPLACE FUNCTION guard.i_assess(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM health_fitnessrequest AS r WHERE r.case_id = of_case AND r.ended_id IS NULL)
    AND guard.holds(guard.me(), 'fitness_assessor', (SELECT c.scheme FROM casework_case AS c WHERE c.id = of_case))
$$;

CREATE OR REPLACE FUNCTION guard.has_assessed(of_user bigint, of_person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM health_fitnessanswer AS a JOIN casework_case AS c ON c.id = a.case_id
                 WHERE a.by_id = of_user AND c.person_id = of_person)
$$;

CREATE OR REPLACE FUNCTION guard.has_treated(of_user bigint, of_person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM clinic.treated AS t WHERE t.author = of_user AND t.person = of_person)
$$;

-- The two wait for each other on the person's case: who treats and who assesses is settled once.
CREATE OR REPLACE FUNCTION clinic.write_note(of_case bigint, of_kind text, words text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  whose bigint;
  made bigint;
BEGIN
  PERFORM guard.lock_case(of_case);
  whose := (SELECT c.person_id FROM casework_case AS c WHERE c.id = of_case);
  IF of_kind = 'fitness' THEN
    IF NOT guard.i_assess(of_case) THEN
      PERFORM guard.refuse('health_note_own_patient', 'an assessor writes on a person about whom they are asked');
    END IF;
    IF guard.has_treated(guard.me(), whose) THEN
      PERFORM guard.refuse('health_treats_or_assesses', 'who treats a person does not say whether they are fit');
    END IF;
  ELSE
    IF NOT guard.i_treat(of_case) THEN
      PERFORM guard.refuse('health_note_own_patient', 'a clinician writes on people who are in their hub');
    END IF;
    IF guard.has_assessed(guard.me(), whose) THEN
      PERFORM guard.refuse('health_treats_or_assesses', 'who said whether a person is fit does not treat them');
    END IF;
    INSERT INTO clinic.treated (person, author) VALUES (whose, guard.me()) ON CONFLICT DO NOTHING;
  END IF;
  INSERT INTO clinic.note (record, salt, "case", kind, author, text, at)
    SELECT guard.seal(words, s), s, of_case, of_kind, guard.me(), words, clock_timestamp() FROM gen_random_uuid() AS s
    RETURNING id INTO made;
  RETURN made;
END
$$;

DROP POLICY IF EXISTS keeper ON clinic.note;
CREATE POLICY keeper ON clinic.note FOR INSERT TO returnhub_owner WITH CHECK (true);
DROP POLICY IF EXISTS written ON clinic.note;
CREATE POLICY written ON clinic.note FOR SELECT TO returnhub_owner USING (author = guard.me());
DROP POLICY IF EXISTS own_patients ON clinic.note;
CREATE POLICY own_patients ON clinic.note FOR SELECT TO returnhub_clinician USING (guard.i_treat("case"));
DROP POLICY IF EXISTS own_words ON clinic.note;
CREATE POLICY own_words ON clinic.note FOR SELECT TO returnhub_clinician USING (author = guard.me() AND kind = 'fitness');
CALL guard.put_trigger('never_edited', 'clinic.note',
  'CREATE TRIGGER $ BEFORE UPDATE OR DELETE ON clinic.note FOR EACH ROW EXECUTE FUNCTION guard.never()');
CALL guard.put_trigger('never_emptied', 'clinic.note',
  'CREATE TRIGGER $ BEFORE TRUNCATE ON clinic.note FOR EACH STATEMENT EXECUTE FUNCTION guard.never()');
CALL guard.put_trigger('never_edited', 'clinic.treated',
  'CREATE TRIGGER $ BEFORE UPDATE OR DELETE ON clinic.treated FOR EACH ROW EXECUTE FUNCTION guard.never()');
CALL guard.put_trigger('never_emptied', 'clinic.treated',
  'CREATE TRIGGER $ BEFORE TRUNCATE ON clinic.treated FOR EACH STATEMENT EXECUTE FUNCTION guard.never()');

CREATE OR REPLACE FUNCTION guard.fitness_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c casework_case;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  IF NOT guard.holds(NEW.by_id, 'fitness_assessor', c.scheme) THEN
    PERFORM guard.refuse('health_fitness_assessor', 'a fitness assessor of the scheme says whether a person is fit');
  END IF;
  IF guard.has_treated(NEW.by_id, c.person_id) THEN
    PERFORM guard.refuse('health_treats_or_assesses', 'who treats a person does not say whether they are fit');
  END IF;
  IF NOT EXISTS (SELECT FROM health_fitnessrequest AS r WHERE r.id = NEW.request_id AND r.case_id = NEW.case_id
                 AND (r.ended_id IS NULL OR r.ended_id = NEW.event_id)) THEN
    PERFORM guard.refuse('health_fitness_asked', 'an answer is to a question about this person that still stands');
  END IF;
  IF NEW.examined_on > guard.today() THEN
    PERFORM guard.refuse('health_fitness_examined', 'a person was examined before the answer');
  END IF;
  RETURN NEW;
END
$$;

-- What a clinician says of a person, they say of one who is in their hub.
CREATE OR REPLACE FUNCTION guard.clinician_of_hub() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  IF NOT EXISTS (SELECT FROM hubs_stay AS s JOIN accounts_grant AS g ON g.hub = s.hub_id
                 WHERE s.case_id = NEW.case_id AND s.hub_id = NEW.hub_id AND s.kind = 'there' AND s.ended_id IS NULL
                   AND g.user_id = NEW.by_id AND g.role = 'treating_clinician' AND g.ended_id IS NULL) THEN
    PERFORM guard.refuse('health_clinician_of_hub', 'a clinician of the hub where the person is says so');
  END IF;
  RETURN NEW;
END
$$;

-- A concern tells the lawyer, the monitor and the officers by itself.
CREATE OR REPLACE FUNCTION guard.concern_tells() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO health_concerntold (event_id, concern_id, role)
    SELECT NEW.event_id, NEW.id, r FROM unnest(ARRAY['screening_officer', 'legal_representative', 'independent_monitor']) AS r;
  RETURN NULL;
END
$$;

-- It is answered by an officer of the scheme, in writing.
CREATE OR REPLACE FUNCTION guard.concern_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c health_concern;
  of_scheme text;
BEGIN
  SELECT * INTO c FROM health_concern WHERE id = NEW.concern_id;
  PERFORM guard.lock_case(c.case_id);
  of_scheme := (SELECT k.scheme FROM casework_case AS k WHERE k.id = c.case_id);
  IF NOT (guard.holds(NEW.by_id, 'screening_officer', of_scheme) OR guard.holds(NEW.by_id, 'authorising_officer', of_scheme)) THEN
    PERFORM guard.refuse('health_concern_officer', 'an officer who decides on the person answers a concern');
  END IF;
  RETURN NEW;
END
$$;

-- A concern that nobody has answered in writing does not end.
CREATE OR REPLACE FUNCTION guard.concern_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ended_id IS NOT NULL AND NOT EXISTS (SELECT FROM health_concernanswer AS a WHERE a.concern_id = NEW.id) THEN
    PERFORM guard.refuse('health_concern_ends', 'a concern ends with an answer in writing');
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('by_another', 'health_fitnessanswer',
  'CREATE TRIGGER $ BEFORE INSERT ON health_fitnessanswer FOR EACH ROW EXECUTE FUNCTION guard.fitness_by_another()');
CALL guard.put_trigger('of_hub', 'health_check',
  'CREATE TRIGGER $ BEFORE INSERT ON health_check FOR EACH ROW EXECUTE FUNCTION guard.clinician_of_hub()');
CALL guard.put_trigger('of_hub', 'health_concern',
  'CREATE TRIGGER $ BEFORE INSERT ON health_concern FOR EACH ROW EXECUTE FUNCTION guard.clinician_of_hub()');
CALL guard.put_trigger('tells', 'health_concern',
  'CREATE TRIGGER $ AFTER INSERT ON health_concern FOR EACH ROW EXECUTE FUNCTION guard.concern_tells()');
CALL guard.put_trigger('ends', 'health_concern',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON health_concern DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.concern_ends()');
CALL guard.put_trigger('answered', 'health_concernanswer',
  'CREATE TRIGGER $ BEFORE INSERT ON health_concernanswer FOR EACH ROW EXECUTE FUNCTION guard.concern_answered()');
CALL guard.put_trigger('locked', 'health_fitnessrequest',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON health_fitnessrequest FOR EACH ROW EXECUTE FUNCTION guard.case_locked()');

CALL guard.guard_table('health_check');
CALL guard.guard_table('health_fitnessrequest', 'ended_id');
CALL guard.guard_table('health_fitnessanswer');
CALL guard.guard_table('health_concern', 'ended_id');
CALL guard.guard_table('health_concerntold', 'ended_id');
CALL guard.guard_table('health_concernanswer');

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
REVOKE ALL ON SCHEMA clinic FROM PUBLIC, returnhub_app;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA clinic FROM PUBLIC, returnhub_app;
REVOKE ALL ON clinic.note, clinic.treated FROM PUBLIC, returnhub_app;
GRANT USAGE ON SCHEMA clinic TO returnhub_clinician;
GRANT SELECT ON clinic.note TO returnhub_clinician;
GRANT EXECUTE ON FUNCTION guard.i_treat(bigint) TO returnhub_clinician;
GRANT EXECUTE ON FUNCTION clinic.write_note(bigint, text, text) TO returnhub_clinician;
