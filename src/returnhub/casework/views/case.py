"""The case page, its documents, family, and the address by number."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from returnhub.accounts.scope import actor_in
from returnhub.casework import words
from returnhub.casework.commands.facts import facts
from returnhub.casework.queries import case as reads
from returnhub.casework.queries.actions import actions
from returnhub.casework.queries.facts import known_facts
from returnhub.casework.queries.parts import OWN_ALONE, Part, in_words, sees_fact
from returnhub.casework.queries.people import documents, family_of, relation_of, users
from returnhub.casework.queries.scope import scope
from returnhub.casework.queries.worklist import colleagues
from returnhub.casework.views.page import File, may, open_file, readers, show
from returnhub.procedure import PROCEDURES, Stage
from returnhub.procedure.hub_path import PREPARING

KEY_FACTS = {
    "birth_on": "Born",
    "origin": "State of origin",
    "claim_decision": "Claim for asylum",
    "refused_on": "Claim refused",
    "appeal_outcome": "Appeal",
    "rights_exhausted_on": "Appeal rights exhausted",
    "referral_ground": "Ground of referral",
}
SCREEN = "casework.screen"
"""Possible at every stage, on the page of the screening; the procedure has it where it moves the case on."""
_AT_HUB = frozenset(
    {Stage.IN_HUB, Stage.HOST_CLAIM, Stage.EVIDENCE_REVIEW, Stage.ONWARD_AUTHORISED, Stage.AT_LIMIT}
)

OTHER_ACTIONS: tuple[tuple[str, str], ...] = (
    ("casework.open_bar", "Record a bar"),
    ("casework.lodge_submissions", "Lodge submissions"),
    ("casework.lodge_order", "Lodge a court order"),
    ("casework.add_name", "Add a name"),
    ("casework.add_document", "Add a document"),
    ("casework.write_note", "Write a note"),
    ("casework.assign", "Assign this case"),
)
"""What a role may do at every stage."""


@readers
def by_number(request: HttpRequest, number: int) -> HttpResponse:
    """The case with a number, by its reference."""
    found = scope(actor_in(request)).filter(pk=number).values_list("reference", flat=True).first()
    if found is None:
        raise Http404
    return redirect("casework:case", reference=found)


@readers
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """Who this is, what happens next, what stands in the way, what may be done."""
    file = open_file(request, reference, Part.OVERVIEW)
    case, looking = file.case, file.looking
    bars = reads.bars(case, looking) if file.sees(Part.SCREENING) else []
    notes = reads.notes(case) if file.sees(Part.NOTES) else []
    moves = looking.is_today and file.sees(Part.SCREENING) and file.stands.stage in (*PREPARING, *_AT_HUB)
    way = "onward" if file.stands.stage in _AT_HUB else "hub"
    against = reads.against(case, way, looking.today) if moves else ()
    possible, closed = actions(PROCEDURES[case.procedure], file.stands.stage, file.actor.may, against)
    assigned = reads.assigned(case)
    return show(
        file,
        "casework/case.html",
        {
            "key_facts": _key_facts(file),
            "clocks": reads.clocks(case, looking) if file.sees(Part.SCREENING) else [],
            "words": words,
            "bars": bars,
            "bars_by": users([b.event.actor for b in bars]),
            "suspensions": reads.suspensions(case) if looking.is_today else [],
            "against": [one for one in against if not one.step],
            "steps": [one for one in against if one.step],
            "possible": [(p, _action_href(file, p.verb)) for p in possible] if looking.is_today else [],
            "closed": [{"text": c.text, "why": c.why} for c in closed if c.verb != SCREEN]
            if looking.is_today
            else [],
            "others": _others(file),
            "documents": documents(case.person_id, looking) if file.sees(Part.DOCUMENTS) else [],
            "notes": notes,
            "notes_by": users([n.event.actor for n in notes]),
            "assigned": assigned.to.name if assigned else "nobody",
            "colleagues": colleagues(file.actor) if may(file, "casework.assign") else [],
        },
    )


@readers
def family(request: HttpRequest, reference: str) -> HttpResponse:
    """The people of the same family whose cases the reader may see."""
    file = open_file(request, reference, Part.FAMILY)
    number, relatives = family_of(file.actor, file.case, file.looking)
    return show(
        file,
        "casework/family.html",
        {"family": number, "relatives": relatives, "relation": relation_of(file.case, file.looking)},
    )


def _key_facts(file: File) -> list[tuple[str, str]]:
    if file.actor.role in OWN_ALONE:
        return []
    known = known_facts(file.case, file.looking)
    return [
        (label, in_words(facts()[name], known.get(name), file.actor))
        for name, label in KEY_FACTS.items()
        if sees_fact(file.actor, facts()[name])
    ]


def _action_href(file: File, verb: str) -> str:
    room, name = verb.split(".")
    if verb == SCREEN:
        return file.href("casework:screening")
    if room == "casework":
        return file.href("casework:do", verb=name)
    try:
        return reverse(f"{room}:case", kwargs={"reference": file.case.reference})
    except NoReverseMatch:
        return ""


def _others(file: File) -> list[dict[str, str]]:
    if not file.looking.is_today:
        return []
    found = [
        {"text": text, "href": file.href("casework:do", verb=verb.split(".")[1])}
        for verb, text in OTHER_ACTIONS
        if verb in file.actor.may
    ]
    if "person.give_code" in file.actor.may:
        href = reverse("person:give_code", kwargs={"reference": file.case.reference})
        found.append({"text": "Give the person a code for their page", "href": href})
    return found
