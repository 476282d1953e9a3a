"""A person's own case as they read it: stage, days that count, papers, answers, what they handed in.

Nothing of anybody else but the family's names as recorded; no note of an officer, a lawyer or a monitor.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from returnhub.casework.commands.facts import facts as every_fact
from returnhub.casework.models import Case, Clock, Evidence, Fact, Member, Name, Representation
from returnhub.casework.queries.facts import title
from returnhub.casework.queries.parts import in_words
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor
from returnhub.movements.models import Decision, Notice
from returnhub.person.models import Asked, Opening

CLOCKS = (
    "appeal_time",
    "notice_runs",
    "notice",
    "stay_limit",
    "transfer_back",
    "custody_review",
    "bail_referral",
    "release",
    "person_asked",
)
"""The clocks that concern the person; the others are the officers' own."""


def clocks(case: Case) -> list[Clock]:
    """The days that count for the person, the soonest first."""
    return list(Clock.objects.filter(case=case, ended=None, kind__in=CLOCKS).order_by("ends_on", "id"))


def stay(case: Case) -> Stay | None:
    """Where the person stays now."""
    return (
        Stay.objects.filter(case=case, ended=None, kind=Stay.Kind.THERE)
        .select_related("hub", "place")
        .first()
    )


def openings(case: Case) -> list[Opening]:
    """When the page was opened, the newest first: whoever reads it sees whether that was them."""
    return list(Opening.objects.filter(case=case).order_by("-id")[:10])


def asked(case: Case) -> list[Asked]:
    """What the person asked for, with the answers, the newest first."""
    return list(Asked.objects.filter(case=case).select_related("event", "answer__event").order_by("-id")[:50])


def decisions(case: Case) -> list[Decision]:
    """Decisions on a move, the newest first, with the answers of who had to approve."""
    return list(
        Decision.objects.filter(case=case)
        .select_related("event")
        .prefetch_related("approvals")
        .order_by("-id")[:50]
    )


def notices(case: Case) -> list[Notice]:
    """Notices that were served, the newest first."""
    return list(Notice.objects.filter(case=case).select_related("event").order_by("-id")[:50])


def handed_in(case: Case) -> list[Evidence]:
    """What the person handed in from their page, and what their lawyer did for them."""
    return list(
        Evidence.objects.filter(case=case, supplier__in=("person", "lawyer"), ended=None)
        .select_related("event")
        .order_by("-id")[:50]
    )


def has_lawyer(case: Case) -> bool:
    """True if somebody speaks for the person."""
    return Representation.objects.filter(case=case, ended=None).exists()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question about the person, what it means, and the answers to it that stand, in words."""

    fact: str
    asked: str
    means: str
    answers: tuple[str, ...]

    @property
    def disputed(self) -> bool:
        """True if the answers differ."""
        return len(set(self.answers)) > 1


def answers(case: Case, actor: Actor) -> list[Answer]:
    """What is known about the person: of each source the newest answer that stands."""
    found: dict[str, dict[str, str]] = {}
    known = every_fact()
    for row in Fact.objects.filter(case=case, ended=None).order_by("found_on", "id"):
        if row.fact in known:
            found.setdefault(row.fact, {})[row.supplier] = in_words(known[row.fact], row.value, actor)
    return [
        Answer(name, title(fact), fact.means, tuple(dict.fromkeys(found[name].values())))
        for name, fact in known.items()
        if name in found
    ]


def names(case: Case) -> list[Name]:
    """The person's names as they are recorded."""
    return list(Name.objects.filter(person=case.person_id, ended=None).order_by("id"))


def family(case: Case) -> list[tuple[str, str]]:
    """How each other member of the family belongs to it, and their name."""
    mine = Member.objects.filter(person=case.person_id, ended=None).values_list("family", flat=True).first()
    if mine is None:
        return []
    others = list(Member.objects.filter(family=mine, ended=None).exclude(person=case.person_id))
    called: Mapping[int, str] = {
        n.person_id: n.text
        for n in Name.objects.filter(person__in=[m.person_id for m in others], ended=None).order_by("-id")
    }
    return [(m.relation, called.get(m.person_id, "")) for m in others]


def limit_of(case: Case) -> dt.date | None:
    """The last day of the stay."""
    return (
        Clock.objects.filter(case=case, ended=None, kind="stay_limit")
        .values_list("ends_on", flat=True)
        .first()
    )
