-- Who may give roles, and which nobody holds together.

-- Nobody holds two roles that exclude each other. The user's row is locked first: two grants at once, one waits.
CREATE OR REPLACE FUNCTION guard.grant_pairs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  clash record;
BEGIN
  PERFORM FROM accounts_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
  SELECT g.role, p.why INTO clash FROM accounts_grant AS g JOIN accounts_forbiddenpair AS p
    ON (p.one, p.other) IN ((g.role, NEW.role), (NEW.role, g.role))
    WHERE g.user_id = NEW.user_id AND g.ended_id IS NULL LIMIT 1;
  IF FOUND THEN
    PERFORM guard.refuse('accounts_grant_pairs', format('%s and %s are never held together', clash.role, NEW.role), clash.why);
  END IF;
  RETURN NEW;
END
$$;

-- Roles change, and are asked for, by an administrator whose power is on; set-up alone has nobody's.
CREATE OR REPLACE FUNCTION guard.with_power(by bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF by IS NOT NULL AND NOT EXISTS (
    SELECT FROM accounts_power AS p WHERE p.user_id = by AND p.ended_id IS NULL AND p.until > clock_timestamp()) THEN
    PERFORM guard.refuse('accounts_grant_power', 'roles change by an administrator whose power is on');
  END IF;
END
$$;

CREATE OR REPLACE FUNCTION guard.asked_with_power() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM guard.with_power((SELECT e.actor FROM journal_event AS e WHERE e.id = coalesce(NEW.ended_id, NEW.event_id)));
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.grant_power() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  giver bigint := (SELECT e.actor FROM journal_event AS e WHERE e.id = CASE TG_OP WHEN 'INSERT' THEN NEW.event_id ELSE NEW.ended_id END);
BEGIN
  IF giver IS NOT NULL AND NOT EXISTS (
    SELECT FROM accounts_power AS p WHERE p.user_id = giver AND p.ended_id IS NULL AND p.until > clock_timestamp()) THEN
    PERFORM guard.refuse('accounts_grant_power', 'roles change by an administrator whose power is on');
  END IF;
  IF TG_OP = 'INSERT' AND giver IS NOT NULL AND NEW.role IN ('administrator', 'independent_monitor') AND NOT EXISTS (
    SELECT FROM accounts_asked AS a JOIN journal_event AS e ON e.id = a.event_id
    WHERE a.user_id = NEW.user_id AND a.role = NEW.role AND a.scheme = NEW.scheme AND a.ended_id IS NULL AND e.actor <> giver
      AND EXISTS (SELECT FROM accounts_grant AS g WHERE g.user_id = e.actor AND g.role = 'administrator' AND g.ended_id IS NULL)) THEN
    PERFORM guard.refuse('accounts_grant_two_people', 'two administrators give this role');
  END IF;
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION guard.power_is_short() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e journal_event;
BEGIN
  SELECT * INTO e FROM journal_event WHERE id = NEW.event_id;
  IF e.actor IS DISTINCT FROM NEW.user_id OR NOT EXISTS (
    SELECT FROM accounts_grant AS g WHERE g.user_id = NEW.user_id AND g.role = 'administrator' AND g.ended_id IS NULL) THEN
    PERFORM guard.refuse('accounts_power_own', 'an administrator switches on their own power');
  ELSIF NEW.until > e.recorded + interval '60 minutes' THEN
    PERFORM guard.refuse('accounts_power_hour', 'power is on for an hour at most');
  ELSIF NEW.reason = '' THEN
    PERFORM guard.refuse('accounts_power_reason', 'power is switched on with a reason');
  END IF;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.grant_pairs(), guard.grant_power(), guard.with_power(bigint), guard.asked_with_power(), guard.power_is_short() FROM PUBLIC;

DROP TRIGGER IF EXISTS pairs ON accounts_grant;
CREATE TRIGGER pairs BEFORE INSERT ON accounts_grant FOR EACH ROW EXECUTE FUNCTION guard.grant_pairs();
ALTER TABLE accounts_grant ENABLE ALWAYS TRIGGER pairs;
DROP TRIGGER IF EXISTS power ON accounts_grant;
CREATE TRIGGER power BEFORE INSERT OR UPDATE ON accounts_grant FOR EACH ROW EXECUTE FUNCTION guard.grant_power();
ALTER TABLE accounts_grant ENABLE ALWAYS TRIGGER power;
DROP TRIGGER IF EXISTS short ON accounts_power;
CREATE TRIGGER short BEFORE INSERT ON accounts_power FOR EACH ROW EXECUTE FUNCTION guard.power_is_short();
ALTER TABLE accounts_power ENABLE ALWAYS TRIGGER short;

DROP TRIGGER IF EXISTS power ON accounts_asked;
CREATE TRIGGER power BEFORE INSERT OR UPDATE ON accounts_asked FOR EACH ROW EXECUTE FUNCTION guard.asked_with_power();
ALTER TABLE accounts_asked ENABLE ALWAYS TRIGGER power;

CALL guard.guard_table('accounts_grant', 'ended_id');
CALL guard.guard_table('accounts_asked', 'ended_id');
CALL guard.guard_table('accounts_power', 'ended_id');
REVOKE ALL ON accounts_user, accounts_forbiddenpair FROM PUBLIC, returnhub_app;
GRANT SELECT ON accounts_user, accounts_forbiddenpair TO returnhub_app;
GRANT INSERT, UPDATE (password, last_login, is_active, name, email) ON accounts_user TO returnhub_app;
