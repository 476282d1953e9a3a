-- Transfers: a seat rests on authority and ends with it; nobody boards over what speaks against them; one outcome a seat.
-- Lock order: the case, then the transfer, then places, hubs and the scheme.

CREATE OR REPLACE FUNCTION guard.lock_transfer(of_transfer bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM transfers_transfer WHERE id = of_transfer FOR NO KEY UPDATE;
END
$$;

CREATE OR REPLACE FUNCTION guard.transfer_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_transfer(NEW.transfer_id);
  IF NOT EXISTS (SELECT FROM transfers_transfer WHERE id = NEW.transfer_id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('transfers_transfer_stands', 'the transfer was cancelled');
  END IF;
  RETURN NEW;
END
$$;

-- Seats that are left for people: all of the vehicle's, less the monitor's, which is always kept, less the crew's, less people's.
CREATE OR REPLACE FUNCTION guard.seats_left(of_transfer bigint) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (p.seats - 1 - (SELECT count(*) FROM transfers_crew AS c WHERE c.transfer_id = p.transfer_id AND c.ended_id IS NULL)
    - (SELECT count(*) FROM transfers_seat AS s WHERE s.transfer_id = p.transfer_id AND s.ended_id IS NULL))::integer
  FROM transfers_plan AS p WHERE p.transfer_id = of_transfer AND p.ended_id IS NULL
$$;

CREATE OR REPLACE FUNCTION guard.transfer_has_seats() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(guard.seats_left(NEW.transfer_id), -1) < 0 THEN
    PERFORM guard.refuse('transfers_seats_enough', 'there are never more people on a transfer than it has seats');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.escorts(of_user bigint, of_transfer bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM transfers_crew AS c JOIN transfers_transfer AS t ON t.id = c.transfer_id
    WHERE c.transfer_id = of_transfer AND c.user_id = of_user AND c.ended_id IS NULL AND guard.holds(of_user, 'escort', t.scheme_id))
$$;

CREATE OR REPLACE FUNCTION guard.scheme_of_transfer(of_transfer bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT scheme_id FROM transfers_transfer WHERE id = of_transfer
$$;

CREATE OR REPLACE FUNCTION guard.transfer_of_hub() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM hubs_hub WHERE id = NEW.hub_id AND scheme_id = NEW.scheme_id) THEN
    PERFORM guard.refuse('transfers_transfer_hub', 'a transfer is to or from a hub of its scheme');
  END IF;
  RETURN NEW;
END
$$;

-- Whom a cancelled transfer would have taken is told of one by one: their seats end first, each by an event of its own.
CREATE OR REPLACE FUNCTION guard.cancelled_is_empty() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM transfers_leaving WHERE transfer_id = NEW.id) THEN
    PERFORM guard.refuse('transfers_transfer_left', 'a transfer that has left is not cancelled');
  ELSIF EXISTS (SELECT FROM transfers_seat WHERE transfer_id = NEW.id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('transfers_cancelled_empty', 'nobody is on a cancelled transfer');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.escort_holds_role() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind = 'escort' AND NOT guard.holds(NEW.user_id, 'escort', guard.scheme_of_transfer(NEW.transfer_id)) THEN
    PERFORM guard.refuse('transfers_escort_role', 'an escort holds the role of an escort in the scheme');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.monitor_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT guard.holds(NEW.by_id, 'independent_monitor', guard.scheme_of_transfer(NEW.transfer_id)) THEN
    PERFORM guard.refuse('transfers_monitor_answers', 'a monitor of the scheme answers for the monitor''s seat');
  END IF;
  RETURN NEW;
END
$$;

-- The hub that a person is to go to, or is in.
CREATE OR REPLACE FUNCTION guard.seat_by_authority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t transfers_transfer;
  c casework_case;
  leaves date;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  PERFORM guard.lock_transfer(NEW.transfer_id);
  SELECT * INTO t FROM transfers_transfer WHERE id = NEW.transfer_id;
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  leaves := (SELECT (p.departs_at AT TIME ZONE 'Europe/London')::date FROM transfers_plan AS p WHERE p.transfer_id = t.id AND p.ended_id IS NULL);
  IF t.ended_id IS NOT NULL THEN
    PERFORM guard.refuse('transfers_transfer_stands', 'the transfer was cancelled');
  ELSIF EXISTS (SELECT FROM transfers_leaving WHERE transfer_id = t.id) THEN
    PERFORM guard.refuse('transfers_transfer_left', 'the transfer has left');
  ELSIF c.person_id IS DISTINCT FROM NEW.person OR c.scheme IS DISTINCT FROM t.scheme_id THEN
    PERFORM guard.refuse('transfers_seat_person', 'a seat is one person''s, in the scheme of the transfer');
  ELSIF t.way = 'back' AND (NEW.authority_id IS NOT NULL OR (SELECT stage FROM casework_standing WHERE case_id = c.id) <> 'transfer back ordered') THEN
    PERFORM guard.refuse('transfers_seat_order', 'nobody is brought back without an order');
  ELSIF t.way <> 'back' AND NOT EXISTS (
    SELECT FROM movements_authority AS a WHERE a.id = NEW.authority_id AND a.case_id = c.id AND a.way = t.way AND a.ended_id IS NULL AND a.valid_until >= leaves) THEN
    PERFORM guard.refuse('transfers_seat_authority', 'a seat takes this person''s authority for this way, in force on the day');
  ELSIF NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.case_id = c.id AND s.ended_id IS NULL AND s.hub_id = t.hub_id
                    AND s.kind = CASE t.way WHEN 'hub' THEN 'held' ELSE 'there' END) THEN
    PERFORM guard.refuse('transfers_seat_hub', 'a transfer is to the hub where the person''s place is held, or from the hub where they are');
  ELSIF NEW.apart = '' AND EXISTS (
    SELECT FROM transfers_seat AS o JOIN casework_member AS m ON m.person_id = o.person AND m.ended_id IS NULL
    JOIN casework_member AS own ON own.family_id = m.family_id AND own.ended_id IS NULL AND own.person_id = c.person_id
    WHERE o.ended_id IS NULL AND o.transfer_id <> t.id AND o.person <> c.person_id) THEN
    PERFORM guard.refuse('transfers_seat_family', 'a family goes together, unless a reason is given');
  END IF;
  RETURN NEW;
END
$$;

-- Whether what a seat rests on stands: its authority or the order, or the person is on the way.
CREATE OR REPLACE FUNCTION guard.seat_stands(of_seat bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE t.way WHEN 'back' THEN n.stage = 'transfer back ordered'
    ELSE EXISTS (SELECT FROM movements_authority AS a WHERE a.id = s.authority_id AND a.ended_id IS NULL)
      OR t.way = 'hub' AND n.stage = 'on the way to the hub' END
  FROM transfers_seat AS s JOIN transfers_transfer AS t ON t.id = s.transfer_id JOIN casework_standing AS n ON n.case_id = s.case_id
  WHERE s.id = of_seat
$$;

CREATE OR REPLACE FUNCTION guard.seat_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE case_id = NEW.case_id AND ended_id IS NULL;
  IF FOUND AND NOT guard.seat_stands(s.id) THEN
    UPDATE transfers_seat SET ended_id = guard.append_own('transfers.seat_ended', s.case_id, 'what it rested on has ended', format('{"seat":%s}', s.id))
      WHERE id = s.id;
  END IF;
  RETURN NULL;
END
$$;

-- Until when a person's papers let them travel, and whether that is a week past the day (an assumption: states ask for more or less).
-- Not known is not valid.
CREATE OR REPLACE FUNCTION guard.travel_document(of_case bigint, on_day date) RETURNS TABLE (state text, until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN m.until IS NULL THEN 'unknown' WHEN m.until >= on_day + 7 THEN 'valid' ELSE 'over' END, m.until
  FROM (SELECT max(d.until) AS until FROM (
    SELECT k.value::date AS until FROM jsonb_each_text(guard.known(of_case, guard.today())) AS k WHERE k.key IN ('travel_document_until', 'onward_document_until')
    UNION ALL SELECT p.until FROM casework_document AS p JOIN casework_case AS c ON c.person_id = p.person_id
      WHERE c.id = of_case AND p.ended_id IS NULL AND p.kind IN ('passport', 'travel_document')) AS d) AS m
$$;

-- Everything against one person's travel on a day: all that is against the move, and papers where the move ends at a border of its own.
CREATE OR REPLACE FUNCTION guard.against_travel(of_seat bigint, as_of date) RETURNS TABLE (code text, what text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
  t transfers_transfer;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE id = of_seat;
  SELECT * INTO t FROM transfers_transfer WHERE id = s.transfer_id;
  IF s.ended_id IS NOT NULL THEN
    RETURN QUERY SELECT 'seat_ended', '', '';
  END IF;
  IF t.way = 'back' THEN
    RETURN QUERY SELECT 'no_order', '', '' FROM casework_standing AS n WHERE n.case_id = s.case_id AND n.stage <> 'transfer back ordered';
    RETURN;
  END IF;
  RETURN QUERY SELECT 'no_authority_now', '', '' WHERE NOT EXISTS (
    SELECT FROM movements_authority AS a WHERE a.id = s.authority_id AND a.ended_id IS NULL AND a.valid_until >= as_of);
  RETURN QUERY SELECT a.code, a.what, a.detail FROM guard.against(s.case_id, t.way, as_of) AS a;
  IF t.way = 'onward' THEN
    RETURN QUERY SELECT 'document_' || d.state, '', coalesce(d.until::text, '') FROM guard.travel_document(s.case_id, as_of) AS d WHERE d.state <> 'valid';
  END IF;
END
$$;

-- At the commit, with the case's row held and the scheme's shared, as for authority.
CREATE OR REPLACE FUNCTION guard.boarding_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
  checked transfers_lastcheck;
  speaks text;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE id = NEW.seat_id;
  PERFORM FROM agreements_scheme AS a WHERE a.id = guard.scheme_of_transfer(s.transfer_id) FOR SHARE;
  IF s.case_id IS DISTINCT FROM NEW.case_id OR NOT guard.escorts(NEW.by_id, s.transfer_id) THEN
    PERFORM guard.refuse('transfers_boarding_escort', 'an escort of the transfer lets a person board');
  ELSIF EXISTS (SELECT FROM transfers_doorstop WHERE seat_id = s.id) THEN
    PERFORM guard.refuse('transfers_boarding_stopped', 'this person was stopped');
  END IF;
  SELECT * INTO checked FROM transfers_lastcheck WHERE seat_id = s.id ORDER BY id DESC LIMIT 1;
  IF NOT FOUND OR checked."on" <> guard.today() OR checked.against <> '[]' THEN
    PERFORM guard.refuse('transfers_boarding_checked', 'nobody boards before the last check of the day, by which nothing speaks against it');
  END IF;
  SELECT string_agg(concat_ws(' ', a.code, a.what), ', ') INTO speaks FROM guard.against_travel(s.id, guard.today()) AS a;
  IF speaks IS NOT NULL THEN
    PERFORM guard.refuse('transfers_boarding_against', 'nobody boards while something speaks against it', speaks);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.stopped_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
  scheme text;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE id = NEW.seat_id;
  scheme := guard.scheme_of_transfer(s.transfer_id);
  IF s.case_id IS DISTINCT FROM NEW.case_id OR NOT (guard.escorts(NEW.by_id, s.transfer_id)
     OR guard.holds(NEW.by_id, 'independent_monitor', scheme) OR guard.holds(NEW.by_id, 'authorising_officer', scheme)) THEN
    PERFORM guard.refuse('transfers_stop_by', 'an escort of the transfer, a monitor or an authorising officer stops a person');
  ELSIF s.ended_id IS NULL OR EXISTS (SELECT FROM movements_authority WHERE id = s.authority_id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('transfers_stop_ends', 'who is stopped has no seat and no authority any longer');
  END IF;
  RETURN NULL;
END
$$;

-- A transfer leaves with those who boarded; each of them has departed.
CREATE OR REPLACE FUNCTION guard.leaving_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT guard.escorts(NEW.by_id, NEW.transfer_id) AND NOT guard.holds(NEW.by_id, 'authorising_officer', guard.scheme_of_transfer(NEW.transfer_id)) THEN
    PERFORM guard.refuse('transfers_leaving_by', 'an escort of the transfer or an authorising officer records that it left');
  ELSIF EXISTS (
    SELECT FROM transfers_seat AS s JOIN transfers_boarding AS b ON b.seat_id = s.id JOIN transfers_transfer AS t ON t.id = s.transfer_id
    JOIN casework_standing AS n ON n.case_id = s.case_id
    WHERE s.transfer_id = NEW.transfer_id AND s.ended_id IS NULL AND t.way = 'hub' AND n.stage <> 'on the way to the hub') THEN
    PERFORM guard.refuse('transfers_leaving_departures', 'who boarded has departed when the transfer left');
  END IF;
  RETURN NULL;
END
$$;

-- Events of the procedure that are an outcome of a seat, by way.
CREATE OR REPLACE FUNCTION guard.outcome_of(of_way text, word text, OUT kind text, OUT reason text)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT o.kind, o.reason FROM (VALUES
    ('hub', 'arrived', 'arrived', ''), ('onward', 'returned', 'arrived', ''), ('back', 'transferred back', 'arrived', ''),
    ('hub', 'turned back', 'not_arrived', 'turned_back'), ('onward', 'return failed', 'not_arrived', 'turned_back'),
    ('hub', 'departed without authority', 'without_authority', ''), ('onward', 'returned without authority', 'without_authority', ''),
    ('hub', 'whereabouts lost', 'not_arrived', 'left'), ('onward', 'whereabouts lost', 'not_arrived', 'left'), ('back', 'whereabouts lost', 'not_arrived', 'left'),
    ('hub', 'died', 'not_arrived', 'died'), ('onward', 'died', 'not_arrived', 'died'), ('back', 'died', 'not_arrived', 'died')) AS o (way, word, kind, reason)
  WHERE o.way = of_way AND o.word = outcome_of.word
$$;

-- An outcome is the other side of what happened to the person: the two come together, whichever was written first.
CREATE OR REPLACE FUNCTION guard.outcome_is_so() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
  t transfers_transfer;
  left_at timestamptz;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE id = NEW.seat_id;
  SELECT * INTO t FROM transfers_transfer WHERE id = s.transfer_id;
  left_at := (SELECT l.at FROM transfers_leaving AS l WHERE l.transfer_id = t.id);
  IF s.case_id IS DISTINCT FROM NEW.case_id OR s.ended_id IS NULL THEN
    PERFORM guard.refuse('transfers_outcome_seat', 'an outcome is of one person''s seat, and ends it');
  ELSIF NEW.at > clock_timestamp() + interval '1 minute' THEN
    PERFORM guard.refuse('transfers_outcome_past', 'what is to come has not happened');
  ELSIF NEW.kind = 'disembarked' THEN
    IF NOT EXISTS (SELECT FROM transfers_boarding WHERE seat_id = s.id) OR left_at IS NOT NULL AND left_at < NEW.at THEN
      PERFORM guard.refuse('transfers_outcome_happened', 'who disembarks had boarded, and not left');
    END IF;
  ELSIF t.way = 'back' AND NEW.reason = 'turned_back' THEN
    -- they are still where they were, and the order stands
    IF left_at IS NULL THEN
      PERFORM guard.refuse('transfers_outcome_happened', 'an outcome comes with what happened');
    END IF;
  ELSIF NOT EXISTS (
    SELECT FROM casework_happening AS h JOIN journal_event AS e ON e.id = h.event_id, guard.outcome_of(t.way, h.word) AS o
    WHERE h.case_id = s.case_id AND h.ended_id IS NULL AND e.tx = pg_current_xact_id() AND (o.kind, o.reason) = (NEW.kind, NEW.reason)) THEN
    PERFORM guard.refuse('transfers_outcome_happened', 'an outcome comes with what happened');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.outcome_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s transfers_seat;
  o record;
  said bigint;
BEGIN
  SELECT * INTO s FROM transfers_seat WHERE case_id = NEW.case_id AND ended_id IS NULL;
  IF NOT FOUND OR NEW.ended_id IS NOT NULL THEN
    RETURN NULL;
  END IF;
  SELECT f.* INTO o FROM transfers_transfer AS t, guard.outcome_of(t.way, NEW.word) AS f WHERE t.id = s.transfer_id;
  -- who died or was lost before it left did not travel: their seat ends with the authority
  IF o.kind IS NULL OR o.kind = 'not_arrived' AND NOT EXISTS (SELECT FROM transfers_leaving WHERE transfer_id = s.transfer_id) THEN
    RETURN NULL;
  END IF;
  said := guard.append_own('transfers.outcome_recorded', s.case_id, 'follows from what happened',
    format('{"outcome":%s,"seat":%s}', to_json(o.kind), s.id));
  UPDATE transfers_seat SET ended_id = said WHERE id = s.id;
  UPDATE casework_clock SET ended_id = said WHERE case_id = s.case_id AND kind = 'outcome_due' AND ended_id IS NULL;
  INSERT INTO transfers_outcome (event_id, case_id, seat_id, kind, reason, says, at)
    VALUES (said, s.case_id, s.id, o.kind, o.reason, '', NEW.at);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.force_reviewed_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  f transfers_force;
  s transfers_seat;
  scheme text;
BEGIN
  SELECT * INTO f FROM transfers_force WHERE id = NEW.force_id;
  SELECT * INTO s FROM transfers_seat WHERE id = f.seat_id;
  scheme := guard.scheme_of_transfer(s.transfer_id);
  IF f.by_id = NEW.by_id OR EXISTS (SELECT FROM transfers_crew WHERE transfer_id = s.transfer_id AND user_id = NEW.by_id) THEN
    PERFORM guard.refuse('transfers_force_review_two_people', 'who was on the transfer does not review the use of force on it');
  ELSIF NOT guard.holds(NEW.by_id, 'authorising_officer', scheme) AND NOT guard.holds(NEW.by_id, 'independent_monitor', scheme) THEN
    PERFORM guard.refuse('transfers_force_review_by', 'an authorising officer or a monitor of the scheme reviews a use of force');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.handed_over_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t transfers_transfer;
BEGIN
  SELECT o.* INTO t FROM transfers_transfer AS o JOIN transfers_seat AS s ON s.transfer_id = o.id WHERE s.id = NEW.seat_id AND s.case_id = NEW.case_id;
  IF t.id IS NULL OR NOT guard.escorts(NEW.by_id, t.id) THEN
    PERFORM guard.refuse('transfers_handover_escort', 'an escort of the transfer hands a person over');
  ELSIF (t.way = 'hub') <> (NEW."to" = '') THEN
    PERFORM guard.refuse('transfers_handover_to', 'a hub takes over by its own signature, another state''s officer by name');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.taken_over_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  h transfers_handover;
  of_hub bigint;
BEGIN
  SELECT * INTO h FROM transfers_handover WHERE id = NEW.handover_id;
  of_hub := (SELECT t.hub_id FROM transfers_transfer AS t JOIN transfers_seat AS s ON s.transfer_id = t.id WHERE s.id = h.seat_id AND t.way = 'hub');
  IF h.by_id = NEW.by_id OR h.case_id IS DISTINCT FROM NEW.case_id THEN
    PERFORM guard.refuse('transfers_handover_two_people', 'who hands a person over does not take them over');
  ELSIF NOT EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = NEW.by_id AND g.ended_id IS NULL AND g.hub = of_hub
                    AND g.role IN ('hub_manager', 'host_state_officer')) THEN
    PERFORM guard.refuse('transfers_handover_hub', 'the hub''s manager or an officer of the host state takes a person over');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.manifest_issued() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.digest <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex')
     OR NEW.number <> 1 + (SELECT count(*) FROM transfers_manifest WHERE transfer_id = NEW.transfer_id) THEN
    PERFORM guard.refuse('transfers_manifest_digest', 'each issue of a manifest has the next number and the digest of what stands on it');
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('hub', 'transfers_transfer',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_transfer FOR EACH ROW EXECUTE FUNCTION guard.transfer_of_hub()');
CALL guard.put_trigger('empty', 'transfers_transfer',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON transfers_transfer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.cancelled_is_empty()');
CALL guard.put_trigger('role', 'transfers_crew',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_crew FOR EACH ROW EXECUTE FUNCTION guard.escort_holds_role()');
CALL guard.put_trigger('monitor', 'transfers_monitoranswer',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_monitoranswer FOR EACH ROW EXECUTE FUNCTION guard.monitor_answers()');
CALL guard.put_trigger('authority', 'transfers_seat',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_seat FOR EACH ROW EXECUTE FUNCTION guard.seat_by_authority()');
CALL guard.put_trigger('a_outcome', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.outcome_follows()');
CALL guard.put_trigger('z_seat_follows', 'movements_authority',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON movements_authority DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.seat_follows()');
CALL guard.put_trigger('z_seat_follows', 'casework_standing',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE OF stage ON casework_standing DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.seat_follows()');
CALL guard.put_trigger('allowed', 'transfers_boarding',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON transfers_boarding DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.boarding_allowed()');
CALL guard.put_trigger('z_by', 'transfers_doorstop',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON transfers_doorstop DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stopped_by()');
CALL guard.put_trigger('by', 'transfers_leaving',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON transfers_leaving DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.leaving_by()');
CALL guard.put_trigger('so', 'transfers_outcome',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON transfers_outcome DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.outcome_is_so()');
CALL guard.put_trigger('z_by', 'transfers_forcereview',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_forcereview FOR EACH ROW EXECUTE FUNCTION guard.force_reviewed_by()');
CALL guard.put_trigger('z_by', 'transfers_handover',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_handover FOR EACH ROW EXECUTE FUNCTION guard.handed_over_by()');
CALL guard.put_trigger('z_by', 'transfers_handoversignature',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_handoversignature FOR EACH ROW EXECUTE FUNCTION guard.taken_over_by()');
CALL guard.put_trigger('issued', 'transfers_manifest',
  'CREATE TRIGGER $ BEFORE INSERT ON transfers_manifest FOR EACH ROW EXECUTE FUNCTION guard.manifest_issued()');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['transfers_lastcheck', 'transfers_boarding', 'transfers_doorstop', 'transfers_outcome', 'transfers_force',
                              'transfers_forcereview', 'transfers_item', 'transfers_handover', 'transfers_itemcheck', 'transfers_handoversignature'] LOOP
    CALL guard.put_trigger('locked', name, format(
      'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION guard.case_locked()', name));
  END LOOP;
  FOREACH name IN ARRAY ARRAY['transfers_plan', 'transfers_crew', 'transfers_monitoranswer', 'transfers_manifest', 'transfers_leaving'] LOOP
    CALL guard.put_trigger('a_locked', name, format(
      'CREATE TRIGGER $ BEFORE INSERT ON %s FOR EACH ROW EXECUTE FUNCTION guard.transfer_locked()', name));
  END LOOP;
  FOREACH name IN ARRAY ARRAY['transfers_plan', 'transfers_crew', 'transfers_seat'] LOOP
    CALL guard.put_trigger('seats', name, format(
      'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.transfer_has_seats()', name));
  END LOOP;
END
$$;

CALL guard.guard_table('transfers_transfer', 'ended_id');
CALL guard.guard_table('transfers_plan', 'ended_id');
CALL guard.guard_table('transfers_crew', 'ended_id');
CALL guard.guard_table('transfers_monitoranswer', 'ended_id');
CALL guard.guard_table('transfers_seat', 'ended_id');
CALL guard.guard_table('transfers_manifest');
CALL guard.guard_table('transfers_lastcheck');
CALL guard.guard_table('transfers_boarding');
CALL guard.guard_table('transfers_doorstop');
CALL guard.guard_table('transfers_leaving');
CALL guard.guard_table('transfers_outcome');
CALL guard.guard_table('transfers_force');
CALL guard.guard_table('transfers_forcereview');
CALL guard.guard_table('transfers_item', 'ended_id');
CALL guard.guard_table('transfers_handover');
CALL guard.guard_table('transfers_itemcheck');
CALL guard.guard_table('transfers_handoversignature');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.lock_transfer(bigint), guard.seats_left(bigint), guard.travel_document(bigint, date),
  guard.against_travel(bigint, date) TO returnhub_app;
