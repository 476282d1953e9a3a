"""Who was moved and how stays ended, by hub, week and origin.

Counted with NumPy, in the order of people: a mean must not depend on how many threads a machine has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.simulation import stages as S
from returnhub.simulation.replicate import Replication

_STAGES = [stage.value for stage in S.STAGES]


def moves(r: Replication, end: float, hubs: Sequence[str]) -> pl.DataFrame:
    """People moved before day `end`, by hub, week and origin, with the mean of the days that they waited."""
    who = np.flatnonzero(r.moved.at < end)
    by = {"hub": hubs, "week": None, "origin": r.world.origins}
    at, frame = _cells(by, r.moved.hub[who], (r.moved.at[who] / S.WEEK).astype(np.int64), r.origin[who])
    people = np.bincount(at, weights=r.size[who], minlength=frame.height)
    days = np.bincount(at, weights=r.size[who] * (r.moved.at - r.ready)[who], minlength=frame.height)
    return frame.with_columns(people=people.astype(np.uint32), wait_days=days / people)


def ends(r: Replication, end: float, hubs: Sequence[str]) -> pl.DataFrame:
    """People whose stay ended before day `end`, by hub, week, origin and outcome."""
    m = r.moved
    who = np.flatnonzero(m.ended < end)
    by = {"hub": hubs, "week": None, "origin": r.world.origins, "outcome": _STAGES}
    week = (m.ended[who] / S.WEEK).astype(np.int64)
    at, frame = _cells(by, m.hub[who], week, r.origin[who], m.end_stage[who])
    people = np.bincount(at, weights=r.size[who], minlength=frame.height)
    return frame.with_columns(people=people.astype(np.uint32))


def _cells(
    by: dict[str, Sequence[str] | None], *codes: NDArray[np.integer]
) -> tuple[NDArray[np.intp], pl.DataFrame]:
    """For each household its row, and the rows: each combination of codes that occurs, in order.

    `by`: each column with its names; None where the code itself is shown.
    """
    sizes = [int(code.max(initial=0)) + 1 for code in codes]
    cells, at = np.unique(np.ravel_multi_index(codes, sizes), return_inverse=True)
    columns = {
        name: pl.Series(row.astype(np.int32))
        if names is None
        else pl.Series(list(names), dtype=pl.Enum(names)).gather(row)
        for (name, names), row in zip(by.items(), np.unravel_index(cells, sizes), strict=True)
    }
    return at, pl.DataFrame(columns)
