"""A log as pm4py reads it: each person's events in its own flattening, and replayed on a net of the table."""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from returnhub.procedure import Event, Happening, Procedure, Stage
from returnhub.procedure.history_log import PERSON
from returnhub.procedure.ocel import Log, as_json


@pytest.fixture(scope="module")
def pm() -> ModuleType:
    """pm4py, which warns of its libraries and prints its licence when it is imported."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import pm4py
    return pm4py


def read_by_another(log: Log, pm: ModuleType, folder: Path) -> Any:
    """The log, written by us and read by pm4py."""
    path = folder / "run.jsonocel"
    path.write_text(json.dumps(as_json(log)), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pm.read_ocel2_json(str(path))


def happenings(read_back: Any, pm: ModuleType) -> list[Happening]:
    """Each person's events in pm4py's own flattening, in its order."""
    flat = pm.ocel_flattening(read_back, PERSON)
    recorded = dict(zip(read_back.events["ocel:eid"], read_back.events["recorded"], strict=True))
    rows = zip(
        flat["case:concept:name"], flat["concept:name"], flat["time:timestamp"], flat["ocel:eid"], strict=True
    )
    return [
        Happening(case, Event(name), when.to_pydatetime(), recorded[eid].to_pydatetime())
        for case, name, when, eid in rows
    ]


def missing_tokens(read_back: Any, table: Procedure, pm: ModuleType, people: int) -> set[int]:
    """What the first so many people lack when they are replayed on a Petri net of the table."""
    from pm4py.objects.petri_net.obj import Marking, PetriNet
    from pm4py.objects.petri_net.utils import petri_utils

    net = PetriNet(table.name)
    places = {stage: PetriNet.Place(stage.value) for stage in Stage}
    for place in places.values():
        net.places.add(place)
    for n, step in enumerate(table.steps):
        transition = PetriNet.Transition(str(n), step.event.value)
        net.transitions.add(transition)
        petri_utils.add_arc_from_to(places[step.stage], transition, net)
        petri_utils.add_arc_from_to(transition, places[step.to], net)
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        flat = pm.ocel_flattening(read_back, PERSON)
        names = sorted(set(flat["case:concept:name"]))[:people]
        flat = flat[flat["case:concept:name"].isin(names)]
        replayed = pm.conformance_diagnostics_token_based_replay(
            flat, net, Marking({places[table.first]: 1}), Marking()
        )
    assert len(replayed) == len(names)
    return {trace["missing_tokens"] for trace in replayed}
