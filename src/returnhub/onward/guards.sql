-- The way on or back: what is refused, what falls by itself, and which decision is asked for.
-- Lock order, everywhere: the case's row first; nothing here takes another.

-- A request is what left for the consulate: a packet of its kind, about this person, sent by the same command.
CREATE OR REPLACE FUNCTION guard.request_of_packet() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM packets_packet AS p JOIN journal_event AS e ON e.id = p.event_id
                 WHERE p.id = NEW.packet_id AND p.case_id = NEW.case_id AND p.kind = 'document_request' AND e.tx = pg_current_xact_id()) THEN
    PERFORM guard.refuse('onward_request_packet', 'a consulate is asked by the packet for it, about this person, and by nothing else');
  END IF;
  RETURN NEW;
END
$$;

-- Alerts on documents, derived: each is the same for as long as its detail is, and is answered in words.
-- Eight weeks: an assumption, after agreed documents that lay unused for years (ICIBI 2014, domain.md 3.4).
CREATE OR REPLACE FUNCTION guard.document_alerts(of_case bigint, as_of date) RETURNS TABLE (kind text, detail text, answered boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH doc AS (
    SELECT i.*, (SELECT array_agg(w ORDER BY w) FROM unnest(string_to_array(i.latin, ' ')) AS w) AS words
    FROM onward_issued AS i WHERE i.case_id = of_case AND i.ended_id IS NULL),
  accepted AS (
    SELECT n.text, (SELECT array_agg(w ORDER BY w) FROM unnest(string_to_array(n.latin, ' ')) AS w) AS words
    FROM casework_name AS n JOIN casework_case AS c ON c.person_id = n.person_id
    WHERE c.id = of_case AND n.kind = 'accepted' AND n.ended_id IS NULL),
  agreed AS (
    SELECT r.consulate, max(s."on") AS since FROM onward_request AS r JOIN onward_requeststep AS s ON s.request_id = r.id AND s.kind = 'agreed'
    WHERE r.case_id = of_case AND (r.ended_id IS NULL OR EXISTS (SELECT FROM doc WHERE doc.request_id = r.id))
    GROUP BY r.id, r.consulate),
  asked AS (
    SELECT r.event_id, concat(r.consulate, ', asked on ', r.asked_on, coalesce(' by ' || u.name, '')) AS says
    FROM onward_request AS r JOIN journal_event AS e ON e.id = r.event_id LEFT JOIN accounts_user AS u ON u.id = e.actor
    WHERE r.case_id = of_case AND (r.ended_id IS NULL OR EXISTS (SELECT FROM doc WHERE doc.request_id = r.id))),
  found AS (
    SELECT 'name_differs' AS kind, concat(doc.number, ': ', doc.name, '; accepted: ', (SELECT string_agg(a.text, ', ') FROM accepted AS a)) AS detail
    FROM doc WHERE NOT EXISTS (SELECT FROM accepted AS a WHERE a.words = doc.words)
    UNION ALL
    SELECT 'birth_differs', concat(doc.number, ': ', doc.birth_on, '; accepted: ', coalesce(k ->> 'birth_on', 'not known'))
    FROM doc, guard.known(of_case, as_of) AS k WHERE k ->> 'birth_on' IS DISTINCT FROM doc.birth_on::text
    UNION ALL
    SELECT 'expires_early', concat(doc.number, ': valid until ', doc.valid_until, '; needed until ', needed.until)
    FROM doc, LATERAL (SELECT max(n.until) AS until FROM (
        SELECT p.planned_on AS until FROM onward_plannedreturn AS p WHERE p.case_id = of_case AND p.ended_id IS NULL
        UNION ALL SELECT a.valid_until FROM movements_authority AS a WHERE a.case_id = of_case AND a.ended_id IS NULL) AS n) AS needed
    WHERE needed.until > doc.valid_until
    UNION ALL
    SELECT 'expired', concat(doc.number, ': valid until ', doc.valid_until) FROM doc WHERE doc.valid_until < as_of
    UNION ALL
    SELECT 'not_used', concat(agreed.consulate, ': agreed on ', agreed.since, ', ', (as_of - agreed.since) / 56 * 8, ' weeks ago')
    FROM agreed WHERE as_of - agreed.since >= 56
    UNION
    SELECT 'claim_since', concat(asked.says, '; since ', (b.since AT TIME ZONE 'Europe/London')::date, ': ',
        CASE WHEN r.kind = 'host_claim' THEN 'claim for asylum in the host state' ELSE 'new evidence or further submissions' END)
    FROM asked JOIN casework_bar AS b ON b.case_id = of_case AND b.ended_id IS NULL AND b.event_id > asked.event_id
      LEFT JOIN onward_raised AS r ON r.bar_id = b.id
    WHERE r.kind = 'host_claim' OR b.kind IN ('further_submissions', 'new_evidence'))
  SELECT f.kind, f.detail, EXISTS (SELECT FROM onward_alertanswer AS x WHERE x.case_id = of_case AND x.kind = f.kind AND x.detail = f.detail)
  FROM found AS f
$$;

-- One clock of a case runs while an alert on its documents is not answered. Seven days: an assumption.
CREATE OR REPLACE FUNCTION guard.keep_alert_clock(of_case bigint, said bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM guard.document_alerts(of_case, guard.today()) AS a WHERE NOT a.answered) THEN
    UPDATE casework_clock SET ended_id = said WHERE case_id = of_case AND kind = 'document_alert' AND ended_id IS NULL;
  ELSIF NOT EXISTS (SELECT FROM casework_clock AS c WHERE c.case_id = of_case AND c.kind = 'document_alert' AND c.ended_id IS NULL) THEN
    INSERT INTO casework_clock (event_id, case_id, kind, owner, started_on, ends_on, counted, effect)
      VALUES (said, of_case, 'document_alert', 'document_officer', guard.today(), guard.today() + 7, '7 days after it was recorded', 'escalated');
  END IF;
END
$$;

-- A claim or new evidence after a consulate was asked is an alert for who asked, whoever recorded it, and until it is decided.
CREATE OR REPLACE FUNCTION guard.claim_alerts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM onward_request AS r WHERE r.case_id = NEW.case_id) THEN
    PERFORM guard.keep_alert_clock(NEW.case_id, coalesce(NEW.ended_id, NEW.event_id));
  END IF;
  RETURN NULL;
END
$$;

-- What speaks against an onward return besides the rules: guard.against asks this.
CREATE OR REPLACE FUNCTION guard.against_onward(of_case bigint, as_of date) RETURNS TABLE (code text, what text, detail text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r onward_riskcheck;
BEGIN
  SELECT * INTO r FROM onward_riskcheck AS k WHERE k.case_id = of_case AND k.ended_id IS NULL;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'no_risk_check', '', '';
  ELSE
    IF r.outcome <> 'none' THEN
      RETURN QUERY SELECT 'risk_found', '', '';
    END IF;
    IF EXISTS (SELECT FROM movements_decision AS d WHERE d.case_id = of_case AND d.to_move AND d.ended_id IS NULL AND d.by_id = r.by_id) THEN
      RETURN QUERY SELECT 'risk_by_decider', '', '';
    END IF;
    IF EXISTS (SELECT FROM onward_review AS v WHERE v.case_id = of_case AND v.event_id > r.event_id) THEN
      RETURN QUERY SELECT 'risk_before_review', '', '';
    END IF;
  END IF;
  RETURN QUERY SELECT 'document_alert', a.kind, a.detail FROM guard.document_alerts(of_case, as_of) AS a
    WHERE NOT a.answered AND a.kind IN ('name_differs', 'birth_differs', 'expires_early');
  RETURN QUERY SELECT 'determination', '', '' FROM onward_determination AS d WHERE d.case_id = of_case AND d.ended_id IS NULL;
  RETURN QUERY SELECT 'stateless', '', '' WHERE (SELECT f.stateless FROM onward_found AS f JOIN onward_determination AS d
    ON d.id = f.determination_id WHERE d.case_id = of_case ORDER BY f.id DESC LIMIT 1);
  RETURN QUERY SELECT 'next_step', n.cause::text, '' FROM onward_nextstep AS n WHERE n.case_id = of_case AND n.ended_id IS NULL;
  RETURN QUERY SELECT 'decided_before_failure', '', '' FROM movements_decision AS d WHERE d.case_id = of_case AND d.way = 'onward'
    AND d.ended_id IS NULL AND d.event_id < (SELECT max(n.event_id) FROM onward_nextstep AS n WHERE n.case_id = of_case AND n.cause = 'return_failed');
END
$$;

-- A return that failed and a stay at its limit each ask for a decision, whoever recorded them.
CREATE OR REPLACE FUNCTION guard.next_step_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said bigint;
BEGIN
  IF (SELECT stage FROM casework_standing WHERE case_id = NEW.case_id) IN ('in the hub', 'stay limit reached')
     AND NOT EXISTS (SELECT FROM onward_nextstep WHERE case_id = NEW.case_id AND ended_id IS NULL) THEN
    said := guard.append_own('onward.next_step_due', NEW.case_id, NEW.word, '{}');
    INSERT INTO onward_nextstep (event_id, case_id, cause)
      VALUES (said, NEW.case_id, CASE WHEN NEW.word = 'return failed' THEN 'return_failed' ELSE 'stay_limit' END);
    -- a stay at its limit has a clock of its own
    IF NEW.word = 'return failed' THEN
      INSERT INTO casework_clock (event_id, case_id, kind, owner, started_on, ends_on, counted, effect)
        VALUES (said, NEW.case_id, 'next_step', 'authorising_officer', guard.today(), guard.today() + 7, '7 days after it was recorded', 'escalated');
    END IF;
  END IF;
  RETURN NULL;
END
$$;

-- What waited for a person in a hub, or was prepared for their return, ends with the stage that it belonged to.
CREATE OR REPLACE FUNCTION guard.onward_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  staying boolean := guard.in_a_hub(NEW.stage);
  gone boolean := NEW.stage IN ('returned onward from the hub', 'returned voluntarily from the hub', 'returned from the sending state',
    'returned voluntarily from the sending state', 'died');
  said bigint;
BEGIN
  IF NEW.stage <> 'transfer back ordered' AND EXISTS (SELECT FROM onward_backorder WHERE case_id = NEW.case_id AND ended_id IS NULL)
     OR NOT staying AND EXISTS (SELECT FROM onward_nextstep WHERE case_id = NEW.case_id AND ended_id IS NULL)
     OR gone AND (EXISTS (SELECT FROM onward_plannedreturn WHERE case_id = NEW.case_id AND ended_id IS NULL)
                  OR EXISTS (SELECT FROM onward_issued WHERE case_id = NEW.case_id AND ended_id IS NULL)
                  OR EXISTS (SELECT FROM onward_request WHERE case_id = NEW.case_id AND ended_id IS NULL)) THEN
    said := guard.append_own('onward.ended_with_stage', NEW.case_id, NEW.stage, '{}');
    UPDATE onward_backorder SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND NEW.stage <> 'transfer back ordered';
    UPDATE onward_nextstep SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND NOT staying;
    UPDATE onward_plannedreturn SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND gone;
    UPDATE onward_issued SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND gone;
    UPDATE onward_request SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND gone;
    UPDATE casework_clock SET ended_id = said WHERE case_id = NEW.case_id AND ended_id IS NULL AND gone
      AND kind IN ('document', 'document_alert', 'document_unused', 'statelessness');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.risk_checked_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM movements_decision AS d WHERE d.case_id = NEW.case_id AND d.to_move AND d.by_id = NEW.by_id) THEN
    PERFORM guard.refuse('onward_riskcheck_by_another', 'who decided to move a person does not check the risks of it');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.found_by_another() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  d onward_determination;
BEGIN
  SELECT * INTO d FROM onward_determination WHERE id = NEW.determination_id;
  PERFORM guard.lock_case(d.case_id);
  IF (SELECT e.actor FROM journal_event AS e WHERE e.id = d.event_id) = NEW.by_id THEN
    PERFORM guard.refuse('onward_found_by_another', 'who opened a determination does not decide it');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.back_ordered_by_officer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT guard.holds(NEW.by_id, 'authorising_officer', (SELECT c.scheme FROM casework_case AS c WHERE c.id = NEW.case_id)) THEN
    PERFORM guard.refuse('onward_backorder_officer', 'an authorising officer of the scheme orders a transfer back');
  END IF;
  RETURN NEW;
END
$$;

-- Nobody is asked who did not agree to be; a fact that is known otherwise is recorded all the same.
CREATE OR REPLACE FUNCTION guard.asked_with_consent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.outcome IN ('contacted', 'unreachable') AND NOT EXISTS (
      SELECT FROM onward_consent AS c WHERE c.case_id = NEW.case_id AND c.ended_id IS NULL AND c.given) THEN
    PERFORM guard.refuse('onward_followup_consent', 'nobody is contacted who did not agree to be');
  END IF;
  RETURN NEW;
END
$$;

-- A bar that this room opened ends with the decision that it waited for, and not before.
CREATE OR REPLACE FUNCTION guard.bar_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM onward_determination AS d WHERE d.bar_id = NEW.id AND d.ended_id IS NULL)
     OR EXISTS (SELECT FROM onward_raised AS r WHERE r.bar_id = NEW.id AND r.ended_id IS NULL) THEN
    PERFORM guard.refuse('onward_bar_waits', 'this bar ends with the decision that it waits for');
  END IF;
  RETURN NULL;
END
$$;

-- What stops a return ends by the decision that it waits for, taken in the same transaction by who may take it.
CREATE OR REPLACE FUNCTION guard.stop_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_row jsonb := to_jsonb(NEW);
BEGIN
  IF NOT (CASE TG_TABLE_NAME
    WHEN 'onward_determination' THEN EXISTS (SELECT FROM onward_found AS f WHERE f.determination_id = NEW.id AND f.event_id = NEW.ended_id)
    WHEN 'onward_raised' THEN EXISTS (SELECT FROM onward_review AS v WHERE v.case_id = NEW.case_id AND v.event_id = NEW.ended_id AND of_row ->> 'kind' = 'evidence')
      OR EXISTS (SELECT FROM onward_hostanswer AS h WHERE h.case_id = NEW.case_id AND h.event_id = NEW.ended_id AND of_row ->> 'kind' = 'host_claim')
    -- or with the stage, or by the order to bring the person back
    ELSE EXISTS (SELECT FROM onward_nextstepanswer AS x WHERE x.next_step_id = NEW.id AND x.event_id = NEW.ended_id)
      OR EXISTS (SELECT FROM onward_backorder AS o WHERE o.case_id = NEW.case_id AND o.event_id = NEW.ended_id)
      OR EXISTS (SELECT FROM casework_standing AS t WHERE t.case_id = NEW.case_id AND (NOT guard.in_a_hub(t.stage) OR t.stage = 'transfer back ordered'))
    END) THEN
    PERFORM guard.refuse('onward_stop_decided', 'what stops a return ends with the decision that it waits for');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.decided_by_officer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_row jsonb := to_jsonb(NEW);
  of_case bigint := coalesce((of_row ->> 'case_id')::bigint, (SELECT n.case_id FROM onward_nextstep AS n WHERE n.id = (of_row ->> 'next_step_id')::bigint));
BEGIN
  PERFORM guard.lock_case(of_case);
  IF NOT guard.holds((of_row ->> 'by_id')::bigint, 'authorising_officer', (SELECT c.scheme FROM casework_case AS c WHERE c.id = of_case)) THEN
    PERFORM guard.refuse('onward_decided_by_officer', 'an authorising officer of the scheme decides on new evidence, and on what follows');
  END IF;
  RETURN NEW;
END
$$;

CALL guard.put_trigger('by_officer', 'onward_review',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_review FOR EACH ROW EXECUTE FUNCTION guard.decided_by_officer()');
CALL guard.put_trigger('by_officer', 'onward_nextstepanswer',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_nextstepanswer FOR EACH ROW EXECUTE FUNCTION guard.decided_by_officer()');
CALL guard.put_trigger('decided', 'onward_determination',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON onward_determination DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stop_decided()');
CALL guard.put_trigger('decided', 'onward_raised',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON onward_raised DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stop_decided()');
CALL guard.put_trigger('decided', 'onward_nextstep',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON onward_nextstep DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.stop_decided()');
CALL guard.put_trigger('z_next_step', 'casework_happening', $t$
  CREATE TRIGGER $ AFTER INSERT ON casework_happening FOR EACH ROW
  WHEN (NEW.word IN ('return failed', 'stay limit reached')) EXECUTE FUNCTION guard.next_step_due()$t$);
CALL guard.put_trigger('z_onward_follows', 'casework_standing',
  'CREATE TRIGGER $ AFTER UPDATE OF stage ON casework_standing FOR EACH ROW EXECUTE FUNCTION guard.onward_follows()');
CALL guard.put_trigger('z_claim_alerts', 'casework_bar',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON casework_bar DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.claim_alerts()');
CALL guard.put_trigger('waits', 'casework_bar',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON casework_bar DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.bar_waits()');

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['onward_request', 'onward_issued', 'onward_riskcheck', 'onward_plannedreturn', 'onward_raised',
                              'onward_determination', 'onward_nextstep', 'onward_backorder', 'onward_followup'] LOOP
    CALL guard.put_trigger('a_locked', name, format(
      'CREATE TRIGGER $ BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION guard.case_locked()', name));
  END LOOP;
  FOREACH name IN ARRAY ARRAY['onward_issued', 'onward_riskcheck', 'onward_plannedreturn', 'onward_determination', 'onward_nextstep'] LOOP
    CALL guard.put_trigger('z_authority_falls', name, format(
      'CREATE CONSTRAINT TRIGGER $ AFTER INSERT OR UPDATE ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.authority_falls()', name));
  END LOOP;
END
$$;

CALL guard.put_trigger('b_of_packet', 'onward_request',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_request FOR EACH ROW EXECUTE FUNCTION guard.request_of_packet()');
CALL guard.put_trigger('b_by_another', 'onward_riskcheck',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_riskcheck FOR EACH ROW EXECUTE FUNCTION guard.risk_checked_by_another()');
CALL guard.put_trigger('by_another', 'onward_found',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_found FOR EACH ROW EXECUTE FUNCTION guard.found_by_another()');
CALL guard.put_trigger('b_by_officer', 'onward_backorder',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_backorder FOR EACH ROW EXECUTE FUNCTION guard.back_ordered_by_officer()');
CALL guard.put_trigger('b_with_consent', 'onward_followup',
  'CREATE TRIGGER $ BEFORE INSERT ON onward_followup FOR EACH ROW EXECUTE FUNCTION guard.asked_with_consent()');

CALL guard.guard_table('onward_request', 'ended_id');
CALL guard.guard_table('onward_requeststep');
CALL guard.guard_table('onward_issued', 'ended_id');
CALL guard.guard_table('onward_alertanswer');
CALL guard.guard_table('onward_riskcheck', 'ended_id');
CALL guard.guard_table('onward_plannedreturn', 'ended_id');
CALL guard.guard_table('onward_raised', 'ended_id');
CALL guard.guard_table('onward_review');
CALL guard.guard_table('onward_hostanswer');
CALL guard.guard_table('onward_determination', 'ended_id');
CALL guard.guard_table('onward_found');
CALL guard.guard_table('onward_nextstep', 'ended_id');
CALL guard.guard_table('onward_nextstepanswer');
CALL guard.guard_table('onward_backorder', 'ended_id');
CALL guard.guard_table('onward_takenup');
CALL guard.guard_table('onward_application', 'ended_id');
CALL guard.guard_table('onward_applicationstep');
CALL guard.guard_table('onward_counselling');
CALL guard.guard_table('onward_support', 'ended_id');
CALL guard.guard_table('onward_consent', 'ended_id');
CALL guard.guard_table('onward_followup', 'ended_id');
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.document_alerts(bigint, date), guard.keep_alert_clock(bigint, bigint) TO returnhub_app;
