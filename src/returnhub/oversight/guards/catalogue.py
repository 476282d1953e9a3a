"""Holds a database's catalogues to the shipped text: triggers, functions, tables, rights, policies, roles,
rules.

Looked up, never tried out; any login may look. The record's own guards are
`returnhub.record.postgres.guards`.
A superuser who switches one off is shown by the next seal; one who also rewrites this program is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import LiteralString

from psycopg import Connection

from returnhub.oversight.guards.rules import rule_functions, steps
from returnhub.oversight.guards.shipped import (
    SCHEMAS,
    Function,
    Policy,
    condition_words,
    functions,
    guarded,
    policies,
    read_trigger,
    triggers,
)
from returnhub.packets.stored import field_rows, kind_rows

Params = Mapping[str, object] | Sequence[object]
OWNER = "returnhub_owner"
APPLICATION = "returnhub_app"

_TRIGGERS = """
SELECT pg_get_triggerdef(t.oid), t.tgenabled = 'A' AND c.relhastriggers
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname || '.' || c.relname = ANY (%s)
"""
_FUNCTIONS = """
SELECT n.nspname || '.' || p.proname, p.prosrc, p.prosecdef, coalesce(p.proconfig, '{}'),
  pg_get_userbyid(p.proowner)
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = ANY (%s)
"""
_TABLES = """
SELECT coalesce(bool_and(pg_get_userbyid(c.relowner) = %(owner)s AND NOT c.relhasrules
  AND NOT c.relhassubclass
                         AND c.relpersistence = 'p'), false) AND count(*) = cardinality(%(tables)s::text[])
       AND NOT EXISTS (SELECT FROM pg_subscription_rel)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname || '.' || c.relname = ANY (%(tables)s)
"""
_ROW_SECURITY = """
SELECT coalesce(bool_and(c.relrowsecurity AND c.relforcerowsecurity), false)
  AND count(*) = cardinality(%(tables)s::text[])
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname || '.' || c.relname = ANY (%(tables)s)
"""
_POLICIES = """
SELECT schemaname || '.' || tablename, policyname, array_to_string(roles, ','), cmd, qual, with_check
FROM pg_policies WHERE schemaname || '.' || tablename = ANY (%s)
"""
# of a table: what somebody besides its owner may do, a right on one column by the column's name
_RIGHTS = """
WITH tables AS (
  SELECT c.oid, n.nspname || '.' || c.relname AS name, c.relacl, c.relowner
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname || '.' || c.relname = ANY (%s))
SELECT t.name, CASE x.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END, x.privilege_type
FROM tables AS t, aclexplode(t.relacl) AS x WHERE x.grantee <> t.relowner
UNION ALL
SELECT t.name, CASE x.grantee WHEN 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END,
  x.privilege_type || ' ' || a.attname
FROM tables AS t JOIN pg_attribute AS a ON a.attrelid = t.oid, aclexplode(a.attacl) AS x
  WHERE x.grantee <> t.relowner
"""
# who acts as one of the service's roles, at any remove; not who may only give it to others
_ROLES = """
WITH RECURSIVE acting (oid, role) AS (
  SELECT oid, rolname::text FROM pg_roles WHERE rolname = ANY (%(roles)s)
  UNION
  SELECT m.member, a.role FROM pg_auth_members AS m JOIN acting AS a ON m.roleid = a.oid
  WHERE coalesce((to_jsonb(m) ->> 'inherit_option')::boolean OR (to_jsonb(m) ->> 'set_option')::boolean, true)
)
SELECT bool_and(NOT r.rolsuper AND NOT r.rolbypassrls AND NOT r.rolcreaterole AND NOT r.rolreplication
  AND NOT r.rolcreatedb
                OR r.rolname = %(owner)s)
       AND NOT EXISTS (SELECT FROM acting AS a JOIN acting AS b USING (oid) JOIN pg_roles AS o USING (oid)
                       WHERE a.role < b.role AND o.rolname <> %(owner)s)
       AND NOT EXISTS (SELECT
         FROM pg_class AS c JOIN acting AS a ON a.oid = c.relowner JOIN pg_roles AS o ON o.oid = a.oid
                       WHERE o.rolname <> %(owner)s AND c.relpersistence = 'p')
FROM acting AS a JOIN pg_roles AS r USING (oid)
"""
_STEPS = "SELECT procedure, stage, event, leads_to, is_fact FROM rules.step"
_PACKETS = "SELECT kind_id, name, shape, may_be_unknown, words, given FROM packets_field"
_RULES = """
SELECT p.proname, p.prosrc, pg_get_userbyid(p.proowner)
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace WHERE n.nspname = 'rules'
"""


def guards(connection: Connection) -> dict[str, bool]:
    """Each guard by name, True if it is on: every function that is a trigger's, on every table that it was
    shipped for.

    And besides: `service.functions` (each as shipped, and no other), `service.tables` (owner, no other
    trigger),
    `service.rights` (who may write what), `service.row_security`, `service.roles` (nobody acts in two of the
    service's roles or is a superuser in one), `service.procedures`, `service.rules` and
    `service.packets` (as shipped).
    """
    bodies = _functions(connection)
    found = {
        read_trigger(statement): on for statement, on in connection.execute(_TRIGGERS, [_names(_tables())])
    }
    state: dict[str, bool] = {}
    for trigger in triggers():
        name = f"service.{trigger.function.removeprefix('guard.')}"
        on = found.get(trigger, False) and bodies.get(trigger.function, False)
        state[name] = state.get(name, True) and on
    state["service.functions"] = all(bodies.values())
    tables = {"owner": OWNER, "tables": _names(_tables())}
    state["service.tables"] = _yes(connection, _TABLES, tables) and found.keys() == triggers()
    state["service.rights"] = _rights(connection)
    state["service.row_security"] = _row_security(connection)
    roles = {
        "roles": [APPLICATION, "returnhub_monitor", "returnhub_lawyer", "returnhub_clinician"],
        "owner": OWNER,
    }
    state["service.roles"] = _yes(connection, _ROLES, roles)
    state["service.procedures"] = {tuple(row) for row in connection.execute(_STEPS)} == steps()
    state["service.rules"] = _rules(connection)
    state["service.packets"] = _packets(connection)
    return dict(sorted(state.items()))


def missing(connection: Connection) -> list[str]:
    """What exactly is not as shipped: triggers by table and name, functions by name."""
    found = {read_trigger(s): on for s, on in connection.execute(_TRIGGERS, [_names(_tables())])}
    gone = [f"trigger {t.name} on {t.table}" for t in triggers() if not found.get(t, False)]
    more = [
        f"trigger {t.name} on {t.table}, not ours" for t in found if t is not None and t not in triggers()
    ]
    other = [f"function {name}" for name, same in _functions(connection).items() if not same]
    return sorted(gone + more + other)


def _functions(connection: Connection) -> dict[str, bool]:
    """Each function that is shipped or found, and whether it is the shipped one."""
    expected = functions()
    state = dict.fromkeys(expected, False)
    seen: set[str] = set()
    for name, body, definer, settings, owner in connection.execute(_FUNCTIONS, [list(SCHEMAS)]):
        same = expected.get(name) == Function(body, definer, tuple(settings)) and owner == OWNER
        # a second one of the same name is none of ours
        state[name] = same and name not in seen
        seen.add(name)
    return state


def _tables() -> set[str]:
    return {t.table for t in triggers()}


def _names(tables: set[str]) -> list[str]:
    return sorted(t if "." in t else f"public.{t}" for t in tables)


def _rights(connection: Connection) -> bool:
    """Whether exactly the shipped rights to the guarded tables are given."""
    expected: dict[str, set[str]] = {
        "public.journal_event": {"SELECT"},
        "public.journal_read": {"SELECT"},
    }
    for table, may_change in guarded().items():
        expected[f"public.{table}"] = {"SELECT", "INSERT", *(f"UPDATE {column}" for column in may_change)}
    expected |= _DERIVED
    found: dict[str, set[str]] = {name: set() for name in expected}
    for table, who, right in connection.execute(_RIGHTS, [sorted(expected)]):
        if who != APPLICATION:
            return False
        found[table].add(right)
    return found == expected


_DERIVED: dict[str, set[str]] = {
    "public.casework_standing": {"SELECT"},
    "public.incidents_standing": {"SELECT"},
    "public.person_opening": {"SELECT"},
    "public.stays_arrival": {"SELECT"},
    "public.person_onetimecode": {"SELECT", "INSERT"},
}
"""Tables that only triggers and functions write, or change once a row stands."""


def _row_security(connection: Connection) -> bool:
    """Whether exactly the shipped policies stand, on tables that have them on for their owner too."""
    tables = sorted({p.table for p in policies()})
    found = {
        Policy(table, name, role, command, condition_words(using, check))
        for table, name, role, command, using, check in connection.execute(_POLICIES, [tables])
    }
    return found == policies() and _yes(connection, _ROW_SECURITY, {"tables": tables})


def _packets(connection: Connection) -> bool:
    """True if the database holds packets to the shipped kinds, their fields and stages."""
    kinds = connection.execute("SELECT kind, receiver, stages FROM packets_kind").fetchall()
    fields = connection.execute(_PACKETS).fetchall()
    return sorted(kinds) == sorted(kind_rows()) and sorted(fields) == sorted(field_rows())


def _rules(connection: Connection) -> bool:
    """Whether the shipped rulesets judge by the shipped text."""
    found = {name: body for name, body, owner in connection.execute(_RULES) if owner == OWNER}
    return all(found.get(name) == body for name, body in rule_functions().items())


def _yes(connection: Connection, query: LiteralString, values: Params) -> bool:
    return connection.execute(query, values).fetchone() == (True,)
