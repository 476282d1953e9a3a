-- What monitors write, and complaints: in a schema of its own, shown by row-level security to the monitors whose remit it is.
-- The application's role may hand a complaint in and, with its code, read the answers; nothing else here.

CREATE SCHEMA IF NOT EXISTS oversight;

CREATE TABLE IF NOT EXISTS oversight.note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  scheme text NOT NULL,
  "case" bigint,
  author bigint NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS note_case ON oversight.note ("case", id);

CREATE TABLE IF NOT EXISTS oversight.complaint (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  code bytea NOT NULL UNIQUE,
  scheme text NOT NULL,
  by text NOT NULL CHECK (by IN ('person', 'family', 'lawyer', 'ngo', 'somebody_else')),
  danger boolean NOT NULL,
  punish text NOT NULL,
  "where" text NOT NULL,
  answer_by text NOT NULL,
  contact text NOT NULL,
  text text NOT NULL CHECK (text <> ''),
  language text NOT NULL,
  at timestamptz NOT NULL,
  answer_due date NOT NULL,
  closed bigint
);

CREATE TABLE IF NOT EXISTS oversight.message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record uuid NOT NULL UNIQUE,
  salt uuid NOT NULL,
  complaint bigint NOT NULL REFERENCES oversight.complaint (id),
  monitor bigint,
  text text NOT NULL CHECK (text <> ''),
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS message_complaint ON oversight.message (complaint, id);

-- Tries of late by an address, which is kept as a keyed hash and for an hour: a limit that no restart forgets.
CREATE TABLE IF NOT EXISTS oversight.attempt (
  address bytea NOT NULL,
  what text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS attempt_address ON oversight.attempt (address, what, at);

CREATE OR REPLACE FUNCTION oversight.may_try(address bytea, what text, most integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- two tries at once count each other
  PERFORM pg_advisory_xact_lock(hashtextextended(may_try.what || encode(may_try.address, 'hex'), 0));
  DELETE FROM oversight.attempt AS a WHERE a.at < clock_timestamp() - interval '1 hour';
  RETURN (SELECT count(*) FROM oversight.attempt AS a WHERE a.address = may_try.address AND a.what = may_try.what) < most;
END
$$;

CREATE OR REPLACE FUNCTION oversight.tried(address bytea, what text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO oversight.attempt (address, what, at) VALUES (tried.address, tried.what, clock_timestamp())
$$;

-- Schemes that a monitor watches; none for anybody else.
CREATE OR REPLACE FUNCTION guard.my_remit() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM agreements_scheme AS s WHERE EXISTS (
    SELECT FROM accounts_grant AS g WHERE g.user_id = guard.me() AND g.role = 'independent_monitor'
      AND g.ended_id IS NULL AND g.scheme IN ('', s.id))
$$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['note', 'complaint', 'message'] LOOP
    EXECUTE format('ALTER TABLE oversight.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE oversight.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('DROP POLICY IF EXISTS keeper ON oversight.%I', name);
    EXECUTE format('CREATE POLICY keeper ON oversight.%I TO returnhub_owner USING (true) WITH CHECK (true)', name);
    EXECUTE format('DROP POLICY IF EXISTS remit ON oversight.%I', name);
    CALL guard.put_trigger('never_deleted', format('oversight.%I', name), format(
      'CREATE TRIGGER $ BEFORE DELETE ON oversight.%I FOR EACH ROW EXECUTE FUNCTION guard.never()', name));
    CALL guard.put_trigger('never_emptied', format('oversight.%I', name), format(
      'CREATE TRIGGER $ BEFORE TRUNCATE ON oversight.%I FOR EACH STATEMENT EXECUTE FUNCTION guard.never()', name));
  END LOOP;
  CALL guard.put_trigger('never_edited', 'oversight.note',
    'CREATE TRIGGER $ BEFORE UPDATE ON oversight.note FOR EACH ROW EXECUTE FUNCTION guard.never()');
  CALL guard.put_trigger('never_edited', 'oversight.message',
    'CREATE TRIGGER $ BEFORE UPDATE ON oversight.message FOR EACH ROW EXECUTE FUNCTION guard.never()');
END
$$;
CREATE POLICY remit ON oversight.note FOR SELECT TO returnhub_monitor USING (scheme IN (SELECT guard.my_remit()));
CREATE POLICY remit ON oversight.complaint FOR SELECT TO returnhub_monitor USING (scheme IN (SELECT guard.my_remit()));
CREATE POLICY remit ON oversight.message FOR SELECT TO returnhub_monitor
  USING (complaint IN (SELECT c.id FROM oversight.complaint AS c));

-- A complaint ends once, by a monitor; nothing else of it changes.
CREATE OR REPLACE FUNCTION guard.complaint_closes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.closed IS NOT NULL OR to_jsonb(NEW) - 'closed' IS DISTINCT FROM to_jsonb(OLD) - 'closed' THEN
    PERFORM guard.refuse('oversight_complaint_stands', 'a complaint is closed once, and never edited');
  END IF;
  RETURN NEW;
END
$$;
CALL guard.put_trigger('closes', 'oversight.complaint',
  'CREATE TRIGGER $ BEFORE UPDATE ON oversight.complaint FOR EACH ROW EXECUTE FUNCTION guard.complaint_closes()');

CREATE OR REPLACE FUNCTION oversight.lodge(code bytea, scheme text, by text, danger boolean, punish text, place text,
  answer_by text, contact text, words text, language text, answer_due date) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hashed bytea := sha256(lodge.code);
  made uuid;
  salt uuid := gen_random_uuid();
BEGIN
  -- the same form sent twice is one complaint
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(hashed, 'hex'), 1));
  SELECT c.record INTO made FROM oversight.complaint AS c WHERE c.code = hashed;
  IF NOT FOUND THEN
    made := guard.seal(concat_ws(chr(31), lodge.scheme, lodge."by", danger, punish, place, answer_by, contact, words, language), salt);
    INSERT INTO oversight.complaint (record, salt, code, scheme, by, danger, punish, "where", answer_by, contact, text, language, at, answer_due)
      VALUES (made, salt, hashed, lodge.scheme, lodge."by", lodge.danger, lodge.punish, place, lodge.answer_by, lodge.contact,
              words, lodge.language, clock_timestamp(), lodge.answer_due);
  END IF;
  RETURN made;
END
$$;
COMMENT ON FUNCTION oversight.lodge IS 'Hand a complaint in; gives its entry in the record, for the receipt.';

-- Only who has the code finds a complaint: its words, and what was said since.
CREATE OR REPLACE FUNCTION oversight.thread(code bytea)
RETURNS TABLE (at timestamptz, by_monitor boolean, words text, answer_due date, is_closed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.at, false, c.text, c.answer_due, c.closed IS NOT NULL FROM oversight.complaint AS c WHERE c.code = sha256(thread.code)
  UNION ALL
  SELECT m.at, m.monitor IS NOT NULL, m.text, c.answer_due, c.closed IS NOT NULL
    FROM oversight.message AS m JOIN oversight.complaint AS c ON c.id = m.complaint WHERE c.code = sha256(thread.code)
  ORDER BY 1
$$;

-- The same words sent twice are said once.
CREATE OR REPLACE FUNCTION oversight.add(code bytea, words text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found_id bigint;
BEGIN
  SELECT c.id INTO found_id FROM oversight.complaint AS c WHERE c.code = sha256(add.code) FOR UPDATE;
  IF found_id IS NOT NULL AND words IS DISTINCT FROM (
    SELECT m.text FROM oversight.message AS m WHERE m.complaint = found_id ORDER BY m.id DESC LIMIT 1) THEN
    INSERT INTO oversight.message (record, salt, complaint, monitor, text, at)
      SELECT guard.seal(words, s), s, found_id, NULL, words, clock_timestamp() FROM gen_random_uuid() AS s;
  END IF;
  RETURN found_id IS NOT NULL;
END
$$;

CREATE OR REPLACE FUNCTION oversight.only_in_remit(of_scheme text) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF of_scheme IS NULL OR of_scheme NOT IN (SELECT guard.my_remit()) THEN
    PERFORM guard.refuse('oversight_own_remit', 'a monitor acts within their remit');
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION oversight.write_note(of_scheme text, of_case bigint, words text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  PERFORM oversight.only_in_remit(of_scheme);
  IF of_case IS NOT NULL THEN
    PERFORM oversight.only_in_remit((SELECT c.scheme FROM casework_case AS c WHERE c.id = of_case AND c.scheme = of_scheme));
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('note', guard.me()));
  SELECT n.id INTO made FROM oversight.note AS n
    WHERE n.author = guard.me() AND n.scheme = of_scheme AND n."case" IS NOT DISTINCT FROM of_case AND n.text = words
      AND n.at > clock_timestamp() - interval '1 hour';
  IF FOUND THEN
    RETURN made;
  END IF;
  INSERT INTO oversight.note (record, salt, scheme, "case", author, text, at)
    SELECT guard.seal(words, s), s, of_scheme, of_case, guard.me(), words, clock_timestamp() FROM gen_random_uuid() AS s
    RETURNING id INTO made;
  RETURN made;
END
$$;

-- The same answer sent twice is given once.
CREATE OR REPLACE FUNCTION oversight.answer(of_complaint bigint, words text, closes boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  PERFORM oversight.only_in_remit((SELECT scheme FROM oversight.complaint WHERE id = of_complaint FOR UPDATE));
  SELECT m.id INTO made FROM oversight.message AS m
    WHERE m.id = (SELECT max(id) FROM oversight.message WHERE complaint = of_complaint) AND m.monitor = guard.me() AND m.text = words;
  IF FOUND AND (NOT closes OR EXISTS (SELECT FROM oversight.complaint WHERE id = of_complaint AND closed = made)) THEN
    RETURN made;
  END IF;
  INSERT INTO oversight.message (record, salt, complaint, monitor, text, at)
    SELECT guard.seal(words, s), s, of_complaint, guard.me(), words, clock_timestamp() FROM gen_random_uuid() AS s
    RETURNING id INTO made;
  IF closes THEN
    UPDATE oversight.complaint SET closed = made WHERE id = of_complaint;
  END IF;
  RETURN made;
END
$$;

REVOKE ALL ON SCHEMA oversight FROM PUBLIC, returnhub_app, returnhub_monitor;
REVOKE ALL ON ALL TABLES IN SCHEMA oversight FROM PUBLIC, returnhub_app, returnhub_monitor;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA oversight FROM PUBLIC, returnhub_app, returnhub_monitor;
GRANT USAGE ON SCHEMA oversight TO returnhub_app, returnhub_monitor;
GRANT SELECT ON oversight.note, oversight.complaint, oversight.message TO returnhub_monitor;
GRANT EXECUTE ON FUNCTION oversight.lodge, oversight.thread, oversight.add, oversight.may_try, oversight.tried TO returnhub_app;
GRANT EXECUTE ON FUNCTION oversight.write_note, oversight.answer TO returnhub_monitor;
REVOKE ALL ON FUNCTION guard.my_remit(), guard.complaint_closes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.my_remit() TO returnhub_monitor;

CALL guard.guard_table('oversight_recommendation');
CALL guard.guard_table('oversight_reply');
REVOKE ALL ON oversight_check FROM PUBLIC, returnhub_app;
GRANT SELECT, INSERT ON oversight_check TO returnhub_app;
REVOKE ALL ON oversight_report, oversight_assessment FROM PUBLIC, returnhub_app;
GRANT SELECT, INSERT ON oversight_report TO returnhub_app;
GRANT SELECT, INSERT, UPDATE (state, done, total, beat, said, report_id) ON oversight_assessment TO returnhub_app;
