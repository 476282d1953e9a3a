-- count
SELECT (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('oversight'::regnamespace, 'counsel'::regnamespace, 'clinic'::regnamespace))
        + (SELECT count(*) FROM pg_roles WHERE rolname IN ('returnhub_app', 'returnhub_web_login'))

-- broken
SELECT NULL::bigint AS "case", c.oid::regclass::text AS row, p.right || ' for ' || r.rolname AS what
FROM pg_class AS c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS p ("right")
JOIN pg_roles AS r ON r.rolname IN ('returnhub_app', 'returnhub_web_login')
WHERE c.relkind IN ('r', 'v', 'm') AND c.relnamespace IN ('oversight'::regnamespace, 'counsel'::regnamespace, 'clinic'::regnamespace)
  AND (has_table_privilege(r.oid, c.oid, p.right) OR p.right IN ('SELECT', 'UPDATE') AND has_any_column_privilege(r.oid, c.oid, p.right))
UNION ALL
SELECT NULL, r.rolname, 'is a superuser, or passes row-level security by, or may make roles' FROM pg_roles AS r
WHERE r.rolname IN ('returnhub_app', 'returnhub_web_login') AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolreplication)
UNION ALL
SELECT NULL, c.oid::regclass::text, 'belongs to ' || r.rolname FROM pg_class AS c JOIN pg_roles AS r ON r.oid = c.relowner
WHERE r.rolname IN ('returnhub_app', 'returnhub_web_login') AND c.relpersistence = 'p'
UNION ALL
SELECT NULL, r.rolname, 'may act as ' || o.rolname FROM pg_roles AS r CROSS JOIN pg_roles AS o
WHERE r.rolname IN ('returnhub_app', 'returnhub_web_login') AND NOT r.rolsuper AND pg_has_role(r.oid, o.oid, 'MEMBER')
  AND o.rolname IN ('returnhub_owner', 'returnhub_record_owner', 'returnhub_monitor', 'returnhub_lawyer', 'returnhub_clinician', 'pg_read_all_data', 'pg_write_all_data')
