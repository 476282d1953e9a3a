"""The demo's ways on or back, walked by commands alone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.movements.way import facts, stage
from tests.onward.hub import BORN, NAME, Hub, in_one_hub, there
from tests.service_database import Database
from tests.service_people import today

from returnhub.casework.commands.facts import Answer
from returnhub.onward.models import FollowUp, HostAnswer
from returnhub.onward.queries.documents import alerts
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.look import ask
from returnhub.procedure import Stage
from returnhub.service.demo import onward as demo


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def test_claims_evidence_and_the_way_back(who: Hub) -> None:
    claims, evidence, back, unsure = (there(who) for _ in range(4))
    demo.claims_in_host(who.host, claims.pk, HostAnswer.Outcome.REFUSED)
    demo.new_evidence(who.way.screening, evidence.pk)
    demo.evidence_changes_nothing(who.way.authorising, evidence.pk)
    demo.brought_back(who.way.authorising, back.pk)
    demo.case_goes_on(who.way.screening, back.pk)
    demo.stateless_perhaps(who.document, unsure.pk)
    assert [stage(c) for c in (claims, evidence, back)] == [Stage.IN_HUB, Stage.IN_HUB, Stage.EXHAUSTED]


def test_papers_and_preparation(who: Hub) -> None:
    case = there(who)
    facts(case, Answer("host_claim_open", False, today(), "host"))
    demo.asks_consulate(who.document, case.pk, "Consulate in Pristina", agreed=True)
    demo.has_document(who.document, case.pk, NAME, BORN)
    demo.risks_checked(who.checking, case.pk)
    demo.return_planned(who.manager, who.host, case.pk, "Tirana")
    assert alerts(case.pk, today()) == []


def test_help_with_return_and_after_it(who: Hub, database: Database) -> None:
    case, other = there(who), there(who)
    demo.wants_to_return(who.counsellor, case.pk, agreed=True)
    demo.returns_by_choice(who.counsellor, case.pk, FollowUp.Outcome.CONTACTED)
    demo.wants_to_return(who.counsellor, other.pk)
    assert stage(case) == Stage.RETURNED_VOLUNTARILY_FROM_HUB
    with database.superuser() as connection:
        for one in (i for i in INVARIANTS if i.number == 10):
            assert ask(connection, one, timezone.now()).broken == 0, one.id
