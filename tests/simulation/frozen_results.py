"""What each shipped scheme comes to for one seed, kept in a file, so that no change goes unseen.

`bin/freeze-results --reason "..."` records them again, on purpose: the reason goes into the file.
"""

from __future__ import annotations

import math
from pathlib import Path

import yaml

from returnhub.scheme.load import load
from returnhub.simulation.run import simulate

KEPT_IN = Path(__file__).parent / "frozen.yaml"
RUN = {"years": 10, "replications": 6, "seed": 1, "scale": 0.1}
MEASURES = (
    "moved",
    "households_moved",
    "completed_returns",
    "returns_a_year",
    "returns_a_year_without",
    "claims_a_year",
    "refused_a_year",
    "queue_mean",
    "wait_days_mean",
    "stay_days_mean",
    "transferred_back",
    "released_in_host",
    "left_hub",
    "re_arrived",
    "late_barriers_avoided",
    "suspended_weeks",
    "onward_return_weeks_waited",
    "cost_gbp",
    "cost_net_gbp",
    "cost_per_completed_return",
    "breakeven_deterrence",
)


def found(name: str) -> dict[str, list[float | None]]:
    """Each measure of the shipped scheme `name`, run by run; None where there is nobody to count."""
    result = simulate(load(name), **RUN)
    return {
        measure: [None if math.isnan(x) else float(f"{x:.9g}") for x in result.values(measure)]
        for measure in MEASURES
    }


def kept() -> dict[str, dict[str, list[float | None]]]:
    """What was recorded, by scheme and measure."""
    return yaml.safe_load(KEPT_IN.read_text())["results"]
