-- The tables of the parts that we build from: sign-in, sessions, rates, jobs. They hold no case.

-- Django's own shape for a cache in the database; what is in it may be lost.
CREATE UNLOGGED TABLE IF NOT EXISTS django_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires);

DO $$
DECLARE
  t text;
BEGIN
  FOR t IN SELECT c.relname FROM pg_class AS c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
           AND c.relname ~ '^(auth|django|account|mfa|socialaccount|axes|procrastinate)_' LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO returnhub_app', t);
  END LOOP;
END
$$;
REVOKE ALL ON django_migrations FROM returnhub_app;
GRANT SELECT ON django_migrations TO returnhub_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO returnhub_app;
-- the sequencer says in each seal whether the procedures are those that were shipped
GRANT USAGE ON SCHEMA rules TO returnhub_app, returnhub_sequencer;
GRANT SELECT ON rules.step TO returnhub_sequencer;
GRANT SELECT ON ALL TABLES IN SCHEMA rules TO returnhub_app;
