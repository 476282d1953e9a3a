"""Packets are typed: nothing that has no type leaves, and what leaves says what the record says."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.movements.test_guards_of_authority import off
from tests.movements.way import People, decided, people, waiting
from tests.packets.sending import sent, tried
from tests.service_database import Database
from tests.service_people import refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.people import add_document
from returnhub.casework.models import Case
from returnhub.packets.commands.sending import send
from returnhub.packets.kinds import (
    KINDS,
    AcceptanceRequest,
    DocumentRequest,
    Receiver,
    Shape,
    as_fields,
    listed,
)
from returnhub.packets.models import Packet
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.problems import Problems
from returnhub.record.entry import canonical


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """Somebody for whom a place in the hub is held; what a test does is taken back."""
    case, _ = decided(who)
    add_document(who.screening, case=case.pk, kind="passport", number="AB 123", state="Albania")
    add_document(who.screening, case=case.pk, kind="asylum card", number="ARC 9", state="United Kingdom")
    return case


def whole(case: Case) -> dict[str, Any]:
    return as_fields(drawn(case.pk, AcceptanceRequest))


def test_a_packet_says_exactly_what_is_listed_and_what_the_record_says(who: People, case: Case) -> None:
    made = sent(who.screening, case)
    assert set(made.fields) == {f.name for f in listed(AcceptanceRequest)}
    assert made.fields["reference"] == case.reference
    assert made.fields["hub"] == who.hub.name
    assert made.fields["birth_year"] == 1991
    assert made.fields["nationality"] == "Albania"
    assert made.fields["needs_step_free"] is False
    assert made.state == "Kosovo"
    assert made.digest == sha256(canonical(made.fields)).hexdigest()


def test_what_is_not_known_is_said_as_not_known(who: People) -> None:
    case, _ = decided(who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.drawn(%s)", [case.pk])
        found = cursor.fetchone()[0]
    record = json.loads(found) if isinstance(found, str) else found
    assert record["birth_place"] is None
    assert record["document_numbers"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"note": "he claimed asylum in Dover"},
        {"claim_decision": "refused"},
        {"sex": {"word": "male", "note": "hidden"}},
        {"sex": "male, and he is ill"},
        {"birth_year": "1991"},
        {"birth_year": 1991.5},
        {"needs_step_free": "no"},
        {"family": "RH-2222-22"},
        {"family": ["a sister in Dover"]},
        {"family": [{"reference": "RH-2222-22"}]},
        {"name": "Example Person\nwho claimed asylum"},
        {"name": ["Example Person"]},
        {"reference": "he is ill"},
        {"hub": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_field_or_another_type_is_refused(who: People, case: Case, change: dict[str, Any]) -> None:
    assert tried(case, who.screening, "acceptance_request", whole(case) | change) == "packets_packet_fields"


def test_a_field_that_is_left_out_is_refused(who: People, case: Case) -> None:
    fields = whole(case)
    del fields["needs_care"]
    assert tried(case, who.screening, "acceptance_request", fields) == "packets_packet_fields"


@pytest.mark.parametrize("fields", ["he claimed asylum", ["Example Person"], {}, None, 7])
def test_what_is_no_packet_at_all_is_refused(who: People, case: Case, fields: object) -> None:
    assert tried(case, who.screening, "acceptance_request", fields) == "packets_packet_fields"


def test_a_text_hidden_in_a_name_is_refused_because_the_record_has_another(who: People, case: Case) -> None:
    hidden = whole(case) | {"name": "Example Person who claimed asylum in Dover in May and is ill " * 4}
    assert tried(case, who.screening, "acceptance_request", hidden) == "packets_packet_drawn"
    assert tried(case, who.screening, "acceptance_request", whole(case) | {"needs_care": True}) == (
        "packets_packet_drawn"
    )


def test_a_packet_without_a_kind_or_for_another_state_is_refused(who: People, case: Case) -> None:
    assert tried(case, who.screening, "letter", whole(case)) == "packets_packet_kind"
    assert tried(case, who.screening, "acceptance_request", whole(case), "origin") == "packets_packet_kind"


def test_a_packet_is_not_sent_in_another_stage(who: People, case: Case) -> None:
    with refuses("packets_packet_stage"):
        sent(who.screening, case, "transfer_back_notice", why="stay_limit", leaves_on=today())
    with refuses("packets_packet_stage"):
        sent(who.screening, case, "arrival_file", arrives_on=today())


def test_without_the_guard_a_letter_would_leave(who: People, case: Case, database: Database) -> None:
    fields = whole(case) | {"note": "he claimed asylum in Dover"}
    with off(database, "sent", "packets_packet"):
        assert tried(case, who.screening, "letter", fields) == ""


def test_what_was_sent_is_never_changed(who: People, case: Case) -> None:
    made = sent(who.screening, case)
    with pytest.raises(DatabaseError), transaction.atomic():
        Packet.objects.filter(pk=made.pk).update(fields={})


def test_the_list_of_kinds_is_nobodys_to_change(database: Database) -> None:
    for statement in (
        "INSERT INTO packets_field (kind_id, name, shape, may_be_unknown, words, given)"
        " VALUES ('acceptance_request', 'note', 'name', true, '{}', true)",
        "UPDATE packets_kind SET stages = '{}'",
        "DELETE FROM packets_field",
    ):
        with pytest.raises(Exception, match="permission denied"):
            database.application_does(statement)  # pyright: ignore[reportArgumentType]: a literal of this list


def test_what_is_sent_is_what_was_shown(who: People, case: Case) -> None:
    seen = digest(drawn(case.pk, AcceptanceRequest))
    with transaction.atomic():
        with refuses("command.changed"):
            send(who.screening, case=case.pk, kind="acceptance_request", seen=seen[::-1])
        transaction.set_rollback(True)


def test_a_packet_that_lacks_what_it_has_to_say_is_not_made(who: People) -> None:
    case = waiting(who, birth_on=None)
    with pytest.raises(Problems) as caught:
        drawn(case.pk, DocumentRequest)
    assert caught.value.items[0].given["fields"] == ("birth_on",)


def test_nobody_else_sends(who: People, case: Case) -> None:
    seen = digest(drawn(case.pk, AcceptanceRequest))
    with refuses("command.not_allowed"):
        send(someone(Role.HOST, hub=who.hub.pk), case=case.pk, kind="acceptance_request", seen=seen)


def test_no_kind_has_a_place_for_words_of_ones_own() -> None:
    """Only days and listed words are given by a sender; all else is drawn from the record."""
    for kind in KINDS.values():
        for field in listed(kind):
            assert not field.given or field.shape in (Shape.DATE, Shape.WORD), (kind, field)


def test_the_origin_is_told_neither_of_a_claim_nor_of_a_hub_nor_of_health() -> None:
    for kind in KINDS.values():
        if kind.to is Receiver.ORIGIN:
            assert {f.name for f in listed(kind)} <= {
                "names",
                "birth_on",
                "birth_place",
                "father",
                "mother",
                "photograph",
                "fingerprints",
                "document_numbers",
                "returns_on",
            }


def test_a_paper_of_another_state_does_not_go_to_the_consulate(case: Case) -> None:
    assert drawn(case.pk, DocumentRequest).document_numbers == ("AB123",)
