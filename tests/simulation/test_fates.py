"""What happens to hubs and arrivals in one world: openings, suspensions, closings, sways, interventions."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from returnhub.scheme.figures import Confidence, Figure, Source, Unit
from returnhub.scheme.hosts import Answer, HostAndOrigin
from returnhub.scheme.interventions import Intervention, Route, Sway
from returnhub.scheme.limits import EventKind, HubEvent
from returnhub.scheme.model import Driver, Scheme
from returnhub.simulation import stages as S
from returnhub.simulation import worlds
from returnhub.simulation.fates import Fates, calendar, fates, moving
from returnhub.simulation.places import host_and_origin
from returnhub.simulation.run import simulate

END = 10 * S.YEAR
WORLDS = 400
SMALL = {"years": 4, "scale": 0.02, "replications": 3}


def figure(name: str, value: float, unit: Unit) -> Figure:
    return Figure(
        id=name,
        says="A figure of a test",
        unit=unit,
        value=value,
        confidence=Confidence.ASSUMPTION,
        why="test",
    )


def having(scheme: Scheme, *figures: Figure, **update: object) -> Scheme:
    return scheme.model_copy(update={**update, "figures": {**scheme.figures, **{f.id: f for f in figures}}})


def happens(scheme: Scheme, kind: EventKind, chance: float, days: float | None = 30.0) -> Scheme:
    unit = Unit.SHARE if kind is EventKind.OPENS_LATE else Unit.SHARE_A_YEAR
    event = HubEvent(
        id="trouble",
        kind=kind,
        says="test",
        chance="chance_of_it",
        days=None if days is None else "days_of_it",
    )
    figures = [figure("chance_of_it", chance, unit), figure("days_of_it", days or 0.0, Unit.DAYS)]
    return having(scheme, *figures, events=(event,))


def drawn(scheme: Scheme, **fixed: float) -> list[Fates]:
    return [fates(worlds.draw(scheme, 1, k, fixed), END) for k in range(WORLDS)]


def test_a_hub_opens_late_as_often_as_its_chance_says(bare: Scheme) -> None:
    late = happens(bare, EventKind.OPENS_LATE, 0.3, days=200.0)
    opens = np.array([f.opens[0] for f in drawn(late, hub_opens_after_days=400.0)])
    assert set(opens.tolist()) == {400.0, 600.0}
    assert np.mean(opens == 600.0) == pytest.approx(0.3, abs=0.07)


def test_a_hub_closes_for_good_as_often_as_its_chance_says(bare: Scheme) -> None:
    shuts = happens(bare, EventKind.CLOSES, 0.1, days=None)
    found = drawn(shuts, hub_opens_after_days=0.0)
    closed = np.mean([np.isfinite(f.closes[0]) for f in found])
    assert closed == pytest.approx(1 - 0.9**10, abs=0.07)


def test_a_closed_hub_has_no_places_any_more(bare: Scheme) -> None:
    world = worlds.draw(bare, 1, 0, {"hub_places": 100.0, "hub_full_after_days": 0.0})
    places = calendar(world, bare.hubs[0], opens=70.0, closes=200.0, weeks=52, scale=1.0)
    assert places[:10].sum() == 0
    assert set(places[10:28].tolist()) == {100}
    assert places[28:].sum() == 0


def test_suspensions_come_as_often_and_last_as_long_as_told(bare: Scheme) -> None:
    stops = happens(bare, EventKind.SUSPENDED, 0.5, days=70.0)
    found = drawn(stops, hub_opens_after_days=0.0)
    a_year = np.mean([len(f.happened) for f in found]) / 10
    rate = -np.log(0.5)
    assert a_year == pytest.approx(1 / (1 / rate + 70 / 365), rel=0.06)
    one = next(f for f in found if f.happened)
    shut = ~moving(one, 1, 10)[0]
    day = one.happened[0].day
    assert shut[int(day / 7) : int((day + 70) / 7)].all()


def test_an_event_switched_off_never_happens(bare: Scheme) -> None:
    scheme = happens(bare, EventKind.CLOSES, 0.9)
    off = scheme.model_copy(
        update={"events": tuple(e.model_copy(update={"active": False}) for e in scheme.events)}
    )
    assert all(f.happened == () for f in drawn(off))


def test_an_event_more_changes_no_other_fate(bare: Scheme) -> None:
    late = happens(bare, EventKind.OPENS_LATE, 0.3)
    other = HubEvent(id="other", kind=EventKind.SUSPENDED, says="test", chance="a_chance", days="days_of_it")
    both = having(late, figure("a_chance", 0.4, Unit.SHARE_A_YEAR), events=(*late.events, other))
    assert [f.opens[0] for f in drawn(late)] == [f.opens[0] for f in drawn(both)]


def two_hubs(scheme: Scheme, on: bool) -> Scheme:
    second = scheme.hubs[0].model_copy(update={"id": "second", "comes_about": "second_comes"})
    first = scheme.hubs[0].model_copy(update={"comes_about": "first_comes"})
    sway = Sway(
        id="follows", says="test", active=on, of=first.id, then="second", way="raises", by="sway_of_it"
    )
    return having(
        scheme,
        figure("first_comes", 0.5, Unit.SHARE),
        figure("second_comes", 0.2, Unit.SHARE),
        figure("sway_of_it", 0.5, Unit.SHARE),
        hubs=(first, second),
        sways=(sway,),
    )


@pytest.mark.parametrize(("on", "expected"), [(False, 0.2), (True, 0.6)])
def test_one_offer_sways_another_only_if_it_came_about(bare: Scheme, on: bool, expected: float) -> None:
    found = drawn(two_hubs(bare, on))
    first, second = (np.array([np.isfinite(f.opens[h]) for f in found]) for h in (0, 1))
    assert first.mean() == pytest.approx(0.5, abs=0.08)
    assert second[~first].mean() == pytest.approx(0.2, abs=0.08)
    assert second[first].mean() == pytest.approx(expected, abs=0.1)


def test_two_hubs_in_a_whole_run_balance(bare: Scheme) -> None:
    result = simulate(two_hubs(bare, on=True), **SMALL)
    assert [check for check in result.checks if not check.holds] == []


def intervention(scheme: Scheme, **values: float) -> Scheme:
    given = {"reach": 1.0, "prevents": 0.5, "displaced": 0.0} | values
    days = {"starts_after_days": 0.0, "full_after_days": 0.0}
    one = Intervention(
        id="watch",
        title="Watching a route",
        says="test",
        active=True,
        route=Route.BOAT,
        reach="w_reach",
        prevents="w_prevents",
        displaced="w_displaced",
        starts_after_days="w_starts",
        full_after_days="w_full",
        source=(Source(cite="a test"),),
    )
    return having(
        scheme,
        *(figure(f"w_{name}", value, Unit.SHARE) for name, value in given.items()),
        figure("w_starts", days["starts_after_days"], Unit.DAYS),
        figure("w_full", days["full_after_days"], Unit.DAYS),
        interventions=(one,),
    )


def test_an_intervention_keeps_off_its_share_of_arrivals_by_boat(none: Scheme) -> None:
    without = simulate(having(none, interventions=()), **SMALL)
    with_it = simulate(intervention(none), **SMALL)
    before, after = (r.values("boat_claims_a_year") for r in (without, with_it))
    assert after / before == pytest.approx(0.5, abs=0.03)
    assert with_it.values("claims_a_year") == pytest.approx(
        without.values("claims_a_year") - with_it.values("prevented_a_year")
    )


def test_who_is_displaced_claims_all_the_same(none: Scheme) -> None:
    without = simulate(having(none, interventions=()), **SMALL)
    with_it = simulate(intervention(none, displaced=1.0), **SMALL)
    assert with_it.values("claims_a_year") == pytest.approx(without.values("claims_a_year"))
    assert with_it.values("prevented_a_year").sum() == 0
    assert with_it.values("displaced_a_year") == pytest.approx(
        without.values("boat_claims_a_year") - with_it.values("boat_claims_a_year")
    )


def test_who_comes_another_way_meets_what_watches_that_way_too(none: Scheme) -> None:
    boats = intervention(none, displaced=1.0, prevents=1.0)
    watch = boats.interventions[0]
    other = watch.model_copy(update={"id": "airports", "route": Route.OTHER, "displaced": "none_displaced"})
    both = having(boats, figure("none_displaced", 0.0, Unit.SHARE), interventions=(other, watch))
    result = simulate(both, **SMALL)
    assert result.values("claims_a_year").sum() == 0.0
    assert result.values("displaced_a_year").sum() == 0.0


def test_a_suspension_counts_no_further_than_the_closing(bare: Scheme) -> None:
    stops = happens(bare, EventKind.SUSPENDED, 0.99, days=3_000.0)
    shuts = HubEvent(id="shuts", kind=EventKind.CLOSES, says="test", chance="shuts_a_year")
    both = having(stops, figure("shuts_a_year", 0.95, Unit.SHARE_A_YEAR), events=(*stops.events, shuts))
    result = simulate(both, fixed={"hub_opens_after_days": 0.0, "hub_full_after_days": 0.0}, **SMALL)
    closed = result.happened.filter(event="shuts")
    assert closed.height
    weeks = dict(zip(range(SMALL["replications"]), result.values("suspended_weeks"), strict=True))
    assert all(weeks[rep] <= week for rep, week in closed.select("rep", "week").iter_rows())


def test_the_effect_grows_from_the_first_delivery_to_the_last(none: Scheme) -> None:
    kept = [
        simulate(intervention(none), fixed={"w_starts": starts, "w_full": full}, **SMALL)
        .values("prevented_a_year")
        .sum()
        for starts, full in ((0.0, 0.0), (0.0, 1460.0), (730.0, 0.0), (1460.0, 0.0))
    ]
    assert kept[1] / kept[0] == pytest.approx(0.5, abs=0.06)
    assert kept[2] / kept[0] == pytest.approx(0.5, abs=0.06)
    assert kept[3] == 0


def host_row(origin: str, answer: Answer) -> HostAndOrigin:
    return HostAndOrigin(
        origin=origin,
        recognises=answer,
        consulate=answer,
        documents=answer,
        flights=answer,
        date=dt.date(2026, 11, 22),
        source=(Source(cite="a test"),),
        confidence=Confidence.ASSUMPTION,
        why="test",
    )


def test_an_origin_that_does_not_know_the_host_documents_fewer_and_later(bare: Scheme) -> None:
    hub = bare.hubs[0]
    world = worlds.draw(bare, 1, 0, {})
    o = worlds.origins(bare).index("IRN")

    def told(answer: Answer) -> tuple[float, float]:
        known = bare.model_copy(update={"hosts": {hub.host.code: {"IRN": host_row("IRN", answer)}}})
        slower, fewer = host_and_origin(worlds.draw(known, 1, 0, {}), hub)
        return float(slower[o]), float(fewer[o])

    assert told(Answer.YES) == (1.0, 1.0)
    assert told(Answer.NO) == (
        pytest.approx(world["no_consulate_days_ratio"] * world["no_flight_days_ratio"]),
        pytest.approx(world["not_recognised_share_ratio"]),
    )


def test_an_answer_that_nobody_knows_is_yes_in_half_of_the_worlds(bare: Scheme) -> None:
    code = bare.hubs[0].host.code
    unknown = bare.model_copy(update={"hosts": {code: {"IRN": host_row("IRN", Answer.NOT_KNOWN)}}})
    o = worlds.origins(bare).index("IRN")
    fixed = {"hub_document_share": 0.5, "not_recognised_share_ratio": 0.5}
    fewer = [host_and_origin(worlds.draw(unknown, 1, k, fixed), bare.hubs[0])[1][o] for k in range(WORLDS)]
    assert np.mean(np.array(fewer) == 1.0) == pytest.approx(0.5, abs=0.08)


def test_what_a_hub_costs_is_owed_only_where_it_comes_about(bare: Scheme) -> None:
    line = bare.costs[0].model_copy(update={"id": "works", "per": Driver.ONCE, "hub": "second"})
    paid = having(
        two_hubs(bare, on=False),
        figure("price", 1e6, Unit.GBP),
        costs=(line.model_copy(update={"amount": "price"}),),
    )
    for comes, gbp in ((0.0, 0.0), (1.0, 1e6)):
        result = simulate(paid, fixed={"second_comes": comes}, **SMALL)
        assert result.costs.filter(line="works")["gbp"].sum() == gbp * SMALL["replications"]
