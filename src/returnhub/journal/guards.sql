-- The journal's functions. Owned by returnhub_owner; put back as shipped at each set-up.
-- Every refusal names its guard as the constraint, so that a page can say it in words.

CREATE SCHEMA IF NOT EXISTS guard;

CREATE OR REPLACE FUNCTION guard.refuse(guard text, why text, more text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'restrict_violation', CONSTRAINT = guard, DETAIL = coalesce(more, '');
END
$$;

-- The day where cases are decided: deadlines are counted in the sending state's days, whatever a session's zone.
CREATE OR REPLACE FUNCTION guard.today() RETURNS date
LANGUAGE sql STABLE AS $$ SELECT (clock_timestamp() AT TIME ZONE 'Europe/London')::date $$;

CREATE OR REPLACE FUNCTION guard.append(body text, key uuid DEFAULT NULL) RETURNS journal_event
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said jsonb := body::jsonb;
  entry record;
  made journal_event;
BEGIN
  -- a case's events are numbered and timed in the order in which they are committed
  PERFORM guard.lock_case((said ->> 'case')::bigint);
  IF (said ->> 'actor') IS NOT NULL AND (said ->> 'role') IS DISTINCT FROM 'signing_in' AND NOT EXISTS (
    SELECT FROM accounts_grant AS g LEFT JOIN casework_case AS c ON c.id = (said ->> 'case')::bigint
    WHERE g.user_id = (said ->> 'actor')::bigint AND g.role = said ->> 'role' AND g.ended_id IS NULL
      AND (g.scheme = '' OR c.id IS NULL OR c.scheme = g.scheme)) THEN
    PERFORM guard.refuse('journal_event_role', 'nobody acts in a role that they do not hold');
  END IF;
  IF said ->> 'role' = 'person' AND NOT ((said ->> 'actor') IS NULL AND guard.person_here((said ->> 'case')::bigint)) THEN
    PERFORM guard.refuse('journal_event_person', 'only whose page is open acts as the person of a case');
  END IF;
  SELECT * INTO entry FROM record.append(ARRAY[body]);
  INSERT INTO journal_event (kind, "case", actor, role, reason, happened, recorded, data, corrects, key, record, tx)
    VALUES (said ->> 'kind', (said ->> 'case')::bigint, (said ->> 'actor')::bigint, said ->> 'role',
            coalesce(said ->> 'reason', ''), coalesce((said ->> 'happened')::timestamptz, entry.recorded_at),
            entry.recorded_at, coalesce(said -> 'data', '{}'), (said ->> 'corrects')::bigint, append.key, entry.id,
            pg_current_xact_id())
    RETURNING * INTO made;
  RETURN made;
END
$$;
COMMENT ON FUNCTION guard.append(text, uuid) IS
  'The only way to an event: canonical JSON goes to the record and to the journal in the caller''s transaction.';

-- What the database itself does, it says in the same words: keys in the order of canonical JSON, text escaped as there.
CREATE OR REPLACE FUNCTION guard.append_own(kind text, "case" bigint, reason text, data_text text) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (guard.append(concat('{"actor":null,"case":', coalesce("case"::text, 'null'), ',"data":', data_text,
    ',"kind":', to_json(kind), ',"reason":', to_json(reason), ',"role":"clock"}'))).id
$$;

CREATE OR REPLACE FUNCTION guard.read(what text, "case" bigint, actor bigint, role text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  made bigint;
BEGIN
  IF read.role = 'person' AND NOT (read.actor IS NULL AND guard.person_here(read."case")) THEN
    PERFORM guard.refuse('journal_event_person', 'only whose page is open reads as the person of a case');
  END IF;
  INSERT INTO journal_read ("case", actor, role, what, at) VALUES (read."case", read.actor, read.role, read.what, clock_timestamp())
    RETURNING id INTO made;
  RETURN made;
END
$$;

-- Whether an event tells of a row: of this transaction, on the row's own case, and by who is named in the row.
-- What a case is opened with has the opening's event, which came before the case had a number.
CREATE OR REPLACE FUNCTION guard.tells_of(event bigint, of_case bigint, by_user bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM journal_event AS e WHERE e.id = event AND e.tx = pg_current_xact_id()
    AND (by_user IS NULL OR e.actor = by_user)
    AND (of_case IS NULL OR e."case" = of_case
         OR e."case" IS NULL AND EXISTS (SELECT FROM casework_case AS c WHERE c.id = of_case AND c.event_id = e.id)))
$$;

-- On every guarded table, at the commit. Its arguments are the columns that may change once the row stands; one that
-- ends in _id names the event that changed it, and goes from empty to an event of this transaction, once.
CREATE OR REPLACE FUNCTION guard.recorded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  col text;
  -- null, not empty, where a table has no such column
  may_change text[] := coalesce(TG_ARGV, '{}');
  told boolean := false;
  of_case bigint := to_jsonb(NEW) ->> 'case_id';
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM guard.refuse(TG_TABLE_NAME || '_recorded', format('rows of %s are never deleted', TG_TABLE_NAME));
  ELSIF TG_OP = 'INSERT' THEN
    IF NOT guard.tells_of(NEW.event_id, of_case, (to_jsonb(NEW) ->> 'by_id')::bigint) THEN
      PERFORM guard.refuse(TG_TABLE_NAME || '_recorded', format('a row of %s comes with its event, in one transaction', TG_TABLE_NAME));
    END IF;
    FOREACH col IN ARRAY may_change LOOP
      -- an answer that comes late may have ended already; that too is told by an event of its transaction
      IF right(col, 3) = '_id' AND to_jsonb(NEW) ->> col IS NOT NULL
         AND NOT guard.tells_of((to_jsonb(NEW) ->> col)::bigint, of_case, NULL) THEN
        PERFORM guard.refuse(TG_TABLE_NAME || '_recorded', format('a row of %s ends by an event of its transaction', TG_TABLE_NAME));
      END IF;
    END LOOP;
  ELSE
    IF (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change) THEN
      PERFORM guard.refuse(TG_TABLE_NAME || '_recorded', format('rows of %s are superseded, never edited', TG_TABLE_NAME));
    END IF;
    FOREACH col IN ARRAY may_change LOOP
      CONTINUE WHEN to_jsonb(NEW) -> col IS NOT DISTINCT FROM to_jsonb(OLD) -> col;
      IF right(col, 3) = '_id' THEN
        told := to_jsonb(OLD) ->> col IS NULL AND guard.tells_of((to_jsonb(NEW) ->> col)::bigint, of_case, NULL);
        EXIT WHEN NOT told;
      END IF;
    END LOOP;
    IF to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) AND NOT told THEN
      PERFORM guard.refuse(TG_TABLE_NAME || '_recorded', format('a change of %s comes with its event, in one transaction', TG_TABLE_NAME));
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.never() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.refuse(TG_TABLE_NAME || '_' || lower(TG_OP), format('%s of %s is refused to everybody', TG_OP, TG_TABLE_NAME));
  RETURN NULL;
END
$$;

-- A trigger by name on a table, on whoever's behalf: always on.
CREATE OR REPLACE PROCEDURE guard.put_trigger(name text, on_table text, words text)
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', name, on_table);
  EXECUTE replace(words, '$', format('%I', name)) ;
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', on_table, name);
END
$$;

-- Put the guard of recorded rows on a table; `may_change` are its columns that may change once.
CREATE OR REPLACE PROCEDURE guard.guard_table(name text, VARIADIC may_change text[] DEFAULT '{}')
LANGUAGE plpgsql AS $$
DECLARE
  arguments text := (SELECT string_agg(quote_literal(c), ', ') FROM unnest(may_change) AS c);
BEGIN
  EXECUTE format('DROP TRIGGER IF EXISTS recorded ON %s', name);
  EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %s DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION guard.recorded(%s)', name, coalesce(arguments, ''));
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER recorded', name);
  EXECUTE format('DROP TRIGGER IF EXISTS never_emptied ON %s', name);
  EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION guard.never()', name);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER never_emptied', name);
  EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, returnhub_app', name);
  EXECUTE format('GRANT SELECT, INSERT ON %s TO returnhub_app', name);
  IF may_change <> '{}' THEN
    EXECUTE format('GRANT UPDATE (%s) ON %s TO returnhub_app', (SELECT string_agg(quote_ident(c), ', ') FROM unnest(may_change) AS c), name);
  END IF;
END
$$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['journal_event', 'journal_read'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS never_edited ON %s', name);
    EXECUTE format('CREATE TRIGGER never_edited BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION guard.never()', name);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER never_edited', name);
    EXECUTE format('DROP TRIGGER IF EXISTS never_emptied ON %s', name);
    EXECUTE format('CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION guard.never()', name);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER never_emptied', name);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, returnhub_app', name);
    EXECUTE format('GRANT SELECT ON %s TO returnhub_app', name);
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA guard TO returnhub_app, returnhub_monitor, returnhub_lawyer;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC, returnhub_monitor, returnhub_lawyer;
GRANT EXECUTE ON FUNCTION guard.today(), guard.refuse(text, text, text) TO returnhub_app, returnhub_monitor, returnhub_lawyer;
GRANT EXECUTE ON FUNCTION guard.append(text, uuid) TO returnhub_app;
GRANT EXECUTE ON FUNCTION guard.read(text, bigint, bigint, text) TO returnhub_app;
