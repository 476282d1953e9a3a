"""Facts on which the two states differ: both stand, with who said what and when."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Case, Fact
from returnhub.casework.queries.facts import title
from returnhub.casework.queries.parts import in_words, sees_fact
from returnhub.casework.queries.people import users
from returnhub.journal.actor import Actor
from returnhub.packets.commands.facts import HOST
from returnhub.scheme.facts import Fact as Question


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: what, by whom and for whom, and whether it still stands."""

    row: Fact
    value: str
    by: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question to which the host gave an answer of its own, and the others' that stand beside it."""

    fact: Question
    title: str
    host: Said
    others: tuple[Said, ...]
    open: bool


def disputes(actor: Actor, case: Case) -> list[Dispute]:
    """Every question that the host answered otherwise, those that are open first."""
    rows = list(
        Fact.objects.filter(case=case, fact__in=_asked(case)).select_related("event", "ended").order_by("-id")
    )
    names = users(row.event.actor for row in rows)
    found: list[Dispute] = []
    for fact in facts().values():
        mine = [
            Said(row, in_words(fact, row.value, actor), names[row.event.actor], row.ended_id is None)
            for row in rows
            if row.fact == fact.id and sees_fact(actor, fact)
        ]
        host = next((said for said in mine if said.row.supplier == HOST), None)
        if host is None:
            continue
        others = tuple(said for said in mine if said.row.supplier != HOST and said.stands)
        differs = any(said.row.value not in (None, host.row.value) for said in others)
        if differs or not host.stands:
            found.append(Dispute(fact, title(fact), host, others, differs and host.stands))
    return sorted(found, key=lambda one: not one.open)


def _asked(case: Case) -> list[str]:
    """Questions that the host answers of its own accord, and has; not those that steps of a move ask it."""
    asked = Fact.objects.filter(case=case, supplier=HOST, event__kind="packets.host_fact_recorded")
    return list(asked.values_list("fact", flat=True).distinct())
