"""Many worlds with the same people: each row puts figures where it wants them, all else at their medians."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from returnhub.scheme.model import Scheme
from returnhub.simulation import worlds
from returnhub.simulation.measures import drivers_of, measures, money
from returnhub.simulation.population import verdicts
from returnhub.simulation.replicate import Outlook, replicate
from returnhub.simulation.run import Progress


def sweep(
    scheme: Scheme,
    rows: Sequence[Mapping[str, float]],
    years: int = 10,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[dict[str, float]]:
    """The measures of one replication for each row (figure -> quantile of its range, 0 < u < 1)."""
    names = worlds.origins(scheme)
    class_o = verdicts(scheme, names, seed).cumulative_o if scheme.hubs else worlds.nobody(names)
    ask = Outlook(years, seed)
    medians = dict.fromkeys(scheme.figures, 0.5)

    def one(row: Mapping[str, float]) -> dict[str, float]:
        r = replicate(worlds.draw(scheme, seed, 0, {}, {**medians, **row}), class_o, ask, 0)
        d = drivers_of(r, ask)
        return measures(r, ask, d, money(r, d, ask))

    done: list[dict[str, float]] = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for found in pool.map(one, rows):
            done.append(found)
            if progress is not None:
                progress(len(done), len(rows))
    return done
