"""What the scheme has done so far for each household, in order.

Most have no step yet. A notice, an answer or a plan that does not exist has no date: the fact is
missing, in the truth as in the file.
"""

from __future__ import annotations

import numpy as np

from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.circumstances import Columns, Dates, Some
from returnhub.caseload.draws import Draws, Ints
from returnhub.caseload.histories import NEVER, Histories
from returnhub.caseload.households import People

ORDER = (
    "intention_notice_on",
    "legal_advice_on",
    "host_risk_checked_on",
    "host_accepted_on",
    "exit_plan_on",
    "departure_notice_on",
    "monitor_told_on",
)
"""The steps of a transfer to a hub, each after the one before it."""


def make(people: People, past: Histories, numbers: Numbers, as_of: int, *, hub: bool) -> Columns:
    """The columns of the steps; without a hub nobody has taken one."""
    homes = people.homes
    begun = past.exhausted & homes.chance("steps begun", numbers.of("started_share")) & hub
    done = np.where(begun, 1, 0)
    for number in range(1, len(ORDER)):
        goes_on = homes.chance(f"step {number}", numbers.of("next_step_share"))
        done = np.where((done == number) & goes_on, number + 1, done)
    span = np.minimum(
        homes.days("steps", len(ORDER), numbers.of("steps_days")),
        np.where(past.exhausted, as_of - past.exhausted_on, 0),
    )
    columns: Columns = {}
    for number, name in enumerate(ORDER):
        # an even stretch of the span for each step done, so that they stand in order
        at = np.floor((number + homes.uniform(f"day of step {number}")) / np.maximum(done, 1) * span)
        columns[name] = Dates(np.where(done > number, as_of - span + at.astype(np.int64), NEVER))
    accepted = done > ORDER.index("host_accepted_on")
    until = columns["host_accepted_on"]
    assert isinstance(until, Dates)
    runs = until.days + np.where(accepted, int(numbers.of("acceptance_days")), 0)
    columns["host_acceptance_until"] = Dates(runs)
    noticed = done > ORDER.index("departure_notice_on")
    everyone = np.full(len(people), hub)
    columns["notice_names_route"] = Some(noticed, noticed)
    columns["power_to_send"] = Some(homes.chance("power named", numbers.of("power_named_share")), everyone)
    columns["host_claim_open"] = Some(~everyone, everyone)
    columns["country_evidence_on"] = Dates(_country_evidence(people.origin, numbers, people.seed, as_of))
    return columns


def _country_evidence(origin: Ints, numbers: Numbers, seed: int, as_of: int) -> Ints:
    states = Draws(np.arange(len(numbers.origins), dtype=np.uint64), seed, "state")
    return as_of - states.days("country evidence", 20, numbers.of("country_evidence_days"))[origin]
