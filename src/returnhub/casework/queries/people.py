"""Who somebody is: names in every script, documents, family, and users by their number."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from anyascii import anyascii

from returnhub.accounts.models import User
from returnhub.casework.models import Case, Document, Member, Name
from returnhub.casework.queries.looking import LookingAt
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Called:
    """How a person is called on a page: the accepted name first, then the others."""

    names: tuple[Name, ...]

    @property
    def name(self) -> str:
        """The name that stands at the top."""
        return self.names[0].text if self.names else "Name not known"

    @property
    def beside(self) -> str:
        """What stands beside it: how it reads in Latin letters, if it has others, and a further name."""
        further = [self.others[0].text] if self.others else []
        return ", ".join([*_read_as(self.name), *further])

    @property
    def others(self) -> tuple[Name, ...]:
        """Further names: aliases, those in dispute, other accepted spellings."""
        return self.names[1:]


def _read_as(name: str) -> list[str]:
    """A name in Latin letters as a reader may say it; nothing for one that is in them."""
    if all(unicodedata.name(sign, "LATIN").startswith("LATIN") for sign in name if sign.isalpha()):
        return []
    return [anyascii(name).title()]


_ORDER = {Name.Kind.ACCEPTED: 0, Name.Kind.ALIAS: 1, Name.Kind.DISPUTED: 2}


def called(persons: Iterable[int]) -> dict[int, Called]:
    """How each of some people is called today; one query."""
    found: dict[int, list[Name]] = {number: [] for number in persons}
    for name in Name.objects.filter(person__in=list(found), ended=None).order_by("id"):
        found[name.person_id].append(name)
    return {number: _called(names) for number, names in found.items()}


def called_then(person: int, looking: LookingAt) -> Called:
    """How a person was called on a day."""
    return _called(Name.objects.filter(looking.standing(), person=person).order_by("id"))


def documents(person: int, looking: LookingAt) -> list[Document]:
    """The documents of a person that stood on a day, the newest first."""
    return list(Document.objects.filter(looking.standing(), person=person).order_by("-id"))


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the same family whose case the reader may see."""

    relation: str
    name: str
    case: Case


def family_of(actor: Actor, case: Case, looking: LookingAt) -> tuple[int | None, list[Relative]]:
    """The family group of a case's person, and its other members within the reader's scope."""
    mine = (
        Member.objects.filter(looking.standing(), person=case.person_id)
        .values_list("family", flat=True)
        .first()
    )
    if mine is None:
        return None, []
    members = list(Member.objects.filter(looking.standing(), family=mine).exclude(person=case.person_id))
    cases = {
        c.person_id: c
        for c in scope(actor)
        .filter(person__in=[m.person_id for m in members], scheme=case.scheme)
        .select_related("standing")
    }
    names = called(cases)
    return mine, [
        Relative(m.relation, names[m.person_id].name, cases[m.person_id])
        for m in members
        if m.person_id in cases
    ]


def relation_of(case: Case, looking: LookingAt) -> str:
    """How the case's own person belongs to their family; "" without one."""
    found = Member.objects.filter(looking.standing(), person=case.person_id).first()
    return found.relation if found else ""


def family_number(case: int) -> int | None:
    """The family group that a case's person is in now."""
    return Member.objects.filter(person__cases=case, ended=None).values_list("family", flat=True).first()


def users(numbers: Iterable[int | None]) -> dict[int | None, str]:
    """The names of users by number; what happens by itself is done by "the clock"."""
    wanted = {n for n in numbers if n is not None}
    found = User.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {None: "the clock", **dict(found)}


def _called(names: Iterable[Name]) -> Called:
    return Called(tuple(sorted(names, key=lambda n: _ORDER[Name.Kind(n.kind)])))
