"""One box: a reference, a document's number, a name in any script and spelling; within the reader's cases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from returnhub.casework.commands.cases import bones, latin
from returnhub.casework.models import Case, Document, Name
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import WHOLE_SCHEME, scope
from returnhub.casework.reference import read_reference
from returnhub.journal.actor import Actor

MOST = 25
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Match:
    """A person found, and why."""

    case: Case
    name: str
    why: tuple[str, ...]


def search(actor: Actor, typed: str) -> list[Match]:
    """The best 25 matches within the actor's cases: reference and document, then the nearest names."""
    typed = " ".join(typed.split())[:LONGEST]
    why: dict[int, list[str]] = {}
    if not typed:
        return []
    mine = scope(actor)
    if reference := read_reference(typed):
        for person in mine.filter(reference=reference).values_list("person", flat=True):
            why.setdefault(person, []).append(f"Reference {reference}")
    number = re.sub(r"[\s\-]", "", typed).upper()
    for document in Document.objects.filter(number__in={"".join(typed.split()).upper(), number}, ended=None):
        why.setdefault(document.person_id, []).append(
            f"{document.kind.replace('_', ' ').capitalize()} {document.number}"
        )
    for name in _names(actor, typed):
        why.setdefault(name.person_id, []).append(_like(name, typed))
    cases = {c.person_id: c for c in mine.filter(person__in=list(why)).select_related("standing")}
    names = called(cases)
    return [
        Match(cases[person], names[person].name, tuple(dict.fromkeys(reasons)))
        for person, reasons in why.items()
        if person in cases
    ][:MOST]


def _names(actor: Actor, typed: str) -> list[Name]:
    words, hard = latin(typed), bones(typed)
    if not words:
        return []
    alike = Q(latin__trigram_word_similar=words) | Q(latin__trigram_word_similar=hard)
    found = Name.objects.filter(alike, ended=None)
    if actor.role not in WHOLE_SCHEME:
        found = found.filter(person__in=scope(actor).values("person"))
    nearest = TrigramWordSimilarity(words, "latin") + TrigramWordSimilarity(hard, "latin")
    return list(found.annotate(near=nearest).order_by("-near", "id")[: MOST * 2])


def _like(name: Name, typed: str) -> str:
    same = latin(typed) in name.latin
    kind = {Name.Kind.ACCEPTED: "Name", Name.Kind.ALIAS: "Alias", Name.Kind.DISPUTED: "Name in dispute"}[
        Name.Kind(name.kind)
    ]
    return f"{kind} {name.text}" if same else f"{kind} {name.text}, spelled like “{typed}”"
