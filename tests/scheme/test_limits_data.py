"""What limits a hub, happens to it and fills it is refused where it makes no sense: place, sentence, mend."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.cli import words
from returnhub.problems import Code, Problem
from returnhub.scheme.figures import Unit
from returnhub.scheme.limits import EventKind
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.uses import uses

ProblemsOf = Callable[[Path], list[Problem]]

SHIPPED = ("none", "kosovo-2025", "rwanda-2022")
STOPS = "events:\n  - {id: stops, kind: suspended, says: It stops., chance: court_suspension_a_year"
SWAY = "sways:\n  - {id: follows, says: It follows., way: raises, by: opens_late_share"

WRONG = [
    (
        "resources:\n  - {id: guards, kind: escorts, says: Guards., hub: hil, a_week: escorts_a_week,"
        " needs: [{step: transfer, amount: escorts_a_transfer}]}",
        Code.SCHEME_REFERENCE_MISSING,
        "resources.guards.hub",
        ['no hub is called "hil"', "did you mean hill?"],
    ),
    (
        f"{STOPS}, hub: dale, days: court_suspension_days}}",
        Code.SCHEME_REFERENCE_MISSING,
        "events.stops.hub",
        ['no hub is called "dale"'],
    ),
    (f"{STOPS}}}", Code.SCHEME_DAYS_MISSING, "events.stops", ['"stops" (suspended)', 'add "days"']),
    (
        "events:\n  - {id: slips, kind: opens late, says: It slips., chance: opens_late_share}",
        Code.SCHEME_DAYS_MISSING,
        "events.slips",
        ['"slips" (opens late)'],
    ),
    (f"{SWAY}, of: hill, then: dale}}", Code.SCHEME_REFERENCE_MISSING, "sways.follows.then", ['"dale"']),
    (f"{SWAY}, of: dale, then: hill}}", Code.SCHEME_REFERENCE_MISSING, "sways.follows.of", ['"dale"']),
    (f"{SWAY}, of: hill, then: hill}}", Code.SCHEME_SWAY_ITSELF, "sways.follows.then", ["sway itself"]),
    (
        f"{SWAY.replace('follows', 'court-suspension')}, of: hill, then: hill}}",
        Code.SCHEME_NAME_TWICE,
        "events.court-suspension.id",
        ['"court-suspension" is used twice'],
    ),
    (
        "interventions:\n  - {id: watch, title: A watch, says: It watches., route: small boat, "
        "reach: taskforce_reach, prevents: taskforce_prevents, displaced: taskforce_displaced, "
        "starts_after_days: taskforce_starts_after_days, full_after_days: taskforce_full_after_days, "
        "statements: [nobody_said], source: [{cite: Made up}]}",
        Code.STATEMENT_REFERENCE_MISSING,
        "interventions.watch.statements.1",
        ['no statement is called "nobody_said"'],
    ),
]


def _with(small: Path, text: str) -> Path:
    scheme = small / "scheme.yaml"
    scheme.write_text(f"{scheme.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
    return small


def _in_the_hub(small: Path, text: str) -> Path:
    scheme = small / "scheme.yaml"
    before = scheme.read_text(encoding="utf-8")
    scheme.write_text(before.replace("\ncosts:\n", f"\n{text}\ncosts:\n"), encoding="utf-8")
    return small


@pytest.mark.parametrize(("text", "code", "field", "said"), WRONG, ids=[f"{w[2]}-{w[1]}" for w in WRONG])
def test_it_is_refused_with_place_sentence_and_mend(
    small: Path, problems_of: ProblemsOf, text: str, code: Code, field: str, said: list[str]
) -> None:
    found = [p for p in problems_of(_with(small, text)) if p.code is code]
    assert [p.where.field for p in found] == [field]
    assert found[0].where.line is not None
    line = words.line(found[0])
    assert [s for s in said if s not in line] == [], line


def test_an_event_that_closes_a_hub_needs_no_days(small: Path) -> None:
    text = "events:\n  - {id: shuts, kind: closes, says: It shuts., chance: security_closure_a_year}"
    assert load(_with(small, text)).events[-1].days is None


@pytest.mark.parametrize("women", ["men_places_share", "step_free_places_share"])
def test_kinds_of_place_come_to_all_places(small: Path, problems_of: ProblemsOf, women: str) -> None:
    kinds = (
        "    place_kinds:\n"
        "      - {id: men, places_for: men, share: men_places_share}\n"
        f"      - {{id: women, places_for: women, share: {women}}}"
    )
    (problem,) = problems_of(_in_the_hub(small, kinds))
    assert (problem.code, problem.where.field) == (Code.SCHEME_KINDS_NOT_WHOLE, "hubs.hill.place_kinds")
    assert "not to 1" in words.sentence(problem)


def test_two_kinds_of_place_have_two_names(small: Path, problems_of: ProblemsOf) -> None:
    share = {"men": "men_places_share", "women": "women_places_share", "families": "family_places_share"}
    rows = "\n".join(f"      - {{id: same, places_for: {f}, share: {s}}}" for f, s in share.items())
    found = problems_of(_in_the_hub(small, f"    place_kinds:\n{rows}"))
    assert {(p.code, p.where.field) for p in found} == {
        (Code.SCHEME_NAME_TWICE, "hubs.hill.place_kinds.same.id")
    }


def test_a_hub_takes_people_of_origins_that_the_model_knows(small: Path, problems_of: ProblemsOf) -> None:
    (problem,) = problems_of(_in_the_hub(small, "    takes: {origins: [IRN], not_origins: [XYZ]}"))
    assert (problem.code, problem.given["found"]) == (Code.SCHEME_ORIGIN_UNKNOWN, "XYZ")


@pytest.mark.parametrize("name", SHIPPED)
def test_no_claimed_fall_is_switched_on_in_a_shipped_scheme(name: str) -> None:
    scheme = load(name)
    assert [one.id for one in scheme.interventions] == ["migration-taskforce", "albania-cooperation"]
    assert not any(one.active for one in scheme.interventions)


@pytest.mark.parametrize(("prevents", "claimed"), [("taskforce_prevents", 0.5), ("albania_prevents", 0.95)])
def test_what_is_claimed_is_the_far_end_and_nothing_is_the_near_one(prevents: str, claimed: float) -> None:
    figure = load("none").figure(prevents)
    assert (figure.low, figure.high, figure.is_assumption) == (0.0, claimed, True)


def test_the_taskforce_cannot_touch_more_people_than_were_counted_on_its_route() -> None:
    none = load("none")
    reach, boats = none.figure("taskforce_reach"), none.figure("origin_weight_boat")
    weights = {origin: row.middle for origin, row in boats.by_origin.items()}
    share = sum(weights[o] * reach.amount(o).middle for o in weights) / sum(weights.values())
    arrivals, counted = none.figure("small_boat_arrivals_2025"), none.figure("balkan_route_2025")
    assert 0.05 < share < 0.10
    assert share * arrivals.middle < counted.middle


@pytest.mark.parametrize("name", SHIPPED)
def test_rwandas_opening_holds_its_delay_already_so_no_second_one_is_drawn(name: str) -> None:
    late = [e.active for e in load(name).events if e.kind is EventKind.OPENS_LATE]
    assert late == [name != "rwanda-2022"]


@pytest.mark.parametrize("name", ["kosovo-2025", "rwanda-2022"])
def test_a_hub_is_not_ready_until_all_three_have_been_said(name: str) -> None:
    (hub,) = load(name).hubs
    assert not (hub.ready.monitor and hub.ready.complaint_way and hub.ready.exit_route)
    assert hub.ready.says


@pytest.mark.parametrize("name", ["kosovo-2025", "rwanda-2022"])
def test_one_published_stay_is_planned_with_and_never_above_the_limit(name: str) -> None:
    scheme = load(name)
    (hub,) = scheme.hubs
    assert hub.expected_stay is not None
    planned = scheme.figure(hub.expected_stay)
    assert planned.range is None
    assert planned.middle <= scheme.figure(hub.stay.limit).middle


@pytest.fixture(scope="module")
def kosovo() -> Scheme:
    return load("kosovo-2025")


@pytest.mark.parametrize(("places", "short"), [(50, 0), (1000, 2)])
def test_resources_are_enough_for_tens_of_places_and_short_for_a_thousand(
    kosovo: Scheme, places: int, short: int
) -> None:
    # Each place is filled about twice a year, and half of the people given notice are moved.
    moved = 2 * places / 52
    steps = {"notice of a place": 2 * moved, "transfer": moved, "onward return": moved / 2}
    steps["further submissions on notice"] = moved
    used = {
        r.id: sum(kosovo.figure(n.amount).middle * steps[n.step] for n in r.needs)
        / kosovo.figure(r.a_week).middle
        for r in kosovo.resources
    }
    assert sum(share > 1 for share in used.values()) >= short
    assert places > 50 or max(used.values()) < 0.5, used


def test_the_units_of_resources_and_interventions_are_told(kosovo: Scheme) -> None:
    units = {u.path[0]: set() for u in uses(kosovo)}
    for use in uses(kosovo):
        units[use.path[0]] |= {kosovo.figure(use.figure).unit}
    assert units["resources"] == {Unit.A_WEEK, Unit.FOR_A_PERSON}
    assert units["interventions"] == {Unit.SHARE, Unit.DAYS, Unit.GBP_A_YEAR}
