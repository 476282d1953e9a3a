"""What may be recorded in a stay: one table of verbs, words, forms and commands for every page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import CalledAs
from returnhub.casework.forms.acts import ActForm, WhenForm
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.stays import forms, words
from returnhub.stays.commands import arrival, contact, leaving, occurrences, reviews
from returnhub.stays.duties import MAY_BE_REFUSED, RULES
from returnhub.stays.models import Duty, NotHeld, Occurrence, Step
from returnhub.stays.queries.stay import Whole, against_telling, staff_of

Choices = dict[str, list[tuple[object, str]]]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does what in whose stay; `number` is the contact or the occurrence that it is about."""

    actor: Actor
    stay: Whole
    number: int | None
    key: UUID

    @property
    def case(self) -> int:
        """The case's number."""
        return self.stay.arrival.case_id


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that may be recorded: verb, words, form and command; `why_not` says what is in its way."""

    verb: str
    title: str
    done: str
    form: type[ActForm]
    run: Callable[[Doing, Any], object]
    choices: Callable[[Doing], Choices] = lambda doing: {}
    why_not: Callable[[Whole], str] = lambda stay: ""
    about: str = ""


def _at(doing: Doing, form: Any) -> dt.datetime:
    """When it was: as typed; without a time now, a past day's noon, or the arrival's hour on its day."""
    day, now, began = form.cleaned_data["on"], timezone.now(), doing.stay.arrival.at
    if form.cleaned_data["time"] is not None:
        return form.moment()
    if day == timezone.localdate(now):
        return now
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return max(noon, began) if day == timezone.localdate(began) else noon


def _given(doing: Doing) -> dict[str, Any]:
    return {"case": doing.case, "key": doing.key}


def _duty(doing: Doing, form: forms.DutyForm) -> object:
    data = form.cleaned_data
    spoken = arrival.Spoken(data["language"], data["interpreter"])
    return arrival.record_duty(
        doing.actor,
        **_given(doing),
        duty=Duty(data["duty"]),
        at=_at(doing, form),
        wanted=data["wanted"] == "yes",
        spoken=spoken,
    )


def _duties(doing: Doing) -> Choices:
    left = [o.duty for o in doing.stay.owed if o.done is None and o.duty is not Duty.HEALTH_CHECK]
    return {"duty": [(duty.value, words.DUTIES[duty]) for duty in left]}


def _no_duty(stay: Whole) -> str:
    left = any(o.done is None and o.duty is not Duty.HEALTH_CHECK for o in stay.owed)
    return "" if left else "Every duty of the arrival is on record."


def _contact(doing: Doing, form: forms.ContactForm) -> object:
    data = form.cleaned_data
    return contact.ask_contact(
        doing.actor,
        **_given(doing),
        whom=data["whom"],
        how=data["how"],
        at=_at(doing, form),
        wished=data["wished"] == "yes",
    )


def _whom(doing: Doing) -> Choices:
    lawyer = doing.actor.role == Role.LAWYER
    return {"whom": [(k, v) for k, v in words.WHOM.items() if not lawyer or k == "lawyer"]}


def _why_not_held(doing: Doing) -> Choices:
    asked = next((c for c in doing.stay.contacts if c.pk == doing.number), None)
    refused = asked is not None and asked.whom in MAY_BE_REFUSED
    return {
        "why": [
            (why.value, words.NOT_HELD[why].capitalize())
            for why in NotHeld.Why
            if refused or why is not NotHeld.Why.REFUSED
        ]
    }


def _kinds(doing: Doing) -> Choices:
    standing = {o.kind for o in doing.stay.occurrences if o.ended_id is None}
    return {
        "kind": [
            (k.value, words.OCCURRENCES[k]) for k in Occurrence.Kind if RULES[k].ends and k not in standing
        ]
    }


def steps_of(actor: Actor, occurrence: Occurrence) -> list[str]:
    """The steps that a role may record about something that goes on."""
    rule = RULES[Occurrence.Kind(occurrence.kind)]
    return [kind.value for kind, step in rule.steps.items() if actor.role in step.roles]


def _steps(doing: Doing) -> Choices:
    about = next((o for o in doing.stay.occurrences if o.pk == doing.number), None)
    if about is None:
        return {"kind": [], "answer": []}
    rule = RULES[Occurrence.Kind(about.kind)]
    answers = {a for step in rule.steps.values() for a in step.answers}
    if about.kind == Occurrence.Kind.DEATH and against_telling(doing.case):
        answers.discard(Step.Answer.YES)
    return {
        "kind": [(kind, words.STEPS[kind]) for kind in steps_of(doing.actor, about)],
        "answer": [(a, text.capitalize()) for a, text in words.ANSWERS.items() if a in answers],
    }


def _step(doing: Doing, form: forms.StepForm) -> object:
    data = form.cleaned_data
    return occurrences.record_step(
        doing.actor,
        occurrence=doing.number,
        kind=data["kind"],
        at=_at(doing, form),
        answer=data.get("answer") or None,
        reason=data.get("reason", ""),
        key=doing.key,
    )


def _open_hub(stay: Whole) -> str:
    return "" if stay.arrival.hub.kind == Hub.Kind.OPEN else "Going out freely is counted in open hubs."


def _out(stay: Whole) -> str:
    return _open_hub(stay) or ("The person is out now." if stay.out_since else "")


def _back(stay: Whole) -> str:
    return _open_hub(stay) or ("" if stay.out_since else "The person is not out.")


THINGS: Mapping[str, Thing] = MappingProxyType(
    {
        "duty": Thing(
            "stays.record_duty",
            "Record a duty of the arrival",
            "The duty was recorded.",
            forms.DutyForm,
            _duty,
            _duties,
            _no_duty,
        ),
        "key-worker": Thing(
            "stays.name_key_worker",
            "Name a key worker",
            "The key worker was named.",
            forms.KeyWorkerForm,
            lambda d, f: arrival.name_key_worker(d.actor, **_given(d), to=int(f.cleaned_data["to"])),
            lambda d: {"to": [(n, name) for n, name in staff_of(d.stay.arrival.hub_id)]},
        ),
        "review": Thing(
            "stays.review",
            "Review the stay",
            "The review was recorded.",
            forms.ReviewForm,
            lambda d, f: reviews.review(d.actor, **_given(d), **f.cleaned_data),
        ),
        "contact": Thing(
            "stays.ask_contact",
            "Record that a contact was asked for",
            "The contact was recorded. It has a clock if it is with a lawyer.",
            forms.ContactForm,
            _contact,
            _whom,
        ),
        "out": Thing(
            "stays.go_out",
            "Record that the person went out",
            "It was recorded. The place is kept.",
            WhenForm,
            lambda d, f: leaving.go_out(d.actor, **_given(d), at=_at(d, f)),
            why_not=_out,
        ),
        "back": Thing(
            "stays.come_back",
            "Record that the person is back",
            "It was recorded.",
            WhenForm,
            lambda d, f: leaving.come_back(d.actor, **_given(d), at=_at(d, f)),
            why_not=_back,
        ),
        "began": Thing(
            "stays.begin",
            "Record what began",
            "It was recorded, and its duties have their clocks.",
            forms.BeginForm,
            lambda d, f: occurrences.begin(
                d.actor,
                **_given(d),
                kind=Occurrence.Kind(f.cleaned_data["kind"]),
                at=_at(d, f),
                reason=f.cleaned_data["reason"],
            ),
            _kinds,
        ),
        "birth": Thing(
            "stays.record_birth",
            "Record a birth",
            "The birth was recorded. The child has a case of their own.",
            forms.BirthForm,
            lambda d, f: occurrences.record_birth(
                d.actor, **_given(d), at=_at(d, f), names=[CalledAs(f.cleaned_data["name"])]
            ),
        ),
        "left": Thing(
            "stays.left_hub",
            "Record that the person left the hub",
            "It was recorded as the person's choice.",
            forms.LeftForm,
            lambda d, f: leaving.left_hub(d.actor, **_given(d), at=_at(d, f), says=f.cleaned_data["says"]),
            why_not=_open_hub,
        ),
        "death": Thing(
            "stays.record_death",
            "Record a death",
            "The death was recorded and reported. The hub takes nobody until two people lift that.",
            WhenForm,
            lambda d, f: occurrences.record_death(d.actor, **_given(d), at=_at(d, f)),
        ),
        "held": Thing(
            "stays.hold_contact",
            "Record when the contact was",
            "The contact was recorded.",
            forms.HeldForm,
            lambda d, f: contact.hold_contact(
                d.actor, contact=d.number, began_at=_at(d, f), until_at=f.until(_at(d, f)), key=d.key
            ),
            about="contact",
        ),
        "not-held": Thing(
            "stays.contact_not_held",
            "Record that the contact was not held",
            "It was recorded.",
            forms.NotHeldForm,
            lambda d, f: contact.contact_not_held(
                d.actor, contact=d.number, why=NotHeld.Why(f.cleaned_data["why"]), key=d.key
            ),
            _why_not_held,
            about="contact",
        ),
        "step": Thing(
            "stays.record_step",
            "Record what was done about it",
            "It was recorded.",
            forms.StepForm,
            _step,
            _steps,
            about="occurrence",
        ),
        "over": Thing(
            "stays.end",
            "Record that it is over",
            "It was recorded.",
            WhenForm,
            lambda d, f: occurrences.end(d.actor, occurrence=d.number, at=_at(d, f), key=d.key),
            about="occurrence",
        ),
    }
)
"""Everything that somebody may record in a stay, by its place in the address, in the order of a page."""


def possible(actor: Actor, stay: Whole) -> list[tuple[str, Thing, str]]:
    """What an actor's role may record in a stay, each with what is in its way; "" if nothing is."""
    if stay.arrival.ended_id is not None:
        return []
    return [
        (slug, thing, thing.why_not(stay))
        for slug, thing in THINGS.items()
        if thing.verb in actor.may and not thing.about
    ]
