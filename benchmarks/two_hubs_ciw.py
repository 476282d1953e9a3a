"""Two hubs of one scheme in Ciw, a simulator of networks of queues: what our kernel is held against.

People come, are decided after a lognormal time, and a share of them is granted. All others ask for the
hub with the smallest share of its places spoken for, and give up after an exponential time. Those of the
first class go before others. A stay has a lognormal time and a limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

import ciw
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PROCEDURE, FIRST_HUB = 1, 2
FIRST, OTHER = "first", "other"


class TwoHubs(NamedTuple):
    """Rates a day, times in days; `procedure` and `stay` are a median and a log-sd."""

    first_a_day: float
    others_a_day: float
    procedure: tuple[float, float]
    granted_share: float
    places: tuple[int, ...]
    patience_mean: float
    stay: tuple[float, float]
    limit: float


class _Stay(ciw.dists.Distribution):
    def __init__(self, net: TwoHubs) -> None:
        self.net = net

    def sample(self, t: float | None = None, ind: object = None) -> float:
        median, spread = self.net.stay
        return min(float(ciw.rng.lognormal(log(median), spread)), self.net.limit)


class _Decided(ciw.routing.NodeRouting):
    """Those who are not granted go to the hub that is least spoken for, the first on a tie."""

    def __init__(self, net: TwoHubs) -> None:
        self.net = net

    def next_node(self, ind: object) -> ciw.node.Node:
        if ciw.rng.random() < self.net.granted_share:
            return self.simulation.nodes[-1]
        hubs = self.simulation.nodes[FIRST_HUB:-1]
        full = [hub.number_of_individuals / places for hub, places in zip(hubs, self.net.places, strict=True)]
        return hubs[full.index(min(full))]


def run(net: TwoHubs, days: float, seed: int) -> dict[str, float]:
    """One run from an empty start: people by what became of them, weekly means of each hub and its line,
    and the days waited by those who got a place."""
    ciw.seed(seed)
    hubs = len(net.places)
    arrive = {FIRST: net.first_a_day, OTHER: net.others_a_day}
    median, spread = net.procedure
    served = [ciw.dists.Lognormal(log(median), spread), *(_Stay(net) for _ in net.places)]
    patience = [None, *(ciw.dists.Exponential(1.0 / net.patience_mean) for _ in net.places)]
    network = ciw.create_network(
        arrival_distributions={c: [ciw.dists.Exponential(r)] + [None] * hubs for c, r in arrive.items()},
        service_distributions=dict.fromkeys(arrive, served),
        reneging_time_distributions=dict.fromkeys(arrive, patience),
        number_of_servers=[float("inf"), *net.places],
        priority_classes={FIRST: 0, OTHER: 1},
        routing={
            c: ciw.routing.NetworkRouting([_Decided(net), *(ciw.routing.Leave() for _ in net.places)])
            for c in arrive
        },
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(days)
    return _found(simulation.get_all_records(include_incomplete=True), net, days)


def _found(records: Sequence[ciw.data_record.DataRecord], net: TwoHubs, days: float) -> dict[str, float]:
    asked = [r for r in records if r.node >= FIRST_HUB]
    moved = [r for r in asked if r.waiting_time is not None and r.record_type != "renege"]
    stayed = [r for r in moved if r.service_end_date is not None]
    # Ciw keeps a service as the difference of two dates.
    released = sum(r.service_time > net.limit - 1e-6 for r in stayed)
    waits = np.array([r.waiting_time for r in moved])
    found = {
        "granted": sum(r.node == PROCEDURE and r.destination == -1 for r in records),
        "left the line": sum(r.record_type == "renege" for r in asked),
        "moved": len(moved),
        "returned": len(stayed) - released,
        "released": released,
        "days waited, mean": waits.mean(),
        "days waited, 95 of 100": np.quantile(waits, 0.95),
    }
    for h in range(len(net.places)):
        here = [r for r in asked if r.node == FIRST_HUB + h]
        came = np.array([r.arrival_date for r in here])
        entered = np.array([r.arrival_date + r.waiting_time for r in moved if r.node == FIRST_HUB + h])
        gone = np.array([r.exit_date for r in here if r.record_type == "renege"])
        left = np.array([r.exit_date for r in stayed if r.node == FIRST_HUB + h])
        found[f"people in hub {h + 1}"] = _present(entered, left, days)
        found[f"people in line {h + 1}"] = _present(came, np.concatenate([entered, gone]), days)
    return {name: float(value) for name, value in found.items()}


def _present(came: Floats, went: Floats, days: float) -> float:
    """People present at the end of each whole week, in the mean."""
    weeks = np.arange(7.0, days + 0.5, 7.0)
    return float((np.searchsorted(np.sort(came), weeks) - np.searchsorted(np.sort(went), weeks)).mean())
