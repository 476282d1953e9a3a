"""What the host state sees: the people of its hub, and of each what packets carried, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Case, Clock, Fact
from returnhub.casework.queries.parts import in_words
from returnhub.casework.queries.people import called as recorded
from returnhub.casework.reference import read_reference
from returnhub.hubs.models import Hub, Stay
from returnhub.journal.actor import Actor
from returnhub.packets.commands.facts import HOST
from returnhub.packets.kinds import KINDS, Receiver, listed
from returnhub.packets.models import Packet
from returnhub.packets.queries.sent import packets_of
from returnhub.packets.words import FIELDS, value
from returnhub.scheme.facts import Fact as Question

CARRIED = {
    "birth_on": ("birth_on", "birth_year"),
    "sex": ("sex",),
    "origin": ("nationality",),
    "family_with_children": ("needs_family_place",),
    "needs_step_free": ("needs_step_free",),
}
"""Facts that packets to the host carry, and the fields in which they do."""


@dataclass(frozen=True, slots=True)
class Told:
    """A field as a packet carried it, and the packet."""

    name: str
    label: str
    value: str
    packet: Packet


@dataclass(frozen=True, slots=True)
class TwoFacts:
    """A question that the host may answer: what the sending state told it, and what it found itself."""

    fact: Question
    title: str
    told: Told | None
    found: str
    row: Fact | None
    differs: bool


def people(actor: Actor) -> QuerySet[Stay]:
    """The stays that have not ended in the actor's own hub, those who are there first; with their cases."""
    return (
        Stay.objects.filter(hub=actor.hub, ended=None)
        .select_related("case", "hub")
        .order_by("-kind", "arrived_at", "id")
    )


def named(found: QuerySet[Stay], typed: str) -> QuerySet[Stay]:
    """Those of some stays whose reference was typed, or a part of their name as packets carried it."""
    words = " ".join(typed.split())
    carried = Packet.objects.filter(
        Q(fields__name__icontains=words) | Q(fields__names__icontains=words), to=Receiver.HOST
    )
    return found.filter(Q(case__reference=read_reference(words)) | Q(case__in=carried.values("case")))


def stay_of(actor: Actor, case: Case) -> Stay | None:
    """The stay of a person in the actor's own hub."""
    return people(actor).filter(case=case).first()


def called(cases: Iterable[int]) -> dict[int, str]:
    """How the packets to the host call people, by their case; nobody of whom nothing was sent."""
    found: dict[int, str] = {}
    sent = Packet.objects.filter(case__in=list(cases), to=Receiver.HOST).order_by("id")
    for packet in sent:
        named = packet.fields.get("name") or next(iter(packet.fields.get("names", ())), "")
        found[packet.case_id] = named or found.get(packet.case_id, "")
    return found


def names_for(actor: Actor, persons: Mapping[int, int]) -> dict[int, str]:
    """How a reader may call people, by case: the host state's officer as packets do, others as the record.

    `persons` has each case's person. Of whom the host was sent nothing, it has the reference alone: "".
    """
    if actor.role == Role.HOST:
        sent = called(persons)
        return {case: sent.get(case, "") for case in persons}
    found = recorded(persons.values())
    return {case: found[person].name for case, person in persons.items()}


def told(packets: Iterable[Packet]) -> list[Told]:
    """Each field that packets carried, as the newest has it; packets come with the newest first."""
    found: dict[str, Told] = {}
    for packet in packets:
        for one in listed(KINDS[packet.kind]):
            said = value(one.shape, packet.fields[one.name])
            found.setdefault(one.name, Told(one.name, FIELDS[one.name], said, packet))
    return [found[name] for name in FIELDS if name in found]


def two_facts(actor: Actor, case: Case, packets: list[Packet]) -> list[TwoFacts]:
    """Every question to which the host may give an answer of its own, beside what it was told."""
    carried = {one.name: one for one in told(packets)}
    rows = (
        Fact.objects.filter(case=case, supplier=HOST, fact__in=list(CARRIED))
        .select_related("event", "ended")
        .order_by("id")
    )
    newest = {row.fact: row for row in rows}
    found: list[TwoFacts] = []
    for fact in facts().values():
        if fact.id not in CARRIED:
            continue
        sent = next((carried[name] for name in CARRIED[fact.id] if name in carried), None)
        row = newest.get(fact.id)
        said = in_words(fact, row.value, actor) if row else ""
        differs = (
            row is not None and row.ended_id is None and sent is not None and not _alike(sent, row, said)
        )
        found.append(TwoFacts(fact, question(fact), sent, said, row, differs))
    return found


def question(fact: Question) -> str:
    """A fact's name in words, as packets call it."""
    return FIELDS[CARRIED[fact.id][0]]


def _alike(sent: Told, row: Fact, said: str) -> bool:
    if sent.name == "birth_year":
        return sent.value == str(row.value)[:4]
    return sent.value == said


def packets_to_host(case: int) -> list[Packet]:
    """What the host was sent about somebody, the newest first."""
    return packets_of(case, (Receiver.HOST,))


def clocks(case: int) -> list[Clock]:
    """The clocks about somebody that run, the soonest first."""
    return list(Clock.objects.filter(case=case, ended=None).order_by("ends_on", "id"))


def hub_name(actor: Actor) -> str:
    """The name of the actor's own hub."""
    return Hub.objects.values_list("name", flat=True).get(pk=actor.hub)
