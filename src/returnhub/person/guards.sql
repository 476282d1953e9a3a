-- The person of a case acts by a token that their browser alone holds; nobody forges it with the application's password.

-- The case whose page the token of this transaction opens; null without one, or once the page is closed.
CREATE OR REPLACE FUNCTION guard.person_case() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.case_id FROM person_opening AS o
  WHERE o.hashed = encode(sha256(convert_to(nullif(current_setting('returnhub.person', true), ''), 'UTF8')), 'hex')
    AND o.ended_id IS NULL AND o.until > clock_timestamp()
$$;

CREATE OR REPLACE FUNCTION guard.person_here(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(guard.person_case() = of_case, false)
$$;

-- Mistaken codes of late by an address, which is kept as a keyed hash and for an hour.
CREATE TABLE IF NOT EXISTS guard.person_attempt (address bytea NOT NULL, at timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS person_attempt_address ON guard.person_attempt (address, at);

CREATE OR REPLACE FUNCTION guard.person_may_try(address bytea, most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- two tries at once count each other
  PERFORM pg_advisory_xact_lock(hashtextextended('person' || encode(person_may_try.address, 'hex'), 0));
  DELETE FROM guard.person_attempt AS a WHERE a.at < clock_timestamp() - interval '1 hour';
  RETURN (SELECT count(*) FROM guard.person_attempt AS a WHERE a.address = person_may_try.address) < most;
END
$$;

-- A code opens the page of its case once. Whatever is wrong with a code, the answer is the same, and it counts as a try.
CREATE OR REPLACE FUNCTION guard.person_enter(code text, token text, address bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c person_onetimecode;
  said bigint;
BEGIN
  SELECT * INTO c FROM person_onetimecode WHERE hashed = encode(sha256(convert_to(code, 'UTF8')), 'hex');
  PERFORM guard.lock_case(c.case_id);
  SELECT * INTO c FROM person_onetimecode AS o
    WHERE o.id = c.id AND o.used_id IS NULL AND o.ended_id IS NULL AND o.expires > clock_timestamp() FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO guard.person_attempt (address, at) VALUES (person_enter.address, clock_timestamp());
    RETURN NULL;
  END IF;
  said := guard.append_own('person.page_opened', c.case_id, '', '{}');
  UPDATE person_onetimecode SET used_id = said WHERE id = c.id;
  INSERT INTO person_opening (event_id, case_id, code_id, hashed, began, until)
    VALUES (said, c.case_id, c.id, encode(sha256(convert_to(token, 'UTF8')), 'hex'), clock_timestamp(),
            clock_timestamp() + interval '12 hours');
  RETURN c.language;
END
$$;

-- The person closes their own page; a new code closes the pages that older ones opened.
CREATE OR REPLACE FUNCTION guard.person_close() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_case bigint := guard.person_case();
BEGIN
  IF of_case IS NOT NULL THEN
    UPDATE person_opening SET ended_id = guard.append_own('person.page_closed', of_case, '', '{}')
      WHERE hashed = encode(sha256(convert_to(current_setting('returnhub.person', true), 'UTF8')), 'hex');
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION guard.new_code_ends_older() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.expires > clock_timestamp() + interval '73 hours' THEN
    PERFORM guard.refuse('person_code_hours', 'a code works for 72 hours at most');
  END IF;
  IF NEW.used_id IS NOT NULL THEN
    PERFORM guard.refuse('person_code_unused', 'a new code was not used yet');
  END IF;
  UPDATE person_onetimecode SET ended_id = NEW.event_id WHERE case_id = NEW.case_id AND ended_id IS NULL;
  UPDATE person_opening SET ended_id = NEW.event_id WHERE case_id = NEW.case_id AND ended_id IS NULL;
  RETURN NEW;
END
$$;

-- What the person asked comes from their own page.
CREATE OR REPLACE FUNCTION guard.asked_by_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM journal_event AS e WHERE e.id = NEW.event_id AND e.role = 'person') THEN
    PERFORM guard.refuse('person_asked_by_person', 'only the person says what they ask for');
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('a_ends_older', 'person_onetimecode',
  'CREATE TRIGGER $ BEFORE INSERT ON person_onetimecode FOR EACH ROW EXECUTE FUNCTION guard.new_code_ends_older()');
CALL guard.put_trigger('by_person', 'person_asked',
  'CREATE TRIGGER $ BEFORE INSERT ON person_asked FOR EACH ROW EXECUTE FUNCTION guard.asked_by_person()');
CALL guard.guard_table('person_onetimecode', 'ended_id', 'used_id');
CALL guard.guard_table('person_opening', 'ended_id');
CALL guard.guard_table('person_asked');
CALL guard.guard_table('person_answered');
-- codes are used, and pages opened and closed, by the functions above alone
REVOKE UPDATE ON person_onetimecode FROM returnhub_app;
REVOKE INSERT, UPDATE ON person_opening FROM returnhub_app;

-- Messages between a person and who speaks for them. Read by those to whom they went, while they speak for the person,
-- and by the person from their open page; by no operator, no monitor, and not by the application's role.
CREATE TABLE IF NOT EXISTS counsel.message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  "case" bigint NOT NULL,
  lawyer bigint,
  lawyers bigint[] NOT NULL CHECK (lawyers <> '{}'),
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS message_case ON counsel.message ("case", id);
ALTER TABLE counsel.message ENABLE ROW LEVEL SECURITY;
ALTER TABLE counsel.message FORCE ROW LEVEL SECURITY;

CREATE OR REPLACE FUNCTION guard.lawyers_of(of_case bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(r.lawyer_id ORDER BY r.lawyer_id), '{}') FROM casework_representation AS r
  WHERE r.case_id = of_case AND r.ended_id IS NULL
$$;

CREATE OR REPLACE FUNCTION guard.person_writes(words text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_case bigint := guard.person_case();
  made uuid;
BEGIN
  IF of_case IS NULL THEN
    PERFORM guard.refuse('person_page_open', 'the page of the person is closed');
  END IF;
  PERFORM guard.lock_case(of_case);
  IF guard.lawyers_of(of_case) = '{}' THEN
    PERFORM guard.refuse('person_has_lawyer', 'nobody speaks for this person');
  END IF;
  -- the same words sent twice are said once
  SELECT m.record INTO made FROM counsel.message AS m WHERE m."case" = of_case AND m.lawyer IS NULL AND m.text = words
    AND m.id = (SELECT max(n.id) FROM counsel.message AS n WHERE n."case" = of_case);
  IF NOT FOUND THEN
    INSERT INTO counsel.message (record, salt, "case", lawyer, lawyers, text, at)
      SELECT guard.seal(words, s), s, of_case, NULL, guard.lawyers_of(of_case), words, clock_timestamp() FROM gen_random_uuid() AS s
      RETURNING record INTO made;
  END IF;
  RETURN made;
END
$$;

CREATE OR REPLACE FUNCTION guard.person_messages() RETURNS TABLE (id bigint, lawyer bigint, words text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.lawyer, m.text, m.at FROM counsel.message AS m WHERE m."case" = guard.person_case() ORDER BY m.id
$$;

CREATE OR REPLACE FUNCTION guard.lawyer_writes(of_case bigint, words text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF guard.me() IS NULL OR guard.me() <> ALL (guard.lawyers_of(of_case)) THEN
    PERFORM guard.refuse('counsel_message_own_client', 'a message goes to a client of one''s own');
  END IF;
  INSERT INTO counsel.message (record, salt, "case", lawyer, lawyers, text, at)
    SELECT guard.seal(words, s), s, of_case, guard.me(), guard.lawyers_of(of_case), words, clock_timestamp() FROM gen_random_uuid() AS s
    RETURNING id INTO made;
  RETURN made;
END
$$;

DROP POLICY IF EXISTS keeper ON counsel.message;
CREATE POLICY keeper ON counsel.message FOR INSERT TO returnhub_owner WITH CHECK (true);
DROP POLICY IF EXISTS said ON counsel.message;
CREATE POLICY said ON counsel.message FOR SELECT TO returnhub_owner
  USING ("case" = guard.person_case() OR guard.me() = ANY (lawyers));
DROP POLICY IF EXISTS client ON counsel.message;
CREATE POLICY client ON counsel.message FOR SELECT TO returnhub_lawyer
  USING (guard.me() = ANY (lawyers) AND guard.me() = ANY (guard.lawyers_of("case")));
CALL guard.put_trigger('never_edited', 'counsel.message',
  'CREATE TRIGGER $ BEFORE UPDATE OR DELETE ON counsel.message FOR EACH ROW EXECUTE FUNCTION guard.never()');
CALL guard.put_trigger('never_emptied', 'counsel.message',
  'CREATE TRIGGER $ BEFORE TRUNCATE ON counsel.message FOR EACH STATEMENT EXECUTE FUNCTION guard.never()');
REVOKE ALL ON counsel.message, guard.person_attempt FROM PUBLIC, returnhub_app, returnhub_monitor;
GRANT SELECT ON counsel.message TO returnhub_lawyer;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.person_case(), guard.person_may_try(bytea, integer), guard.person_enter(text, text, bytea),
  guard.person_close(), guard.person_writes(text), guard.person_messages() TO returnhub_app;
GRANT EXECUTE ON FUNCTION guard.lawyers_of(bigint), guard.lawyer_writes(bigint, text) TO returnhub_lawyer;
