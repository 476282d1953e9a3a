-- Stays: a place held and a person there follow the stage of the case; what exceeds the numbers is recorded.

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

-- Somebody who stands at this stage is to come to a hub, so that a place may be held for them.
CREATE OR REPLACE FUNCTION guard.to_come(stage text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT stage IN ('place proposed', 'decided, approval pending', 'approved, notices due', 'notice running',
    'accepted by the host state', 'exit plan made', 'authority to depart given', 'on the way to the hub')
$$;

-- A stay follows the stage of its case: it begins with the arrival, ends with the way out, and a place is held no longer than somebody is to come.
CREATE OR REPLACE FUNCTION guard.stay_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  staying boolean := guard.in_a_hub(NEW.stage);
  s hubs_stay;
  h hubs_hub;
  on_day date := (coalesce(NEW.since, clock_timestamp()) AT TIME ZONE 'Europe/London')::date;
  said bigint;
BEGIN
  SELECT * INTO s FROM hubs_stay WHERE case_id = NEW.case_id AND ended_id IS NULL;
  IF s.kind = 'there' AND NOT staying THEN
    said := guard.append_own('hubs.stay_ended', NEW.case_id, '', '{}');
    UPDATE hubs_stay SET ended_id = said, until_at = greatest(NEW.since, s.arrived_at) WHERE id = s.id;
  ELSIF s.kind = 'held' AND NOT staying AND NOT guard.to_come(NEW.stage) THEN
    said := guard.append_own('hubs.place_given_up', NEW.case_id, '', '{}');
    UPDATE hubs_stay SET ended_id = said WHERE id = s.id;
  ELSIF staying AND s.kind IS DISTINCT FROM 'there' THEN
    SELECT b.* INTO h FROM hubs_hub AS b WHERE b.id = coalesce(s.hub_id,
      (SELECT p.hub_id FROM movements_proposal AS p WHERE p.case_id = NEW.case_id ORDER BY p.id DESC LIMIT 1),
      -- a child who was born in the hub where their family is
      (SELECT f.hub_id FROM casework_case AS c JOIN casework_member AS own ON own.person_id = c.person_id AND own.ended_id IS NULL
        JOIN casework_member AS m ON m.family_id = own.family_id AND m.ended_id IS NULL
        JOIN hubs_stay AS f ON f.person = m.person_id AND f.kind = 'there' AND f.ended_id IS NULL WHERE c.id = NEW.case_id ORDER BY f.id LIMIT 1),
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
  table_of text := (SELECT procedure FROM casework_case WHERE id = of_case);
  stood text := rules.first_stage(table_of);
  came timestamptz;
  h record;
BEGIN
  FOR h IN SELECT word, at FROM casework_happening WHERE case_id = of_case AND ended_id IS NULL ORDER BY at, id LOOP
    came := CASE WHEN guard.in_a_hub(stood) THEN came ELSE h.at END;
    stood := (SELECT s.leads_to FROM rules.step AS s WHERE s.procedure = table_of AND s.stage = stood AND s.event = h.word);
  END LOOP;
  RETURN CASE WHEN guard.in_a_hub(stood) THEN came END;
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
  staying boolean := guard.in_a_hub((SELECT stage FROM casework_standing WHERE case_id = NEW.case_id));
BEGIN
  -- by person: whoever has two cases has one stay
  IF NEW.kind = 'there' AND (staying AND NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.person = NEW.person AND s.kind = 'there' AND s.ended_id IS NULL)
       OR NOT staying AND EXISTS (SELECT FROM hubs_stay AS s WHERE s.id = NEW.id AND s.ended_id IS NULL)) THEN
    PERFORM guard.refuse('hubs_stay_with_stage', 'who is in a hub has a stay that stands, and nobody else has one');
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
CALL guard.guard_table('hubs_stay', 'ended_id', 'until_at');
CALL guard.guard_table('hubs_excess', 'ended_id');
CALL guard.guard_table('hubs_excessanswer');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.to_come(text), guard.excess_ends(bigint) TO returnhub_app;
