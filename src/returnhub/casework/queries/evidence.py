"""Evidence: the files of a case that a reader may see, and their bytes."""

from __future__ import annotations

from django.db.models import Q

from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Blob, Case, Evidence
from returnhub.casework.queries.looking import LookingAt
from returnhub.casework.queries.parts import OWN_ALONE
from returnhub.journal.actor import Actor
from returnhub.scheme.facts import FactGroup


def evidence_of(actor: Actor, case: Case, looking: LookingAt | None = None) -> list[Evidence]:
    """The files of a case that an actor may see, the newest first, without their bytes."""
    found = Evidence.objects.filter(looking.standing() if looking else Q(ended=None), case=case)
    if actor.role in OWN_ALONE:
        found = found.filter(event__actor=actor.id)
    elif actor.role == Role.DOCUMENT:
        of_documents = [f.id for f in facts().values() if f.group is FactGroup.DOCUMENT]
        found = found.filter(Q(event__actor=actor.id) | Q(facts__fact__in=of_documents)).distinct()
    return list(found.select_related("event", "blob").defer("blob__content").order_by("-id"))


def evidence_choices(actor: Actor, case: Case) -> list[tuple[int, str]]:
    """The same as choices of a form."""
    return [(e.pk, e.title) for e in evidence_of(actor, case)]


def one_file(actor: Actor, case: Case, number: int) -> tuple[Evidence, bytes] | None:
    """A file with its bytes; None if the case has none such that the actor may see."""
    found = next((e for e in evidence_of(actor, case) if e.pk == number), None)
    if found is None:
        return None
    return found, bytes(Blob.objects.get(pk=found.blob_id).content)
