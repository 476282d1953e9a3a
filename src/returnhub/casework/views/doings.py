"""What may be recorded in a case: for each command of this room its words, its form and how it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from returnhub.accounts.roles import Role
from returnhub.casework.commands import bars, cases, counsel, custody, offers, people
from returnhub.casework.commands.custody import Bail
from returnhub.casework.forms import acts as forms
from returnhub.casework.queries import case as reads
from returnhub.casework.queries.actions import HAPPENING, verb_of
from returnhub.casework.queries.evidence import evidence_choices
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import family_number
from returnhub.casework.queries.scope import scope
from returnhub.casework.queries.worklist import colleagues
from returnhub.casework.views.page import File
from returnhub.procedure import PROCEDURES, Event

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """A page that records something: its words, its form, the command, and the page to go back to.

    `run(file, form, number, key)` calls the command. `rows` says which rows of the case `number` may name.
    """

    title: str
    form: type[forms.ActForm]
    button: str
    said: str
    back: str
    part: Part
    run: Callable[[File, Any, int, Any], object]
    rows: Callable[[File], set[int]] | None = None


def _events(file: File) -> list[Event]:
    allowed = PROCEDURES[file.case.procedure].allowed(file.stands.stage)
    return [e for e in allowed if verb_of(e) == HAPPENING]


def choices_of(file: File) -> dict[str, forms.Choices]:
    """What only the case knows: its files, what may happen in it, who may work on it."""
    events = forms.event_choices(_events(file))
    return {
        "evidence": [("", "No evidence"), *evidence_choices(file.actor, file.case)],
        "event": events,
        "to": [("", "Choose a person"), *colleagues(file.actor)],
        "outcome": [(b.value, b.value.replace("_", " ").capitalize()) for b in Bail],
    }


def _correct(file: File, form: Any, number: int, key: Any) -> object:
    data = form.cleaned_data
    other = None if data["event"] == "nothing" else cases.Happened(Event(data["event"]), form.moment())
    return cases.correct_happening(
        file.actor, happening=number, instead=other, reason=data["reason"], key=key
    )


def _other_case(file: File, form: Any) -> int:
    found = (
        scope(file.actor)
        .filter(reference=form.cleaned_data["reference"])
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise NotFoundError
    return found


class NotFoundError(Exception):
    """A reference names no case of the reader's."""


def _form_family(file: File, form: Any, number: int, key: Any) -> object:
    data = form.cleaned_data
    members = [(file.case.pk, data["relation"]), (_other_case(file, form), data["other_relation"])]
    return people.form_family(file.actor, members=members, key=key)


def _join_family(file: File, form: Any, number: int, key: Any) -> object:
    family = family_number(_other_case(file, form))
    if family is None:
        raise NotFoundError
    return people.join_family(
        file.actor, case=file.case.pk, family=family, relation=form.cleaned_data["relation"], key=key
    )


def _birth(file: File, form: Any, number: int, key: Any) -> object:
    data = form.cleaned_data
    name = cases.CalledAs(data["name"])
    return people.record_birth(
        file.actor,
        parents=[file.case.pk],
        born_on=data["born_on"],
        names=[name],
        evidence=data["evidence"],
        key=key,
    )


def _on_case(command: Callable[..., object], *names: str) -> Callable[[File, Any, int, Any], object]:
    """Call a command on the case with some of the form's fields."""

    def run(file: File, form: Any, number: int, key: Any) -> object:
        return command(file.actor, case=file.case.pk, key=key, **{n: form.cleaned_data[n] for n in names})

    return run


def _on_row(command: Callable[..., object], row: str, *names: str) -> Callable[[File, Any, int, Any], object]:
    """Call a command on a row of the case with some of the form's fields."""

    def run(file: File, form: Any, number: int, key: Any) -> object:
        return command(file.actor, key=key, **{row: number}, **{n: form.cleaned_data[n] for n in names})

    return run


def _custody_rows(file: File) -> set[int]:
    return {c.pk for c in reads.custodies(file.case, file.looking) if c.ended_id is None}


DOINGS: Mapping[str, Doing] = MappingProxyType(
    {
        "refer": Doing(
            "Refer this person",
            forms.ReferForm,
            "Refer",
            "The person was referred.",
            "casework:case",
            Part.OVERVIEW,
            _on_case(cases.refer, "reason"),
        ),
        "record_happening": Doing(
            "Record what happened",
            forms.HappeningForm,
            "Record",
            "It was recorded.",
            "casework:case",
            Part.TIMELINE,
            lambda file, form, number, key: cases.record_happening(
                file.actor,
                case=file.case.pk,
                event=Event(form.cleaned_data["event"]),
                at=form.moment(),
                reason=form.cleaned_data["reason"],
                key=key,
            ),
        ),
        "correct_happening": Doing(
            "Put right what was recorded",
            forms.CorrectHappeningForm,
            "Put right",
            "It was put right; both stay to be seen.",
            "casework:timeline",
            Part.TIMELINE,
            _correct,
            lambda file: {h.pk for h in reads.happenings(file.case, file.looking)},
        ),
        "open_bar": Doing(
            "Record a bar",
            forms.BarForm,
            "Record this bar",
            "The bar was recorded; it stops a move from now on.",
            "casework:case",
            Part.SCREENING,
            lambda file, form, number, key: bars.open_bar(
                file.actor,
                case=file.case.pk,
                kind=form.cleaned_data["kind"],
                says=form.cleaned_data["says"],
                since=form.moment(),
                evidence=form.cleaned_data["evidence"],
                key=key,
            ),
        ),
        "end_bar": Doing(
            "End a bar",
            forms.EndBarForm,
            "End this bar",
            "The bar was ended.",
            "casework:case",
            Part.SCREENING,
            _on_row(bars.end_bar, "bar", "reason", "evidence"),
            lambda file: {b.pk for b in reads.bars(file.case, file.looking)},
        ),
        "lodge_submissions": Doing(
            "Lodge submissions",
            forms.SubmissionsForm,
            "Lodge",
            "Lodged. The clocks that it stops have stopped.",
            "casework:lawyers",
            Part.LAWYERS,
            _on_case(bars.lodge_submissions, "says", "evidence"),
        ),
        "lodge_order": Doing(
            "Lodge a court order",
            forms.OrderForm,
            "Lodge",
            "Lodged. No authority can be given while it stands.",
            "casework:lawyers",
            Part.LAWYERS,
            _on_case(bars.lodge_order, "kind", "says", "evidence"),
        ),
        "add_name": Doing(
            "Add a name",
            forms.NameForm,
            "Add this name",
            "The name was added.",
            "casework:case",
            Part.OVERVIEW,
            lambda file, form, number, key: people.add_name(
                file.actor,
                case=file.case.pk,
                name=cases.CalledAs(form.cleaned_data["text"], form.cleaned_data["kind"]),
                key=key,
            ),
        ),
        "end_name": Doing(
            "End a name",
            forms.ReasonForm,
            "End this name",
            "The name was ended; it stays in the time line.",
            "casework:case",
            Part.OVERVIEW,
            lambda file, form, number, key: people.end_name(
                file.actor, case=file.case.pk, name=number, reason=form.cleaned_data["reason"], key=key
            ),
            lambda file: {n.pk for n in file.called.names},
        ),
        "add_document": Doing(
            "Add a document",
            forms.DocumentForm,
            "Add",
            "The document was added.",
            "casework:case",
            Part.DOCUMENTS,
            _on_case(people.add_document, "kind", "number", "state", "until"),
        ),
        "form_family": Doing(
            "Form a family",
            forms.FamilyForm,
            "Form this family",
            "The family was formed.",
            "casework:family",
            Part.FAMILY,
            _form_family,
        ),
        "join_family": Doing(
            "Add this person to a family",
            forms.JoinFamilyForm,
            "Add",
            "The person was added to the family.",
            "casework:family",
            Part.FAMILY,
            _join_family,
        ),
        "leave_family": Doing(
            "This person leaves the family",
            forms.ReasonForm,
            "Record",
            "It was recorded.",
            "casework:family",
            Part.FAMILY,
            _on_case(people.leave_family, "reason"),
        ),
        "record_birth": Doing(
            "Record a birth",
            forms.BirthForm,
            "Record",
            "The birth was recorded; the child has a case of their own.",
            "casework:family",
            Part.FAMILY,
            _birth,
        ),
        "write_note": Doing(
            "Write a note",
            forms.NoteForm,
            "Save",
            "The note was saved.",
            "casework:case",
            Part.NOTES,
            _on_case(counsel.write_note, "text"),
        ),
        "write_privileged_note": Doing(
            "Write a privileged note",
            forms.PrivilegedNoteForm,
            "Save",
            "Your note was saved. Nobody else can read it.",
            "casework:lawyers",
            Part.LAWYERS,
            lambda file, form, number, key: counsel.write_privileged_note(
                file.actor, case=file.case.pk, text=form.cleaned_data["text"]
            ),
        ),
        "assign": Doing(
            "Assign this case",
            forms.AssignForm,
            "Assign",
            "The case was assigned.",
            "casework:case",
            Part.OVERVIEW,
            _on_case(cases.assign, "to"),
        ),
        "offer_voluntary_return": Doing(
            "Record an offer of voluntary return",
            forms.OfferForm,
            "Record",
            "The offer was recorded.",
            "casework:voluntary",
            Part.VOLUNTARY,
            _on_case(offers.offer_voluntary_return, "language", "interpreter", "offered_on", "says"),
        ),
        "answer_voluntary_return": Doing(
            "Record the person's answer",
            forms.OfferAnswerForm,
            "Record",
            "The answer was recorded.",
            "casework:voluntary",
            Part.VOLUNTARY,
            _on_row(offers.answer_voluntary_return, "offer", "accepted", "on"),
            lambda file: {o.pk for o in reads.offers(file.case, file.looking) if o.ended_id is None},
        ),
        "begin_custody": Doing(
            "Record that custody began",
            forms.CustodyForm,
            "Record",
            "Custody was recorded, and its review is due.",
            "casework:custody",
            Part.CUSTODY,
            lambda file, form, number, key: custody.begin_custody(
                file.actor,
                case=file.case.pk,
                authority=form.cleaned_data["authority"],
                ground=form.cleaned_data["ground"],
                why=form.cleaned_data["why"],
                began=form.moment(),
                key=key,
            ),
        ),
        "review_custody": Doing(
            "Review custody",
            forms.ReviewForm,
            "Record",
            "The review was recorded.",
            "casework:custody",
            Part.CUSTODY,
            _on_row(custody.review_custody, "custody", "on", "kept", "reason"),
            _custody_rows,
        ),
        "record_bail": Doing(
            "Record an application for bail",
            forms.BailForm,
            "Record",
            "It was recorded.",
            "casework:custody",
            Part.CUSTODY,
            _on_row(custody.record_bail, "custody", "on", "outcome", "reason"),
            _custody_rows,
        ),
        "weigh_alternative": Doing(
            "Record an alternative to custody",
            forms.AlternativeForm,
            "Record",
            "It was recorded.",
            "casework:custody",
            Part.CUSTODY,
            _on_row(custody.weigh_alternative, "custody", "on", "alternative", "enough", "reason"),
            _custody_rows,
        ),
        "ground_lapsed": Doing(
            "The ground of custody has lapsed",
            forms.ReasonForm,
            "Record: release is due",
            "Recorded. Release is due at once.",
            "casework:custody",
            Part.CUSTODY,
            _on_row(custody.ground_lapsed, "custody", "reason"),
            _custody_rows,
        ),
        "end_custody": Doing(
            "Record a release",
            forms.ReleaseForm,
            "Record the release",
            "The release was recorded.",
            "casework:custody",
            Part.CUSTODY,
            lambda file, form, number, key: custody.end_custody(
                file.actor,
                custody=number,
                reason=form.cleaned_data["reason"],
                released_at=form.moment(),
                on_bail=form.cleaned_data["on_bail"],
                key=key,
            ),
            _custody_rows,
        ),
        "represent": Doing(
            "Record a legal representative",
            forms.RepresentForm,
            "Record",
            "It was recorded.",
            "casework:lawyers",
            Part.LAWYERS,
            _on_case(counsel.represent, "lawyer"),
        ),
        "end_representation": Doing(
            "End a representation",
            forms.ReasonForm,
            "End",
            "The representation was ended.",
            "casework:lawyers",
            Part.LAWYERS,
            lambda file, form, number, key: counsel.end_representation(
                file.actor, case=file.case.pk, lawyer=number, reason=form.cleaned_data["reason"], key=key
            ),
            lambda file: {
                r.lawyer_id
                for r in reads.representations(file.case)
                if r.ended_id is None and (file.actor.role != Role.LAWYER or r.lawyer_id == file.actor.id)
            },
        ),
    }
)
"""By the second part of the command's verb."""
