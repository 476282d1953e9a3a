"""A plan of today's people: made apart, recounted, kept whole, and taken up for one person at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import psycopg
import pytest
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, people, reasons, stage, waiting
from tests.service_database import Database
from tests.service_people import SCHEME, a_case, a_hub, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.agreements.queries.schemes import folder
from returnhub.casework.models import Case
from returnhub.hubs.commands.places import Like
from returnhub.hubs.models import Attributes, Stay
from returnhub.journal.actor import the_clock
from returnhub.movements.commands.proposals import propose
from returnhub.planning import apart, jobs
from returnhub.planning.answer import Answer, RecountError
from returnhub.planning.commands.adopting import adopt
from returnhub.planning.commands.plans import ask, keep, stop
from returnhub.planning.models import Plan, Proposed
from returnhub.planning.queries.proposed import drafted, out_of_date
from returnhub.planning.queries.today import today_of
from returnhub.planning.solve import solve
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    """Officers, and a hub of three places for men."""
    found = people()
    return replace(found, hub=a_hub(people=3, like=Like(Attributes.For.MEN, step_free=True, care=2)))


def made(who: People, weeks: int = 8) -> Plan:
    """A plan, made in this process."""
    plan = ask(who.screening, scheme=SCHEME, weeks=weeks)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.RUNNING)
    described = folder(SCHEME)
    assert described is not None
    answer = solve(today_of(SCHEME, plan.from_on, weeks), described)
    return keep(the_clock("planning.keep"), plan=plan.pk, answer=answer)


def of(plan: Plan, case: Case) -> Proposed:
    return Proposed.objects.get(plan=plan, case=case)


def test_a_plan_is_made_in_a_process_of_its_own_and_put_on_record(
    who: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    # beside the other tests one that gives way would never be done
    monkeypatch.setattr(apart, "NICE", 0)
    case = waiting(who)
    plan = ask(who.screening, scheme=SCHEME, weeks=4)
    assert ask(who.screening, scheme=SCHEME, weeks=4) == plan
    jobs.plan_one(plan.pk)
    plan.refresh_from_db()
    assert (plan.state, plan.said) == ("done", "")
    assert plan.event is not None
    assert plan.event.data["digest"] == plan.digest
    has = of(plan, case)
    assert has.hub is not None
    assert has.arrive_on is not None
    assert has.arrive_on >= today()
    assert stage(case) == Stage.SCREENED
    assert not Stay.objects.filter(case=case).exists()


def test_who_waits_longest_comes_first_and_the_place_and_day_are_what_the_hub_has(who: People) -> None:
    long, short = waiting(who, rights_exhausted_on=today() - dt.timedelta(days=900)), waiting(who)
    plan = made(who)
    assert of(plan, long).position < of(plan, short).position
    assert plan.found["unready"] == []
    assert {h["name"]: h["bound"] for h in plan.found["hubs"]}[who.hub.name] == [3, 3]
    turn = of(plan, short).reasons["turn"]
    assert turn["order"] == "longest ready first"
    assert {row["attribute"] for row in plan.found["shares"]} >= {"all", "sex", "age", "nationality"}


def test_unknown_is_no_place_and_says_so(who: People) -> None:
    unknown = waiting(who, fit_to_travel=None)
    barred = waiting(who, torture_concern=True)
    woman = waiting(who, sex="female", needs_step_free=True)
    plan = made(who)
    assert of(plan, unknown).why == "unknown"
    assert of(plan, barred).why == "barred"
    assert of(plan, woman).hub_id != who.hub.pk


def test_an_officer_takes_up_one_in_their_own_words_and_only_while_it_holds(who: People) -> None:
    first, second = waiting(who), waiting(who)
    plan = made(who, weeks=30)
    one, other = of(plan, first), of(plan, second)
    assert out_of_date(one, today()) == ""
    with refuses("command.field_wrong"):
        adopt(who.screening, proposed=one.pk, reasons=drafted(one))
    proposal = adopt(who.screening, proposed=one.pk, reasons=reasons(first))
    assert (proposal.case_id, proposal.hub_id) == (first.pk, one.hub_id)
    assert stage(first) == Stage.PROPOSED
    held = Stay.objects.get(case=first, ended=None)
    assert held.days.lower == one.arrive_on
    assert "the case has moved" in out_of_date(one, today()).lower()
    with refuses("command.not_possible"):
        adopt(who.screening, proposed=one.pk, reasons=reasons(first))
    newer = made(who, weeks=30)
    assert "newer plan" in out_of_date(other, today())
    # who was told of a place is fixed: the new plan leaves them as they are
    assert not Proposed.objects.filter(plan=newer, case=first).exists()
    assert newer.found["fixed"] >= 1
    assert of(newer, second).hub_id is not None


def test_a_plan_that_was_stopped_keeps_nothing(who: People) -> None:
    plan = ask(who.screening, scheme=SCHEME)
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.RUNNING)
    assert stop(who.screening, scheme=SCHEME) == 1
    with refuses("command.not_possible"):
        keep(the_clock("planning.keep"), plan=plan.pk, answer=Answer((), {}, "x"))
    assert not Proposed.objects.filter(plan=plan).exists()
    jobs.plan_one(plan.pk)
    assert Plan.objects.get(pk=plan.pk).state == "stopped"


def test_each_week_a_plan_is_asked_for_once(who: People) -> None:
    found = jobs.ask_each_week()
    assert [p.by for p in found] == [None]
    assert jobs.ask_each_week() == []
    stop(who.screening, scheme=SCHEME)


def test_a_lawyer_asks_for_no_plan(who: People) -> None:
    with refuses("command.not_allowed"):
        ask(someone(Role.LAWYER), scheme=SCHEME)


def test_nothing_is_added_to_a_plan_by_hand(database: Database, who: People) -> None:
    case = waiting(who)
    plan = made(who)
    body = '{"actor":null,"case":null,"data":{},"kind":"planning.made","reason":"","role":"clock"}'
    forged = (
        "INSERT INTO planning_proposed (event_id, plan_id, of_case, position, kind, why, reasons)"
        " SELECT id, %s, %s, 1, '', 'barred', '{}' FROM guard.append(%s, NULL)"
    )
    other = waiting(who)
    with pytest.raises(psycopg.errors.RestrictViolation, match="nothing is added"):
        database.application_does(forged, [plan.pk, other.pk, body])
    with pytest.raises(psycopg.errors.RestrictViolation, match="not changed"):
        database.application_does("UPDATE planning_plan SET found = '{}' WHERE id = %s", [plan.pk])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.application_does("UPDATE planning_proposed SET position = 1 WHERE of_case = %s", [case.pk])
    with off(database, "made", "planning_proposed"):
        database.application_does(forged, [plan.pk, other.pk, body])
    assert Proposed.objects.filter(plan=plan, case=other).exists()


def test_a_plan_for_one_person_is_not_taken_up_for_another(database: Database, who: People) -> None:
    first, second = waiting(who), waiting(who)
    plan = made(who, weeks=40)
    proposal = propose(who.screening, case=first.pk, hub=a_hub(people=1).pk, reasons=reasons(first))
    body = '{"actor":%d,"case":%d,"data":{},"kind":"planning.adopted","reason":"","role":"screening_officer"}'
    with pytest.raises(psycopg.errors.RestrictViolation, match="same person and the same hub"):
        database.application_does(
            "INSERT INTO planning_adopted (event_id, proposed_id, proposal_id)"
            " SELECT id, %s, %s FROM guard.append(%s, NULL)",
            [of(plan, second).pk, proposal.pk, body % (who.screening.id, second.pk)],
        )


def test_a_family_of_which_one_does_not_wait_is_not_parted(who: People) -> None:
    from returnhub.casework.commands.people import form_family

    one, other = waiting(who), waiting(who)
    form_family(who.screening, members=[(one.pk, "wife"), (other.pk, "husband")])
    first, referred = waiting(who), a_case(who.screening)
    form_family(who.screening, members=[(first.pk, "wife"), (referred.pk, "husband")])
    plan = made(who, weeks=40)
    placed = of(plan, one), of(plan, other)
    assert len({(p.hub_id, p.arrive_on) for p in placed}) == 1
    # the husband is not referred yet: the wife's household can't move whole, and he is not in the plan
    assert of(plan, first).why == "household cannot move whole"
    assert not Proposed.objects.filter(plan=plan, case=referred).exists()


class TestRecount:
    """What the recount finds in a plan that was tampered with."""

    def test_a_broken_plan_is_not_kept(self, who: People, monkeypatch: pytest.MonkeyPatch) -> None:
        from returnhub.planning import solve as making

        for _ in range(2):
            waiting(who)
        plan = ask(who.screening, scheme=SCHEME, weeks=40)
        as_it_is = today_of(SCHEME, plan.from_on, 40)
        fewer = replace(as_it_is, hubs=[replace(h, bound=(0,) * 40) for h in as_it_is.hubs])
        monkeypatch.setattr(making, "recount", lambda _, given: making_recount(fewer, given))
        from returnhub.planning.recount import recount as making_recount

        described = folder(SCHEME)
        assert described is not None
        with pytest.raises(RecountError, match="would hold"):
            solve(as_it_is, described)
        stop(who.screening, scheme=SCHEME)
