"""Ways round what stops a return, with the application's password: each is refused by its guard alone."""

from __future__ import annotations

import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.movements.test_authority_forged import event, refused, without
from tests.onward.hub import Hub, in_one_hub, onward, ready_onward, there
from tests.service_database import Database
from tests.service_people import SCHEME, refuses, someone

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import lift, suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.cases import record_happening
from returnhub.casework.models import Case
from returnhub.movements.models import Acceptance, Proposal
from returnhub.onward.commands.back import order_transfer_back, record_failed_return, record_transfer_back
from returnhub.onward.commands.claims import open_determination, raise_evidence
from returnhub.onward.models import Determination, NextStep, Raised, Review
from returnhub.procedure import Event


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def test_a_determination_does_not_end_without_a_finding(database: Database, who: Hub) -> None:
    case = there(who)
    made = open_determination(who.document, case=case.pk, why="no state says that they are its own")

    def forge() -> None:
        Determination.objects.filter(pk=made.pk).update(ended=event(case))

    with refused("onward_stop_decided"):
        forge()
    with without(database, ("decided", "onward_determination")):
        forge()


def test_evidence_does_not_end_without_a_decision_on_it(database: Database, who: Hub) -> None:
    case = there(who)
    raise_evidence(who.manager, case=case.pk, says="a letter has come")

    def forge() -> None:
        Raised.objects.filter(case=case).update(ended=event(case))

    with refused("onward_stop_decided"):
        forge()
    with without(database, ("decided", "onward_raised")):
        forge()


def test_evidence_is_decided_by_an_authorising_officer(database: Database, who: Hub) -> None:
    case = there(who)
    raise_evidence(who.manager, case=case.pk, says="a letter has come")

    def forge() -> None:
        Review.objects.create(
            event_id=event(case, who.document),
            case=case,
            outcome=Review.Outcome.CHANGES_NOTHING,
            reasons="x",
            by_id=who.document.id,
        )

    with refused("onward_decided_by_officer"):
        forge()
    with without(database, ("by_officer", "onward_review")):
        forge()


def failed(who: Hub) -> Case:
    """Somebody whose return failed: what follows has to be decided."""
    case = onward(who)
    record_failed_return(who.manager, case=case.pk, at=timezone.now(), reason="turned back at the border")
    return case


def test_what_follows_a_failed_return_is_decided_and_not_written_away(database: Database, who: Hub) -> None:
    case = failed(who)

    def forge() -> None:
        NextStep.objects.filter(case=case, ended=None).update(ended=event(case))

    with refused("onward_stop_decided"):
        forge()
    with without(database, ("decided", "onward_nextstep")):
        forge()


def test_a_suspension_of_the_hub_where_somebody_is_reaches_them(database: Database, who: Hub) -> None:
    """Also if another hub, or none, had accepted them."""
    case = ready_onward(who)
    with transaction.atomic():
        Acceptance.objects.filter(case=case, ended=None).update(ended=event(case))
        Proposal.objects.filter(case=case, ended=None).update(ended=event(case))
    agreement = someone(Role.AGREEMENT)
    stop = suspend(
        agreement,
        scheme=SCHEME,
        scope=Suspension.Scope.HUB,
        by=Suspension.By.AGREEMENT,
        number=who.way.hub.pk,
        reason="no water",
    )
    assert "suspended" in against_onward(case)
    for by in (agreement, someone(Role.MONITOR)):
        lift(by, suspension=stop.pk, reason="there is water")
    assert "suspended" not in against_onward(case)


def against_onward(case: Case) -> set[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT code FROM guard.against(%s, 'onward', guard.today())", [case.pk])
        return {code for (code,) in cursor.fetchall()}


def test_who_was_brought_back_for_evidence_does_not_go_on_by_an_entry(who: Hub) -> None:
    case = there(who)
    raise_evidence(who.manager, case=case.pk, says="a letter has come")
    order_transfer_back(who.way.other, case=case.pk, reasons="it is read where they claimed")
    record_transfer_back(who.manager, case=case.pk, at=timezone.now())
    with refuses("command.not_possible"):
        record_happening(
            who.way.screening, case=case.pk, event=Event.CASE_RESUMED, at=timezone.now(), reason="x"
        )
