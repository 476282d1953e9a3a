"""Opening a case, and what happens in it by the procedure's table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from anyascii import anyascii
from django.db import connections

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import OPERATORS
from returnhub.agreements.models import Scheme
from returnhub.casework.commands.clocks import keep_stage_clocks
from returnhub.casework.commands.custody import custody_follows
from returnhub.casework.commands.facts import Answer, store_answers
from returnhub.casework.commands.found import known, past, rescreen, said, the_case, the_row
from returnhub.casework.models import Assignment, Case, Happening, Name, Person, Standing
from returnhub.casework.reference import new_reference
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage, procedure

OWN_VERB: Mapping[Event, str] = MappingProxyType(
    {
        Event.REFERRED: "casework.refer",
        Event.CONDITIONS_HOLD: "casework.screen",
        Event.FOUND_BARRED: "casework.screen",
        Event.FOUND_UNKNOWN: "casework.screen",
        Event.PLACE_PROPOSED: "movements.propose",
        Event.DECIDED_TO_MOVE: "movements.decide",
        Event.DECIDED_AGAINST: "movements.decide",
        Event.APPROVED: "movements.approve",
        Event.APPROVAL_REFUSED: "movements.refuse_approval",
        Event.NOTICES_GIVEN: "movements.give_notice",
        Event.NOTICE_LAPSED: "movements.withdraw_notice",
        Event.HOST_ACCEPTED: "movements.record_acceptance",
        Event.HOST_DECLINED: "movements.record_decline",
        Event.EXIT_PLAN_MADE: "movements.make_exit_plan",
        Event.RETURN_AUTHORISED: "movements.give_authority",
        Event.DEPARTURE_AUTHORISED: "movements.give_authority",
        Event.ONWARD_AUTHORISED: "movements.give_authority",
        Event.AUTHORITY_WITHDRAWN: "movements.withdraw_authority",
        Event.DEPARTED: "movements.record_departure",
        Event.RETURNED: "movements.record_departure",
        Event.DEPARTED_WITHOUT_AUTHORITY: "movements.record_departure",
        Event.RETURNED_WITHOUT_AUTHORITY: "movements.record_departure",
        Event.REFERRAL_ENDED: "movements.end_referral",
        Event.BORN_IN_HUB: "stays.record_birth",
        Event.NEW_EVIDENCE_RAISED: "onward.raise_evidence",
        Event.EVIDENCE_CHANGES_NOTHING: "onward.review_evidence",
        Event.HOST_CLAIM_MADE: "onward.raise_host_claim",
        Event.HOST_CLAIM_REFUSED: "onward.record_host_answer",
        Event.PROTECTED_BY_HOST: "onward.record_host_answer",
        Event.RETURN_FAILED: "onward.record_failed_return",
        Event.TRANSFER_BACK_ORDERED: "onward.order_transfer_back",
        Event.TRANSFERRED_BACK: "onward.record_transfer_back",
        Event.RETURNED_VOLUNTARILY: "onward.record_voluntary_departure",
    }
)
"""Events that a command of their own records, with all that belongs to them; never by hand alone."""


OWN_VERB_IN: Mapping[tuple[Stage, Event], str] = MappingProxyType(
    {(Stage.TRANSFERRED_BACK, Event.CASE_RESUMED): "onward.take_up"}
)
"""As `OWN_VERB`, in one stage alone: who was brought back for evidence does not go on before its decision."""


@dataclass(frozen=True, slots=True)
class CalledAs:
    """A name as it is given, in its own script, and whether it is accepted, an alias or in dispute."""

    text: str
    kind: Name.Kind = Name.Kind.ACCEPTED


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the procedure, and when it happened."""

    event: Event
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known when a case is opened."""

    scheme: str
    names: Sequence[CalledAs]
    facts: Sequence[Answer] = ()
    happened: Sequence[Happened] = field(default_factory=tuple)


@command("casework.open_case")
def open_case(act: Act, *, new: NewCase) -> Case:
    """Open a person's case in a scheme, pinned to the scheme's ruleset of today, with all that is known.

    Raises Problems: command.field_missing without a name; command.field_wrong for a scheme that is not
    operated here or not theirs; command.refused if an event does not fit the procedure.
    """
    return new_case(act, new)


def new_case(act: Act, new: NewCase) -> Case:
    """As `open_case`; for commands of this room and those above."""
    if not any(n.text.strip() for n in new.names):
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="name"))
    scheme = Scheme.objects.filter(pk=new.scheme).first()
    if scheme is None or act.actor.scheme not in ("", scheme.pk):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="scheme"), found=new.scheme)
    event = act.event("casework.case_opened", scheme=new.scheme, facts=[a.as_data() for a in new.facts])
    person = Person.objects.create(event_id=event)
    Name.objects.bulk_create(a_name(event, person, n) for n in new.names if n.text.strip())
    case = Case.objects.create(
        event_id=event,
        reference=_free_reference(),
        person=person,
        scheme=scheme.pk,
        procedure=scheme.procedure,
        ruleset=scheme.ruleset,
        referred_by_id=act.actor.id,
    )
    store_answers(act, event, case.pk, new.facts)
    if not new.facts:
        # facts are screened as they come; nothing known is a verdict too
        rescreen(case.pk, act.today)
    for h in new.happened:
        _happening(act, case.pk, h.event, h.at, "")
    if new.happened:
        keep_stage_clocks(act.events[-1], case.pk)
    return case


def _free_reference() -> str:
    """One that no case has: of 29 million, two of 6,300 drawn would be the same as likely as not."""
    while Case.objects.filter(reference=(drawn := new_reference())).exists():
        continue
    return drawn


def a_name(event: int, person: Person, called: CalledAs) -> Name:
    """A name's row, not yet stored."""
    text = said("name", called.text, 300)
    return Name(event_id=event, person=person, kind=called.kind, text=text, latin=searched(text))


@command("casework.refer")
def refer(act: Act, *, case: int, reason: str) -> Happening:
    """Refer a person to the scheme, on the ground that the facts name. Raises Problems: command.not_possible
    (`ground_missing`) without one; command.refused in a stage that has no referral."""
    found = the_case(act, case)
    if known(found.pk, act.today).get("referral_ground", "none") == "none":
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="ground_missing", allowed_next=("casework.record_fact",))
    return happen(act, case, Event.REFERRED, act.now, said("reason", reason))


@command("casework.record_happening")
def record_happening(act: Act, *, case: int, event: Event, at: dt.datetime, reason: str = "") -> Happening:
    """Record what happened in a case.

    Raises Problems: command.refused (guard casework_happening_allowed, with what is allowed) if the procedure
    has no such step in the stage of the case; command.not_possible (`own_verb`) for what has a command of its
    own.
    """
    the_case(act, case)
    _by_hand(event, case)
    return happen(act, case, event, at, reason)


@command("casework.correct_happening")
def correct_happening(act: Act, *, happening: int, instead: Happened | None, reason: str) -> Happening | None:
    """Put right what was recorded as happened: the old row ends by this event and another may stand for it.

    Both stay to be seen. Raises Problems: command.refused (casework_happening_allowed) if what came after
    would not fit; command.not_possible (`own_verb`) for what has a command of its own.
    """
    old = the_row(act, Happening, happening)
    _by_hand(Event(old.word), old.case_id)
    if instead is not None:
        _by_hand(instead.event, old.case_id)
        past(act, "at", instead.at)
    event = act.event(
        "casework.happening_corrected",
        case=old.case_id,
        reason=said("reason", reason),
        happened=instead.at if instead else None,
        corrects=old.event_id,
        was=old.word,
        word=instead.event.value if instead else None,
    )
    # one statement, so that the stage is folded once, from what stands after both
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """WITH old AS (
              UPDATE casework_happening SET ended_id = %(event)s WHERE id = %(old)s RETURNING case_id)
            INSERT INTO casework_happening (event_id, case_id, word, at)
            SELECT %(event)s, old.case_id, %(word)s, %(at)s FROM old WHERE %(word)s::text IS NOT NULL
            RETURNING id""",
            {
                "event": event,
                "old": old.pk,
                "word": instead.event.value if instead else None,
                "at": instead.at if instead else None,
            },
        )
        made = cursor.fetchone()
    keep_stage_clocks(event, old.case_id)
    return Happening.objects.get(pk=made[0]) if made else None


def happen(act: Act, case: int, event: Event, at: dt.datetime, reason: str = "") -> Happening:
    """One event of the procedure with its own entry, and the clocks that end or start with it.

    For commands of this room and those above.
    """
    row = _happening(act, case, event, at, reason)
    custody_follows(act, row.event_id, case, event)
    keep_stage_clocks(row.event_id, case)
    return row


def _happening(act: Act, case: int, event: Event, at: dt.datetime, reason: str) -> Happening:
    past(act, "at", at)
    number = act.event("casework.happened", case=case, happened=at, reason=reason, word=event.value)
    return Happening.objects.create(event_id=number, case_id=case, word=event.value, at=at)


def possible(case: Case, *events: Event) -> Event | None:
    """The first of some events that the procedure has in the stage of a case; None if it has none of them."""
    stage = Stage(Standing.objects.values_list("stage", flat=True).get(case=case))
    table = procedure(case.procedure)
    return next((event for event in events if table.step(stage, event) is not None), None)


@command("casework.assign")
def assign(act: Act, *, case: int, to: int) -> Assignment:
    """Say who works on a case from now on.

    Raises Problems: command.field_wrong if they hold no such role in its scheme.
    """
    found = the_case(act, case)
    held = Grant.objects.filter(user=to, user__is_active=True, ended=None, role__in=sorted(OPERATORS))
    if not held.filter(scheme__in=("", found.scheme)).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="to"), found=to)
    event = act.event("casework.assigned", case=case, to=to)
    Assignment.objects.filter(case=case, ended=None).update(ended=event)
    return Assignment.objects.create(event_id=event, case_id=case, to_id=to)


def _by_hand(event: Event, case: int) -> None:
    stage = Stage(Standing.objects.values_list("stage", flat=True).get(case=case))
    verb = OWN_VERB.get(event) or OWN_VERB_IN.get((stage, event))
    if verb is not None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="own_verb", event=event.value, allowed_next=(verb,))


def latin(name: str) -> str:
    """A name in small Latin letters, for search: marks and scripts fall away, the order of words stays."""
    return " ".join(anyascii(name).lower().split())[:600]


def bones(name: str) -> str:
    """A name's consonants in Latin letters: scripts without vowels and most slips of spelling meet here.

    >>> bones("Amal Hassan"), bones("أمل حسن")
    ('aml hsn', 'aml hsn')
    """
    words = (word[0] + re.sub(r"[aeiouy'`]", "", word[1:]) for word in latin(name).split())
    return " ".join(re.sub(r"(.)\1+", r"\1", word) for word in words)


def searched(name: str) -> str:
    """What a name is found by: its Latin letters, and its bones where they differ."""
    return " ".join(dict.fromkeys((latin(name), bones(name))))[:600]
