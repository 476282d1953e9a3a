-- How many people a hub and an agreement allow: phases, numbers that another person approved, caps.

CREATE OR REPLACE FUNCTION guard.hub_phase(of_hub bigint, as_of date) RETURNS hubs_phase
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p FROM hubs_phase AS p WHERE p.hub_id = of_hub AND p.ended_id IS NULL AND p.from_on <= as_of ORDER BY p.from_on DESC LIMIT 1
$$;

-- How many people may be in a hub on a day: the least of working, certified and signed, and fewer while it ramps up. Without numbers, nobody.
CREATE OR REPLACE FUNCTION guard.hub_bound(of_hub bigint, as_of date) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT CASE WHEN p.kind IN ('ramp_up', 'open', 'closing') THEN least(n.working, n.certified, n.signed, p.places) ELSE 0 END
    FROM hubs_numbers AS n, guard.hub_phase(of_hub, as_of) AS p
    WHERE n.hub_id = of_hub AND n.ended_id IS NULL AND n.from_on <= as_of ORDER BY n.from_on DESC LIMIT 1), 0)
$$;

CREATE OR REPLACE FUNCTION guard.hub_takes(of_hub bigint, as_of date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((SELECT p.kind IN ('ramp_up', 'open') FROM guard.hub_phase(of_hub, as_of) AS p), false)
$$;

-- Days of a span on which more people have a place, or are there without one, than the hub's bound; the first of each run.
CREATE OR REPLACE FUNCTION guard.over_number(of_hub bigint, span daterange) RETURNS TABLE (on_day date, people integer, bound integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH s AS (SELECT days FROM hubs_stay WHERE hub_id = of_hub AND ended_id IS NULL AND days && span),
  d AS (
    SELECT greatest(lower(s.days), lower(span)) AS on_day FROM s UNION SELECT lower(span)
    UNION SELECT n.from_on FROM hubs_numbers AS n WHERE n.hub_id = of_hub AND n.ended_id IS NULL AND span @> n.from_on
    UNION SELECT p.from_on FROM hubs_phase AS p WHERE p.hub_id = of_hub AND p.ended_id IS NULL AND span @> p.from_on),
  t AS (
    SELECT c.on_day, sum(sum(c.n)) OVER (ORDER BY c.on_day)::integer AS people
    FROM (SELECT greatest(lower(s.days), lower(span)) AS on_day, 1 AS n FROM s UNION ALL SELECT upper(s.days), -1 FROM s
          UNION ALL SELECT d.on_day, 0 FROM d) AS c GROUP BY c.on_day)
  SELECT t.on_day, t.people, b.bound FROM t JOIN d USING (on_day), LATERAL guard.hub_bound(of_hub, t.on_day) AS b (bound)
  WHERE t.people > b.bound ORDER BY t.on_day
$$;

-- People who arrived in some hubs on some days, each arrival once, and those for whom a place is held from one of them.
CREATE OR REPLACE FUNCTION guard.moved(hubs bigint[], span daterange) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (
    SELECT count(*) FROM (
      SELECT DISTINCT s.case_id, s.arrived_at FROM hubs_stay AS s WHERE s.hub_id = ANY (hubs) AND s.kind = 'there' AND (s.ended_id IS NULL OR s.until_at IS NOT NULL)
        AND s.arrived_at >= coalesce(lower(span)::timestamp AT TIME ZONE 'Europe/London', '-infinity')
        AND s.arrived_at < coalesce(upper(span)::timestamp AT TIME ZONE 'Europe/London', 'infinity')) AS arrived
  ) + (SELECT count(*) FROM hubs_stay AS s WHERE s.hub_id = ANY (hubs) AND s.kind = 'held' AND s.ended_id IS NULL AND span @> lower(s.days))
$$;

-- Caps of the agreement that are exceeded by the stays that stand, with how many people each counts. A cap binds from its day until
-- the next of its kind does: in all, whoever is moved up to then; in a year, whoever is moved in each that begins on its day.
CREATE OR REPLACE FUNCTION guard.over_cap(of_scheme text, span daterange) RETURNS TABLE (kind text, people integer, bound integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  cap record;
  binds daterange;
  hubs bigint[] := ARRAY(SELECT id FROM hubs_hub WHERE scheme_id = of_scheme);
BEGIN
  FOR cap IN
    SELECT c.kind, c.people, c.from_on, lead(c.from_on) OVER (PARTITION BY c.kind ORDER BY c.from_on) AS until_on FROM (
      SELECT DISTINCT ON (c.kind, c.from_on) c.kind, c.people, c.from_on FROM hubs_cap AS c JOIN hubs_capapproval AS a ON a.cap_id = c.id
      WHERE c.scheme_id = of_scheme AND c.ended_id IS NULL ORDER BY c.kind, c.from_on, c.id DESC) AS c ORDER BY 1, 3 LOOP
    binds := daterange(cap.from_on, cap.until_on);
    CONTINUE WHEN NOT binds && span;
    kind := cap.kind;
    bound := cap.people;
    IF cap.kind = 'in_all' THEN
      people := guard.moved(hubs, daterange(NULL, cap.until_on));
    ELSIF cap.kind = 'a_year' THEN
      SELECT max(guard.moved(hubs, year.days)) INTO people
      FROM generate_series(0, extract(year FROM age(coalesce(upper(span), lower(span) + 1), cap.from_on))::integer) AS y,
        LATERAL (SELECT daterange((cap.from_on + make_interval(years => y))::date, (cap.from_on + make_interval(years => y + 1))::date) * binds AS days) AS year
      WHERE year.days && span;
    ELSE
      SELECT max(p.people) INTO people FROM (
        SELECT sum(sum(c.n)) OVER (ORDER BY c.on_day) AS people FROM (
          SELECT greatest(lower(s.days), lower(binds * span)) AS on_day, 1 AS n FROM hubs_stay AS s
            WHERE s.hub_id = ANY (hubs) AND s.ended_id IS NULL AND s.days && (binds * span)
          UNION ALL SELECT upper(s.days), -1 FROM hubs_stay AS s
            WHERE s.hub_id = ANY (hubs) AND s.ended_id IS NULL AND s.days && (binds * span)) AS c GROUP BY c.on_day) AS p;
    END IF;
    IF people > bound THEN
      RETURN NEXT;
    END IF;
  END LOOP;
END
$$;

-- Numbers and phases: never below the people who are there or to come.
CREATE OR REPLACE FUNCTION guard.numbers_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r hubs_numbersrequest;
BEGIN
  SELECT * INTO r FROM hubs_numbersrequest WHERE id = NEW.request_id;
  PERFORM guard.lock_places('{}', ARRAY[r.hub_id], '{}');
  IF r.by_id = NEW.by_id THEN
    PERFORM guard.refuse('hubs_numbers_two_people', 'who asks for other numbers does not approve them');
  ELSIF NOT EXISTS (SELECT FROM hubs_numbersrequest WHERE id = r.id AND (ended_id IS NULL OR ended_id = NEW.event_id)) THEN
    PERFORM guard.refuse('hubs_numbers_request_stands', 'the request was answered or withdrawn before');
  ELSIF NOT guard.holds(NEW.by_id, 'agreement_manager', (SELECT scheme_id FROM hubs_hub WHERE id = r.hub_id)) THEN
    PERFORM guard.refuse('hubs_numbers_by_agreement', 'an agreement manager of the scheme answers');
  END IF;
  RETURN NEW;
END
$$;

-- What a row of numbers or a phase bounds by itself; null: nothing.
CREATE OR REPLACE FUNCTION guard.bounds(of_row jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN of_row ? 'signed' THEN least((of_row ->> 'working')::integer, (of_row ->> 'certified')::integer, (of_row ->> 'signed')::integer)
    WHEN of_row ->> 'kind' IN ('planned', 'closed') THEN 0 ELSE (of_row ->> 'places')::integer END
$$;

-- More places end an excess step by step, so only what takes places away is refused.
CREATE OR REPLACE FUNCTION guard.numbers_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  more record;
  was jsonb;
  of_row jsonb := to_jsonb(NEW);
BEGIN
  PERFORM guard.lock_places('{}', ARRAY[NEW.hub_id], '{}');
  IF TG_TABLE_NAME = 'hubs_numbers' AND TG_OP = 'INSERT' AND NOT EXISTS (
    SELECT FROM hubs_numbersanswer AS a JOIN hubs_numbersrequest AS r ON r.id = a.request_id
    WHERE a.id = (of_row ->> 'answer_id')::bigint AND a.approved AND r.hub_id = NEW.hub_id AND r.from_on = NEW.from_on
      AND to_jsonb(r) @> jsonb_build_object('maximum', of_row -> 'maximum', 'working', of_row -> 'working',
        'certified', of_row -> 'certified', 'signed', of_row -> 'signed')) THEN
    PERFORM guard.refuse('hubs_numbers_approved', 'numbers are those that another person approved');
  END IF;
  -- what stood before: a row of the same day that this event ended, or the one that reaches into the day
  IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'hubs_numbers' THEN
    SELECT to_jsonb(n) INTO was FROM hubs_numbers AS n WHERE n.hub_id = NEW.hub_id AND n.id <> NEW.id AND n.from_on <= NEW.from_on
      AND (n.ended_id IS NULL OR n.ended_id = NEW.event_id) ORDER BY n.from_on DESC, n.id DESC LIMIT 1;
  ELSIF TG_OP = 'INSERT' THEN
    SELECT to_jsonb(p) INTO was FROM hubs_phase AS p WHERE p.hub_id = NEW.hub_id AND p.id <> NEW.id AND p.from_on <= NEW.from_on
      AND (p.ended_id IS NULL OR p.ended_id = NEW.event_id) ORDER BY p.from_on DESC, p.id DESC LIMIT 1;
  END IF;
  IF TG_OP = 'UPDATE' OR coalesce(guard.bounds(of_row), 1000000) < coalesce(guard.bounds(was), 1000000) THEN
    FOR more IN SELECT * FROM guard.over_number(NEW.hub_id, daterange(greatest(NEW.from_on, guard.today()), NULL)) LIMIT 1 LOOP
      PERFORM guard.refuse('hubs_numbers_below_people', 'a hub''s numbers are never below the people there or to come',
        format('%s people, %s places on %s', more.people, more.bound, more.on_day));
    END LOOP;
  END IF;
  PERFORM guard.excess_ends(NEW.hub_id);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.cap_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c hubs_cap;
BEGIN
  SELECT * INTO c FROM hubs_cap WHERE id = NEW.cap_id;
  PERFORM guard.lock_places('{}', '{}', ARRAY[c.scheme_id]);
  IF c.by_id = NEW.by_id THEN
    PERFORM guard.refuse('hubs_cap_two_people', 'who enters a cap does not approve it');
  ELSIF NOT guard.holds(NEW.by_id, 'agreement_manager', c.scheme_id) THEN
    PERFORM guard.refuse('hubs_cap_by_agreement', 'an agreement manager of the scheme approves a cap');
  END IF;
  RETURN NEW;
END
$$;

-- What was approved ends with what was approved in its stead: ended alone, it would leave what stood before, or no bound at all.
CREATE OR REPLACE FUNCTION guard.bound_replaced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'hubs_numbers' THEN
    IF NOT EXISTS (SELECT FROM hubs_numbers AS n WHERE n.hub_id = (to_jsonb(NEW) ->> 'hub_id')::bigint AND n.id > NEW.id AND n.event_id = NEW.ended_id AND n.from_on <= NEW.from_on) THEN
      PERFORM guard.refuse('hubs_numbers_replaced', 'numbers end with those that another person approved in their stead');
    END IF;
  ELSIF EXISTS (SELECT FROM hubs_capapproval WHERE cap_id = NEW.id) AND NOT EXISTS (
    SELECT FROM hubs_cap AS c JOIN hubs_capapproval AS a ON a.cap_id = c.id WHERE c.scheme_id = to_jsonb(NEW) ->> 'scheme_id' AND c.kind = to_jsonb(NEW) ->> 'kind'
      AND c.id <> NEW.id AND c.from_on <= NEW.from_on AND a.event_id = NEW.ended_id) THEN
    PERFORM guard.refuse('hubs_cap_replaced', 'a cap that binds ends with the one that another person approved in its stead');
  END IF;
  RETURN NULL;
END
$$;

-- A cap that is passed on the day on which it is approved would bind nobody who is moved: the agreement's term is looked at again.
CREATE OR REPLACE FUNCTION guard.cap_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c hubs_cap;
  more record;
BEGIN
  SELECT * INTO c FROM hubs_cap WHERE id = NEW.cap_id AND ended_id IS NULL;
  FOR more IN SELECT * FROM guard.over_cap(c.scheme_id, daterange(guard.today(), NULL)) AS o WHERE o.kind = c.kind LOOP
    PERFORM guard.refuse('hubs_cap_below_people', 'a cap is never below the people who were moved or are to come',
      format('%s people, %s by the cap', more.people, more.bound));
  END LOOP;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('replaced', 'hubs_numbers',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_numbers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.bound_replaced()');
CALL guard.put_trigger('replaced', 'hubs_cap',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_cap DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.bound_replaced()');
CALL guard.put_trigger('by_another', 'hubs_numbersanswer',
  'CREATE TRIGGER $ BEFORE INSERT ON hubs_numbersanswer FOR EACH ROW EXECUTE FUNCTION guard.numbers_by_another()');
CALL guard.put_trigger('hold', 'hubs_numbers',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON hubs_numbers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.numbers_hold()');
CALL guard.put_trigger('hold_ended', 'hubs_numbers',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_numbers DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.numbers_hold()');
CALL guard.put_trigger('hold', 'hubs_phase',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON hubs_phase DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.numbers_hold()');
CALL guard.put_trigger('by_another', 'hubs_capapproval',
  'CREATE TRIGGER $ BEFORE INSERT ON hubs_capapproval FOR EACH ROW EXECUTE FUNCTION guard.cap_by_another()');
CALL guard.put_trigger('holds', 'hubs_capapproval',
  'CREATE TRIGGER $ AFTER INSERT ON hubs_capapproval FOR EACH ROW EXECUTE FUNCTION guard.cap_holds()');
CALL guard.guard_table('hubs_phase', 'ended_id');
CALL guard.guard_table('hubs_numbersrequest', 'ended_id');
CALL guard.guard_table('hubs_numbersanswer');
CALL guard.guard_table('hubs_numbers', 'ended_id');
CALL guard.guard_table('hubs_cap', 'ended_id');
CALL guard.guard_table('hubs_capapproval');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.hub_bound(bigint, date), guard.hub_takes(bigint, date), guard.over_number(bigint, daterange), guard.over_cap(text, daterange), guard.moved(bigint[], daterange) TO returnhub_app;
