-- Readiness: seven items, each tested by one person and signed by another, before any authority in a scheme.

CREATE OR REPLACE FUNCTION guard.unready(of_scheme text) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.item FROM unnest(ARRAY['monitors', 'complaints', 'lawyers', 'interpreters', 'health_care', 'exit_route', 'record']) AS i (item)
  WHERE NOT EXISTS (
    SELECT FROM hubs_readiness AS r JOIN hubs_readinesssignature AS s ON s.readiness_id = r.id
    WHERE r.scheme_id = of_scheme AND r.item = i.item AND r.passed AND r.ended_id IS NULL)
$$;

CREATE OR REPLACE FUNCTION guard.readiness_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM hubs_readiness AS r WHERE r.id = NEW.readiness_id AND r.by_id = NEW.by_id) THEN
    PERFORM guard.refuse('hubs_readiness_two_people', 'who tested does not sign');
  END IF;
  IF NOT EXISTS (SELECT FROM hubs_readiness AS r WHERE r.id = NEW.readiness_id AND r.passed AND r.ended_id IS NULL) THEN
    PERFORM guard.refuse('hubs_readiness_passed', 'what is signed is a test that passed and still stands');
  END IF;
  IF NOT EXISTS (SELECT FROM hubs_readiness AS r WHERE r.id = NEW.readiness_id AND guard.holds(NEW.by_id, 'independent_monitor', r.scheme_id)) THEN
    PERFORM guard.refuse('hubs_readiness_monitor', 'a monitor of the scheme signs');
  END IF;
  RETURN NULL;
END
$$;

-- A test that is withdrawn closes the gate for the next authority, so the two wait for each other.
CREATE OR REPLACE FUNCTION guard.readiness_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements_scheme WHERE id = NEW.scheme_id FOR NO KEY UPDATE;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('waits', 'hubs_readiness',
  'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON hubs_readiness FOR EACH ROW EXECUTE FUNCTION guard.readiness_waits()');
CALL guard.put_trigger('signed', 'hubs_readinesssignature',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON hubs_readinesssignature DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.readiness_signed()');
CALL guard.guard_table('hubs_readiness', 'ended_id');
CALL guard.guard_table('hubs_readinesssignature');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.unready(text) TO returnhub_app;
