"""What a person asks for from their page, and the answer of the desk that it went to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import NOTICE_KINDS, Kind, working_days
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.clocks import keep_clock, stop_clocks
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.commands.found import the_case
from returnhub.casework.models import Bar, Case, Standing
from returnhub.journal.command import Act, command
from returnhub.journal.models import Event as Entry
from returnhub.movements.commands.steps import STAYING
from returnhub.person.models import Answered, Asked
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage

ANSWER_WORKING_DAYS = 3
"""Working days in which the desk answers: an assumption of this service."""

MOST_WORDS = 4000

EVERY_DESK = (Role.SCREENING, Role.HUB_MANAGER)
"""Roles that answer whatever their people asked; the others answer what their desk was asked."""

_STOPS: Mapping[Asked.Kind, tuple[Bar.Kind, str, tuple[Event, ...]]] = MappingProxyType(
    {
        Asked.Kind.CLAIM: (
            Bar.Kind.SUBMISSIONS,
            "The person says that they claim asylum.",
            (Event.HOST_CLAIM_MADE, Event.FURTHER_SUBMISSIONS_MADE),
        ),
        Asked.Kind.EVIDENCE: (
            Bar.Kind.NEW_EVIDENCE,
            "The person says that they have new evidence.",
            (Event.NEW_EVIDENCE_RAISED, Event.FURTHER_SUBMISSIONS_MADE),
        ),
    }
)
"""What stops a move at once, in words that no officer chose, and the event of the procedure that it is."""


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
    the stage has it. Raises Problems: command.field_missing where something is said to be wrong without
    saying what; command.field_wrong; command.file_wrong.
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
    says = says.strip()
    if not says:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="says"))
    event = act.event("person.answered", case=number, asked=asked, says=says)
    made = Answered.objects.create(event_id=event, asked_id=asked, says=says, by_id=act.actor.id)
    if not Asked.objects.filter(case=number, answer=None).exists():
        stop_clocks(event, number, (Kind.PERSON_ASKED,))
    return made


def _stop(act: Act, case: Case, kind: Asked.Kind, words: str, evidence: int | None) -> Bar | None:
    """The bar that a claim or new evidence is; nothing for what stops no move, or where none can follow."""
    if kind not in _STOPS:
        return None
    of_kind, says, events = _STOPS[kind]
    already = Bar.objects.filter(case=case, kind=of_kind, says__startswith=says, ended=None).first()
    if already is not None:
        return already
    # what happened first: an authority that falls with the bar is withdrawn later than this moment
    happens = possible(case, *events)
    if happens is not None:
        happen(act, case.pk, happens, act.now, says)
    bar = open_bar(act.actor, case=case.pk, kind=of_kind, says=f"{says} {words}".strip(), evidence=evidence)
    stop_clocks(bar.event_id, case.pk, NOTICE_KINDS)
    return bar


def _desk(case: int, kind: Asked.Kind) -> Role:
    """The role that answers: the host for a claim made there, a counsellor for return by choice."""
    if kind == Asked.Kind.GO_HOME:
        return Role.COUNSELLOR
    stage = Stage(Standing.objects.values_list("stage", flat=True).get(case=case))
    return Role.HOST if kind == Asked.Kind.CLAIM and stage in STAYING else Role.SCREENING
