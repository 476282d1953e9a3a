"""What a person asks for from their page, and the answer of the desk that it went to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import NOTICE_KINDS, Kind, working_days
from returnhub.casework.commands.bars import opened
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.clocks import keep_clock, stop_clocks
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.commands.found import said, the_case
from returnhub.casework.models import Bar, Case
from returnhub.journal.command import Act, command
from returnhub.journal.models import Event as Entry
from returnhub.movements.commands.steps import STAYING, stage_of
from returnhub.onward.commands.claims import RAISED_IN, raised
from returnhub.onward.models import Raised
from returnhub.person.models import Answered, Asked
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event

ANSWER_WORKING_DAYS = 3
"""Working days in which the desk answers: an assumption of this service."""

MOST_WORDS = 4000

EVERY_DESK = (Role.SCREENING, Role.HUB_MANAGER)
"""Roles that answer whatever their people asked; the others answer what their desk was asked."""

_STOPS: Mapping[Asked.Kind, tuple[str, Bar.Kind, Raised.Kind]] = MappingProxyType(
    {
        Asked.Kind.CLAIM: (
            "The person says that they claim asylum.",
            Bar.Kind.SUBMISSIONS,
            Raised.Kind.HOST_CLAIM,
        ),
        Asked.Kind.EVIDENCE: (
            "The person says that they have new evidence.",
            Bar.Kind.NEW_EVIDENCE,
            Raised.Kind.EVIDENCE,
        ),
    }
)
"""What stops a move at once, in words that no officer chose; its bar in the sending state, and what it is in
a hub."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is handed back at once: the row, and its entry in the record."""

    asked: Asked
    record: UUID


@command("person.ask")
def ask(act: Act, *, case: int, kind: Asked.Kind, words: str = "", file: File | None = None) -> Receipt:
    """Record what the person asks for, at the desk that answers it. Only their own open page does this.

    A claim for asylum or new evidence bars every move from this moment, and is the procedure's event where
    the stage has it. In a hub it ends only with the decision that it waits for, of the host or of the sending
    state. Raises Problems: command.field_missing where something is said to be wrong without saying what;
    command.field_wrong; command.file_wrong.
    """
    found = the_case(act, case)
    words = words.strip()
    if len(words) > MOST_WORDS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="words"), found=len(words), most=MOST_WORDS)
    if kind == Asked.Kind.WRONG and not words:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="words"))
    key, act.key = act.key, None
    paper = None
    if file is not None:
        paper = add_evidence(
            act.actor,
            case=case,
            name=file.name,
            title="Handed in by the person",
            content=file.content,
            supplier="person",
        )
    bar = _stop(act, found, kind, words, paper.pk if paper else None)
    until = working_days(act.today, ANSWER_WORKING_DAYS)
    desk = _desk(case, kind)
    act.key = key
    event = act.event(
        "person.asked", case=case, asked=kind, words=words, desk=desk, until=until.ends_on.isoformat()
    )
    row = Asked.objects.create(
        event_id=event,
        case=found,
        kind=kind,
        words=words,
        desk=desk,
        until=until.ends_on,
        evidence=paper,
        bar=bar,
    )
    keep_clock(event, case, Kind.PERSON_ASKED, until)
    return Receipt(row, Entry.objects.get(pk=event).record)


@command("person.answer")
def answer(act: Act, *, asked: int, says: str) -> Answered:
    """Answer what a person asked, in words that they read on their page. A bar that it made ends by its own
    command, with the decision.

    Raises Problems: command.not_theirs; command.field_missing; command.refused (a second answer).
    """
    found = Asked.objects.filter(pk=asked).values_list("case", "desk").first()
    if found is None or act.actor.role not in (found[1], *EVERY_DESK):
        raise refuse(Code.COMMAND_NOT_THEIRS)
    number = found[0]
    the_case(act, number)
    says = said("says", says)
    event = act.event("person.answered", case=number, asked=asked, says=says)
    made = Answered.objects.create(event_id=event, asked_id=asked, says=says, by_id=act.actor.id)
    if not Asked.objects.filter(case=number, answer=None).exists():
        stop_clocks(event, number, (Kind.PERSON_ASKED,))
    return made


def _stop(act: Act, case: Case, kind: Asked.Kind, words: str, evidence: int | None) -> Bar | None:
    """The bar that a claim or new evidence is; nothing for what stops no move, or where none can follow."""
    if kind not in _STOPS:
        return None
    lead, of_kind, in_hub = _STOPS[kind]
    waits = stage_of(case.pk) in RAISED_IN[in_hub]
    stands = Bar.objects.filter(case=case, says__startswith=lead, ended=None, raised__isnull=not waits)
    already = stands.first()
    if already is not None:
        return already
    says = f"{lead} {words}".strip()
    if waits:
        return raised(act, case.pk, in_hub, Raised.By.PERSON, says, act.now, evidence).bar
    # what happened first: an authority that falls with the bar is withdrawn later than this moment
    happens = possible(case, Event.FURTHER_SUBMISSIONS_MADE)
    if happens is not None:
        happen(act, case.pk, happens, act.now, lead)
    bar, event = opened(act, case.pk, of_kind, says, act.now, evidence)
    stop_clocks(event, case.pk, NOTICE_KINDS)
    return bar


def _desk(case: int, kind: Asked.Kind) -> Role:
    """The role that answers: the host for a claim made there, a counsellor for return by choice."""
    if kind == Asked.Kind.GO_HOME:
        return Role.COUNSELLOR
    return Role.HOST if kind == Asked.Kind.CLAIM and stage_of(case) in STAYING else Role.SCREENING
