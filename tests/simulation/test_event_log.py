"""The event log of a run: read by pm4py, the same in both formats, and each person's events conform."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
import warnings
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.procedure.read_by_others import happenings, missing_tokens, pm, read_by_another

from returnhub.cli.main import main
from returnhub.procedure import Event, Happening, Procedure, conformance, procedure
from returnhub.procedure.history_log import HOUSEHOLD, HUB, PERSON, TRANSFER
from returnhub.procedure.ocel import Log
from returnhub.procedure.ocel_sqlite import table_name, write_sqlite
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.simulation.event_log import as_log, event_log
from returnhub.simulation.history import Told
from returnhub.simulation.result import Outcome

__all__ = ["pm"]


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    """Kosovo's offer with a hub that is open at once and large, so that many come to it."""
    base = load("kosovo-2025")
    values = {"hub_places": 100_000.0, "hub_opens_after_days": 30.0, "hub_full_after_days": 0.0,
              "referral_share": 1.0, "host_accepts_share": 1.0}  # fmt: skip
    plain = {"range": None, "distribution": None, "by_origin": {}}
    figures = {n: base.figures[n].model_copy(update=plain | {"value": v}) for n, v in values.items()}
    hubs = tuple(h.model_copy(update={"transfers_a_week": None, "comes_about": None}) for h in base.hubs)
    changed = {"figures": {**base.figures, **figures}, "hubs": hubs, "resources": (), "events": ()}
    return base.model_copy(update=changed)


@pytest.fixture(scope="module")
def table(scheme: Scheme) -> Procedure:
    return procedure(scheme.procedure.value)


@pytest.fixture(scope="module")
def log(scheme: Scheme) -> Log:
    return event_log(scheme, people=1200, years=6, seed=2)


@pytest.fixture(scope="module")
def read_back(log: Log, pm: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return read_by_another(log, pm, tmp_path_factory.mktemp("log"))


def test_the_log_has_people_households_hubs_and_transfers(log: Log) -> None:
    kinds = Counter(o.type for o in log.objects)
    assert kinds[PERSON] >= 1200
    assert kinds[HOUSEHOLD] < kinds[PERSON]
    assert kinds[HUB] == 1
    assert kinds[TRANSFER] > 20
    sizes = {
        o.id: {a.name: a.value for a in o.attributes}["people"] for o in log.objects if o.type == HOUSEHOLD
    }
    assert sum(int(n) for n in sizes.values()) == kinds[PERSON]


def test_every_id_is_there_once_and_every_link_leads_somewhere(log: Log) -> None:
    objects, events = [o.id for o in log.objects], [e.id for e in log.events]
    assert len(set(objects)) == len(objects)
    assert len(set(events)) == len(events)
    linked = {link.object for thing in (*log.objects, *log.events) for link in thing.links}
    assert linked <= set(objects)


def test_events_are_in_order_and_no_two_of_a_person_at_one_moment(log: Log) -> None:
    times: dict[str, list[dt.datetime]] = {}
    for e in log.events:
        times.setdefault(e.links[0].object, []).append(e.time)
        assert e.attributes["recorded"] >= e.time  # pyright: ignore[reportOperatorIssue]
    assert all(t == sorted(set(t)) for t in times.values())


def test_pm4py_reads_the_same_events_objects_and_links(log: Log, read_back: Any) -> None:
    touched = {link.object for e in log.events for link in e.links}
    assert len(read_back.events) == len(log.events)
    assert set(read_back.objects["ocel:oid"]) == touched
    assert len(read_back.relations) == sum(len(e.links) for e in log.events)
    assert Counter(read_back.events["ocel:activity"]) == Counter(e.type for e in log.events)
    assert set(read_back.relations["ocel:qualifier"]) == {
        link.qualifier for e in log.events for link in e.links
    }
    changes = read_back.object_changes
    people = changes[changes["ocel:type"] == PERSON]
    moves = [e for e in log.events if e.attributes["stage_before"] != e.attributes["stage_after"]]
    assert len(people) == len(moves)


def test_what_pm4py_read_conforms_to_the_procedure_table(
    read_back: Any, table: Procedure, pm: ModuleType
) -> None:
    found = happenings(read_back, pm)
    assert len({h.case for h in found}) > 900
    assert {h.event for h in found} >= {Event.DEPARTED, Event.ARRIVED, Event.CLAIM_REFUSED}
    assert conformance(table, found) == []


def test_two_events_turned_round_are_found(read_back: Any, table: Procedure, pm: ModuleType) -> None:
    found = happenings(read_back, pm)
    first = next(i for i, h in enumerate(found) if h.event is Event.DEPARTED)
    a, b = found[first - 1], found[first]
    swapped = [
        Happening(b.case, b.event, a.happened, a.recorded),
        Happening(a.case, a.event, b.happened, b.recorded),
    ]
    assert conformance(table, [*found[: first - 1], *swapped, *found[first + 1 :]]) != []


def test_each_person_replays_on_a_petri_net_made_from_the_table(
    read_back: Any, table: Procedure, pm: ModuleType
) -> None:
    assert missing_tokens(read_back, table, pm, people=200) == {0}


def test_both_formats_hold_the_same_log(log: Log, read_back: Any, pm: ModuleType, tmp_path: Path) -> None:
    write_sqlite(log, tmp_path / "run.sqlite")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pm4py.objects.ocel.validation import ocel20_rel_validation

        other = pm.read_ocel2_sqlite(str(tmp_path / "run.sqlite"))
        satisfied, unsatisfied = ocel20_rel_validation.apply(str(tmp_path / "run.sqlite"))
    assert unsatisfied == []
    assert len(satisfied) > 10

    def events(of: Any) -> list[tuple[str, str, str]]:
        return sorted(
            zip(
                of.events["ocel:eid"],
                of.events["ocel:activity"],
                of.events["ocel:timestamp"].dt.strftime("%Y-%m-%d %H:%M:%S"),
                strict=True,
            )
        )

    def links(of: Any) -> list[tuple[str, str, str]]:
        r = of.relations
        return sorted(zip(r["ocel:eid"], r["ocel:oid"], r["ocel:qualifier"], strict=True))

    assert events(other) == events(read_back)
    assert links(other) == links(read_back)


def test_the_sqlite_file_keeps_its_own_references(log: Log, tmp_path: Path) -> None:
    write_sqlite(log, tmp_path / "run.sqlite")
    with contextlib.closing(sqlite3.connect(tmp_path / "run.sqlite")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        (count,) = database.execute("SELECT count(*) FROM event_Departed").fetchone()
        assert count == sum(e.type == Event.DEPARTED.value for e in log.events)
    assert len({table_name(e.value) for e in Event}) == len(Event)


def test_a_hub_is_gone_to_stayed_in_and_left(log: Log) -> None:
    roles: dict[str, set[str]] = {}
    for e in log.events:
        for link in e.links:
            if link.object.startswith("hub-"):
                roles.setdefault(e.type, set()).add(link.qualifier)
    assert roles["place proposed"] == {"to"}
    assert roles["departed"] == {"to"}
    assert roles["arrived"] == {"in"}
    assert roles["returned voluntarily"] == {"from"}
    assert "claim refused" not in roles


def test_events_of_one_moment_are_told_a_second_apart(scheme: Scheme, table: Procedure) -> None:
    when = dt.datetime(2026, 3, 1, 9)
    names = (Event.CLAIM_REFUSED, Event.APPEAL_TIME_ENDED, Event.REFERRED)
    told = Told(
        "p", "h", "IRN", None, [Happening("p", e, when, when) for e in names], Outcome.WAITING_FOR_PLACE
    )
    made = as_log(scheme, table, [told])
    assert [(e.type, e.time.second) for e in made.events] == [(e.value, n) for n, e in enumerate(names)]


@pytest.mark.parametrize("name", ["none", "rwanda-2022"])
def test_other_schemes_export_too(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = ["export", "ocel", name, "--people", "60", "--years", "3"]
    assert main([*line, "-o", "log"]) == 0
    assert "Everyone in it is made up" in capsys.readouterr().out
    whole = json.loads((tmp_path / "log" / f"{name}.jsonocel").read_text())
    assert main([*line, "-o", "again.json", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)["result"]
    assert (result["events"], result["person"]) == (
        len(whole["events"]),
        sum(o["type"] == "person" for o in whole["objects"]),
    )
    assert json.loads((tmp_path / "again.json").read_text()) == whole
    assert main([*line, "-o", "log.sqlite"]) == 0
    assert main([*line, "-o", "log.sqlite"]) == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("export ocel none -o x.xml", "a name that ends in .jsonocel, .json or .sqlite, or a folder"),
        ("export ocel none -o no/x.json", 'there is no folder "no"'),
        ("export ocel none -o a-file", "it is a file, not a folder"),
        ("export ocel none -o a-file/log", "not a directory"),
        ("export ocel none -o new --people 0", "--people 0 cannot be used: 1 to 100,000 is needed"),
        ("export ocel none -o x.json --years 99", "--years 99 cannot be used"),
        ("export ocel none -o x.json --seed -1", "--seed -1 cannot be used"),
        ("export ocel nowhere -o x.json", 'no scheme called "nowhere"'),
        ("export ocel none", "missing option"),
        ("export", "Commands:"),
    ],
)
def test_wrong_use_is_said_in_words_and_leaves_nothing(
    line: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("here")
    assert main(line.split()) == 2
    assert says.casefold() in " ".join(capsys.readouterr().err.split()).casefold()
    assert [p.name for p in tmp_path.iterdir()] == ["a-file"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["--people", "5"], "a scheme's folder or name is needed"),
        (["kosovo-2025", "--home", "x"], "either a scheme or the folder of a service"),
        (["--home", "x"], "no service runs on the folder"),
    ],
)
def test_a_scheme_and_a_service_are_not_asked_at_once(
    line: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "ocel", "-o", "log.json", *line]) == 2
    assert said in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "log.json").exists()
