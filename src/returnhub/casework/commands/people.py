"""Names, documents and family groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from returnhub.casework.commands.cases import OWN_VERB, CalledAs, NewCase, a_name, new_case
from returnhub.casework.commands.facts import Answer, store_answer
from returnhub.casework.commands.found import past_day, said, the_case
from returnhub.casework.models import Case, Document, Family, Member, Name, Standing
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event
from returnhub.procedure.hub_path import STAYING


@command("casework.add_name")
def add_name(act: Act, *, case: int, name: CalledAs) -> Name:
    """Add a name in its own script: accepted, also used, or in dispute. Several may stand at once."""
    found = the_case(act, case)
    text = said("name", name.text, 300)
    event = act.event("casework.name_added", case=case, name=text, as_kind=name.kind)
    row = a_name(event, found.person, name)
    row.save(force_insert=True)
    return row


@command("casework.end_name")
def end_name(act: Act, *, case: int, name: int, reason: str) -> None:
    """A name no longer stands; it stays to be seen. Raises Problems: command.not_possible (`last_name`)."""
    found = the_case(act, case)
    standing = set(Name.objects.filter(person=found.person_id, ended=None).values_list("pk", flat=True))
    if name not in standing:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    if len(standing) == 1:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="last_name", allowed_next=("casework.add_name",))
    event = act.event("casework.name_ended", case=case, reason=said("reason", reason), name=name)
    Name.objects.filter(pk=name).update(ended=event)


@command("casework.add_document")
def add_document(
    act: Act, *, case: int, kind: str, number: str, state: str, until: dt.date | None = None
) -> Document:
    """Add an identity or travel document; one of the same kind, state and number is replaced."""
    found = the_case(act, case)
    kind, state = said("kind", kind, 60), said("state", state, 60)
    # one form, so that it is found however somebody types it
    number = "".join(said("number", number, 60).split()).upper()
    event = act.event(
        "casework.document_added",
        case=case,
        document=kind,
        number=number,
        state=state,
        until=until.isoformat() if until else None,
    )
    Document.objects.filter(person=found.person, kind=kind, number=number, state=state, ended=None).update(
        ended=event
    )
    return Document.objects.create(
        event_id=event, person=found.person, kind=kind, number=number, state=state, until=until
    )


@command("casework.form_family")
def form_family(act: Act, *, members: Sequence[tuple[int, str]]) -> Family:
    """Form a family group of cases, each with how they belong to it ("mother", "child", ...).

    Raises Problems: command.field_missing without members; command.refused (casework_member_of_one_family)
    for somebody who is in another.
    """
    if not members:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="members"))
    cases = _held(act, [case for case, _ in members])
    event = act.event("casework.family_formed", case=members[0][0], cases=[case for case, _ in members])
    family = Family.objects.create(event_id=event)
    for case, relation in members:
        _join(act, family, cases[case], relation)
    return family


@command("casework.join_family")
def join_family(act: Act, *, case: int, family: int, relation: str) -> Member:
    """A person joins a family group. Raises Problems: command.not_theirs if they see no member's case."""
    found = the_case(act, case)
    return _join(act, _family(act, family), found, relation)


@command("casework.leave_family")
def leave_family(act: Act, *, case: int, reason: str) -> None:
    """A person is no longer counted to their family group; nobody is parted by it."""
    found = the_case(act, case)
    member = Member.objects.filter(person=found.person, ended=None).first()
    if member is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_family", allowed_next=("casework.join_family",))
    event = act.event(
        "casework.family_left", case=case, reason=said("reason", reason), family=member.family_id
    )
    Member.objects.filter(pk=member.pk).update(ended=event)


@command("casework.record_birth")
def record_birth(
    act: Act,
    *,
    parents: Sequence[int],
    born_on: dt.date,
    names: Sequence[CalledAs],
    evidence: int | None = None,
) -> Case:
    """A child was born to people in the scheme: a case of its own, one family group, the facts that change.

    `evidence` is filed with the first parent. Raises Problems: command.field_missing, command.field_wrong;
    command.not_possible (`two_families`; `own_verb` where every parent is in a hub, and the child with them).
    """
    if not parents:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="parents"))
    if not Standing.objects.filter(case__in=parents).exclude(stage__in=STAYING).exists():
        verb = OWN_VERB[Event.BORN_IN_HUB]
        raise refuse(
            Code.COMMAND_NOT_POSSIBLE, kind="own_verb", event=Event.BORN_IN_HUB.value, allowed_next=(verb,)
        )
    return a_child(act, parents, born_on, names, evidence)


def a_child(
    act: Act,
    parents: Sequence[int],
    born_on: dt.date,
    names: Sequence[CalledAs],
    evidence: int | None = None,
) -> Case:
    """A child's case, which begins at the beginning: no claim was made for them. For commands on a birth."""
    past_day(act, "born_on", born_on)
    held = _held(act, parents)
    first = held[parents[0]]
    facts: tuple[tuple[str, bool | dt.date], ...] = (
        ("birth_on", born_on),
        ("family_with_children", True),
        ("unaccompanied_child", False),
    )
    child = new_case(
        act,
        NewCase(first.scheme, names, [Answer(fact, value, born_on, "caseworker") for fact, value in facts]),
    )
    event = act.event(
        "casework.birth_recorded",
        case=first.pk,
        child=child.pk,
        born_on=born_on.isoformat(),
        parents=list(parents),
        evidence=evidence,
    )
    standing = Member.objects.filter(person__in=[case.person_id for case in held.values()], ended=None)
    families = set(standing.values_list("family", flat=True))
    if len(families) > 1:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="two_families", allowed_next=("casework.leave_family",))
    family = Family.objects.get(pk=families.pop()) if families else Family.objects.create(event_id=event)
    members = set(standing.values_list("person", flat=True))
    for case in held.values():
        if case.person_id not in members:
            _join(act, family, case, "parent")
    _join(act, family, child, "child")
    for case in held.values():
        with_child = act.event(
            "casework.fact_recorded",
            case=case.pk,
            **(found := Answer("family_with_children", True, act.today, "caseworker")).as_data(),
        )
        store_answer(act, with_child, case.pk, found)
    return child


def _held(act: Act, cases: Sequence[int]) -> dict[int, Case]:
    """Several cases by number, held in the order of their numbers."""
    return {case: the_case(act, case) for case in sorted(set(cases))}


def _family(act: Act, family: int) -> Family:
    """A family group of which the actor sees a member."""
    for case in Case.objects.filter(person__memberships__family=family, person__memberships__ended=None):
        the_case(act, case.pk)
        return Family.objects.get(pk=family)
    raise refuse(Code.COMMAND_NOT_THEIRS)


def _join(act: Act, family: Family, case: Case, relation: str) -> Member:
    words = said("relation", relation, 60)
    event = act.event("casework.family_joined", case=case.pk, family=family.pk, relation=words)
    return Member.objects.create(event_id=event, family=family, person=case.person, relation=words)
