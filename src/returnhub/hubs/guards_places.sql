-- Places: whom one suits, when it is free, and what becomes of whoever was to have it.

-- Why a place does not suit somebody, from their facts as the rules read them; not known is not no.
CREATE OR REPLACE FUNCTION guard.unsuited(of_place bigint, known jsonb) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.why FROM hubs_attributes AS a, LATERAL (VALUES
    ('men', a.places_for = 'men' AND (known ->> 'sex' IS DISTINCT FROM 'male' OR (known ->> 'family_with_children')::boolean IS NOT FALSE)),
    ('women', a.places_for = 'women' AND known ->> 'sex' IS DISTINCT FROM 'female'),
    ('families', a.places_for = 'families' AND (known ->> 'family_with_children')::boolean IS NOT TRUE),
    ('step_free', NOT a.step_free AND (known ->> 'needs_step_free')::boolean IS NOT FALSE),
    ('care', a.care < 2 AND ((known ->> 'care_needed')::integer <= a.care) IS NOT TRUE)) AS w (why, fails)
  WHERE a.place_id = of_place AND a.ended_id IS NULL AND w.fails
  UNION ALL SELECT 'no_attributes' WHERE NOT EXISTS (SELECT FROM hubs_attributes WHERE place_id = of_place AND ended_id IS NULL)
$$;

CREATE OR REPLACE FUNCTION guard.out_of_service(of_place bigint, span daterange) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM hubs_outofservice AS o WHERE o.place_id = of_place AND o.ended_id IS NULL AND daterange(o.from_on, o.until_on) && span)
$$;

-- Places of a hub that are free for somebody in a span, those that nobody else needs more first.
CREATE OR REPLACE FUNCTION guard.free_places(of_hub bigint, of_case bigint, span daterange) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id FROM hubs_place AS p JOIN hubs_attributes AS a ON a.place_id = p.id AND a.ended_id IS NULL,
    guard.known(of_case, guard.today()) AS known
  WHERE p.hub_id = of_hub AND p.ended_id IS NULL
    AND NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.place_id = p.id AND s.ended_id IS NULL AND (s.days && span OR s.kind = 'there' AND lower(span) <= guard.today()))
    AND NOT guard.out_of_service(p.id, span) AND NOT EXISTS (SELECT FROM guard.unsuited(p.id, known))
  ORDER BY a.care, a.step_free, a.quiet, a.places_for = 'anybody', p.id
$$;

-- A place that is out of service: what was held in it is given up, who is there is without a place from today.
CREATE OR REPLACE FUNCTION guard.place_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s hubs_stay;
  said bigint;
  today date := guard.today();
BEGIN
  FOR s IN SELECT * FROM hubs_stay WHERE place_id = NEW.place_id AND ended_id IS NULL AND (NEW.until_on IS NULL OR NEW.until_on > today)
    AND CASE kind WHEN 'there' THEN NEW.from_on < greatest(upper(days), today + 1)
             ELSE days && daterange(greatest(NEW.from_on, today), NEW.until_on) END ORDER BY case_id LOOP
    IF s.kind = 'there' AND NEW.from_on > today THEN
      PERFORM guard.refuse('hubs_out_of_service_person_there', 'somebody is in this place: give them another before that day');
    END IF;
    said := guard.append_own('hubs.place_given_up', s.case_id, 'the place is out of service', '{}');
    UPDATE hubs_stay SET ended_id = said, until_at = CASE s.kind WHEN 'there' THEN clock_timestamp() END WHERE id = s.id;
    IF s.kind = 'there' THEN
      INSERT INTO hubs_stay (event_id, case_id, person, hub_id, place_id, kind, days, arrived_at)
        VALUES (said, s.case_id, s.person, s.hub_id, NULL, 'there', daterange(today, greatest(upper(s.days), today + 1)), s.arrived_at);
    END IF;
  END LOOP;
  RETURN NULL;
END
$$;

-- What a place is like is a fact and is recorded; it is given up for whom it no longer suits and who is still to come. Who is there stays
-- there, and is listed as in a place that does not suit them.
CREATE OR REPLACE FUNCTION guard.place_revised() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s hubs_stay;
BEGIN
  FOR s IN SELECT * FROM hubs_stay WHERE place_id = NEW.place_id AND ended_id IS NULL AND kind = 'held'
    AND EXISTS (SELECT FROM guard.unsuited(NEW.place_id, guard.known(case_id, guard.today()))) ORDER BY case_id LOOP
    UPDATE hubs_stay SET ended_id = guard.append_own('hubs.place_given_up', s.case_id, 'the place does not suit them any longer', '{}') WHERE id = s.id;
  END LOOP;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.place_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_people_of(NEW.place_id);
  PERFORM guard.lock_places(ARRAY[NEW.place_id], '{}', '{}');
  RETURN NEW;
END
$$;

-- A place that is taken away for good has nobody in it and nobody to come.
CREATE OR REPLACE FUNCTION guard.place_empty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.ended_id IS NOT NULL AND EXISTS (SELECT FROM hubs_stay WHERE place_id = NEW.id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('hubs_place_empty', 'a place is taken away when nobody is in it or to come');
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('a_locked', 'hubs_outofservice',
  'CREATE TRIGGER $ BEFORE INSERT ON hubs_outofservice FOR EACH ROW EXECUTE FUNCTION guard.place_locked()');
CALL guard.put_trigger('a_locked', 'hubs_attributes',
  'CREATE TRIGGER $ BEFORE INSERT ON hubs_attributes FOR EACH ROW EXECUTE FUNCTION guard.place_locked()');
CALL guard.put_trigger('revised', 'hubs_attributes',
  'CREATE TRIGGER $ AFTER INSERT ON hubs_attributes FOR EACH ROW EXECUTE FUNCTION guard.place_revised()');
CALL guard.put_trigger('gives_up', 'hubs_outofservice',
  'CREATE TRIGGER $ AFTER INSERT ON hubs_outofservice FOR EACH ROW EXECUTE FUNCTION guard.place_out()');
CALL guard.put_trigger('empty', 'hubs_place',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_place DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.place_empty()');
CALL guard.guard_table('hubs_place', 'ended_id');
CALL guard.guard_table('hubs_attributes', 'ended_id');
CALL guard.guard_table('hubs_outofservice', 'ended_id');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.free_places(bigint, bigint, daterange), guard.unsuited(bigint, jsonb) TO returnhub_app;
