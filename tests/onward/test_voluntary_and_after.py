"""Voluntary return with support, withdrawn at any time; and what is known of people after they left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import off, tried
from tests.movements.way import stage
from tests.onward.hub import Hub, in_one_hub, there
from tests.service_database import Database
from tests.service_people import a_case, days_ago, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.models import Case, Clock
from returnhub.casework.queries.scope import scope
from returnhub.onward.commands.after import record_consent, record_follow_up
from returnhub.onward.commands.voluntary import (
    agree_voluntary_return,
    ask_voluntary_return,
    offer_support,
    record_counselling,
    record_voluntary_departure,
    withdraw_voluntary_return,
)
from returnhub.onward.models import Application, Counselling, FollowUp, Support
from returnhub.onward.queries.follow_up import figures
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def talked(who: Hub, case: Case, *, told_free: bool = True) -> Counselling:
    return record_counselling(
        who.counsellor,
        case=case.pk,
        on=today(),
        language="sq",
        interpreter=True,
        present="the person, their lawyer",
        says="asked about work at home",
        told_free=told_free,
    )


def supported(who: Hub, made: Application) -> Support:
    return offer_support(
        who.counsellor,
        application=made.pk,
        kind=Support.Kind.CASH,
        amount=Decimal(1500),
        currency="eur",
        source="Voluntary return programme, page 4 of its terms",
        says="paid in two parts after arrival",
        language="sq",
    )


def fact(case: Case) -> object:
    return case.facts.get(
        fact="voluntary_return_accepted", supplier="voluntary return service", ended=None
    ).value


def gone(who: Hub) -> Case:
    case = there(who)
    record_voluntary_departure(who.counsellor, case=case.pk, at=timezone.now())
    return case


def followed(who: Hub, case: Case, outcome: FollowUp.Outcome, days: int = 14) -> FollowUp:
    return record_follow_up(
        who.counsellor,
        case=case.pk,
        days_after=days,
        asked_on=today(),
        how="by telephone",
        outcome=outcome,
    )


def test_a_person_agrees_only_after_a_talk_and_an_offer_and_may_withdraw(who: Hub) -> None:
    case = there(who)
    made = ask_voluntary_return(who.counsellor, case=case.pk, language="sq", by_person=True)
    with refuses("onward_application_once"):
        ask_voluntary_return(who.counsellor, case=case.pk, language="sq", by_person=True)
    with refuses("command.not_possible"):
        agree_voluntary_return(who.counsellor, application=made.pk, on=today(), says="signed")
    talked(who, case, told_free=False)
    with refuses("command.not_possible"):
        agree_voluntary_return(who.counsellor, application=made.pk, on=today(), says="signed")
    talked(who, case)
    supported(who, made)
    agree_voluntary_return(who.counsellor, application=made.pk, on=today(), says="signed")
    assert fact(case) is True
    withdraw_voluntary_return(who.manager, application=made.pk, on=today())
    assert fact(case) is False
    ask_voluntary_return(who.counsellor, case=case.pk, language="sq", by_person=True)


def test_it_can_be_asked_for_before_any_move_and_ends_with_the_departure(who: Hub) -> None:
    case = a_case(who.way.screening)
    made = ask_voluntary_return(who.way.screening, case=case.pk, language="en", by_person=True)
    assert scope(who.counsellor).filter(pk=case.pk).exists()
    record_voluntary_departure(who.counsellor, case=case.pk, at=timezone.now(), says="left with a friend")
    made.refresh_from_db()
    assert made.ended_id is not None
    assert stage(case) == Stage.RETURNED_VOLUNTARILY


def test_an_amount_has_a_currency_and_an_offer_its_source(who: Hub) -> None:
    case = there(who)
    made = ask_voluntary_return(who.counsellor, case=case.pk, language="sq", by_person=False)
    with refuses("command.field_wrong"):
        offer_support(
            who.counsellor,
            application=made.pk,
            kind=Support.Kind.CASH,
            amount=Decimal(10),
            source="x",
            says="x",
            language="sq",
        )


def test_a_counsellor_sees_who_was_offered_help_and_nobody_else(who: Hub) -> None:
    other = someone(Role.COUNSELLOR)
    assert not scope(other).filter(pk=a_case(who.way.screening).pk).exists()
    assert scope(other).filter(pk=there(who).pk).exists()


def test_each_date_of_asking_has_a_clock_and_an_outcome(who: Hub) -> None:
    case = gone(who)
    assert stage(case) == Stage.RETURNED_VOLUNTARILY_FROM_HUB
    first = Clock.objects.get(case=case, kind=Kind.FOLLOW_UP, ended=None)
    assert (first.ends_on - today()).days == 14
    record_consent(who.counsellor, case=case.pk, given=True, how="telephone of a brother", on=today())
    followed(who, case, FollowUp.Outcome.CONTACTED)
    then = Clock.objects.get(case=case, kind=Kind.FOLLOW_UP, ended=None)
    assert (then.ends_on - today()).days == 90
    with refuses("onward_followup_once"):
        followed(who, case, FollowUp.Outcome.ARRIVED)
    with refuses("command.field_wrong"):
        followed(who, case, FollowUp.Outcome.ARRIVED, days=15)


def test_nobody_is_contacted_without_consent(database: Database, who: Hub) -> None:
    case = gone(who)
    with refuses("onward_followup_consent"):
        followed(who, case, FollowUp.Outcome.UNREACHABLE)
    with off(database, "b_with_consent", "onward_followup"), tried():
        followed(who, case, FollowUp.Outcome.UNREACHABLE)
    followed(who, case, FollowUp.Outcome.NOT_ASKED)


def test_who_comes_again_is_recorded_as_one_who_re_arrived(who: Hub) -> None:
    case = gone(who)
    followed(who, case, FollowUp.Outcome.RE_ARRIVED)
    assert stage(case) == Stage.RE_ARRIVED
    assert not Clock.objects.filter(case=case, kind=Kind.FOLLOW_UP, ended=None).exists()


def test_unreachable_is_never_counted_as_arrived(who: Hub) -> None:
    before = {f.days: f for f in figures(who.way.screening)}[14]
    for outcome in (FollowUp.Outcome.ARRIVED, FollowUp.Outcome.UNREACHABLE):
        case = gone(who)
        record_consent(who.counsellor, case=case.pk, given=True, how="telephone", on=today())
        followed(who, case, outcome)
    after = {f.days: f for f in figures(who.way.screening)}[14]
    assert after.arrived - before.arrived == 1
    assert after.unreachable - before.unreachable == 1
    assert after.people - before.people == 2
    assert after.people == sum(
        (after.arrived, after.contacted, after.unreachable, after.re_arrived, after.not_asked, after.open)
    )


def test_a_follow_up_row_is_never_edited(who: Hub) -> None:
    case = gone(who)
    made = followed(who, case, FollowUp.Outcome.ARRIVED)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        FollowUp.objects.filter(pk=made.pk).update(outcome="arrived", asked_on=days_ago(1))
