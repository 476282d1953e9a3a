-- Authority: given to one person, at the commit, when nothing is against it; and what is recorded when it was not asked.

-- Everything against a move on a day, one row a reason; none: nothing is. The page, the command and the guard ask this.
CREATE OR REPLACE FUNCTION guard.against(of_case bigint, way text, as_of date)
RETURNS TABLE (code text, what text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  c casework_case;
  d movements_decision;
  a movements_approval;
  x movements_acceptance;
  hub bigint;
BEGIN
  SELECT * INTO c FROM casework_case WHERE id = of_case;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'no_case', '', '';
    RETURN;
  END IF;
  RETURN QUERY
    SELECT CASE WHEN r.holds IS NULL THEN 'rule_unknown' ELSE 'rule_fails' END, r.rule, coalesce(r.version::text, '')
    FROM rules.screen(c.ruleset, guard.known(c.id, as_of), as_of) AS r
    WHERE r.holds IS NOT TRUE
      AND r.rule_group = ANY (CASE WHEN way = 'onward' THEN ARRAY['onward'] ELSE ARRAY['power_and_purpose', 'to_the_hub'] END);
  RETURN QUERY SELECT 'bar', b.kind::text, b.says FROM casework_bar AS b WHERE b.case_id = c.id AND b.ended_id IS NULL;

  SELECT * INTO d FROM movements_decision AS m WHERE m.case_id = c.id AND m.way = against.way AND m.ended_id IS NULL AND m.to_move;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'not_decided', '', '';
  ELSE
    SELECT * INTO a FROM movements_approval AS m WHERE m.decision_id = d.id AND m.ended_id IS NULL AND m.approved;
    IF NOT FOUND THEN
      RETURN QUERY SELECT 'not_approved', '', '';
    ELSIF a.by_id = d.by_id THEN
      RETURN QUERY SELECT 'same_person', '', '';
    END IF;
  END IF;

  SELECT * INTO x FROM movements_acceptance AS m WHERE m.case_id = c.id AND m.ended_id IS NULL AND m.accepted;
  -- who is there may be in another hub than the one that accepted them, or have come without being accepted
  hub := CASE way WHEN 'hub' THEN x.hub_id ELSE coalesce((SELECT s.hub_id FROM hubs_stay AS s WHERE s.case_id = c.id AND s.ended_id IS NULL), x.hub_id) END;
  IF way = 'hub' THEN
    RETURN QUERY
      SELECT CASE WHEN n.id IS NULL THEN 'notice_missing' WHEN n.departs_from > as_of THEN 'notice_runs' ELSE 'notice_lapsed' END,
             k.kind, coalesce(n.departs_from::text, '')
      FROM unnest(ARRAY['intention', 'departure']) AS k (kind)
      LEFT JOIN movements_notice AS n ON n.case_id = c.id AND n.kind = k.kind AND n.ended_id IS NULL
      WHERE n.id IS NULL OR NOT as_of BETWEEN n.departs_from AND n.valid_until;
    IF x.id IS NULL THEN
      RETURN QUERY SELECT 'not_accepted', '', '';
    ELSIF x.until < as_of OR x.answered_on > as_of THEN
      RETURN QUERY SELECT 'acceptance_over', '', x.until::text;
    END IF;
    -- what was decided, accepted and told to the person is one hub
    IF x.id IS NOT NULL AND d.proposal_id IS NOT NULL AND (SELECT p.hub_id FROM movements_proposal AS p WHERE p.id = d.proposal_id) IS DISTINCT FROM x.hub_id THEN
      RETURN QUERY SELECT 'other_hub', '', '';
    END IF;
    RETURN QUERY
      SELECT 'notice_elsewhere', '', n.destination::text
      FROM movements_notice AS n, movements_proposal AS p JOIN hubs_hub AS h ON h.id = p.hub_id
      WHERE n.case_id = c.id AND n.kind = 'departure' AND n.ended_id IS NULL AND p.id = d.proposal_id
        AND position(lower(h.name) IN lower(n.destination)) = 0;
  END IF;
  IF way = 'hub' THEN
    RETURN QUERY SELECT p.code, p.what, p.detail FROM guard.against_place(c.id, as_of) AS p;
    RETURN QUERY SELECT 'place_elsewhere', '', '' FROM hubs_stay AS s WHERE s.case_id = c.id AND s.ended_id IS NULL AND s.hub_id IS DISTINCT FROM
      (SELECT p.hub_id FROM movements_proposal AS p WHERE p.id = d.proposal_id);
  END IF;
  IF way = 'onward' THEN
    RETURN QUERY SELECT o.code, o.what, o.detail FROM guard.against_onward(c.id, as_of) AS o;
  END IF;
  IF NOT EXISTS (SELECT FROM movements_exitplan AS p WHERE p.case_id = c.id AND p.ended_id IS NULL AND p.made_on <= as_of) THEN
    RETURN QUERY SELECT 'no_exit_plan', '', '';
  END IF;
  RETURN QUERY SELECT 'suspended', s.scope::text, s.reason FROM guard.suspensions(c.id, hub) AS s;
  RETURN QUERY SELECT 'not_ready', u, '' FROM guard.unready(c.scheme) AS u;
END
$$;

-- Suspensions in force that reach a case; without a hub, those of any hub that the case is meant for.
CREATE OR REPLACE FUNCTION guard.suspensions(of_case bigint, hub bigint DEFAULT NULL) RETURNS SETOF agreements_suspension
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s FROM casework_case AS c JOIN agreements_suspension AS s ON s.scheme_id = c.scheme AND s.ended_id IS NULL
  WHERE c.id = of_case AND (s.scope = 'scheme' OR s.person = c.person_id
    OR s.family IN (SELECT m.family_id FROM casework_member AS m WHERE m.person_id = c.person_id AND m.ended_id IS NULL)
    OR s.hub = coalesce(suspensions.hub, (SELECT p.hub_id FROM movements_proposal AS p WHERE p.case_id = c.id AND p.ended_id IS NULL)))
$$;

-- Suspensions that reached a case at a moment and have been lifted since. An authority outlives a suspension, so a
-- departure that is told of only after the lifting would else look as if nothing had been against it.
CREATE OR REPLACE FUNCTION guard.suspended_then(of_case bigint, then_at timestamptz) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', 'suspended', 'what', s.scope, 'detail', s.reason)), '[]')
  FROM casework_case AS c JOIN agreements_suspension AS s ON s.scheme_id = c.scheme
  JOIN journal_event AS began ON began.id = s.event_id JOIN journal_event AS lifted ON lifted.id = s.ended_id
  WHERE c.id = of_case AND began.recorded <= then_at AND lifted.recorded > then_at
    AND (s.scope = 'scheme' OR s.person = c.person_id
      OR s.family IN (SELECT m.family_id FROM casework_member AS m WHERE m.person_id = c.person_id AND m.ended_id IS NULL)
      OR s.hub IN (SELECT x.hub_id FROM movements_acceptance AS x WHERE x.case_id = c.id AND x.accepted AND x.ended_id IS NULL))
$$;

CREATE OR REPLACE FUNCTION guard.against_list(of_case bigint, way text, as_of date) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'what', a.what, 'detail', a.detail)), '[]')
  FROM guard.against(of_case, way, as_of) AS a
$$;

-- At the commit, with the case's row held and the scheme's shared.
CREATE OR REPLACE FUNCTION guard.authority_stands() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  speaks jsonb;
  d movements_decision;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  PERFORM FROM agreements_scheme AS s WHERE s.id = (SELECT c.scheme FROM casework_case AS c WHERE c.id = NEW.case_id) FOR SHARE;
  IF NOT EXISTS (SELECT FROM movements_authority WHERE id = NEW.id AND ended_id IS NULL) THEN
    RETURN NULL;
  END IF;
  SELECT m.* INTO d FROM movements_decision AS m JOIN movements_approval AS a ON a.decision_id = m.id WHERE a.id = NEW.approval_id;
  IF d.case_id IS DISTINCT FROM NEW.case_id OR d.way IS DISTINCT FROM NEW.way OR d.by_id = NEW.by_id THEN
    PERFORM guard.refuse('movements_authority_approval', 'authority rests on this person''s own approved decision, taken by somebody else');
  END IF;
  speaks := guard.against_list(NEW.case_id, NEW.way, guard.today());
  IF speaks <> '[]' THEN
    PERFORM guard.refuse('movements_authority_stands', 'authority is refused: ' || (SELECT string_agg(concat_ws(' ', r ->> 'code', r ->> 'what'), ', ') FROM jsonb_array_elements(speaks) AS r), speaks::text);
  END IF;
  IF d.ended_id IS NOT NULL OR NOT EXISTS (SELECT FROM movements_approval WHERE id = NEW.approval_id AND approved AND ended_id IS NULL) THEN
    PERFORM guard.refuse('movements_authority_approval', 'authority rests on the decision and the approval that stand');
  END IF;
  IF NOT guard.holds(NEW.by_id, 'authorising_officer', (SELECT c.scheme FROM casework_case AS c WHERE c.id = NEW.case_id)) THEN
    PERFORM guard.refuse('movements_authority_officer', 'an authorising officer of the scheme gives authority');
  END IF;
  IF (SELECT stage FROM casework_standing WHERE case_id = NEW.case_id) IS DISTINCT FROM
     (CASE NEW.way WHEN 'hub' THEN 'authority to depart given' ELSE 'authority to return onward given' END) THEN
    PERFORM guard.refuse('movements_authority_stage', 'authority and the stage of the case go together');
  END IF;
  RETURN NULL;
END
$$;

-- The other way round: the stage is reached by an authority alone.
CREATE OR REPLACE FUNCTION guard.authorised_by_authority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.word IN ('authority to depart given', 'authority to return onward given', 'authority to return given')
     AND NOT EXISTS (SELECT FROM movements_authority AS a JOIN journal_event AS e ON e.id = a.event_id
                     WHERE a.case_id = NEW.case_id AND e.tx = pg_current_xact_id()) THEN
    PERFORM guard.refuse('movements_authority_row', format('%s takes an authority in the same transaction', NEW.word));
  END IF;
  RETURN NULL;
END
$$;

-- And nobody stands in it once the authority has gone, in whatever order the two were written.
CREATE OR REPLACE FUNCTION guard.stage_with_authority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT stage FROM casework_standing WHERE case_id = NEW.case_id) IN
     ('authority to depart given', 'authority to return onward given')
     AND NOT EXISTS (SELECT FROM movements_authority WHERE case_id = NEW.case_id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('movements_authority_row', 'nobody stands authorised without an authority in force');
  END IF;
  RETURN NULL;
END
$$;

-- A hub of another scheme has another readiness, and other suspensions.
CREATE OR REPLACE FUNCTION guard.hub_of_scheme() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM hubs_hub AS h JOIN casework_case AS c ON c.scheme = h.scheme_id
                 WHERE h.id = NEW.hub_id AND c.id = NEW.case_id) THEN
    PERFORM guard.refuse('movements_hub_of_scheme', 'a person goes to a hub of their own scheme');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.approval_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d movements_decision;
  last bigint;
BEGIN
  SELECT * INTO d FROM movements_decision WHERE id = NEW.decision_id;
  PERFORM guard.lock_case(d.case_id);
  IF d.by_id = NEW.by_id THEN
    PERFORM guard.refuse('movements_approval_by_another', 'who decided does not approve');
  END IF;
  IF NOT guard.holds(NEW.by_id, 'authorising_officer', (SELECT c.scheme FROM casework_case AS c WHERE c.id = d.case_id)) THEN
    PERFORM guard.refuse('movements_approval_officer', 'an authorising officer of the scheme approves');
  END IF;
  IF EXISTS (SELECT FROM movements_decision WHERE id = d.id AND ended_id IS NOT NULL) THEN
    PERFORM guard.refuse('movements_approval_of_standing_decision', 'the decision was superseded');
  END IF;
  SELECT max(e.id) INTO last FROM journal_event AS e WHERE e."case" = d.case_id
    AND (e.tx <> pg_current_xact_id() OR e.id < NEW.event_id);
  IF NEW.seen IS DISTINCT FROM last THEN
    PERFORM guard.refuse('movements_approval_of_what_was_shown', 'the case has changed since it was shown', last::text);
  END IF;
  RETURN NEW;
END
$$;

-- An approval that ends while an authority is given on it: one waits for the other.
CREATE OR REPLACE FUNCTION guard.approval_locked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.lock_case((SELECT d.case_id FROM movements_decision AS d WHERE d.id = NEW.decision_id));
  RETURN NEW;
END
$$;

-- Authority in force while something speaks against it, after whatever came: it goes at once.
CREATE OR REPLACE FUNCTION guard.withdraw(of_case bigint, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM movements_authority WHERE case_id = of_case AND ended_id IS NULL) THEN
    RETURN;
  END IF;
  said := guard.append_own('movements.authority_withdrawn', of_case, why, '{}');
  -- the stage first: where constraints are asked at once, nobody is to stand authorised without an authority
  IF (SELECT stage FROM casework_standing WHERE case_id = of_case) IN ('authority to depart given', 'authority to return onward given') THEN
    INSERT INTO casework_happening (case_id, word, at, event_id)
      SELECT of_case, 'authority withdrawn', e.recorded, said FROM journal_event AS e WHERE e.id = said;
  END IF;
  UPDATE movements_authority SET ended_id = said WHERE case_id = of_case AND ended_id IS NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.fall(of_case bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  way text := (SELECT a.way FROM movements_authority AS a WHERE a.case_id = of_case AND a.ended_id IS NULL);
  speaks jsonb;
BEGIN
  IF way IS NULL THEN
    RETURN;
  END IF;
  SELECT jsonb_agg(r) INTO speaks FROM jsonb_array_elements(guard.against_list(of_case, way, guard.today())) AS r
    WHERE r ->> 'code' <> 'suspended';
  IF speaks IS NOT NULL THEN
    PERFORM guard.withdraw(of_case, 'withdrawn by itself: ' ||
      (SELECT string_agg(concat_ws(' ', r ->> 'code', r ->> 'what'), ', ') FROM jsonb_array_elements(speaks) AS r));
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION guard.authority_falls() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.fall(NEW.case_id);
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.authority_falls_with_approval() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.fall((SELECT d.case_id FROM movements_decision AS d WHERE d.id = NEW.decision_id));
  RETURN NULL;
END
$$;

-- A stage that was left otherwise (submissions, death, whereabouts lost, a correction of the past) leaves no authority behind.
CREATE OR REPLACE FUNCTION guard.authority_ends_with_stage() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT stage FROM casework_standing WHERE case_id = NEW.case_id) NOT IN
     ('authority to depart given', 'authority to return onward given')
     AND EXISTS (SELECT FROM movements_authority AS a WHERE a.case_id = NEW.case_id AND a.ended_id IS NULL) THEN
    UPDATE movements_authority SET ended_id = coalesce(NEW.ended_id, NEW.event_id) WHERE case_id = NEW.case_id AND ended_id IS NULL;
  END IF;
  RETURN NULL;
END
$$;

-- The stage to which what happened before a moment led.
CREATE OR REPLACE FUNCTION guard.stood_before(of_case bigint, moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  table_of text := (SELECT procedure FROM casework_case WHERE id = of_case);
  stood text := rules.first_stage(table_of);
  h record;
BEGIN
  FOR h IN SELECT word FROM casework_happening WHERE case_id = of_case AND ended_id IS NULL AND at <= moment ORDER BY at, id LOOP
    stood := (SELECT s.leads_to FROM rules.step AS s WHERE s.procedure = table_of AND s.stage = stood AND s.event = h.word);
  END LOOP;
  RETURN stood;
END
$$;

-- A fact is never refused: a departure without authority is recorded as one, with its consequences started.
CREATE OR REPLACE FUNCTION guard.departure_or_breach() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c casework_case;
  move text := CASE WHEN NEW.word LIKE 'returned%' THEN 'onward' ELSE 'hub' END;
  on_day date := (NEW.at AT TIME ZONE 'Europe/London')::date;
  held movements_authority;
  stood text;
  speaks jsonb;
  said bigint;
  stop bigint;
  to_hub bigint;
BEGIN
  PERFORM guard.lock_case(NEW.case_id);
  SELECT * INTO c FROM casework_case WHERE id = NEW.case_id;
  stood := (SELECT stage FROM casework_standing WHERE case_id = c.id);
  -- an arrival whose time is put right comes after what came before it, and not after itself
  IF NEW.word = 'arrived' AND EXISTS (SELECT FROM casework_happening AS h WHERE h.case_id = c.id AND h.word = 'arrived' AND h.ended_id = NEW.event_id) THEN
    stood := guard.stood_before(c.id, NEW.at);
  END IF;
  IF NEW.word = 'arrived' AND stood IN ('on the way to the hub', 'left the hub') THEN
    RETURN NEW;
  ELSIF NEW.word IN ('departed', 'returned') THEN
    speaks := guard.against_list(c.id, move, on_day) || guard.suspended_then(c.id, NEW.at);
    SELECT a.* INTO held FROM movements_authority AS a JOIN journal_event AS e ON e.id = a.event_id
      WHERE a.case_id = c.id AND a.way = move AND a.ended_id IS NULL AND e.recorded <= NEW.at;
    IF NOT FOUND THEN
      speaks := speaks || '[{"code": "no_authority", "what": "", "detail": ""}]';
    ELSIF held.valid_until < on_day THEN
      speaks := speaks || jsonb_build_array(jsonb_build_object('code', 'authority_over', 'what', '', 'detail', held.valid_until));
    END IF;
    IF speaks = '[]' THEN
      RETURN NEW;
    END IF;
    NEW.word := NEW.word || ' without authority';
  ELSE
    speaks := '[{"code": "no_authority", "what": "", "detail": ""}]' || guard.against_list(c.id, move, on_day);
  END IF;
  to_hub := (SELECT p.hub_id FROM movements_proposal AS p WHERE p.case_id = c.id AND p.ended_id IS NULL);
  said := guard.append_own('movements.breach_recorded', c.id, 'departure without authority',
    format('{"way":%s}', to_json(move)));
  -- who was gone can't have been prepared for after that: such steps, recorded before this was known, are put right,
  -- so that the fact finds its place among what happened
  UPDATE casework_happening AS h SET ended_id = said
    WHERE h.case_id = c.id AND h.ended_id IS NULL AND h.at > NEW.at
      AND h.at < coalesce((SELECT min(r.at) FROM casework_happening AS r
                           WHERE r.case_id = c.id AND r.ended_id IS NULL AND r.word = 'arrived' AND r.at > NEW.at), 'infinity')
      AND h.word IN (SELECT t.event FROM rules.step AS t WHERE t.procedure = c.procedure AND NOT t.is_fact);
  IF (SELECT stage FROM casework_standing WHERE case_id = c.id) IN ('authority to depart given', 'authority to return onward given') THEN
    INSERT INTO casework_happening (case_id, word, at, event_id) VALUES (c.id, 'authority withdrawn', NEW.at, said);
    -- at one time what comes first has the lower number
    NEW.id := nextval(pg_get_serial_sequence('casework_happening', 'id'));
  END IF;
  UPDATE movements_authority SET ended_id = said WHERE case_id = c.id AND ended_id IS NULL;
  INSERT INTO agreements_suspension (event_id, scheme_id, scope, hub, by, reference, reason, since)
    VALUES (said, c.scheme, CASE WHEN to_hub IS NULL THEN 'scheme' ELSE 'hub' END, to_hub, 'automatic', c.reference,
            format('%s: %s', c.reference, NEW.word), clock_timestamp())
    RETURNING id INTO stop;
  INSERT INTO movements_breach (event_id, case_id, way, at, against, suspension)
    VALUES (said, c.id, move, NEW.at, speaks, stop);
  INSERT INTO casework_clock (event_id, case_id, kind, owner, started_on, ends_on, counted, effect)
    VALUES (said, c.id, 'breach', 'agreement_manager', guard.today(), guard.today() + 1, '1 day after it was recorded', 'monitor_told'),
           (said, c.id, 'way_back', 'authorising_officer', guard.today(), guard.today() + 14, '14 days after it was recorded', 'escalated');
  RETURN NEW;
END
$$;

-- Nobody is in custody in an open hub: true of a case that stands there, unless it was accepted for a closed one.
CREATE OR REPLACE FUNCTION guard.in_open_hub(of_case bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT guard.in_a_hub((SELECT stage FROM casework_standing WHERE case_id = of_case))
    AND NOT EXISTS (SELECT FROM movements_acceptance AS a JOIN hubs_hub AS h ON h.id = a.hub_id
                    WHERE a.case_id = of_case AND a.ended_id IS NULL AND a.accepted AND h.kind = 'closed')
$$;

CREATE OR REPLACE FUNCTION guard.no_custody_in_open_hub() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF guard.in_open_hub(NEW.case_id) AND EXISTS (SELECT FROM casework_custody WHERE id = NEW.id AND ended_id IS NULL) THEN
    PERFORM guard.refuse('movements_no_custody_in_open_hub', 'nobody is in custody in an open hub');
  END IF;
  RETURN NULL;
END
$$;

-- Whatever brings a case there, a correction of the past too, ends a custody that still ran.
CREATE OR REPLACE FUNCTION guard.custody_ends_in_open_hub() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM casework_custody WHERE case_id = NEW.case_id AND ended_id IS NULL) AND guard.in_open_hub(NEW.case_id) THEN
    UPDATE casework_custody SET ended_id = guard.append_own('casework.custody_ended', NEW.case_id, 'nobody is in custody in an open hub', '{}')
      WHERE case_id = NEW.case_id AND ended_id IS NULL;
  END IF;
  RETURN NULL;
END
$$;

-- Nobody is served a paper in a language whose text no other person who reads it has reviewed.
CREATE OR REPLACE FUNCTION guard.notice_in_reviewed_language() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT guard.is_language(NEW.language) THEN
    PERFORM guard.refuse('movements_notice_language', 'a notice is in a language of the list', NEW.language);
  END IF;
  IF NOT guard.language_ready('notice_of_' || NEW.kind, NEW.language) THEN
    PERFORM guard.refuse('movements_notice_reviewed', 'the text in this language has no reviewer', NEW.language);
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('a_departure_or_breach', 'casework_happening', $t$
  CREATE TRIGGER $ BEFORE INSERT ON casework_happening FOR EACH ROW
  WHEN (NEW.word IN ('departed', 'returned', 'departed without authority', 'returned without authority', 'arrived'))
  EXECUTE FUNCTION guard.departure_or_breach()$t$);
CALL guard.put_trigger('authorised', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authorised_by_authority()');
CALL guard.put_trigger('folds_and_ends', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authority_ends_with_stage()');
CALL guard.put_trigger('stands', 'movements_authority',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON movements_authority DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authority_stands()');
CALL guard.put_trigger('with_stage', 'movements_authority',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON movements_authority DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stage_with_authority()');
CALL guard.put_trigger('with_authority', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stage_with_authority()');
CALL guard.put_trigger('in_language', 'movements_notice',
  'CREATE TRIGGER $ BEFORE INSERT ON movements_notice FOR EACH ROW EXECUTE FUNCTION guard.notice_in_reviewed_language()');
CALL guard.put_trigger('of_scheme', 'movements_proposal',
  'CREATE TRIGGER $ BEFORE INSERT ON movements_proposal FOR EACH ROW EXECUTE FUNCTION guard.hub_of_scheme()');
CALL guard.put_trigger('of_scheme', 'movements_acceptance',
  'CREATE TRIGGER $ BEFORE INSERT ON movements_acceptance FOR EACH ROW EXECUTE FUNCTION guard.hub_of_scheme()');
CALL guard.put_trigger('z_authority_falls', 'movements_approval',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON movements_approval DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authority_falls_with_approval()');
CALL guard.put_trigger('locked', 'movements_approval',
  'CREATE TRIGGER $ BEFORE UPDATE ON movements_approval FOR EACH ROW EXECUTE FUNCTION guard.approval_locked()');
CALL guard.put_trigger('by_another', 'movements_approval',
  'CREATE TRIGGER $ BEFORE INSERT ON movements_approval FOR EACH ROW EXECUTE FUNCTION guard.approval_by_another()');
-- a fact that went out of date overnight is no event: the screening that finds it ends an authority that rested on it
CALL guard.put_trigger('z_authority_falls', 'casework_standing',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE OF screened_on ON casework_standing DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.screened_on IS NOT NULL) EXECUTE FUNCTION guard.authority_falls()');
CALL guard.put_trigger('z_custody_ends', 'casework_happening',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON casework_happening DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.custody_ends_in_open_hub()');
CALL guard.put_trigger('z_custody_ends', 'movements_acceptance',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON movements_acceptance DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.custody_ends_in_open_hub()');
CALL guard.put_trigger('not_in_open_hub', 'casework_custody',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON casework_custody DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.no_custody_in_open_hub()');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['casework_fact', 'casework_bar', 'casework_custody', 'movements_proposal', 'movements_decision',
                              'movements_notice', 'movements_acceptance', 'movements_exitplan', 'hubs_stay'] LOOP
    CALL guard.put_trigger('z_authority_falls', name, format(
      'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authority_falls()', name));
  END LOOP;
  FOREACH name IN ARRAY ARRAY['movements_proposal', 'movements_decision', 'movements_notice', 'movements_acceptance',
                              'movements_exitplan', 'movements_authority', 'movements_breach'] LOOP
    CALL guard.put_trigger('locked', name, format(
      'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION guard.case_locked()', name));
  END LOOP;
END
$$;

CALL guard.guard_table('movements_proposal', 'ended_id');
CALL guard.guard_table('movements_decision', 'ended_id');
CALL guard.guard_table('movements_approval', 'ended_id');
CALL guard.guard_table('movements_notice', 'ended_id');
CALL guard.guard_table('movements_acceptance', 'ended_id');
CALL guard.guard_table('movements_exitplan', 'ended_id');
CALL guard.guard_table('movements_authority', 'ended_id');
CALL guard.guard_table('movements_breach', 'ended_id');
CALL guard.guard_table('movements_breachanswer');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.against(bigint, text, date), guard.suspensions(bigint, bigint) TO returnhub_app;
