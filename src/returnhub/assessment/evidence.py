"""What an assessment stands on: one scheme simulated, the same people without it, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.assessment.breakeven import BreakEven
from returnhub.assessment.host import HostBears
from returnhub.assessment.interventions import Interventions
from returnhub.assessment.knowing import Knowing
from returnhub.assessment.left import Left
from returnhub.assessment.limits import Limits
from returnhub.assessment.money import Money
from returnhub.assessment.odds import Odds
from returnhub.assessment.optimism import Optimism
from returnhub.assessment.outcomes import Outcomes
from returnhub.assessment.places import Weeks
from returnhub.assessment.who import Who
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Result


@dataclass(frozen=True, slots=True)
class Variant:
    """The scheme with a given number of places, on the same people and luck."""

    places: int
    scheme: Scheme
    result: Result


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything computed about a scheme; `who`, `break_even` and `optimism` are None where there is no hub.

    `knowing` is None there too, and where there are too few runs to say what knowing is worth.

    What the same people would have met without a hub is in the result's measures that end in `_without`.
    """

    scheme: Scheme
    result: Result
    variants: tuple[Variant, ...]
    outcomes: Outcomes
    odds: Odds
    weeks: tuple[Weeks, ...]
    money: Money
    break_even: BreakEven | None
    who: Who | None
    limits: Limits
    interventions: Interventions
    left: Left
    hosts: tuple[HostBears, ...]
    optimism: Optimism | None
    knowing: Knowing | None
