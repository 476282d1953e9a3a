"""The way to authority through commands: each step, what it needs, what it ends, in any order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from tests.movements.way import (
    People,
    accepted,
    approved,
    authorised,
    decided,
    notified,
    people,
    planned,
    ready,
    reasons,
    stage,
    waiting,
)
from tests.service_database import Database
from tests.service_people import a_hub, days_ago, refuses, today

from returnhub.casework.clocks import Kind
from returnhub.casework.jobs import run_out
from returnhub.casework.models import Clock, Fact
from returnhub.casework.queries.against import against
from returnhub.movements.commands.decisions import decide, refuse_approval
from returnhub.movements.commands.host import record_decline
from returnhub.movements.commands.notices import give_notice, withdraw_notice
from returnhub.movements.commands.proposals import end_referral, propose
from returnhub.movements.models import Decision, Notice, Proposal, Way
from returnhub.movements.queries.against import last_event
from returnhub.problems import Problems
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


def test_a_person_for_whom_everything_stands_is_given_authority(who: People) -> None:
    case, authority = authorised(who)
    assert stage(case) == Stage.AUTHORISED
    kinds = set(Clock.objects.filter(case=case, ended=None).values_list("kind", flat=True))
    assert kinds == {Kind.NOTICE, Kind.ACCEPTANCE, Kind.AUTHORITY}
    assert authority.valid_until >= today()


def test_what_is_told_in_another_order_comes_to_the_same(who: People) -> None:
    case = approved(who)
    planned(who, case)
    accepted(who, case)
    assert stage(case) == Stage.APPROVED
    notified(who, case)
    assert stage(case) == Stage.PLANNED
    assert not against(case.pk, Way.HUB, today())


def test_a_notice_runs_for_five_working_days_and_makes_its_fact(who: People) -> None:
    case = approved(who)
    made = give_notice(
        who.screening,
        case=case.pk,
        kind=Notice.Kind.INTENTION,
        language="en",
        served_on=dt.date(2026, 11, 20),
        served_how="by hand",
    )
    assert (made.runs_until, made.departs_from) == (dt.date(2026, 11, 27), dt.date(2026, 11, 28))
    assert made.valid_until == dt.date(2026, 12, 19)
    assert Fact.objects.get(case=case, fact="intention_notice_on", ended=None).value == "2026-11-20"


def test_a_notice_that_is_withdrawn_no_longer_counts_and_leads_back(who: People) -> None:
    case = ready(who)
    withdraw_notice(
        who.screening, case=case.pk, kind=Notice.Kind.DEPARTURE, reason="the flight was cancelled"
    )
    assert stage(case) == Stage.APPROVED
    assert not Fact.objects.filter(case=case, fact="departure_notice_on", ended=None).exists()
    with refuses("command.not_possible"):
        withdraw_notice(who.screening, case=case.pk, kind=Notice.Kind.DEPARTURE, reason="again")


def test_a_notice_that_lapses_takes_authority_along_and_a_fresh_one_leads_on(
    database: Database, who: People
) -> None:
    case, authority = authorised(who)
    with database.superuser() as connection:
        connection.execute("ALTER TABLE casework_clock DISABLE TRIGGER recorded")
        connection.execute(
            "UPDATE casework_clock SET ends_on = current_date - 1 WHERE case_id = %s AND kind = 'notice'",
            [case.pk],
        )
        connection.execute("ALTER TABLE casework_clock ENABLE ALWAYS TRIGGER recorded")
    run_out(timezone.now())
    assert stage(case) == Stage.APPROVED
    authority.refresh_from_db()
    assert authority.ended_id is not None
    notified(who, case)
    assert stage(case) == Stage.PLANNED


def test_a_host_that_declines_leads_back_and_nothing_counts_for_another_hub(who: People) -> None:
    case = approved(who)
    notified(who, case)
    record_decline(who.screening, case=case.pk, hub=who.hub.pk, answered_on=today(), reference="note 18")
    assert stage(case) == Stage.SCREENED
    propose(who.screening, case=case.pk, hub=a_hub().pk, reasons="another hub of the scheme")
    assert not Decision.objects.filter(case=case, ended=None).exists()
    assert not Notice.objects.filter(case=case, ended=None).exists()
    assert Proposal.objects.filter(case=case).count() == 2


def test_an_approval_that_is_refused_leads_back(who: People) -> None:
    case, decision = decided(who)
    refuse_approval(
        who.authorising,
        decision=decision.pk,
        reasons="The medical note of last week was not read by who decided.",
        seen=last_event(case.pk),
    )
    assert stage(case) == Stage.SCREENED


def test_a_referral_that_is_ended_leaves_nothing_that_counts(who: People) -> None:
    case, authority = authorised(who)
    end_referral(who.screening, case=case.pk, reason="the person goes home by choice with help")
    assert stage(case) == Stage.EXHAUSTED
    authority.refresh_from_db()
    assert authority.ended_id is not None
    assert not Clock.objects.filter(case=case, ended=None).exists()


@pytest.mark.parametrize("words", ["Fine.", "Seems to be in order to me"[:20]])
def test_reasons_are_whole_sentences(who: People, words: str) -> None:
    case = waiting(who)
    propose(who.screening, case=case.pk, hub=who.hub.pk, reasons="the only hub")
    with refuses("command.field_wrong"):
        decide(who.screening, case=case.pk, way=Way.HUB, to_move=True, reasons=words)


def test_reasons_of_another_persons_decision_are_refused(who: People) -> None:
    first, _ = decided(who)
    case = waiting(who)
    propose(who.screening, case=case.pk, hub=who.hub.pk, reasons="the only hub")
    with pytest.raises(Problems) as refused:
        decide(
            who.screening, case=case.pk, way=Way.HUB, to_move=True, reasons=f"  {reasons(first).upper()}  "
        )
    assert refused.value.items[0].given["kind"] == "copied"


def test_nobody_is_decided_on_while_a_condition_is_unknown(who: People) -> None:
    case = waiting(who, fit_to_travel=None)
    propose(who.screening, case=case.pk, hub=who.hub.pk, reasons="the only hub")
    with refuses("command.not_possible"):
        decide(who.screening, case=case.pk, way=Way.HUB, to_move=True, reasons=reasons(case))
    decide(who.screening, case=case.pk, way=Way.HUB, to_move=False, reasons=reasons(case))
    assert stage(case) == Stage.EXHAUSTED


def test_a_step_out_of_turn_says_where_it_is_possible(who: People) -> None:
    case = waiting(who)
    with pytest.raises(Problems) as refused:
        notified(who, case)
    assert Stage.APPROVED in refused.value.items[0].given["allowed_in"]
    with refuses("command.field_wrong"):
        late = approved(who)
        give_notice(
            who.screening,
            case=late.pk,
            kind=Notice.Kind.INTENTION,
            language="en",
            served_on=days_ago(-1),
            served_how="by hand",
        )
