"""Pages of the way on or back: what each role sees of one person, what it may do, and what it is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import day, signed_in
from tests.movements.way import stage
from tests.onward.hub import Hub, asked, checked, in_one_hub, issued, onward, planned, ready_onward, there
from tests.service_database import Database
from tests.service_people import someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.casework.queries.people import called
from returnhub.journal.models import Read
from returnhub.movements.models import Way
from returnhub.onward.commands.back import record_failed_return
from returnhub.onward.commands.claims import raise_evidence, raise_host_claim
from returnhub.onward.commands.documents import record_request_step
from returnhub.onward.models import Application, FollowUp, Request, RequestStep
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> Hub:
    return in_one_hub()


def page(name: str, case: Case | None = None, **more: Any) -> str:
    return reverse(f"onward:{name}", kwargs={**({"reference": case.reference} if case else {}), **more})


def says(client: Client, address: str) -> str:
    shown = client.get(address)
    assert shown.status_code == 200, (address, shown.status_code)
    return shown.content.decode()


def sent(client: Client, address: str, **data: str) -> None:
    answer = client.post(address, data)
    assert answer.status_code == 303, answer.content.decode()


def test_the_way_on_or_back_shows_everything_of_one_person_in_few_queries(who: Hub) -> None:
    case = ready_onward(who)
    asked(who, case)
    issued(who, case, name="Another Name")
    raise_evidence(who.manager, case=case.pk, says="a warrant came by post", by_person=True)
    client = signed_in(who.way.screening)
    with CaptureQueriesContext(connections["default"]) as queries:
        text = says(client, page("case", case))
    assert len(queries) <= 25, len(queries)
    assert "New evidence waits for the decision of the sending state" in text
    assert "a warrant came by post" in text
    assert "is not an accepted name of this person" in text
    assert "Not possible now" in text
    assert Read.objects.filter(case=case.pk, actor=who.way.screening.id, what="onward").exists()
    officer = says(signed_in(who.document), page("case", case))
    assert "a warrant came by post" not in officer
    assert "Answer an alert" in officer


def test_a_document_officer_sees_what_is_sent_and_sends_it(who: Hub) -> None:
    case = there(who)
    client = signed_in(who.document)
    address = page("step", case, slug="ask-consulate")
    text = says(client, address)
    assert "What the consulate gets" in text
    assert case.reference not in text.split("What the consulate gets")[1].split("<form")[0]
    digest = text.split('name="seen" value="')[1].split('"')[0]
    data = {"consulate": "Consulate in Pristina", "at": "host", "seen": digest}
    sent(client, address, **data, **day("answer_by", today() + dt.timedelta(days=30)))
    assert Request.objects.filter(case=case, ended=None).exists()
    assert "Consulate in Pristina" in says(client, page("documents"))
    again = client.get(address).content.decode()
    assert "A consulate is asked already" in again


def test_no_consulate_is_asked_by_a_page_while_a_claim_is_open(who: Hub) -> None:
    case = there(who)
    raise_host_claim(who.host, case=case.pk, says="at the gate", at=timezone.now(), by_person=True)
    text = says(signed_in(who.document), page("step", case, slug="ask-consulate"))
    assert "No consulate is asked before every claim is finally decided" in text
    assert "A claim that was made in the host state has no final answer" in text


def test_an_alert_is_answered_by_a_form(who: Hub) -> None:
    case = there(who)
    issued(who, case, birth_on=dt.date(1991, 5, 5))
    client = signed_in(who.document)
    assert "The date of birth in the document is not the accepted one" in says(client, page("documents"))
    sent(client, page("step", case, slug="alert"), alert="0", says="a slip of the consulate, put right")
    assert "(answered)" in says(client, page("case", case))


def test_what_follows_a_failed_return_is_decided_on_a_page(who: Hub) -> None:
    case = onward(who)
    record_failed_return(who.way.screening, case=case.pk, at=timezone.now(), reason="refused at the border")
    client = signed_in(who.way.other)
    assert "A decision on what follows is due" in says(client, page("decisions"))
    address = page("step", case, slug="what-follows")
    assert client.post(address, {"answer": "again"}).status_code == 422
    sent(client, address, answer="transfer_back", reasons="the exit plan says so")
    assert stage(case) == Stage.WAY_BACK
    assert "Transfer back was ordered" in says(client, page("case", case))
    sent(signed_in(who.way.screening), page("step", case, slug="back"), **day("on", today()))
    sent(signed_in(who.way.screening), page("step", case, slug="take-up"), protected="no", reasons="goes on")
    assert stage(case) == Stage.EXHAUSTED


def test_the_hub_and_the_host_see_their_own_people_and_no_words_of_a_claim(who: Hub) -> None:
    case = there(who)
    name = called([case.person_id])[case.person_id].name
    raise_evidence(who.way.screening, case=case.pk, says="the tribunal at home sentenced them")
    for actor in (who.manager, who.host):
        client = signed_in(actor)
        assert case.reference in says(client, page("people"))
        text = says(client, page("person", case))
        assert "New evidence waits" in text
        assert "sentenced" not in text
        # the host was sent no packet: it has a reference, and no name
        assert (name in text) is (name in says(client, page("people"))) is (actor is who.manager)
        assert client.get(page("case", case)).status_code == 404
    other = signed_in(someone(Role.HUB_MANAGER))
    assert other.get(page("person", case)).status_code == 404
    assert other.get(page("person_step", case, slug="evidence")).status_code == 404


def test_the_host_records_a_claim_and_its_decision(who: Hub) -> None:
    case = there(who)
    client = signed_in(who.host)
    sent(client, page("person_step", case, slug="register"))
    data = {"says": "asked at the gate", "by_person": "yes", **day("on", today())}
    sent(client, page("person_step", case, slug="host-claim"), **data)
    assert stage(case) == Stage.HOST_CLAIM
    assert case.reference in says(client, page("decisions"))
    data = {"outcome": "protected", "reference": "H 7", **day("decided_on", today())}
    sent(client, page("person_step", case, slug="host-answer"), **data)
    assert stage(case) == Stage.PROTECTED_IN_HOST


def test_a_counsellor_goes_from_a_wish_to_a_return_and_asks_after_it(who: Hub) -> None:
    case = there(who)
    client = signed_in(who.counsellor)
    assert case.reference in says(client, page("people"))
    sent(
        client,
        page("person_step", case, slug="ask-return"),
        by_person="yes",
        language="sq",
        says="wants to see family",
    )
    assert case.reference in says(client, page("desk"))
    agree = page("person_step", case, slug="agree")
    assert "Nothing was offered" in says(client, agree)
    sent(
        client,
        page("person_step", case, slug="talk"),
        language="sq",
        interpreter="yes",
        present="the person",
        says="asked about work",
        told_free="yes",
        **day("on", today()),
    )
    support = page("person_step", case, slug="support")
    data = {"kind": "cash", "says": "two parts", "source": "programme", "language": "sq"}
    assert client.post(support, {**data, "amount": "1500"}).status_code == 422
    sent(client, support, **data, amount="1500", currency="EUR")
    sent(client, agree, says="signed", **day("on", today()))
    sent(
        client,
        page("person_step", case, slug="consent"),
        given="yes",
        how="telephone",
        **day("on", today()),
    )
    sent(client, page("person_step", case, slug="departed"), **day("on", today()))
    assert stage(case) == Stage.RETURNED_VOLUNTARILY_FROM_HUB
    assert not Application.objects.filter(case=case, ended=None).exists()
    assert case.reference in says(client, page("follow_ups"))
    sent(
        client,
        page("person_step", case, slug="follow-up"),
        days_after="14",
        how="telephone",
        outcome="unreachable",
        **day("asked_on", today()),
    )
    assert FollowUp.objects.get(case=case).outcome == FollowUp.Outcome.UNREACHABLE
    text = says(client, page("follow_ups"))
    assert "never counted as arrived" in text


def test_what_was_said_in_a_talk_is_not_for_who_decides(who: Hub) -> None:
    case = there(who)
    client = signed_in(who.counsellor)
    sent(
        client,
        page("person_step", case, slug="talk"),
        language="sq",
        interpreter="no",
        present="the person",
        says="spoke of an illness",
        told_free="no",
        **day("on", today()),
    )
    text = says(signed_in(who.way.screening), page("after", case))
    assert "Not told that they may say no" in text
    assert "spoke of an illness" not in text
    assert "spoke of an illness" in says(client, page("person", case))


def test_lists_are_empty_with_a_word_and_full_with_few_queries(who: Hub) -> None:
    for n in range(3):
        case = there(who)
        made = asked(who, case)
        record_request_step(who.document, request=made.pk, kind=RequestStep.Kind.AGREED, on=today())
        checked(who, case)
        planned(who, case, days=n + 3)
    client = signed_in(who.way.screening)
    for name in ("returns", "documents", "decisions"):
        with CaptureQueriesContext(connections["default"]) as queries:
            says(client, page(name))
        assert len(queries) <= 25, (name, len(queries))
    empty = signed_in(someone(Role.LAWYER))
    assert "No decision is due" in says(empty, page("decisions"))
    assert "Nobody is in a hub now" in says(empty, page("returns"))


def test_onward_authority_is_given_on_the_page_of_moves(who: Hub) -> None:
    case = ready_onward(who)
    address = reverse("movements:step", kwargs={"reference": case.reference, "slug": "authority"})
    sent(signed_in(who.way.other), address, reasons="everything stands for this person")
    assert stage(case) == Stage.ONWARD_AUTHORISED
    text = signed_in(who.way.screening).get(reverse("movements:case", kwargs={"reference": case.reference}))
    assert "authority to return onward until" in text.content.decode()
    assert case.decisions.filter(way=Way.ONWARD, ended=None).exists()
