-- Suspension. Its insert takes the scheme's row for itself, an authority takes it shared at its commit: one waits for
-- the other. Lifting takes two people, of whom one is a monitor where a monitor ordered it.

CREATE OR REPLACE FUNCTION guard.suspension_waits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM agreements_scheme WHERE id = NEW.scheme_id FOR NO KEY UPDATE;
  RETURN NEW;
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
    IF NEW.by = 'monitor' AND monitors = 0 THEN
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
CALL guard.guard_table('agreements_scheme');
CALL guard.guard_table('agreements_suspension', 'ended_id');
CALL guard.guard_table('agreements_lift');
REVOKE ALL ON FUNCTION guard.suspension_waits(), guard.suspension_lifted() FROM PUBLIC;
