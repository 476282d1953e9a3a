"""Cost with optimism bias added, as HM Treasury's Green Book asks of early estimates.

Each cost line is raised by what such estimates have been too low by, which depends on what is bought;
what a scheme saves is not raised. The share comes from the figure `optimism_bias_` and the nature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.model import CostNature, Scheme
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class Raised:
    """What is bought: its cost as estimated, and by which figure it is raised; None: none is given."""

    nature: CostNature
    figure: Figure | None
    gbp: Band
    added: Band


@dataclass(frozen=True, slots=True)
class Optimism:
    """Cost and cost per completed return in GBP, discounted, before what is saved: as estimated and raised.

    `missing` names the figures that the scheme lacks; those lines are not raised.
    """

    gross: Band
    raised: Band
    per_return: Band
    per_return_raised: Band
    parts: tuple[Raised, ...]
    missing: tuple[FigureId, ...]


def bias_of(nature: CostNature) -> FigureId:
    """The figure that says by which share costs of this nature are raised."""
    return f"optimism_bias_{nature.value}"


def optimism(scheme: Scheme, result: Result) -> Optimism | None:
    """The costs of a result raised; None for a scheme without a hub."""
    if not scheme.hubs:
        return None
    natures = {line.id: line.nature.value for line in scheme.costs}
    gross = (pl.col("gbp") - pl.col("gbp_without") + pl.col("gbp_saved")) * pl.col("discount_factor")
    nature = pl.col("line").replace_strict(natures, default=CostNature.SERVICE.value, return_dtype=pl.String)
    by_nature = result.costs.group_by("rep", nature.alias("nature")).agg(gross.sum().alias("gbp"))
    total = np.zeros(result.replications)
    raised = np.zeros(result.replications)
    parts: list[Raised] = []
    used = {line.nature for line in scheme.costs}
    for one in CostNature:
        if one not in used:
            continue
        rows = by_nature.filter(pl.col("nature") == one.value).sort("rep")
        gbp = np.zeros(result.replications)
        gbp[rows["rep"].to_numpy()] = rows["gbp"].to_numpy()
        figure = scheme.figures.get(bias_of(one))
        share = 0.0 if figure is None else _drawn(result, figure.id)
        total += gbp
        raised += gbp * (1.0 + share)
        parts.append(Raised(one, figure, Band.of(gbp), Band.of(gbp * share)))
    completed = result.values("completed_returns")
    some = np.where(completed > 0, completed, np.nan)
    return Optimism(
        Band.of(total),
        Band.of(raised),
        Band.of(total / some),
        Band.of(raised / some),
        tuple(parts),
        tuple(bias_of(p.nature) for p in parts if p.figure is None),
    )


def _drawn(result: Result, figure: FigureId) -> np.ndarray:
    return result.draws.filter(pl.col("figure") == figure).sort("rep")["value"].to_numpy()
