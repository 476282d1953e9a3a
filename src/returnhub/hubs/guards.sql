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
CALL guard.guard_table('hubs_hub');
CALL guard.guard_table('hubs_readiness', 'ended_id');
CALL guard.guard_table('hubs_readinesssignature');
REVOKE ALL ON FUNCTION guard.unready(text), guard.readiness_signed(), guard.readiness_waits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.unready(text) TO returnhub_app;

-- Places. Lock order, everywhere: cases, then places, then hubs, then schemes, each in the order of their keys: docs/how-to/locks.md.
-- Whoever makes a place, a hub or a cap less available calls this once, before looking whether it is free.
CREATE OR REPLACE FUNCTION guard.lock_places(places bigint[], hubs bigint[], schemes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM set_config('lock_timeout', '5s', true);
  PERFORM FROM hubs_place WHERE id = ANY (places) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM hubs_hub WHERE id = ANY (hubs) ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM agreements_scheme WHERE id = ANY (schemes) ORDER BY id FOR NO KEY UPDATE;
END
$$;

-- Everybody who is in a place or to come to it, held before the place is: the order of locks.
CREATE OR REPLACE FUNCTION guard.lock_people_of(of_place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM casework_case WHERE id IN (SELECT case_id FROM hubs_stay WHERE place_id = of_place AND ended_id IS NULL) ORDER BY id FOR NO KEY UPDATE;
END
$$;

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

-- What is against a person's move to the place that is held for them, for `guard.against`.
CREATE OR REPLACE FUNCTION guard.against_place(of_case bigint, as_of date) RETURNS TABLE (code text, what text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s hubs_stay;
  day daterange := daterange(as_of, as_of + 1);
BEGIN
  SELECT * INTO s FROM hubs_stay AS h WHERE h.case_id = of_case AND h.ended_id IS NULL AND h.kind = 'held';
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'no_place', '', '';
    RETURN;
  END IF;
  RETURN QUERY SELECT 'place_not_yet', '', lower(s.days)::text WHERE lower(s.days) > as_of;
  RETURN QUERY SELECT 'place_over', '', upper(s.days)::text WHERE upper(s.days) <= as_of;
  RETURN QUERY SELECT 'place_taken', '', '' FROM hubs_stay AS o WHERE o.place_id = s.place_id AND o.id <> s.id AND o.ended_id IS NULL AND (o.kind = 'there' OR o.days @> as_of);
  RETURN QUERY SELECT 'place_out_of_service', '', '' WHERE guard.out_of_service(s.place_id, day);
  RETURN QUERY SELECT 'place_unsuited', u, '' FROM guard.unsuited(s.place_id, guard.known(of_case, as_of)) AS u;
  RETURN QUERY SELECT 'hub_takes_nobody', '', '' WHERE NOT guard.hub_takes(s.hub_id, as_of);
  RETURN QUERY SELECT 'over_number', '', format('%s of %s', o.people, o.bound) FROM guard.over_number(s.hub_id, day) AS o;
  RETURN QUERY SELECT 'over_cap', o.kind, format('%s of %s', o.people, o.bound) FROM guard.over_cap((SELECT scheme FROM casework_case WHERE id = of_case), day) AS o;
END
$$;

-- A place that is held is free, suits, and leaves the hub and the agreement within their numbers. Who is there is there: a fact is not
-- refused, but nobody shares a place by it, and what it exceeds is recorded.
CREATE OR REPLACE FUNCTION guard.stay_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c casework_case;
  other record;
  unsuited text;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  IF NEW.kind = 'there' THEN
    -- a place that is held for somebody else is theirs no longer
    PERFORM guard.lock_people_of(NEW.place_id);
  END IF;
  PERFORM guard.lock_places(ARRAY[NEW.place_id], '{}', '{}');
  IF NEW.person IS DISTINCT FROM c.person_id OR NOT EXISTS (SELECT FROM hubs_hub WHERE id = NEW.hub_id AND scheme_id = c.scheme)
     OR NEW.place_id IS NOT NULL AND NOT EXISTS (SELECT FROM hubs_place WHERE id = NEW.place_id AND hub_id = NEW.hub_id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('hubs_stay_place', 'a person has a place of a hub of their own scheme');
  END IF;
  IF NEW.kind = 'there' THEN
    FOR other IN SELECT s.id, s.case_id FROM hubs_stay AS s WHERE s.ended_id IS NULL AND s.case_id <> c.id
      AND (s.person = NEW.person AND s.days && NEW.days OR s.kind = 'held' AND s.place_id = NEW.place_id AND s.days && NEW.days) ORDER BY s.case_id LOOP
      UPDATE hubs_stay SET ended_id = guard.append_own('hubs.place_given_up', other.case_id, 'somebody is there', '{}'), until_at = CASE kind WHEN 'there' THEN NEW.arrived_at END WHERE id = other.id;
    END LOOP;
    IF EXISTS (SELECT FROM hubs_stay AS s WHERE s.place_id = NEW.place_id AND s.ended_id IS NULL AND s.kind = 'there') OR guard.out_of_service(NEW.place_id, daterange(guard.today(), guard.today() + 1)) THEN
      NEW.place_id := NULL;
    END IF;
    PERFORM guard.lock_places('{}', ARRAY[NEW.hub_id], ARRAY[c.scheme]);
    RETURN NEW;
  END IF;
  -- the place is held: what is asked of it alone is asked before everybody else of this hub has to wait
  IF guard.out_of_service(NEW.place_id, NEW.days) THEN
    PERFORM guard.refuse('hubs_stay_out_of_service', 'the place is out of service on some of these days');
  ELSIF EXISTS (SELECT FROM hubs_stay AS s WHERE s.place_id = NEW.place_id AND s.ended_id IS NULL AND s.kind = 'there' AND lower(NEW.days) <= guard.today()) THEN
    PERFORM guard.refuse('hubs_stay_one_person_a_place', 'somebody is in this place');
  END IF;
  unsuited := (SELECT string_agg(u, ', ') FROM guard.unsuited(NEW.place_id, guard.known(c.id, guard.today())) AS u);
  IF unsuited IS NOT NULL THEN
    PERFORM guard.refuse('hubs_stay_suits', 'the place does not suit this person', unsuited);
  END IF;
  PERFORM guard.lock_places('{}', ARRAY[NEW.hub_id], ARRAY[c.scheme]);
  IF NOT guard.hub_takes(NEW.hub_id, greatest(lower(NEW.days), guard.today())) THEN
    PERFORM guard.refuse('hubs_stay_hub_takes', 'the hub takes nobody on that day');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.stay_counts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c casework_case;
  today daterange := daterange(guard.today(), guard.today() + 1);
  more record;
  said bigint;
BEGIN
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  IF NEW.kind = 'held' THEN
    FOR more IN SELECT * FROM guard.over_number(NEW.hub_id, NEW.days) LIMIT 1 LOOP
      PERFORM guard.refuse('hubs_stay_over_number', 'the hub would hold more people than its numbers allow',
        format('%s of %s on %s', more.people, more.bound, more.on_day));
    END LOOP;
    FOR more IN SELECT * FROM guard.over_cap(c.scheme, NEW.days) LIMIT 1 LOOP
      PERFORM guard.refuse('hubs_stay_over_cap', 'more people would be moved than the agreement allows', format('%s, %s of %s', replace(more.kind, '_', ' '), more.people, more.bound));
    END LOOP;
    RETURN NULL;
  END IF;
  FOR more IN
    SELECT 'no_place' AS kind, 1 AS people, 0 AS bound WHERE NEW.place_id IS NULL
    UNION ALL SELECT * FROM (SELECT 'over_number', o.people, o.bound FROM guard.over_number(NEW.hub_id, today) AS o LIMIT 1) AS n
    UNION ALL SELECT * FROM (SELECT 'over_cap', o.people, o.bound FROM guard.over_cap(c.scheme, today) AS o LIMIT 1) AS k LOOP
    CONTINUE WHEN EXISTS (SELECT FROM hubs_excess AS x WHERE x.hub_id = NEW.hub_id AND x.case_id = c.id AND x.kind = more.kind AND x.ended_id IS NULL);
    said := guard.append_own('hubs.excess_found', c.id, 'more people than there are places for',
      format('{"bound":%s,"hub":%s,"kind_of_excess":"%s","people":%s}', more.bound, NEW.hub_id, more.kind, more.people));
    INSERT INTO hubs_excess (event_id, hub_id, case_id, kind, people, bound, owner, ends_by)
      VALUES (said, NEW.hub_id, c.id, more.kind, more.people, more.bound, 'hub_manager', guard.today() + 3);
    UPDATE casework_clock SET ended_id = said WHERE case_id = c.id AND kind = 'excess' AND ended_id IS NULL;
    INSERT INTO casework_clock (event_id, case_id, kind, owner, started_on, ends_on, counted, effect)
      VALUES (said, c.id, 'excess', 'hub_manager', guard.today(), guard.today() + 3, '3 days after it was found', 'monitor_told');
  END LOOP;
  PERFORM guard.excess_ends(NEW.hub_id);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.excess_lasts(x hubs_excess) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE x.kind
    WHEN 'no_place' THEN EXISTS (SELECT FROM hubs_stay AS s WHERE s.case_id = x.case_id AND s.hub_id = x.hub_id AND s.ended_id IS NULL AND s.kind = 'there' AND s.place_id IS NULL)
    WHEN 'over_number' THEN EXISTS (SELECT FROM guard.over_number(x.hub_id, daterange(guard.today(), guard.today() + 1)))
    ELSE EXISTS (SELECT FROM hubs_hub AS h, guard.over_cap(h.scheme_id, daterange(guard.today(), guard.today() + 1)) WHERE h.id = x.hub_id) END
$$;

-- An excess ends by what is done about it, not by an entry that says so.
CREATE OR REPLACE FUNCTION guard.excess_is_over() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF guard.excess_lasts(NEW) THEN
    PERFORM guard.refuse('hubs_excess_lasts', 'an excess ends when there are no more people than places');
  END IF;
  RETURN NULL;
END
$$;

-- Excesses that are over: the person has a place or has left, the people there are within the numbers again. A case that somebody
-- else holds is left for the next time (hubs.roll_stays each hour), since cases are held before hubs.
CREATE OR REPLACE FUNCTION guard.excess_ends(of_hub bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  x hubs_excess;
  said bigint;
  of_scheme text := (SELECT scheme_id FROM hubs_hub WHERE id = of_hub);
BEGIN
  IF NOT EXISTS (SELECT FROM hubs_excess WHERE hub_id = of_hub AND ended_id IS NULL) THEN
    RETURN;
  END IF;
  PERFORM guard.lock_places('{}', ARRAY[of_hub], ARRAY[of_scheme]);
  FOR x IN SELECT * FROM hubs_excess WHERE hub_id = of_hub AND ended_id IS NULL ORDER BY case_id, id LOOP
    CONTINUE WHEN guard.excess_lasts(x);
    PERFORM FROM casework_case WHERE id = x.case_id FOR NO KEY UPDATE SKIP LOCKED;
    CONTINUE WHEN NOT FOUND;
    said := guard.append_own('hubs.excess_over', x.case_id, 'within bounds again', '{}');
    UPDATE hubs_excess SET ended_id = said WHERE id = x.id;
    UPDATE casework_clock SET ended_id = said WHERE case_id = x.case_id AND kind = 'excess' AND ended_id IS NULL
      AND NOT EXISTS (SELECT FROM hubs_excess AS o WHERE o.case_id = x.case_id AND o.ended_id IS NULL);
  END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION guard.stay_ended() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.excess_ends(NEW.hub_id);
  RETURN NULL;
END
$$;

-- A stay follows the stage of its case: it begins with the arrival, ends with the way out, and a place is held no longer than somebody is to come.
CREATE OR REPLACE FUNCTION guard.stay_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  staying boolean := NEW.stage IN ('in the hub', 'claim open in the host state', 'new evidence under review',
    'authority to return onward given', 'stay limit reached', 'transfer back ordered');
  coming boolean := NEW.stage IN ('place proposed', 'decided, approval pending', 'approved, notices due', 'notice running',
    'accepted by the host state', 'exit plan made', 'authority to depart given', 'on the way to the hub');
  s hubs_stay;
  h hubs_hub;
  on_day date := (coalesce(NEW.since, clock_timestamp()) AT TIME ZONE 'Europe/London')::date;
  said bigint;
BEGIN
  SELECT * INTO s FROM hubs_stay WHERE case_id = NEW.case_id AND ended_id IS NULL;
  IF s.kind = 'there' AND NOT staying THEN
    said := guard.append_own('hubs.stay_ended', NEW.case_id, '', '{}');
    UPDATE hubs_stay SET ended_id = said, until_at = greatest(NEW.since, s.arrived_at) WHERE id = s.id;
  ELSIF s.kind = 'held' AND NOT staying AND NOT coming THEN
    said := guard.append_own('hubs.place_given_up', NEW.case_id, '', '{}');
    UPDATE hubs_stay SET ended_id = said WHERE id = s.id;
  ELSIF staying AND s.kind IS DISTINCT FROM 'there' THEN
    SELECT b.* INTO h FROM hubs_hub AS b WHERE b.id = coalesce(s.hub_id,
      (SELECT p.hub_id FROM movements_proposal AS p WHERE p.case_id = NEW.case_id ORDER BY p.id DESC LIMIT 1),
      (SELECT min(o.id) FROM hubs_hub AS o WHERE o.scheme_id = NEW.scheme));
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
    said := guard.append_own('hubs.stay_began', NEW.case_id, '', format('{"hub":%s,"place":%s}', h.id, coalesce(s.place_id::text, 'null')));
    UPDATE hubs_stay SET ended_id = said WHERE id = s.id;
    INSERT INTO hubs_stay (event_id, case_id, person, hub_id, place_id, kind, days, arrived_at)
      SELECT said, c.id, c.person_id, h.id, s.place_id, 'there',
             daterange(on_day, greatest(on_day + h.stay_limit_days, guard.today()) + 1), coalesce(NEW.since, clock_timestamp())
      FROM casework_case AS c WHERE c.id = NEW.case_id;
  END IF;
  RETURN NULL;
END
$$;

-- Since when somebody is in a hub, by what happened; null: they are not.
CREATE OR REPLACE FUNCTION guard.in_hub_since(of_case bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  staying text[] := ARRAY['in the hub', 'claim open in the host state', 'new evidence under review', 'authority to return onward given',
    'stay limit reached', 'transfer back ordered'];
  table_of text := (SELECT procedure FROM casework_case WHERE id = of_case);
  stood text := rules.first_stage(table_of);
  came timestamptz;
  h record;
BEGIN
  FOR h IN SELECT word, at FROM casework_happening WHERE case_id = of_case AND ended_id IS NULL ORDER BY at, id LOOP
    came := CASE WHEN stood = ANY (staying) THEN came ELSE h.at END;
    stood := (SELECT s.leads_to FROM rules.step AS s WHERE s.procedure = table_of AND s.stage = stood AND s.event = h.word);
  END LOOP;
  RETURN CASE WHEN stood = ANY (staying) THEN came END;
END
$$;

-- The time of an arrival that is put right is the time of the stay too: its days, its duties and its limit are counted from there.
CREATE OR REPLACE FUNCTION guard.arrival_put_right() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s hubs_stay;
  came timestamptz := guard.in_hub_since(NEW.case_id);
  on_day date := (came AT TIME ZONE 'Europe/London')::date;
  said bigint;
BEGIN
  SELECT * INTO s FROM hubs_stay WHERE case_id = NEW.case_id AND ended_id IS NULL AND kind = 'there';
  IF s.arrived_at <> came THEN
    said := guard.append_own('hubs.arrival_put_right', NEW.case_id, '', '{}');
    -- one statement: where constraints are asked at once, nobody is in a hub without a stay between two
    WITH was AS (UPDATE hubs_stay SET ended_id = said WHERE id = s.id RETURNING *)
    INSERT INTO hubs_stay (event_id, case_id, person, hub_id, place_id, kind, days, arrived_at)
      SELECT said, was.case_id, was.person, was.hub_id, was.place_id, 'there', daterange(on_day, greatest(on_day + h.stay_limit_days, guard.today()) + 1), came
      FROM was JOIN hubs_hub AS h ON h.id = was.hub_id;
  END IF;
  RETURN NULL;
END
$$;

-- Who is in a hub has a stay that stands, and nobody else has one: a row that is ended alone would free a place, the numbers and the
-- caps, and end every duty and the limit, of somebody who is still there.
CREATE OR REPLACE FUNCTION guard.stay_with_stage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  staying boolean := (SELECT stage FROM casework_standing WHERE case_id = NEW.case_id) IN ('in the hub', 'claim open in the host state',
    'new evidence under review', 'authority to return onward given', 'stay limit reached', 'transfer back ordered');
BEGIN
  -- by person: whoever has two cases has one stay
  IF NEW.kind = 'there' AND (staying AND NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.person = NEW.person AND s.kind = 'there' AND s.ended_id IS NULL)
       OR NOT staying AND EXISTS (SELECT FROM hubs_stay AS s WHERE s.id = NEW.id AND s.ended_id IS NULL)) THEN
    PERFORM guard.refuse('hubs_stay_with_stage', 'who is in a hub has a stay that stands, and nobody else has one');
  END IF;
  RETURN NULL;
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

CALL guard.put_trigger('follows', 'casework_standing',
  'CREATE TRIGGER $ AFTER UPDATE OF stage ON casework_standing FOR EACH ROW EXECUTE FUNCTION guard.stay_follows()');
CALL guard.put_trigger('a_fits', 'hubs_stay',
  'CREATE TRIGGER $ BEFORE INSERT ON hubs_stay FOR EACH ROW EXECUTE FUNCTION guard.stay_fits()');
CALL guard.put_trigger('counts', 'hubs_stay',
  'CREATE TRIGGER $ AFTER INSERT ON hubs_stay FOR EACH ROW EXECUTE FUNCTION guard.stay_counts()');
CALL guard.put_trigger('ended', 'hubs_stay',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_stay DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stay_ended()');
CALL guard.put_trigger('y_put_right', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.arrival_put_right()');
CALL guard.put_trigger('with_stage', 'hubs_stay',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON hubs_stay DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stay_with_stage()');
CALL guard.put_trigger('is_over', 'hubs_excess',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_excess DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.excess_is_over()');
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
CALL guard.guard_table('hubs_phase', 'ended_id');
CALL guard.guard_table('hubs_unit');
CALL guard.guard_table('hubs_room');
CALL guard.guard_table('hubs_place', 'ended_id');
CALL guard.guard_table('hubs_attributes', 'ended_id');
CALL guard.guard_table('hubs_outofservice', 'ended_id');
CALL guard.guard_table('hubs_numbersrequest', 'ended_id');
CALL guard.guard_table('hubs_numbersanswer');
CALL guard.guard_table('hubs_numbers', 'ended_id');
CALL guard.guard_table('hubs_cap', 'ended_id');
CALL guard.guard_table('hubs_capapproval');
CALL guard.guard_table('hubs_stay', 'ended_id', 'until_at');
CALL guard.guard_table('hubs_excess', 'ended_id');
CALL guard.guard_table('hubs_excessanswer');
-- the database's own are asked by the guards alone
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.free_places(bigint, bigint, daterange), guard.unsuited(bigint, jsonb), guard.hub_bound(bigint, date),
  guard.hub_takes(bigint, date), guard.over_number(bigint, daterange), guard.over_cap(text, daterange),
  guard.lock_places(bigint[], bigint[], text[]), guard.lock_people_of(bigint), guard.excess_ends(bigint) TO returnhub_app;
