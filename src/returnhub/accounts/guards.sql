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
    PERFORM guard.refuse('accounts_grant_pairs', format('%s and %s are never held together', clash.role, NEW.role), clash.role);
  END IF;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.grant_pairs() FROM PUBLIC;

DROP TRIGGER IF EXISTS pairs ON accounts_grant;
CREATE TRIGGER pairs BEFORE INSERT ON accounts_grant FOR EACH ROW EXECUTE FUNCTION guard.grant_pairs();
ALTER TABLE accounts_grant ENABLE ALWAYS TRIGGER pairs;

CALL guard.guard_table('accounts_grant', 'ended_id');
CALL guard.guard_table('accounts_power', 'ended_id');
REVOKE ALL ON accounts_user, accounts_forbiddenpair FROM PUBLIC, returnhub_app;
GRANT SELECT ON accounts_user, accounts_forbiddenpair TO returnhub_app;
GRANT INSERT, UPDATE (password, last_login, is_active, name, email) ON accounts_user TO returnhub_app;
