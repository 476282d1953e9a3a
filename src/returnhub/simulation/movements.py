"""Who was moved and how stays ended, by hub, week and origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from returnhub.simulation import stages as S
from returnhub.simulation.replicate import Replication


class Movements(NamedTuple):
    """One replication's moves (hub, week, origin, people, wait_days) and ends of stays (hub, week, origin,
    outcome, people), with codes for names."""

    moves: pl.DataFrame
    ends: pl.DataFrame


def movements(r: Replication, end: float) -> Movements:
    """Count the moves and the ends of stays before day `end`."""
    m = r.moved
    moved, left = np.flatnonzero(m.at < end), np.flatnonzero(m.ended < end)
    # One row a person: each household as often as it has people.
    moved, left = np.repeat(moved, r.size[moved]), np.repeat(left, r.size[left])
    moves = pl.DataFrame(
        {
            "hub": m.hub[moved].astype(np.uint32),
            "week": (m.at[moved] / S.WEEK).astype(np.int32),
            "origin": r.origin[moved].astype(np.uint32),
            "wait_days": m.at[moved] - r.ready[moved],
        }
    )
    ends = pl.DataFrame(
        {
            "hub": m.hub[left].astype(np.uint32),
            "week": (m.ended[left] / S.WEEK).astype(np.int32),
            "origin": r.origin[left].astype(np.uint32),
            "outcome": m.end_stage[left].astype(np.uint32),
        }
    )
    return Movements(
        moves.group_by("hub", "week", "origin").agg(pl.len().alias("people"), pl.col("wait_days").mean()),
        ends.group_by("hub", "week", "origin", "outcome").agg(pl.len().alias("people")),
    )


def _name(code: str, names: Sequence[str]) -> pl.Expr:
    kind = pl.Enum(names)
    return pl.lit(pl.Series(list(names), dtype=kind)).gather(pl.col(code)).alias(code)


def frames(
    of: Sequence[Movements], hubs: Sequence[str], origins: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All replications' moves and ends of stays, named and in order."""
    by = ("rep", "hub", "week", "origin")

    def joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
        numbered = [part.with_columns(pl.lit(rep, pl.Int32).alias("rep")) for rep, part in enumerate(parts)]
        return pl.concat(numbered).with_columns(_name("hub", hubs), _name("origin", origins))

    moves = joined([m.moves for m in of]).select(*by, "people", "wait_days").sort(by)
    stages = [stage.value for stage in S.STAGES]
    ends = joined([m.ends for m in of]).with_columns(_name("outcome", stages))
    return moves, ends.select(*by, "outcome", "people").sort(*by, "outcome")
