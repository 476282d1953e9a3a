"""Pages of packets: what is sent is shown first, the host sees what they carried, both see two facts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.casework.case_pages import day, signed_in
from tests.movements.way import People, decided, facts, people, stage, waiting
from tests.packets.sending import in_hub, sent
from tests.service_database import Database
from tests.service_people import a_hub, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Case, Fact
from returnhub.journal.actor import Actor
from returnhub.journal.models import Read
from returnhub.movements.models import Acceptance
from returnhub.packets.commands.sending import answer
from returnhub.packets.models import Packet, PacketAnswer
from returnhub.packets.queries.responsibility import HOST, responsible
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def host(who: People) -> Actor:
    return someone(Role.HOST, hub=who.hub.pk)


@pytest.fixture
def case(who: People) -> Case:
    """Somebody for whom a place in the hub is held."""
    return decided(who)[0]


def page(name: str, case: Case, **more: Any) -> str:
    return reverse(name, kwargs={"reference": case.reference, **more})


def hidden(text: str) -> dict[str, str]:
    """The hidden inputs of a page's form."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_packet_is_shown_before_it_is_sent_and_then_exactly_as_sent(who: People, case: Case) -> None:
    client = signed_in(who.screening)
    address = page("packets:send", case, kind="acceptance_request")
    assert "Show the packet" in client.get(address).content.decode()
    shown = client.post(address, day("answer_by", today())).content.decode()
    assert "Exactly what will be sent" in shown
    assert who.hub.name in shown
    assert not Packet.objects.filter(case=case).exists()
    answer = client.post(address, hidden(shown))
    assert answer.status_code == 303, answer.content.decode()
    made = Packet.objects.get(case=case)
    whole = client.get(page("packets:case", case)).content.decode()
    assert page("packets:packet", case, number=made.pk) in whole
    as_sent = client.get(page("packets:packet", case, number=made.pk)).content.decode()
    assert made.digest in as_sent
    assert "Albania" in as_sent


def test_the_same_request_is_not_sent_again_while_its_answer_is_waited_for(who: People, case: Case) -> None:
    client = signed_in(who.screening)
    address, whole = page("packets:send", case, kind="acceptance_request"), page("packets:case", case)
    made = sent(who.screening, case, answer_by=today())
    assert address not in client.get(whole).content.decode()
    assert "its answer is waited for" in client.get(address).content.decode()
    with refuses("command.not_possible"):
        sent(who.screening, case, answer_by=today())
    answer(who.screening, packet=made.pk, answer=PacketAnswer.Answer.RECEIVED, answered_on=today())
    assert address in client.get(whole).content.decode()
    sent(who.screening, case, answer_by=today())
    assert address not in client.get(whole).content.decode()
    # another need is another request
    facts(case, Answer("needs_step_free", True, today(), "doctor"))
    assert address in client.get(whole).content.decode()


def test_what_changed_meanwhile_is_not_sent_but_shown_again(who: People, case: Case) -> None:
    client = signed_in(who.screening)
    address = page("packets:send", case, kind="acceptance_request")
    shown = hidden(client.post(address, day("answer_by", today())).content.decode())
    again = client.post(address, {**shown, "seen": "0" * 64})
    assert "Nothing was sent: look again" in again.content.decode()
    assert not Packet.objects.filter(case=case).exists()


def test_what_stands_against_the_consulate_is_said_and_nothing_is_sent(who: People) -> None:
    case = waiting(who, judicial_review_pending=None)
    client = signed_in(who.screening)
    address = page("packets:send", case, kind="voluntary_return")
    refused = client.get(address).content.decode()
    assert "can&#39;t be sent now" in refused or "can't be sent now" in refused
    assert "Not known, or out of date" in refused
    assert client.post(address, day("returns_on", today())).status_code == 200
    assert client.get(page("packets:send", case, kind="document_request")).status_code == 404
    assert not Packet.objects.filter(case=case).exists()


def test_pages_are_read_on_record_and_few_questions_are_asked(who: People, case: Case) -> None:
    sent(who.screening, case)
    client = signed_in(who.other)
    with CaptureQueriesContext(connections["default"]) as asked:
        shown = client.get(page("packets:case", case))
    assert shown.status_code == 200
    assert len(asked) <= 25, len(asked)
    assert "Who owes what now" in shown.content.decode()
    assert Read.objects.filter(case=case.pk, actor=who.other.id, what="packets").exists()


def test_the_host_answers_itself_and_its_answer_is_the_acceptance(
    who: People, host: Actor, case: Case
) -> None:
    client = signed_in(host)
    made = sent(who.screening, case, answer_by=today())
    address = reverse("movements:request", kwargs={"number": made.pk})
    assert address in client.get(reverse("movements:requests")).content.decode()
    assert client.get(address).status_code == 200
    without = client.post(address, {"accepted": "yes", "reference": "KS 12"})
    assert without.status_code == 422
    answer = {"accepted": "yes", "reference": "KS 12", **day("until", today())}
    assert client.post(address, answer).status_code == 303
    accepted = Acceptance.objects.get(case=case, ended=None)
    assert (accepted.accepted, accepted.hub_id, accepted.event.actor) == (True, who.hub.pk, host.id)
    assert Fact.objects.get(case=case, fact="host_accepted_on", ended=None).supplier == "host"
    assert made.answer.answer == "accepted"  # pyright: ignore[reportAttributeAccessIssue]: a reverse relation of Django's
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("movements:requests")).content.decode()


def test_a_no_of_the_host_stands_as_its_answer(who: People, host: Actor, case: Case) -> None:
    made = sent(who.screening, case)
    address = reverse("movements:request", kwargs={"number": made.pk})
    assert signed_in(host).post(address, {"accepted": "no", "reference": "KS 13"}).status_code == 303
    assert not Acceptance.objects.get(case=case, ended=None).accepted
    assert stage(case) == Stage.DECIDED


def test_an_officer_of_another_hub_finds_nobody_and_no_request(who: People, case: Case) -> None:
    made = sent(who.screening, case)
    client = signed_in(someone(Role.HOST, hub=a_hub(people=1).pk))
    assert "asks for nobody now" in client.get(reverse("movements:requests")).content.decode()
    for address in (
        reverse("movements:request", kwargs={"number": made.pk}),
        page("packets:person", case),
        page("packets:host_packet", case, number=made.pk),
        page("packets:host_fact", case, fact="sex"),
        page("packets:case", case),
        page("casework:case", case),
    ):
        assert client.get(address).status_code == 404, address


def test_the_host_sees_what_packets_carried_and_nothing_of_the_file(who: People, host: Actor) -> None:
    case = in_hub(who)
    client = signed_in(host)
    before = client.get(page("packets:person", case)).content.decode()
    assert "No packet about this person was sent to you" in before
    assert "Example Person" not in before
    sent(who.screening, case, "arrival_file", arrives_on=today())
    sent_to_origin = Fact.objects.filter(case=case, fact="host_claim_open").count()
    assert sent_to_origin == 0
    with CaptureQueriesContext(connections["default"]) as asked:
        shown = client.get(page("packets:person", case)).content.decode()
    assert len(asked) <= 25, len(asked)
    assert "Example Person" in shown
    for never in ("refused", "asylum", "appeal", "trafficking", "torture", "screening officer"):
        assert never not in shown.lower(), never
    listed = page("packets:person", case)
    assert listed in client.get(reverse("packets:people")).content.decode()
    for typed, found in ((case.reference, True), ("example", True), ("Zoltan Elsewhere", False)):
        text = client.get(reverse("packets:people"), {"q": typed}).content.decode()
        assert (listed in text) is found, typed
    assert Read.objects.filter(case=case.pk, actor=host.id, what="host: person").exists()


def test_two_facts_are_shown_to_both_states_until_they_are_resolved(who: People, host: Actor) -> None:
    case = in_hub(who)
    sent(who.screening, case, "arrival_file", arrives_on=today())
    client = signed_in(host)
    address = page("packets:host_fact", case, fact="needs_step_free")
    assert client.post(address, {"value": "yes"}).status_code == 422
    answer = client.post(address, {"value": "yes", "note": "She can't climb the stairs of house A."})
    assert answer.status_code == 303, answer.content.decode()
    for reader, where in ((client, "packets:person"), (signed_in(who.screening), "packets:case")):
        shown = reader.get(page(where, case)).content.decode()
        assert "In conflict" in shown
        assert "She can&#39;t climb the stairs" in shown


def test_both_states_sign_on_their_own_pages(who: People, host: Actor) -> None:
    case = in_hub(who)
    sending, theirs = signed_in(who.other), signed_in(host)
    assert theirs.get(page("packets:host_sign", case, what="take")).status_code == 404
    hand = {**day("on", today()), "time": ""}
    assert sending.post(page("packets:sign", case, what="hand"), hand).status_code == 303
    assert (
        "It takes the signature of an officer of that state"
        in sending.get(page("packets:case", case)).content.decode()
    )
    assert sending.get(page("packets:sign", case, what="take")).status_code == 404
    assert theirs.post(page("packets:host_sign", case, what="take"), {"sent": "1"}).status_code == 303
    assert responsible(case.pk).side == HOST
    assert (
        "The host state answers for this person" in theirs.get(page("packets:person", case)).content.decode()
    )


def test_a_hub_manager_sees_the_page_and_signs_nothing(who: People) -> None:
    case = in_hub(who)
    client = signed_in(someone(Role.HUB_MANAGER, hub=who.hub.pk))
    assert client.get(page("packets:person", case)).status_code == 200
    assert client.get(page("packets:host_sign", case, what="take")).status_code == 404
    assert client.get(page("packets:host_fact", case, fact="sex")).status_code == 404
