"""A simulated run as an object-centric event log. All people in it are made up."""

from __future__ import annotations

from collections.abc import Iterable

from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Procedure, procedure
from returnhub.procedure.history_log import Lived
from returnhub.procedure.history_log import as_log as log_of
from returnhub.procedure.ocel import Log
from returnhub.scheme.model import Scheme
from returnhub.simulation.history import Told, histories

MOST_PEOPLE = 100_000


def event_log(
    scheme: Scheme, people: int = 1000, years: int = 10, seed: int = 1, replication: int = 0
) -> Log:
    """The first `people` who claim in a run, and the rest of the last household, as a log.

    Raises Problems if an option is outside its bounds.
    """
    for name, value, most in (("people", people, MOST_PEOPLE), ("years", years, 50)):
        if not 1 <= value <= most:
            raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field=name), found=value, low=1, high=most)
    if not 0 <= seed < 2**63:
        raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field="seed"), found=seed, low=0, high=2**63 - 1)
    table = procedure(scheme.procedure.value)
    return as_log(scheme, table, histories(scheme, table, people, years, seed, replication))


def as_log(scheme: Scheme, table: Procedure, told: Iterable[Told]) -> Log:
    """Histories as a log; events in the order of time."""
    return log_of(
        {h.id: {"name": h.name, "host": h.host.code, "custody": h.custody.kind.value} for h in scheme.hubs},
        table,
        (Lived(one.case, one.household, one.hub, one.events, {"origin": one.origin}) for one in told),
    )
