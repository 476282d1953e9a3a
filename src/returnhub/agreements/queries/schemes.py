"""Schemes that are operated here, and what their folders say of them."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import QuerySet

from returnhub.agreements.models import Scheme
from returnhub.journal.actor import Actor
from returnhub.problems import Code, Problems, refuse
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme as Folder


def schemes(actor: Actor) -> QuerySet[Scheme]:
    """The schemes that an actor's role reaches."""
    found = Scheme.objects.order_by("id")
    return found.filter(pk=actor.scheme) if actor.scheme else found


def scheme_of(actor: Actor, scheme: str) -> Scheme:
    """A scheme that an actor's role reaches. Raises Problems (command.not_theirs) for any other."""
    found = schemes(actor).filter(pk=scheme).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    return found


@lru_cache(maxsize=16)
def folder(scheme: str) -> Folder | None:
    """What the shipped folder of a scheme says; None where a scheme is operated without one."""
    try:
        return load(scheme)
    except Problems:
        return None


def every_scheme() -> list[Scheme]:
    """All of them, for pages that anybody may read."""
    return list(Scheme.objects.order_by("id"))
