"""The guards themselves: every trigger, function, right and rule is on and as shipped."""

from __future__ import annotations

from psycopg import Connection

from returnhub.oversight.guards import guards, missing
from returnhub.oversight.invariants.invariant import EXAMPLES, Broken, Found
from returnhub.record.postgres.guards import guards as record_guards


def service(connection: Connection) -> Found:
    """The service's guards; of those that are off, also which trigger or function exactly."""
    state = guards(connection)
    off = [name for name, on in state.items() if not on]
    exactly = missing(connection) if off else []
    named = [Broken(None, name, "off, or not as shipped") for name in off]
    return Found(
        len(state),
        len(off),
        (*named, *(Broken(None, what, "not as shipped") for what in exactly))[: 2 * EXAMPLES],
    )


def record(connection: Connection) -> Found:
    """The record's guards."""
    state = record_guards(connection)
    off = [name for name, on in state.items() if not on]
    return Found(
        len(state), len(off), tuple(Broken(None, name, "off, or not as shipped") for name in off[:EXAMPLES])
    )
