"""A made-up scheme with many hubs, and people who could be moved to them, for tests and benchmarks.

The hubs are copies of a shipped scheme's, apart in size, stay, whom they take and kinds of place. No hub like
these was ever proposed; the numbers only make the limits bind in many ways.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from returnhub.caseload.make import make
from returnhub.scheme.figures import Confidence, Figure, Unit
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import HubTakes, PlaceKind, PlacesFor
from returnhub.screening.bulk import screen
from returnhub.screening.rules import load_ruleset

START = dt.date(2026, 1, 5)


def scheme_with(hubs: int, places: int, seed: int = 1, **agreement: float) -> Scheme:
    """`hubs` hubs with `places` in all, in sizes that differ; `agreement` may set cap_in_all and the like."""
    base = load("kosovo-2025")
    luck = np.random.default_rng(seed)
    sizes = luck.dirichlet(np.full(hubs, 8.0)) * places
    figures = dict(base.figures)

    def figure(name: str, value: float, unit: Unit) -> str:
        figures[name] = Figure(
            id=name,
            says="Made up for a test.",
            unit=unit,
            value=float(value),
            confidence=Confidence.ASSUMPTION,
            why="A test.",
        )
        return name

    made = []
    for n in range(hubs):
        kinds = tuple(
            PlaceKind(
                id=f"{who.value}-{n}",
                places_for=who,
                share=figure(f"share_{who.value}_{n}", share, Unit.SHARE),
                step_free=figure(f"step_free_{who.value}_{n}", luck.uniform(0.02, 0.1), Unit.SHARE),
            )
            for who, share in ((PlacesFor.MEN, 0.55), (PlacesFor.WOMEN, 0.15), (PlacesFor.FAMILIES, 0.3))
        )
        shut_out = tuple(
            luck.choice(
                ["IRN", "AFG", "IRQ", "ALB", "SYR", "ERI", "SDN", "VNM"], luck.integers(0, 4), replace=False
            )
        )
        made.append(
            base.hubs[0].model_copy(
                update={
                    "id": f"hub-{n}",
                    "name": f"Hub {n}",
                    "places": figure(f"places_{n}", round(sizes[n]), Unit.PLACES),
                    "expected_stay": figure(f"stay_{n}", 7 * luck.integers(8, 25), Unit.DAYS),
                    "transfers_a_week": figure(f"transfers_{n}", max(10, round(sizes[n] / 6)), Unit.PEOPLE),
                    "place_kinds": kinds,
                    "takes": HubTakes(not_origins=shut_out, care_up_to=int(luck.integers(0, 3))),
                }
            )
        )
    caps = {name: figure(name, value, Unit.PEOPLE) for name, value in agreement.items()}
    return base.model_copy(
        update={
            "hubs": tuple(made),
            "agreement": base.agreement.model_copy(update=caps),
            "rules": base.rules.model_copy(update={"profile": "eu-agreed-2026"}),
            "hosts": {},
            "figures": figures,
        }
    )


def people_for(scheme: Scheme, people: int, seed: int = 1) -> pl.DataFrame:
    """About `people` people in whole households of whom every rule about the person holds for every host."""
    found: list[pl.DataFrame] = []
    while sum(f.height for f in found) < people:
        truth = make(people * 3, load("kosovo-2025"), seed + 1000 * len(found), START).truth
        ruleset = load_ruleset(scheme.rules.profile, scheme)
        truth = truth.with_columns(
            power_to_send=pl.lit(True),
            origin_recognises_host=pl.lit(True),
            documents_issued_in_host=pl.lit(True),
            household=pl.col("household") + 10**7 * len(found),
            case=pl.col("case") + f"-{len(found)}",
        )
        holds = screen(truth, ruleset, START, about="person")["verdict"] == "conditions_hold"
        whole = truth.with_columns(holds=holds).filter(pl.col("holds").all().over("household")).drop("holds")
        found.append(whole)
    everybody = pl.concat(found)
    enough = everybody["household"].unique(maintain_order=True)
    size = everybody.group_by("household", maintain_order=True).len()
    upto = enough.gather(pl.select(pl.arange(0, int((size["len"].cum_sum() <= people).sum()))).to_series())
    return everybody.filter(pl.col("household").is_in(upto.implode()))
