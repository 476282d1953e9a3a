"""Where people end: of 1,000 people that a scheme speaks of, how many stand where when the run ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from returnhub.assessment.bands import band_of, bands, filled
from returnhub.scheme.model import Point, Scheme
from returnhub.simulation.result import Band, Group, Outcome, Result


class End(StrEnum):
    """The outcomes put together as a reader asks for them, in the order in which they are drawn."""

    RETURNED = "Returned to the state of origin"
    PROTECTED = "Given protection"
    HOST = "Released or left in the host state"
    BACK = "Transferred back or re-arrived"
    HUB = "In the hub"
    WAITING = "Waiting for a place"
    REMAINS = "Remains in the sending state"
    PENDING = "Claim or appeal pending"
    UNKNOWN = "Whereabouts unknown"
    DIED = "Died"


END_OF = {
    Outcome.CLAIM_PENDING: End.PENDING,
    Outcome.REFUSED: End.PENDING,
    Outcome.APPEAL_PENDING: End.PENDING,
    Outcome.FURTHER_SUBMISSIONS_PENDING: End.PENDING,
    Outcome.AWAITING_RETURN: End.REMAINS,
    Outcome.BARRIER: End.REMAINS,
    Outcome.WAITING_FOR_PLACE: End.WAITING,
    Outcome.IN_HUB: End.HUB,
    Outcome.PROTECTED: End.PROTECTED,
    Outcome.PROTECTED_IN_HOST: End.PROTECTED,
    Outcome.RETURNED_ENFORCED: End.RETURNED,
    Outcome.RETURNED_VOLUNTARILY: End.RETURNED,
    Outcome.RETURNED_ONWARD: End.RETURNED,
    Outcome.RETURNED_VOLUNTARILY_FROM_HUB: End.RETURNED,
    Outcome.WHEREABOUTS_UNKNOWN: End.UNKNOWN,
    Outcome.LEFT_HUB: End.HOST,
    Outcome.RELEASED_IN_HOST: End.HOST,
    Outcome.TRANSFERRED_BACK: End.BACK,
    Outcome.RE_ARRIVED: End.BACK,
    Outcome.DIED: End.DIED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One outcome: `band` in 1,000 people of the group; `moved` the mean of those who went through a hub."""

    outcome: Outcome
    end: End
    band: Band
    moved: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Where 1,000 people of `group` stand at the end of the run; the means add up to 1,000."""

    group: Group
    people: Band
    moved: Band
    standings: tuple[Standing, ...]

    @property
    def moved_mean(self) -> float:
        """Mean of people in 1,000 who were ever moved to a hub."""
        return sum(s.moved for s in self.standings)


def outcomes(scheme: Scheme, result: Result) -> Outcomes:
    """Where people end, among those refused, or all who claimed where people are sent on arrival."""
    group = Group.CLAIM if scheme.is_for.point is Point.ON_ARRIVAL else Group.REFUSED
    counts = result.outcomes.group_by("rep", "group", "outcome").agg(pl.col("people").sum())
    whole = counts.filter(pl.col("group") == group).group_by("rep").agg(pl.col("people").sum().alias("all"))

    def in_1000(which: Group) -> pl.DataFrame:
        some = filled(counts.filter(pl.col("group") == which), ["outcome"], "people", result.replications)
        return some.join(whole, on="rep").with_columns(
            (1000 * pl.col("people") / pl.col("all")).alias("share")
        )

    here, moved = in_1000(group), in_1000(Group.MOVED)
    means = dict(moved.group_by("outcome").agg(pl.col("share").mean()).iter_rows())
    found = {row["outcome"]: band_of(row) for row in bands(here, ["outcome"], "share").iter_rows(named=True)}
    nobody = Band(0, 0, 0, 0, 0, 0)
    standings = tuple(
        Standing(o, END_OF[o], found.get(str(o), nobody), float(means.get(str(o), 0.0)))
        for end in End
        for o in Outcome
        if END_OF[o] is end and (str(o) in found or str(o) in means)
    )
    ever = moved.group_by("rep").agg(pl.col("share").sum())["share"]
    return Outcomes(group, Band.of(whole["all"]), Band.of(ever) if len(ever) else nobody, standings)
