-- The tables of the parts that we build from: sign-in, sessions, jobs. They hold no case.

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
GRANT USAGE ON SCHEMA rules TO returnhub_app;
GRANT SELECT ON ALL TABLES IN SCHEMA rules TO returnhub_app;
