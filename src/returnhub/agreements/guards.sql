-- Suspension. Its insert takes the scheme's row for itself, an authority takes it shared at its commit: one waits for
-- the other. Lifting takes two people, of whom one is a monitor where a monitor ordered it.

CREATE OR REPLACE FUNCTION guard.lock_scheme(of_scheme text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements_scheme WHERE id = of_scheme FOR NO KEY UPDATE;
END
$$;
REVOKE ALL ON FUNCTION guard.lock_scheme(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.lock_scheme(text) TO returnhub_app;

CREATE OR REPLACE FUNCTION guard.suspension_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements_scheme WHERE id = NEW.scheme_id FOR NO KEY UPDATE;
  RETURN NEW;
END
$$;

-- Whether a user holds a role in a scheme now.
CREATE OR REPLACE FUNCTION guard.holds(of_user bigint, of_role text, of_scheme text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = of_user AND g.role = of_role AND g.ended_id IS NULL
                 AND g.scheme IN ('', of_scheme))
$$;

-- Each suspends by the power that is theirs: a monitor, an agreement manager, a legal representative with a court's order on
-- a client of their own, the clock. And it reaches somebody: a number that nobody has in this scheme would stop nobody.
CREATE OR REPLACE FUNCTION guard.suspension_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e journal_event;
BEGIN
  SELECT * INTO e FROM journal_event WHERE id = NEW.event_id;
  IF NOT coalesce(CASE NEW."by"
    WHEN 'automatic' THEN e.actor IS NULL
    WHEN 'monitor' THEN e.role = 'independent_monitor' AND guard.holds(e.actor, e.role, NEW.scheme_id)
    WHEN 'agreement' THEN e.role = 'agreement_manager' AND guard.holds(e.actor, e.role, NEW.scheme_id)
    WHEN 'court' THEN e.role = 'legal_representative' AND NEW.scope = 'person' AND NEW.reference <> '' AND EXISTS (
      SELECT FROM casework_representation AS r JOIN casework_case AS c ON c.id = r.case_id
      WHERE r.lawyer_id = e.actor AND r.ended_id IS NULL AND c.person_id = NEW.person AND c.scheme = NEW.scheme_id)
  END, false) THEN
    PERFORM guard.refuse('agreements_suspension_by', 'who suspends does so by a power that is theirs');
  END IF;
  IF NOT (CASE NEW.scope
    WHEN 'scheme' THEN true
    WHEN 'hub' THEN EXISTS (SELECT FROM hubs_hub AS h WHERE h.id = NEW.hub AND h.scheme_id = NEW.scheme_id)
    WHEN 'person' THEN EXISTS (SELECT FROM casework_case AS c WHERE c.person_id = NEW.person AND c.scheme = NEW.scheme_id)
    ELSE EXISTS (SELECT FROM casework_member AS m JOIN casework_case AS c ON c.person_id = m.person_id
                 WHERE m.family_id = NEW.family AND m.ended_id IS NULL AND c.scheme = NEW.scheme_id)
  END) THEN
    PERFORM guard.refuse('agreements_suspension_reaches', 'nobody in the scheme is in the scope of this suspension');
  END IF;
  RETURN NULL;
END
$$;

-- A word that a suspension is to be lifted is of who says it, in a role that may.
CREATE OR REPLACE FUNCTION guard.lift_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM journal_event AS e, agreements_suspension AS s
                 WHERE e.id = NEW.event_id AND s.id = NEW.suspension_id AND e.actor = NEW.by_id
                   AND e.role IN ('agreement_manager', 'independent_monitor') AND guard.holds(e.actor, e.role, s.scheme_id)) THEN
    PERFORM guard.refuse('agreements_lift_by', 'a suspension is lifted by agreement managers and monitors of its scheme');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION guard.suspension_lifted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  people integer;
  monitors integer;
BEGIN
  IF OLD.ended_id IS NULL AND NEW.ended_id IS NOT NULL THEN
    SELECT count(DISTINCT l.by_id), count(*) FILTER (WHERE e.role = 'independent_monitor') INTO people, monitors
      FROM agreements_lift AS l JOIN journal_event AS e ON e.id = l.event_id WHERE l.suspension_id = NEW.id;
    IF people < 2 THEN
      PERFORM guard.refuse('agreements_lift_two_people', 'a suspension is lifted by two people, each with a reason');
    END IF;
    IF NEW."by" = 'monitor' AND monitors = 0 THEN
      PERFORM guard.refuse('agreements_lift_monitor', 'what a monitor suspended is lifted with a monitor');
    END IF;
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('waits', 'agreements_suspension',
  'CREATE TRIGGER $ BEFORE INSERT ON agreements_suspension FOR EACH ROW EXECUTE FUNCTION guard.suspension_waits()');
CALL guard.put_trigger('lifted', 'agreements_suspension',
  'CREATE CONSTRAINT TRIGGER $ AFTER UPDATE ON agreements_suspension DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.suspension_lifted()');
CALL guard.put_trigger('by', 'agreements_suspension',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON agreements_suspension DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.suspension_by()');
CALL guard.put_trigger('by', 'agreements_lift',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON agreements_lift DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.lift_by()');
CALL guard.guard_table('agreements_scheme');
CALL guard.guard_table('agreements_suspension', 'ended_id');
CALL guard.guard_table('agreements_lift');
REVOKE ALL ON FUNCTION guard.suspension_waits(), guard.suspension_lifted(), guard.suspension_by(), guard.lift_by(),
  guard.holds(bigint, text, text) FROM PUBLIC;
