-- What a plan proposes is put on record whole, by the clock, once it was recounted: nobody adds to a plan or edits it.
CREATE OR REPLACE FUNCTION guard.plan_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM journal_event AS e JOIN planning_plan AS p ON p.event_id = e.id
                 WHERE e.id = NEW.event_id AND p.id = NEW.plan_id AND e.kind = 'planning.made' AND e.actor IS NULL) THEN
    PERFORM guard.refuse('planning_proposed_by_plan', 'a plan proposes what it was recorded with, and nothing is added to it');
  END IF;
  RETURN NULL;
END
$$;

-- A plan that is recorded stays as it is.
CREATE OR REPLACE FUNCTION guard.plan_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.event_id IS NOT NULL THEN
    PERFORM guard.refuse('planning_plan_kept', 'a plan that is on record is not changed');
  END IF;
  RETURN NULL;
END
$$;

-- What an officer takes up is for the same person and the same hub, by an event of that person's case.
CREATE OR REPLACE FUNCTION guard.plan_adopted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM planning_proposed AS d JOIN movements_proposal AS p ON p.case_id = d.of_case AND p.hub_id = d.hub_id
                 JOIN journal_event AS e ON e.id = NEW.event_id AND e."case" = d.of_case AND e.actor IS NOT NULL
                 WHERE d.id = NEW.proposed_id AND p.id = NEW.proposal_id) THEN
    PERFORM guard.refuse('planning_adopted_same_person', 'what is taken up of a plan is for the same person and the same hub');
  END IF;
  RETURN NULL;
END
$$;

CALL guard.put_trigger('made', 'planning_proposed',
  'CREATE CONSTRAINT TRIGGER $ AFTER INSERT ON planning_proposed DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.plan_made()');
CALL guard.put_trigger('kept', 'planning_plan',
  'CREATE TRIGGER $ AFTER UPDATE ON planning_plan FOR EACH ROW EXECUTE FUNCTION guard.plan_kept()');
CALL guard.put_trigger('same', 'planning_adopted',
  'CREATE TRIGGER $ AFTER INSERT ON planning_adopted FOR EACH ROW EXECUTE FUNCTION guard.plan_adopted()');
CALL guard.guard_table('planning_proposed');
CALL guard.guard_table('planning_adopted');
REVOKE ALL ON planning_plan FROM PUBLIC, returnhub_app;
GRANT SELECT, INSERT, UPDATE (state, done, total, beat, said, found, digest, event_id) ON planning_plan TO returnhub_app;
REVOKE ALL ON FUNCTION guard.plan_made(), guard.plan_kept(), guard.plan_adopted() FROM PUBLIC;
