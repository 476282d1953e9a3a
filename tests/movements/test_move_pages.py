"""Pages of moves: what each role sees of one person's move, and what a page refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import day, signed_in
from tests.movements.way import (
    People,
    authorised,
    decided,
    people,
    ready,
    reasons,
    stage,
    waiting,
)
from tests.service_database import Database
from tests.service_people import SETTING_UP, someone, today

from returnhub.accounts.commands import grant_role
from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.journal.models import Read
from returnhub.movements.models import Breach
from returnhub.movements.queries.against import last_event
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """A person with authority to depart; tests look and don't touch."""
    return authorised(who)[0]


def page(name: str, case: Case, **more: Any) -> str:
    return reverse(f"movements:{name}", kwargs={"reference": case.reference, **more})


def test_moves_show_each_step_and_what_is_possible(who: People, case: Case) -> None:
    client = signed_in(who.other)
    with CaptureQueriesContext(connections["default"]) as asked:
        shown = client.get(page("case", case))
    assert shown.status_code == 200
    assert len(asked) <= 25, len(asked)
    text = shown.content.decode()
    assert "Withdraw authority" in text
    assert "Not possible now" in text
    assert Read.objects.filter(case=case.pk, actor=who.other.id, what="moves").exists()


def test_a_move_goes_its_way_through_the_pages(who: People) -> None:
    case = waiting(who)
    screening, other = signed_in(who.screening), signed_in(who.other)

    def sent(client: Client, slug: str, **data: str) -> Any:
        answer = client.post(page("step", case, slug=slug), data)
        assert answer.status_code == 303, answer.content.decode()
        return answer

    sent(screening, "propose", hub=str(who.hub.pk), reasons="the only hub of the scheme")
    assert case.reference in screening.get(reverse("movements:decisions")).content.decode()
    sent(screening, "decide", to_move="yes", reasons=reasons(case))
    decision = case.decisions.get(ended=None)  # pyright: ignore[reportAttributeAccessIssue]: a reverse relation of Django's

    listed = other.get(reverse("movements:approvals")).content.decode()
    assert page("approval", case, number=decision.pk) in listed
    address = page("approval", case, number=decision.pk)
    shown = other.get(address).content.decode()
    assert "Nothing speaks against this move today" in shown
    answer = {"approved": "yes", "reasons": reasons(case), "seen": str(last_event(case.pk))}
    sure = other.post(address, answer)
    assert sure.status_code == 200
    assert "Approve this decision?" in sure.content.decode()
    assert stage(case) == Stage.DECIDED
    assert other.post(address, {**answer, "sure": "1"}).status_code == 303
    assert stage(case) == Stage.APPROVED

    served = day("served_on", today())
    common = {"language": "en", "served_how": "handed over", **served}
    sent(screening, "notice-of-intention", **common)
    wrong = screening.post(
        page("step", case, slug="notice-of-departure"),
        {**common, "destination": "Another town", "route": "by air"},
    )
    assert wrong.status_code == 422
    assert "has to name the hub" in wrong.content.decode()
    assert "Another town" in wrong.content.decode()
    sent(screening, "notice-of-departure", destination=who.hub.name, route="by air, no stop", **common)
    sent(
        screening,
        "acceptance",
        hub=str(who.hub.pk),
        reference="note 17",
        **day("answered_on", today()),
        **day("until", today().replace(year=today().year + 1)),
    )
    sent(
        screening, "exit-plan", if_return_fails="back", if_stay_ends="back", if_new_evidence="decided at home"
    )
    assert stage(case) == Stage.PLANNED
    printed = screening.get(page("notice", case, kind="departure")).content.decode()
    assert "How the days are counted" in printed

    withheld = other.get(page("case", case)).content.decode()
    assert "still runs" in withheld
    refused = other.post(page("step", case, slug="authority"), {"reasons": "I want to give it today"})
    assert refused.status_code == 409
    assert stage(case) == Stage.PLANNED


def test_who_decided_is_told_and_refused(who: People) -> None:
    case, decision = decided(who)
    both = signed_in(who.screening)
    address = page("approval", case, number=decision.pk)
    assert both.get(address).status_code == 404
    own = someone(Role.AUTHORISING)
    decided_by_them = approval_of_ones_own(who, own)
    client = signed_in(own)
    assert (
        "you, so another person must approve" in client.get(reverse("movements:approvals")).content.decode()
    )
    case, decision = decided_by_them
    address = page("approval", case, number=decision.pk)
    assert "You recorded the decision, so another person must approve" in client.get(address).content.decode()
    sent = {"approved": "yes", "reasons": reasons(case), "seen": str(last_event(case.pk)), "sure": "1"}
    assert client.post(address, sent).status_code >= 400
    assert stage(case) == Stage.DECIDED


def approval_of_ones_own(who: People, own: Actor) -> Any:
    """A decision by somebody who holds both roles."""
    grant_role(SETTING_UP, user=own.id, role=Role.SCREENING)
    return decided(replace(who, screening=replace(who.screening, id=own.id)))


def test_an_approval_of_a_case_that_has_changed_is_refused(who: People) -> None:
    case, decision = decided(who)
    sent = {"approved": "yes", "reasons": reasons(case), "seen": str(last_event(case.pk) - 1), "sure": "1"}
    refused = signed_in(who.other).post(page("approval", case, number=decision.pk), sent)
    assert refused.status_code == 409
    assert stage(case) == Stage.DECIDED


def test_copied_reasons_come_back_with_what_was_typed(who: People) -> None:
    first, _ = decided(who)
    case = waiting(who)
    client = signed_in(who.screening)
    client.post(page("step", case, slug="propose"), {"hub": str(who.hub.pk), "reasons": "the only hub"})
    refused = client.post(page("step", case, slug="decide"), {"to_move": "yes", "reasons": reasons(first)})
    assert refused.status_code == 422
    assert "reasons of another decision" in refused.content.decode()
    refused = client.post(page("step", case, slug="decide"), {"to_move": "yes", "reasons": "Seems fine."})
    assert "whole sentences" in refused.content.decode()


def test_a_departure_says_what_follows_and_is_recorded_once(who: People) -> None:
    case = ready(who)
    client = signed_in(who.other)
    when = {
        **day("on", today()),
        "time": f"{timezone.localtime():%H:%M}",
        "reason": "",
        "idempotency_key": str(uuid4()),
    }
    sure = client.post(page("departure", case), when)
    assert "It is recorded all the same, as a breach" in sure.content.decode()
    assert stage(case) == Stage.PLANNED
    assert client.post(page("departure", case), {**when, "sure": "1"}).status_code == 303
    assert stage(case) == Stage.DEPARTED
    assert client.post(page("departure", case), {**when, "sure": "1"}).status_code in (302, 404)
    breach = Breach.objects.get(case=case)
    assert "A departure without authority was recorded" in client.get(page("case", case)).content.decode()

    manager = signed_in(someone(Role.AGREEMENT))
    name = case.person.names.get().text  # pyright: ignore[reportAttributeAccessIssue]: a reverse relation of Django's
    assert case.reference in manager.get(reverse("movements:breaches")).content.decode()
    address = reverse("movements:breach", kwargs={"number": breach.pk})
    shown = manager.get(address).content.decode()
    assert name not in shown
    assert "Nobody had given authority" in shown
    assert manager.post(address, {"says": ""}).status_code == 422
    assert manager.post(address, {"says": "lists are now made on the day"}).status_code == 303
    watched = signed_in(someone(Role.MONITOR)).get(address).content.decode()
    assert "lists are now made on the day" in watched
    assert manager.get(page("case", case)).status_code == 404


def test_what_is_not_theirs_is_not_there(who: People, case: Case) -> None:
    for role in (Role.REFERRING, Role.DOCUMENT, Role.LAWYER, Role.AGREEMENT, Role.ANALYST):
        client = signed_in(someone(role))
        assert client.get(page("case", case)).status_code == 404
        assert client.get(page("step", case, slug="authority")).status_code == 404
    elsewhere = signed_in(someone(Role.AUTHORISING, scheme="another"))
    assert elsewhere.get(page("case", case)).status_code == 404
    monitor = signed_in(someone(Role.MONITOR))
    assert monitor.get(page("case", case)).status_code == 200
    assert monitor.get(page("step", case, slug="authority")).status_code == 404
    assert signed_in(who.screening).get(reverse("movements:approvals")).status_code == 404


def test_lists_lead_to_one_person_each(who: People, case: Case) -> None:
    client = signed_in(who.other)
    for name in ("decisions", "approvals", "transfers"):
        with CaptureQueriesContext(connections["default"]) as asked:
            assert client.get(reverse(f"movements:{name}")).status_code == 200
        assert len(asked) <= 25
    transfers = client.get(reverse("movements:transfers")).content.decode()
    assert page("case", case) in transfers
    assert "<form" not in transfers.split("<main")[1].split("</main>")[0]
