"""Whether two simulators of one process find the same: distances of their means in standard errors."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np


def z_scores(
    a: Sequence[Mapping[str, float]], b: Sequence[Mapping[str, float]], counts: Collection[str] = ()
) -> dict[str, float]:
    """How far the means of two samples of runs lie apart, in standard errors, for each name in `a`.

    Both simulate one process, so they share a variance, and `b` may be a single run. That of the `counts`
    of people is taken as no less than a tenth of their mean, as few runs can agree by chance. Where nothing
    varies and nothing differs: 0.
    """
    scores: dict[str, float] = {}
    for name in a[0]:
        x, y = np.array([run[name] for run in a]), np.array([run[name] for run in b])
        square = ((x - x.mean()) ** 2).sum() + ((y - y.mean()) ** 2).sum()
        variance = max(square / (x.size + y.size - 2), 0.1 * x.mean() if name in counts else 0.0)
        error = math.sqrt(variance * (1 / x.size + 1 / y.size))
        gap = float(y.mean() - x.mean())
        scores[name] = gap / error if error > 0 else (0.0 if gap == 0 else math.inf)
    return scores
