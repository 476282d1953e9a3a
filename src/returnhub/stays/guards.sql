-- A stay is begun and ended by the database with the stage of its case, and its duties with it: who is in a hub is owed them from
-- the hour of the arrival, whoever recorded it and however.

-- Days from the arrival. The health check within 24 hours: UK Detention Centre Rules 2001, rule 34 (domain.md 2.5). A lawyer and somebody
-- of the person's own told from the outset: CPT immigration detention factsheet, CPT/Inf(2017)3 (domain.md 2.5, from memory, fairly sure).
-- The others are assumptions.
CREATE OR REPLACE FUNCTION guard.stay_duties() RETURNS TABLE (kind text, owner text, effect text, days integer)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  VALUES ('health_check', 'hub_manager', 'monitor_told', 1), ('lawyer_called', 'hub_manager', 'monitor_told', 1),
    ('family_called', 'hub_manager', 'escalated', 1), ('arrival_interview', 'hub_manager', 'escalated', 2),
    ('key_worker', 'hub_manager', 'escalated', 2), ('needs_assessment', 'hub_manager', 'escalated', 3),
    ('stay_review', 'hub_manager', 'escalated', 7)
$$;

CREATE OR REPLACE FUNCTION guard.stay_clock(said bigint, of_case bigint, of_kind text, of_owner text, of_effect text, starts date, ends date, words text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO casework_clock (event_id, case_id, kind, owner, started_on, ends_on, counted, effect)
  SELECT said, of_case, of_kind, of_owner, starts, ends, words, of_effect
  WHERE NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = of_case AND c.kind = of_kind AND c.ended_id IS NULL)
$$;

CREATE OR REPLACE FUNCTION guard.day_words(day date) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$ SELECT to_char(day, 'Dy FMDD Mon YYYY') $$;

-- What ends with a stay: its key worker, what was asked for, what began, its clocks. What is due after a death stays due.
CREATE OR REPLACE FUNCTION guard.stay_is_over(of_arrival bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
  left_at timestamptz;
  said bigint;
BEGIN
  SELECT * INTO a FROM stays_arrival WHERE id = of_arrival;
  SELECT greatest(a.at, max(s.until_at)) INTO left_at FROM hubs_stay AS s WHERE s.case_id = a.case_id AND s.arrived_at = a.at AND s.kind = 'there';
  said := guard.append_own('stays.duties_ended', a.case_id, '', '{}');
  UPDATE stays_keyworker SET ended_id = said WHERE arrival_id = a.id AND ended_id IS NULL;
  UPDATE stays_outing SET ended_id = said WHERE arrival_id = a.id AND ended_id IS NULL;
  UPDATE stays_contact SET ended_id = said WHERE arrival_id = a.id AND ended_id IS NULL;
  UPDATE stays_occurrence SET ended_id = said, until_at = greatest(at, left_at) WHERE arrival_id = a.id AND ended_id IS NULL AND kind <> 'death';
  UPDATE stays_arrival SET ended_id = said, until_at = left_at WHERE id = a.id;
  UPDATE casework_clock SET ended_id = said WHERE case_id = a.case_id AND ended_id IS NULL AND (kind IN (SELECT d.kind FROM guard.stay_duties() AS d)
    OR kind IN ('stay_limit', 'stay_warning_28', 'stay_warning_14', 'stay_warning_7', 'after_limit', 'lawyer_contact', 'segregation_review',
                'segregation_limit', 'food_refusal', 'care_plan', 'care_review', 'hospital_visit'));
END
$$;

-- An arrival whose time was put right is the same stay: what goes on in it, and what was done since it began, goes with it.
CREATE OR REPLACE FUNCTION guard.stay_carried(said bigint, was bigint, becomes bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
BEGIN
  SELECT * INTO a FROM stays_arrival WHERE id = becomes;
  INSERT INTO stays_done (event_id, case_id, arrival_id, duty, answer, at, language, interpreter)
    SELECT said, a.case_id, a.id, d.duty, d.answer, d.at, d.language, d.interpreter FROM stays_done AS d WHERE d.arrival_id = was AND d.at >= a.at;
  INSERT INTO stays_keyworker (event_id, case_id, arrival_id, to_id) SELECT said, a.case_id, a.id, k.to_id FROM stays_keyworker AS k WHERE k.arrival_id = was AND k.ended_id IS NULL;
  INSERT INTO stays_outing (event_id, case_id, arrival_id, out_at) SELECT said, a.case_id, a.id, o.out_at FROM stays_outing AS o WHERE o.arrival_id = was AND o.ended_id IS NULL AND o.out_at >= a.at;
  INSERT INTO stays_contact (event_id, case_id, arrival_id, whom, how, asked_at, wished)
    SELECT said, a.case_id, a.id, c.whom, c.how, c.asked_at, c.wished FROM stays_contact AS c WHERE c.arrival_id = was AND c.ended_id IS NULL AND c.asked_at >= a.at;
  INSERT INTO stays_occurrence (event_id, case_id, arrival_id, kind, at, reason)
    SELECT said, a.case_id, a.id, o.kind, o.at, o.reason FROM stays_occurrence AS o WHERE o.arrival_id = was AND o.ended_id IS NULL AND o.at >= a.at;
  UPDATE stays_keyworker SET ended_id = said WHERE arrival_id = was AND ended_id IS NULL;
  UPDATE stays_outing SET ended_id = said WHERE arrival_id = was AND ended_id IS NULL;
  UPDATE stays_contact SET ended_id = said WHERE arrival_id = was AND ended_id IS NULL;
  UPDATE stays_occurrence SET ended_id = said, until_at = at WHERE arrival_id = was AND ended_id IS NULL;
  UPDATE casework_clock SET ended_id = said WHERE case_id = a.case_id AND ended_id IS NULL AND (kind IN (SELECT d.duty FROM stays_done AS d WHERE d.arrival_id = a.id)
    OR kind = 'key_worker' AND EXISTS (SELECT FROM stays_keyworker AS k WHERE k.arrival_id = a.id));
END
$$;

-- Another place, or the same one for longer, is the same stay: `arrived_at` says so.
CREATE OR REPLACE FUNCTION guard.stay_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
  h hubs_hub;
  d record;
  on_day date := (NEW.arrived_at AT TIME ZONE 'Europe/London')::date;
  spent integer;
  ends date;
  said bigint;
  made bigint;
  before integer;
  put_right boolean;
BEGIN
  IF NEW.kind <> 'there' THEN
    RETURN NULL;
  END IF;
  SELECT * INTO a FROM stays_arrival WHERE case_id = NEW.case_id AND ended_id IS NULL;
  put_right := a.id IS NOT NULL AND (SELECT e.kind FROM journal_event AS e WHERE e.id = NEW.event_id) = 'hubs.arrival_put_right';
  IF a.at = NEW.arrived_at THEN
    RETURN NULL;
  ELSIF put_right THEN
    said := guard.append_own('stays.put_right', NEW.case_id, '', '{}');
    UPDATE stays_arrival SET ended_id = said, until_at = a.at WHERE id = a.id;
    UPDATE casework_clock SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL
      AND (kind IN (SELECT o.kind FROM guard.stay_duties() AS o) OR kind IN ('stay_limit', 'stay_warning_28', 'stay_warning_14', 'stay_warning_7'));
  ELSIF a.id IS NOT NULL THEN
    PERFORM guard.stay_is_over(a.id);
  END IF;
  SELECT * INTO h FROM hubs_hub WHERE id = NEW.hub_id;
  -- of the person, whatever case they were in, and no day twice
  SELECT coalesce(sum((least(o.until_at, NEW.arrived_at) AT TIME ZONE 'Europe/London')::date - (o.at AT TIME ZONE 'Europe/London')::date), 0) INTO spent
    FROM stays_arrival AS o JOIN casework_case AS c ON c.id = o.case_id WHERE c.person_id = NEW.person AND o.ended_id IS NOT NULL AND o.at < NEW.arrived_at;
  -- an arrival that was put right, or taken back, gave a limit that was told to the person: it is not moved to a later day
  SELECT least(on_day + greatest(h.stay_limit_days - spent, 0), min(o.limit_on)) INTO ends FROM stays_arrival AS o JOIN casework_case AS c ON c.id = o.case_id
    WHERE c.person_id = NEW.person AND o.ended_id IS NOT NULL AND o.until_at = o.at AND o.limit_on >= on_day;
  said := guard.append_own('stays.duties_began', NEW.case_id, '', format('{"hub":%s,"limit_on":"%s"}', h.id, ends));
  INSERT INTO stays_arrival (event_id, case_id, hub_id, at, limit_on) VALUES (said, NEW.case_id, h.id, NEW.arrived_at, ends) RETURNING id INTO made;
  FOR d IN SELECT * FROM guard.stay_duties() LOOP
    PERFORM guard.stay_clock(said, NEW.case_id, d.kind, d.owner, d.effect, on_day, on_day + d.days,
      CASE d.days WHEN 1 THEN format('24 hours from the arrival on %s, %s UK time', guard.day_words(on_day), to_char(NEW.arrived_at AT TIME ZONE 'Europe/London', 'HH24:MI'))
        ELSE format('%s days from the arrival on %s', d.days, guard.day_words(on_day)) END);
  END LOOP;
  PERFORM guard.stay_clock(said, NEW.case_id, 'stay_limit', 'agreement_manager', 'stay_limit_reached', on_day, ends,
    format('%s days in hubs, %s of them before the arrival on %s', h.stay_limit_days, spent, guard.day_words(on_day)));
  -- days before the limit: an assumption, as `procedure.clocks.STAY_WARNINGS`
  FOREACH before IN ARRAY ARRAY[28, 14, 7] LOOP
    CONTINUE WHEN ends - before <= on_day;
    PERFORM guard.stay_clock(said, NEW.case_id, 'stay_warning_' || before, 'authorising_officer', 'warned', on_day, ends - before - 1,
      format('warned %s days before the stay limit of %s', before, guard.day_words(ends)));
  END LOOP;
  IF put_right THEN
    PERFORM guard.stay_carried(said, a.id, made);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.stay_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
BEGIN
  FOR a IN SELECT * FROM stays_arrival AS s WHERE s.case_id = NEW.case_id AND s.ended_id IS NULL
    -- one that stands since another time has ended this one, or takes it over, as it began
    AND NOT EXISTS (SELECT FROM hubs_stay AS h WHERE h.case_id = s.case_id AND h.ended_id IS NULL AND h.kind = 'there') LOOP
    PERFORM guard.stay_is_over(a.id);
  END LOOP;
  RETURN NULL;
END
$$;

-- The limit of a stay holds until it has had its effect: who is back from a claim or a review stands where the limit left them.
-- Seven days from the limit to release or transfer back are an assumption.
-- A death is recorded as what it brings, whoever recorded that the person died. That every death is inquired into: UN Nelson Mandela
-- Rules, rule 71 (domain.md 2.5, from memory, very sure). The days are assumptions.
CREATE OR REPLACE FUNCTION guard.stay_goes_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
  said bigint;
  today date := guard.today();
BEGIN
  SELECT * INTO a FROM stays_arrival WHERE case_id = NEW.case_id AND ended_id IS NULL;
  IF NOT FOUND OR NEW.stage = OLD.stage THEN
    RETURN NULL;
  END IF;
  IF NEW.stage = 'stay limit reached' THEN
    said := guard.append_own('stays.limit_reached', NEW.case_id, '', '{}');
    PERFORM guard.stay_clock(said, NEW.case_id, 'after_limit', 'authorising_officer', 'escalated', today, today + 7,
      format('7 days from %s, the day after the limit', guard.day_words(today)));
  ELSIF NEW.stage IN ('in the hub', 'authority to return onward given')
    AND NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = NEW.case_id AND c.kind = 'stay_limit' AND c.ended_id IS NULL) THEN
    said := guard.append_own('stays.limit_holds', NEW.case_id, '', '{}');
    PERFORM guard.stay_clock(said, NEW.case_id, 'stay_limit', 'agreement_manager', 'stay_limit_reached', today, a.limit_on,
      format('the limit of the stay that began on %s', guard.day_words((a.at AT TIME ZONE 'Europe/London')::date)));
  ELSIF NEW.stage = 'died' THEN
    said := guard.append_own('stays.death', NEW.case_id, '', '{}');
    INSERT INTO stays_occurrence (event_id, case_id, arrival_id, kind, at, reason) VALUES (said, NEW.case_id, a.id, 'death', greatest(a.at, NEW.since), '');
    INSERT INTO incidents_incident (event_id, scheme, hub_id, case_id, kind, severity, happened, says)
      VALUES (said, NEW.scheme, a.hub_id, NEW.case_id, 'death', 'grave', greatest(a.at, NEW.since), 'A person died in the hub.');
    PERFORM guard.stay_clock(said, NEW.case_id, 'incident_review', 'agreement_manager', 'monitor_told', today, today + 1, '1 day from the report of the death');
    PERFORM guard.stay_clock(said, NEW.case_id, 'death_family', 'hub_manager', 'monitor_told', today, today + 1, '1 day from the report of the death');
    PERFORM guard.stay_clock(said, NEW.case_id, 'death_consulate', 'authorising_officer', 'escalated', today, today + 2, '2 days from the report of the death');
    PERFORM guard.stay_clock(said, NEW.case_id, 'death_inquiry', 'authorising_officer', 'monitor_told', today, today + 14, '14 days from the report of the death');
  END IF;
  RETURN NULL;
END
$$;

-- A stay that stands has somebody in the hub, and who is in the hub has a stay that stands.
CREATE OR REPLACE FUNCTION guard.arrival_rests() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT a.ended_id IS NULL FROM stays_arrival AS a WHERE a.id = NEW.id) IS DISTINCT FROM EXISTS (
    SELECT FROM hubs_stay AS s WHERE s.case_id = NEW.case_id AND s.hub_id = NEW.hub_id AND s.kind = 'there' AND s.ended_id IS NULL AND s.arrived_at = NEW.at) THEN
    PERFORM guard.refuse('stays_arrival_rests', 'a stay begins and ends with the person''s time in the hub');
  END IF;
  RETURN NULL;
END
$$;

-- The clock of a duty ends by the duty, or with the stay.
CREATE OR REPLACE FUNCTION guard.duty_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a stays_arrival;
BEGIN
  IF NEW.ended_id IS NULL OR NEW.kind NOT IN ('stay_limit', 'segregation_review', 'segregation_limit', 'food_refusal')
     AND NEW.kind NOT IN (SELECT d.kind FROM guard.stay_duties() AS d) THEN
    RETURN NULL;
  END IF;
  SELECT s.* INTO a FROM stays_arrival AS s JOIN hubs_stay AS h ON h.case_id = s.case_id AND h.arrived_at = s.at AND h.kind = 'there' AND h.ended_id IS NULL
    WHERE s.case_id = NEW.case_id AND s.ended_id IS NULL;
  IF a.id IS NULL OR NEW.started_on < (a.at AT TIME ZONE 'Europe/London')::date
     -- another in its stead is due no later, but for what comes round again
     OR EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = NEW.case_id AND c.kind = NEW.kind AND c.ended_id IS NULL
                AND (c.ends_on <= NEW.ends_on OR NEW.kind IN ('stay_review', 'segregation_review', 'food_refusal'))) THEN
    RETURN NULL;
  END IF;
  IF NOT (CASE NEW.kind
    -- out of a stage that has the limit it ends by having been reached; out of another it comes again with the way back from there
    WHEN 'stay_limit' THEN (SELECT t.stage IN ('stay limit reached', 'transfer back ordered') OR NEW.ran_out_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM rules.step AS r JOIN casework_case AS c ON c.id = NEW.case_id AND c.procedure = r.procedure WHERE r.stage = t.stage AND r.event = 'stay limit reached')
      FROM casework_standing AS t WHERE t.case_id = NEW.case_id)
    WHEN 'key_worker' THEN EXISTS (SELECT FROM stays_keyworker AS k WHERE k.arrival_id = a.id AND k.ended_id IS NULL)
    WHEN 'stay_review' THEN false
    WHEN 'segregation_review' THEN NOT EXISTS (SELECT FROM stays_occurrence AS o WHERE o.arrival_id = a.id AND o.kind = 'segregation' AND o.ended_id IS NULL)
    WHEN 'segregation_limit' THEN NOT EXISTS (SELECT FROM stays_occurrence AS o WHERE o.arrival_id = a.id AND o.kind = 'segregation' AND o.ended_id IS NULL)
    WHEN 'food_refusal' THEN NOT EXISTS (SELECT FROM stays_occurrence AS o WHERE o.arrival_id = a.id AND o.kind = 'food_refusal' AND o.ended_id IS NULL)
    ELSE EXISTS (SELECT FROM stays_done AS d WHERE d.arrival_id = a.id AND d.duty = NEW.kind)
  END) THEN
    PERFORM guard.refuse('stays_duty_stands', format('the clock of %s ends when it was done, or with the stay', replace(NEW.kind, '_', ' ')));
  END IF;
  RETURN NULL;
END
$$;

-- The first health check after an arrival is the duty done; clinicians record it, and of it nothing more stands here.
CREATE OR REPLACE FUNCTION guard.check_is_duty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO stays_done (event_id, case_id, arrival_id, duty, answer, at, language, interpreter)
    SELECT NEW.event_id, NEW.case_id, a.id, 'health_check', 'done', NEW.at, '', '' FROM stays_arrival AS a
    WHERE a.case_id = NEW.case_id AND a.ended_id IS NULL AND a.at <= NEW.at
      AND NOT EXISTS (SELECT FROM stays_done AS d WHERE d.arrival_id = a.id AND d.duty = 'health_check');
  IF FOUND THEN
    UPDATE casework_clock SET ended_id = NEW.event_id WHERE case_id = NEW.case_id AND kind = 'health_check' AND ended_id IS NULL;
  END IF;
  RETURN NULL;
END
$$;

-- What is written of a stay is of the same person, while they are in the hub, and not of a time to come.
CREATE OR REPLACE FUNCTION guard.of_stay() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_row jsonb := to_jsonb(NEW);
  a stays_arrival;
  h hubs_hub;
  wrong text;
  happened timestamptz := coalesce(of_row ->> 'at', of_row ->> 'asked_at', of_row ->> 'out_at')::timestamptz;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO a FROM stays_arrival WHERE id = NEW.arrival_id;
  SELECT * INTO h FROM hubs_hub WHERE id = a.hub_id;
  IF a.case_id IS DISTINCT FROM NEW.case_id OR a.ended_id IS NOT NULL THEN
    PERFORM guard.refuse('stays_of_a_stay', 'this is written of somebody who is in the hub');
  ELSIF happened < a.at OR happened > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('stays_in_its_time', 'what happened in a stay happened since the arrival, and not later than now');
  END IF;
  CASE TG_TABLE_NAME
    WHEN 'stays_keyworker' THEN
      IF NOT EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = NEW.to_id AND g.role = 'hub_manager' AND g.hub = a.hub_id AND g.ended_id IS NULL) THEN
        PERFORM guard.refuse('stays_key_worker_of_hub', 'a key worker works in the hub where the person is');
      END IF;
    WHEN 'stays_review' THEN
      IF (of_row ->> 'on')::date < (a.at AT TIME ZONE 'Europe/London')::date OR (of_row ->> 'on')::date > guard.today() THEN
        PERFORM guard.refuse('stays_in_its_time', 'what happened in a stay happened since the arrival, and not later than now');
      END IF;
    WHEN 'stays_outing' THEN
      IF h.kind <> 'open' THEN
        PERFORM guard.refuse('stays_outing_open_hub', 'going out freely is counted in open hubs');
      END IF;
    WHEN 'stays_contact' THEN
      SELECT string_agg(concat_ws(' ', c.code, nullif(c.what, '')), ', ') INTO wrong
        FROM guard.against_contact(NEW.case_id, guard.today()) AS c WHERE of_row ->> 'whom' = 'embassy';
      IF wrong IS NOT NULL THEN
        PERFORM guard.refuse('stays_contact_embassy_closed', 'nobody meets an embassy before every claim of theirs is finally decided', wrong);
      END IF;
    ELSE NULL;
  END CASE;
  RETURN NEW;
END
$$;

-- A contact is held or not, once; the hub refuses none with a lawyer or a monitor.
CREATE OR REPLACE FUNCTION guard.contact_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c stays_contact;
  of_row jsonb := to_jsonb(NEW);
  said bigint;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO c FROM stays_contact WHERE id = NEW.contact_id;
  IF c.case_id IS DISTINCT FROM NEW.case_id OR c.ended_id IS NOT NULL AND c.ended_id <> NEW.event_id THEN
    PERFORM guard.refuse('stays_contact_once', 'a contact was held or it was not, and that is said once');
  ELSIF of_row ->> 'why' = 'refused' AND c.whom NOT IN ('family', 'embassy') THEN
    PERFORM guard.refuse('stays_contact_never_refused', 'contact with a lawyer or a monitor is never refused');
  ELSIF (of_row ->> 'until_at')::timestamptz > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('stays_in_its_time', 'what happened in a stay happened since the arrival, and not later than now');
  END IF;
  -- that they met is a fact: a claim that was opened after the meeting was asked for makes it a breach
  IF TG_TABLE_NAME = 'stays_held' AND c.whom = 'embassy' AND EXISTS (SELECT FROM guard.against_contact(NEW.case_id, guard.today())) THEN
    said := guard.append_own('stays.embassy_met', NEW.case_id, '', format('{"contact":%s}', c.id));
    INSERT INTO incidents_incident (event_id, scheme, hub_id, case_id, kind, severity, happened, says)
      SELECT said, k.scheme, a.hub_id, k.id, 'other', 'serious', (of_row ->> 'began_at')::timestamptz, 'A person met their embassy while the state of origin was not to be spoken to about them.'
      FROM casework_case AS k JOIN stays_arrival AS a ON a.id = c.arrival_id WHERE k.id = NEW.case_id;
  END IF;
  RETURN NEW;
END
$$;

-- Who begins in a hub was born there, to somebody in it, on the day of their own record: by no other way is an arrival no departure's.
CREATE OR REPLACE FUNCTION guard.born_there() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (guard.known(NEW.case_id, guard.today()) ->> 'birth_on')::date IS DISTINCT FROM (NEW.at AT TIME ZONE 'Europe/London')::date
     OR NOT EXISTS (SELECT FROM casework_case AS c JOIN casework_member AS own ON own.person_id = c.person_id AND own.ended_id IS NULL
       JOIN casework_member AS m ON m.family_id = own.family_id AND m.ended_id IS NULL JOIN casework_case AS p ON p.person_id = m.person_id
       JOIN stays_occurrence AS o ON o.case_id = p.id AND o.kind = 'birth' AND o.at = NEW.at WHERE c.id = NEW.case_id) THEN
    PERFORM guard.refuse('stays_born_there', 'who was born in a hub is the child of somebody in it');
  END IF;
  RETURN NEW;
END
$$;

-- A step is about what still goes on, and who ordered a segregation does not review it. After a death their consulate is told only
-- if the state of origin may be spoken to about them, but for the stage.
CREATE OR REPLACE FUNCTION guard.step_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o stays_occurrence;
  wrong text;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO o FROM stays_occurrence WHERE id = NEW.occurrence_id;
  IF o.case_id IS DISTINCT FROM NEW.case_id OR o.ended_id IS NOT NULL AND o.ended_id <> NEW.event_id THEN
    PERFORM guard.refuse('stays_step_of_what_goes_on', 'a step is about what still goes on');
  ELSIF NEW.at < o.at OR NEW.at > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('stays_in_its_time', 'what happened in a stay happened since the arrival, and not later than now');
  ELSIF NEW.kind = 'review' AND (SELECT e.actor FROM journal_event AS e WHERE e.id = NEW.event_id)
        IS NOT DISTINCT FROM (SELECT e.actor FROM journal_event AS e WHERE e.id = o.event_id) THEN
    PERFORM guard.refuse('stays_step_two_people', 'who ordered a segregation does not review it');
  ELSIF NEW.kind = 'consulate_decided' AND NEW.answer = 'yes' THEN
    SELECT string_agg(concat_ws(' ', c.code, nullif(c.what, '')), ', ') INTO wrong
      FROM guard.against_contact(NEW.case_id, guard.today()) AS c WHERE c.code <> 'stage';
    IF wrong IS NOT NULL THEN
      PERFORM guard.refuse('stays_step_consulate_closed', 'no consulate is told of somebody before every claim of theirs is finally decided', wrong);
    END IF;
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('d_begins', 'hubs_stay',
  'CREATE TRIGGER $ AFTER INSERT ON hubs_stay FOR EACH ROW EXECUTE FUNCTION guard.stay_begins()');
CALL guard.put_trigger('d_left', 'hubs_stay',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON hubs_stay DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stay_left()');
CALL guard.put_trigger('goes_on', 'casework_standing',
  'CREATE TRIGGER $ AFTER UPDATE OF stage ON casework_standing FOR EACH ROW EXECUTE FUNCTION guard.stay_goes_on()');
CALL guard.put_trigger('duty_stands', 'casework_clock',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON casework_clock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.duty_stands()');
CALL guard.put_trigger('rests', 'stays_arrival',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON stays_arrival DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.arrival_rests()');
CALL guard.put_trigger('is_duty', 'health_check',
  'CREATE TRIGGER $ AFTER INSERT ON health_check FOR EACH ROW EXECUTE FUNCTION guard.check_is_duty()');
CALL guard.put_trigger('of_stay', 'stays_done',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_done FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('of_stay', 'stays_keyworker',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_keyworker FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('of_stay', 'stays_review',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_review FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('of_stay', 'stays_contact',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_contact FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('of_stay', 'stays_outing',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_outing FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('of_stay', 'stays_occurrence',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_occurrence FOR EACH ROW EXECUTE FUNCTION guard.of_stay()');
CALL guard.put_trigger('once', 'stays_held',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_held FOR EACH ROW EXECUTE FUNCTION guard.contact_once()');
CALL guard.put_trigger('once', 'stays_notheld',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_notheld FOR EACH ROW EXECUTE FUNCTION guard.contact_once()');
CALL guard.put_trigger('born_there', 'casework_happening', $t$
  CREATE TRIGGER $ BEFORE INSERT ON casework_happening FOR EACH ROW WHEN (NEW.word = 'born in the hub') EXECUTE FUNCTION guard.born_there()$t$);
CALL guard.put_trigger('fits', 'stays_step',
  'CREATE TRIGGER $ BEFORE INSERT ON stays_step FOR EACH ROW EXECUTE FUNCTION guard.step_fits()');

CALL guard.guard_table('stays_arrival', 'ended_id', 'until_at');
CALL guard.guard_table('stays_done');
CALL guard.guard_table('stays_keyworker', 'ended_id');
CALL guard.guard_table('stays_review');
CALL guard.guard_table('stays_contact', 'ended_id');
CALL guard.guard_table('stays_held');
CALL guard.guard_table('stays_notheld');
CALL guard.guard_table('stays_outing', 'ended_id', 'back_at');
CALL guard.guard_table('stays_occurrence', 'ended_id', 'until_at');
CALL guard.guard_table('stays_step');
CALL guard.guard_table('stays_hubday', 'ended_id');
-- a stay is begun and ended by the database alone
REVOKE INSERT, UPDATE ON stays_arrival FROM returnhub_app;
-- the database's own are asked by the guards alone
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
