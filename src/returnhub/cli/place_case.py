"""How one person's proposal reads: the place or the reason, hubs open and shut, whose turn, who else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from returnhub.cli import output
from returnhub.cli.place_page import Answer, bound, closed, day, labelled, limit, supposed, weeks
from returnhub.placement.explain import NOT_OPEN, Explanation, HubView, Spot, Turn
from returnhub.placement.suits import Shut
from returnhub.scheme.suitability import Order

if TYPE_CHECKING:
    from returnhub.screening.rules import Ruleset

SHUT = {
    Shut.TAKEN: "has a place already, or was told of one",
    Shut.BARRED: "a rule about the person bars the move",
    Shut.UNKNOWN: "it is not known whether a rule about the person holds",
    Shut.NOT_WHOLE: "the file lacks somebody of the family; nobody is parted from their family",
    Shut.HOUSEHOLD_NOT_KNOWN: "the file does not say who is of the household; nobody is parted from theirs",
    Shut.NO_READY_DATE: "the day that decides the order is not known",
    Shut.NO_MONITOR: "no monitor is ready",
    Shut.NO_COMPLAINT_WAY: "no complaint way is ready",
    Shut.NO_EXIT_ROUTE: "no exit route is ready",
    Shut.NOT_OPEN: "it is not open in these weeks",
    Shut.TOO_EARLY: "the notice, or the time until everybody is ready, runs beyond these weeks",
    Shut.ORIGIN: "people of this origin are not taken",
    Shut.HOST_BARRED: "a rule on how the origin stands to the host bars the move",
    Shut.HOST_UNKNOWN: "it is not known whether a rule on how the origin stands to the host holds",
    Shut.CHILDREN: "families with children are not taken, or nobody knows that there is no child",
    Shut.WOMEN: "only men are taken",
    Shut.LIVES: "it has no place of the kind that the household needs",
    Shut.SEX_NOT_KNOWN: "its places are told apart, and the person's sex is not known",
    Shut.CARE: "the care that somebody needs, or may need, is beyond it",
    Shut.STEP_FREE: "it has no step-free place of the kind, and somebody needs one or was never asked",
    Shut.TOO_MANY: "even when empty it has too few such places, or moves too few people a week",
    Shut.ACCEPTANCE: "the host's acceptance ends before",
}
"""Each reason in words; a test holds that none is missing."""


def show(found: Explanation, answer: Answer) -> None:
    """Print it."""
    for line in _lines(found, answer):
        output.say(line)


def _lines(found: Explanation, answer: Answer) -> Iterator[str]:
    plan = answer.plan
    span = f"{output.counted(plan.weeks, 'week')} from {day(plan.start)}"
    if found.hub is None:
        yield output.wrap(f"{found.case}, {span}   {output.mark('unknown')} NO PROPOSAL: {found.reason}")
    else:
        yield output.wrap(f"{found.case}, {span}   {output.mark('ok')} PROPOSED")
        assert found.arrive_on is not None
        assert found.leave_by is not None
        assert found.week is not None
        yield labelled(
            "Place",
            f"{limit(answer, found.hub, found.kind, 'one of the places')}, week {found.week + 1}: "
            f"arrival on {day(found.arrive_on)}, planned until {day(found.leave_by)} "
            "(one length of stay for everybody there)",
        )
    if what := supposed(plan):
        yield labelled("Supposed", what)
    if len(found.household) > 1:
        yield labelled("Household", f"moves together: {', '.join(found.household)}")
    if found.turn is not None:
        yield from _turn(found.turn)
    ruleset = _ruleset(answer)
    for view in found.hubs:
        yield from _hub(view, found, answer, ruleset)
    if found.others is not None:
        others = found.others
        some = f", first {', '.join(others.first)}" if others.first else ""
        yield labelled(
            "Others",
            f"{_homes(others.households, others.people)} without a place or with a later one could have "
            f"had this one{some}; {others.earlier:,} of them come earlier in the order and differ in a limit",
        )
    yield labelled("Plan", bound(plan))
    yield "A proposal is a draft: a named person decides, one person at a time."


def _ruleset(answer: Answer) -> Ruleset:
    from returnhub.screening.rules import load_ruleset

    return load_ruleset(answer.scheme.rules.profile, answer.scheme)


def _homes(households: int, people: int) -> str:
    return f"{output.counted(households, 'household')} ({people:,} {'person' if people == 1 else 'people'})"


def _turn(turn: Turn) -> Iterator[str]:
    if turn.order is Order.LOT:
        by = f"by lot: number {turn.lot:,} of {turn.lots:,}"
    else:
        since = "ready since" if turn.order is Order.LONGEST_READY else "refused since"
        assert turn.ready_on is not None
        assert turn.cohort is not None
        by = f"{turn.order.value}: {since} {day(turn.ready_on)}, in the week of {day(turn.cohort)}"
        if turn.lots > 1:
            by += f", drawn as number {turn.lot:,} of {turn.lots:,} of that week"
    yield labelled("Turn", by)
    yield labelled(
        "Ahead",
        f"{_homes(*turn.alike)} alike for every hard rule; "
        f"{_homes(*turn.ahead)} in all who could live in the same places",
    )
    if turn.sooner[0]:
        yield labelled(
            "",
            f"{_homes(*turn.sooner)} of later weeks, not alike in every rule, come sooner to a place "
            "that would do here: in sum that spares more days, each weighted by the order",
        )


def _hub(view: HubView, found: Explanation, answer: Answer, ruleset: Ruleset) -> Iterator[str]:
    name = answer.hub(view.hub).name
    if view.shut is not None:
        yield labelled("Shut", f"{output.mark('broken')} {name}: {_why(view, answer, ruleset)}")
        return
    for spot in view.spots:
        whose = limit(answer, view.hub, spot.kind, "places")
        stay = f"{output.counted(view.stay_weeks, 'week')} a stay"
        yield labelled("Open", f"{output.mark('ok')} {whose}, {stay}: {_full(spot, found)}")
        if spot.worth:
            # a stay runs over many weeks, and prices of single weeks may all sit in the last: so their sum
            most = sum(days for _, days in spot.worth)
            spared = f"at most {most:,.0f} days waited, all people together, were it not for the order"
            yield labelled("", f"one more place here in all of these weeks would spare {spared}")


def _why(view: HubView, answer: Answer, ruleset: Ruleset) -> str:
    assert view.shut is not None
    if view.shut in (Shut.NO_MONITOR, Shut.NO_COMPLAINT_WAY, Shut.NO_EXIT_ROUTE, Shut.NOT_OPEN):
        return "; ".join(closed(answer.hub(view.hub), answer))
    text = SHUT[view.shut]
    if view.rule is not None:
        rule = ruleset.rule(view.rule)
        says = rule.if_fails if view.shut in (Shut.BARRED, Shut.HOST_BARRED) else rule.if_unknown
        text += f" ({rule.id}: {rule.title.lower()}). {says}"
    if view.because_of is not None:
        text += (
            f" This is {view.because_of}, of the same household; households are moved together or not at all."
        )
    return text


def _full(spot: Spot, found: Explanation) -> str:
    parts = [
        f"{full.limit} in {weeks(mine)}"
        for full in spot.full
        if full.limit != NOT_OPEN
        and (mine := [w for w in full.weeks if found.week is None or w < found.week])
    ]
    shut = [w for full in spot.full if full.limit == NOT_OPEN for w in full.weeks]
    opens = f"not open before week {max(shut) + 2}" if shut else ""
    if not parts and opens:
        return opens
    if not parts:
        return "no limit in the way" if found.week is None else "no limit in the way before the week proposed"
    return (f"{opens}; " if opens else "") + "no room for want of " + "; ".join(parts)


def as_data(found: Explanation, answer: Answer) -> dict[str, object]:
    """The same for `--json`; weeks are counted from 1, as on the page."""
    ruleset = _ruleset(answer)
    turn = found.turn
    return {
        "case": found.case,
        "household": found.household,
        "hub": found.hub,
        "kind": found.kind,
        "week": None if found.week is None else found.week + 1,
        "arrive_on": found.arrive_on,
        "leave_by": found.leave_by,
        "reason": found.reason,
        "supposed_ready": answer.plan.suppose_ready,
        "supposed": supposed(answer.plan),
        "turn": None
        if turn is None
        else {
            "order": turn.order, "ready_on": turn.ready_on, "cohort": turn.cohort,
            "lot": turn.lot, "lots": turn.lots,
            "ahead_alike": dict(zip(("households", "people"), turn.alike, strict=True)),
            "ahead": dict(zip(("households", "people"), turn.ahead, strict=True)),
            "behind_but_sooner": dict(zip(("households", "people"), turn.sooner, strict=True)),
        },
        "hubs": [
            {
                "hub": view.hub,
                "stay_weeks": view.stay_weeks,
                "open": view.shut is None,
                "shut": view.shut,
                "rule": view.rule,
                "because_of": view.because_of,
                "says": None if view.shut is None else _why(view, answer, ruleset),
                "places": [
                    {
                        "kind": spot.kind,
                        "full": {full.limit: [w + 1 for w in full.weeks] for full in spot.full},
                        "room": [w + 1 for w in spot.room],
                        "worth_of_one_more": {w + 1: days for w, days in spot.worth},
                    }
                    for spot in view.spots
                ],
            }
            for view in found.hubs
        ],
        "others": found.others,
        "gap": answer.plan.gap,
    }  # fmt: skip
