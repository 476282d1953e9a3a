"""Which guards are on in a database, for the manifest in each seal and for the doctor.

Looked up in the catalogues, never tried out. A superuser who switches one off is shown by it in the next
seal; one who also rewrites this program is found by the checkpoints that others keep, not here.
"""

from __future__ import annotations

from psycopg import Connection

from returnhub.record.postgres.faults import problems
from returnhub.record.postgres.shipped import (
    APPLICATION,
    OWNER,
    Column,
    Function,
    Grant,
    columns,
    constraints,
    functions,
    grants,
    triggers,
)

_TRIGGERS = """
SELECT t.tgname, t.tgenabled = 'A' AND c.relhastriggers, pg_get_triggerdef(t.oid)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'record'::regnamespace AND NOT t.tgisinternal
"""
_FUNCTIONS = """
SELECT proname, prosrc, prosecdef, coalesce(proconfig, '{}'), pg_get_userbyid(proowner)
FROM pg_proc WHERE pronamespace = 'record'::regnamespace
"""
_CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid), convalidated
FROM pg_constraint WHERE connamespace = 'record'::regnamespace AND contype NOT IN ('n', 't')
"""
# a right on one column counts as one on the table; what the owner has is left out
_PRIVILEGES = """
WITH acls (thing, acl, owner) AS (
  SELECT nspname::text, coalesce(nspacl, acldefault('n', nspowner)), nspowner
  FROM pg_namespace WHERE oid = 'record'::regnamespace
  UNION ALL
  SELECT 'record.' || relname,
         coalesce(relacl, acldefault((CASE relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", relowner)),
         relowner
  FROM pg_class WHERE relnamespace = 'record'::regnamespace AND relkind IN ('r', 'p', 'S', 'v', 'm', 'f')
  UNION ALL
  SELECT 'record.' || c.relname, a.attacl, c.relowner
  FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'record'::regnamespace AND a.attacl IS NOT NULL
  UNION ALL
  SELECT 'record.' || proname, coalesce(proacl, acldefault('f', proowner)), proowner
  FROM pg_proc WHERE pronamespace = 'record'::regnamespace
)
SELECT thing, CASE grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(grantee) END,
       privilege_type || CASE WHEN is_grantable THEN ' TO GIVE ON' ELSE '' END
FROM acls, aclexplode(acl) WHERE grantee <> owner
"""
# who acts as the application: its role, and every role that is a member of it, at any remove; not who may
# only give it to others, as its maker may from version 16 on, whose columns older ones lack
_APPLICATION = """
WITH RECURSIVE acting (oid) AS (
  SELECT oid FROM pg_roles WHERE rolname = %(application)s
  UNION
  SELECT m.member FROM pg_auth_members AS m JOIN acting AS a ON m.roleid = a.oid
  WHERE coalesce((to_jsonb(m) ->> 'inherit_option')::boolean OR (to_jsonb(m) ->> 'set_option')::boolean, true)
)
SELECT count(*) > 0 AND bool_and(
  NOT r.rolsuper AND NOT r.rolbypassrls AND NOT r.rolcreaterole AND NOT r.rolreplication
  AND NOT EXISTS (SELECT FROM pg_roles AS p WHERE pg_has_role(r.oid, p.oid, 'MEMBER') AND p.rolname IN (
    %(owner)s, 'pg_write_all_data', 'pg_execute_server_program', 'pg_write_server_files'))
  AND r.oid NOT IN (SELECT nspowner FROM pg_namespace WHERE nspname = 'record')
  AND r.oid NOT IN (SELECT relowner FROM pg_class WHERE relnamespace = 'record'::regnamespace)
  AND r.oid NOT IN (SELECT proowner FROM pg_proc WHERE pronamespace = 'record'::regnamespace)
) FROM acting JOIN pg_roles AS r USING (oid)
"""
_COLUMNS = """
SELECT 'record.' || c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attgenerated <> ''
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
WHERE c.relnamespace = 'record'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
_OWNED = """
SELECT bool_and(pg_get_userbyid(relowner) = %(owner)s AND NOT relrowsecurity AND NOT relhasrules
                AND NOT relhassubclass AND relpersistence = 'p')
       AND (SELECT pg_get_userbyid(nspowner) = %(owner)s FROM pg_namespace WHERE nspname = 'record')
       AND NOT EXISTS (SELECT FROM pg_inherits AS i JOIN pg_class AS c ON c.oid IN (i.inhparent, i.inhrelid)
                       WHERE c.relnamespace = 'record'::regnamespace AND c.relkind = 'r')
       -- what a subscription brings passes the triggers of statements by
       AND NOT EXISTS (SELECT FROM pg_subscription_rel AS s JOIN pg_class AS c ON c.oid = s.srrelid
                       WHERE c.relnamespace = 'record'::regnamespace)
FROM pg_class WHERE relnamespace = 'record'::regnamespace AND relkind = 'r'
"""


def guards(connection: Connection) -> dict[str, bool]:
    """Each guard by name, True if it is on: every trigger by its own name, and besides

    `application_role` (nobody who acts for the service owns anything here, is a superuser, may become the
    owner, or writes to every table or to the server's files), `columns`, `constraints`, `functions` and
    `tables` (as shipped, and none but the shipped triggers and functions), `privileges` (as shipped, to
    nobody else).
    Raises Problems (record.database).
    """
    with problems():
        bodies = _functions_as_shipped(connection)
        found = {name: (on, text) for name, on, text in connection.execute(_TRIGGERS)}
        state = {
            t.name: found.get(t.name) == (True, t.statement) and bodies.get(t.function, False)
            for t in triggers()
        }
        names = {"application": APPLICATION, "owner": OWNER}
        acting = connection.execute(_APPLICATION, names).fetchone()
        owned = connection.execute(_OWNED, names).fetchone()
        state["application_role"] = acting == (True,)
        state["columns"] = columns() == frozenset(Column(*row) for row in connection.execute(_COLUMNS))
        state["constraints"] = {tuple(row) for row in connection.execute(_CONSTRAINTS)} == {
            (name, text, True) for name, text in constraints()
        }
        state["functions"] = all(bodies.values())
        given = frozenset(Grant(*row) for row in connection.execute(_PRIVILEGES))
        state["privileges"] = given == grants()
        state["tables"] = owned == (True,) and found.keys() == {t.name for t in triggers()}
    return dict(sorted(state.items()))


def _functions_as_shipped(connection: Connection) -> dict[str, bool]:
    """Each function that is shipped or found, and whether it is the shipped one."""
    expected = functions()
    state = dict.fromkeys(expected, False)
    seen: set[str] = set()
    for name, body, definer, settings, owner in connection.execute(_FUNCTIONS):
        same = expected.get(name) == Function(body, definer, tuple(settings)) and owner == OWNER
        # a second one of the same name is none of ours
        state[name] = same and name not in seen
        seen.add(name)
    return state
