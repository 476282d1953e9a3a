"""Two simulators of one process, side by side."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from benchmarks.agree import z_scores

from validation.evidence import Apart, Row

Runs = Sequence[Mapping[str, float]]


def agrees(mine: Runs, theirs: Runs, bound: float, counts: Collection[str] = ()) -> list[Row]:
    """A row for each metric: the peer's mean, ours, and how many standard errors lie between."""
    rows: list[Row] = []
    for name, z in z_scores(theirs, mine, counts).items():
        expected, found = (float(np.mean([run[name] for run in runs])) for runs in (theirs, mine))
        error = abs(found - expected) / abs(z) if z and math.isfinite(z) else math.nan
        rows.append(Row(name, expected, found, error, z, Apart.ERRORS, bound))
    return rows
