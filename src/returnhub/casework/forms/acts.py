"""One form for each thing that somebody may record in a case. What each field may hold, its case says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.models import Bar, Custody, Name
from returnhub.casework.reference import read_reference
from returnhub.casework.words import BARS, GROUNDS
from returnhub.languages.codes import CHOICES as LANGUAGE_CHOICES
from returnhub.pages.fields import DateField, Form
from returnhub.procedure import Event

Choices = Sequence[tuple[object, str]]
LONG = 4000


def long_text(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, help_text=hint, max_length=LONG, widget=forms.Textarea, required=required
    )


def yes_no(label: str, yes: str = "Yes", no: str = "No") -> forms.TypedChoiceField:
    """A question whose answer is True or False."""
    return forms.TypedChoiceField(
        label=label,
        coerce=lambda v: v == "yes",
        choices=[("yes", yes), ("no", no)],
        widget=forms.RadioSelect,
    )


class TimeField(forms.CharField):
    """A time of day typed as 14:30, 2.30pm or 2pm; None where it is not known."""

    _TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")

    def __init__(self, label: str = "Time, if known") -> None:
        super().__init__(label=label, required=False, max_length=10, help_text="UK time, for example 14:30")

    def clean(self, value: Any) -> dt.time | None:
        """The time, or what is wrong with it."""
        typed = str(super().clean(value) or "").strip().lower()
        if not typed:
            return None
        found = self._TIME.match(typed)
        if found is None:
            raise forms.ValidationError("Time must be like 14:30", code="time")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise forms.ValidationError("Time must be a real time", code="time") from None


class ActForm(Form):
    """A form on one case. `choices` gives what only the case knows, by the field's name."""

    def __init__(self, *args: Any, choices: dict[str, Choices] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, given in (choices or {}).items():
            if name in self.fields:
                self.fields[name].choices = list(given)


class WhenForm(ActForm):
    """A form that asks when something happened."""

    on = DateField(label="When was it?")
    time = TimeField()

    def moment(self, name: str = "on") -> dt.datetime:
        """The moment typed; without a time the middle of that day, or now on this one."""
        day, time = self.cleaned_data[name], self.cleaned_data["time"]
        if time is not None:
            return timezone.make_aware(dt.datetime.combine(day, time))
        if day == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))

    def clean(self) -> dict[str, Any]:
        """What happened is not still to come."""
        data = super().clean()
        day, time = data.get("on"), data.get("time")
        if day and (day > timezone.localdate() or (time and self.moment() > timezone.now())):
            self.add_error("on", "When it was can't be still to come")
        return data


class ReasonForm(ActForm):
    """A reason alone."""

    reason = long_text("Reason")


class HappeningForm(WhenForm):
    """What happened, of what the procedure allows in the stage of the case."""

    event = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    reason = long_text("More about it", required=False)
    field_order = ("event", "on", "time", "reason")


class CorrectHappeningForm(WhenForm):
    """What was recorded by mistake, and what happened instead."""

    event = forms.ChoiceField(label="What happened instead?", widget=forms.RadioSelect)
    on = DateField(label="When was that?", required=False)
    reason = long_text("Why was the first record wrong?")
    field_order = ("event", "on", "time", "reason")

    def clean(self) -> dict[str, Any]:
        """Something else that happened has a day."""
        data = super().clean()
        if data.get("event") not in (None, "nothing") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Fill in: When was that?")
        return data


def event_choices(events: Sequence[Event]) -> Choices:
    """Events of the procedure as radios."""
    return [(e.value, e.value[0].upper() + e.value[1:]) for e in events]


class WithEvidence(ActForm):
    """A form that may name a file of the case."""

    evidence = forms.TypedChoiceField(label="Evidence", required=False, coerce=int, empty_value=None)


class BarForm(WithEvidence, WhenForm):
    """A bar, from when it holds."""

    kind = forms.ChoiceField(label="What kind of bar?", choices=list(BARS.items()), widget=forms.RadioSelect)
    says = long_text("What does it say?")
    on = DateField(label="Since when?")
    field_order = ("kind", "says", "on", "time", "evidence")

    def clean_kind(self) -> Bar.Kind:
        """As the command takes it."""
        return Bar.Kind(self.cleaned_data["kind"])


class EndBarForm(WithEvidence):
    """Why a bar ends, and on what paper."""

    reason = long_text("Why does this bar end?")
    field_order = ("reason", "evidence")


class SubmissionsForm(WithEvidence):
    """What a legal representative lodges."""

    says = long_text("What is lodged?", "Clocks stop the moment that you send this.")
    field_order = ("says", "evidence")


class OrderForm(SubmissionsForm):
    """An order of a court that a legal representative lodges."""

    kind = forms.ChoiceField(
        label="What kind of order?",
        choices=[(k, BARS[k]) for k in ("court_order", "interim_measure", "judicial_review")],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "says", "evidence")

    def clean_kind(self) -> Bar.Kind:
        """As the command takes it."""
        return Bar.Kind(self.cleaned_data["kind"])


class NameForm(ActForm):
    """A further name."""

    text = forms.CharField(
        label="Name", max_length=300, help_text="In its own script, as the person writes it"
    )
    kind = forms.ChoiceField(
        label="What is this name?",
        choices=[("accepted", "Accepted"), ("alias", "Also used by the person"), ("disputed", "In dispute")],
        widget=forms.RadioSelect,
    )

    def clean_kind(self) -> Name.Kind:
        """As the command takes it."""
        return Name.Kind(self.cleaned_data["kind"])


class DocumentForm(ActForm):
    """An identity or travel document."""

    kind = forms.ChoiceField(
        label="Kind of document",
        choices=[
            ("passport", "Passport"),
            ("identity_card", "Identity card"),
            ("travel_document", "Travel document"),
            ("birth_certificate", "Birth certificate"),
            ("other", "Another document"),
        ],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(label="Number", max_length=60)
    state = forms.CharField(label="Issued by which state?", max_length=60)
    until = DateField(label="Valid until", required=False)


class NoteForm(ActForm):
    """A note that decides nothing."""

    text = long_text("Note", "Every officer who sees this case can read it. It decides nothing.")


class PrivilegedNoteForm(ActForm):
    """A legal representative's own note."""

    text = long_text("Note", "Nobody but you can read this.")


class AssignForm(ActForm):
    """Who works on the case."""

    to = forms.TypedChoiceField(label="Assign to", coerce=int)


class OfferForm(ActForm):
    """An offer of help with voluntary return."""

    language = forms.ChoiceField(
        label="In which language is the paper?", choices=[("", "Choose"), *LANGUAGE_CHOICES]
    )
    interpreter = forms.CharField(
        label="In which language did an interpreter read it out?",
        max_length=40,
        required=False,
        help_text="A text that nobody has reviewed has to be read out",
    )
    offered_on = DateField(label="When was it offered?")
    says = long_text("What was offered", required=False)


class OfferAnswerForm(ActForm):
    """What the person answered."""

    accepted = yes_no("Did the person accept?")
    on = DateField(label="When did they answer?")


class CustodyForm(WhenForm):
    """The beginning of a time in custody."""

    authority = forms.CharField(label="By whose authority?", max_length=200)
    ground = forms.ChoiceField(
        label="On which ground?", choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    why = long_text("Why does the ground hold for this person?")
    on = DateField(label="When did it begin?")
    field_order = ("authority", "ground", "why", "on", "time")

    def clean_ground(self) -> Custody.Ground:
        """As the command takes it."""
        return Custody.Ground(self.cleaned_data["ground"])


class ReviewForm(ActForm):
    """A review of custody."""

    on = DateField(label="When was the review?")
    kept = forms.TypedChoiceField(
        label="What was decided?",
        coerce=lambda v: v == "kept",
        choices=[("kept", "Custody goes on"), ("released", "The person is released")],
        widget=forms.RadioSelect,
    )
    reason = long_text("Reason")


class BailForm(ActForm):
    """An application for bail."""

    on = DateField(label="When was it?")
    outcome = forms.ChoiceField(label="What came of it?", widget=forms.RadioSelect)
    reason = long_text("Reason")


class AlternativeForm(ActForm):
    """An alternative to custody that was weighed."""

    on = DateField(label="When was it weighed?")
    alternative = forms.CharField(label="Which alternative?", max_length=200)
    enough = yes_no("Is it enough?")
    reason = long_text("Reason")


class ReleaseForm(WhenForm):
    """The end of a time in custody."""

    on = DateField(label="When was the person released?")
    on_bail = forms.BooleanField(label="On bail", required=False)
    reason = long_text("Reason")
    field_order = ("on", "time", "on_bail", "reason")


class RepresentForm(ActForm):
    """Who speaks for the person."""

    lawyer = forms.TypedChoiceField(label="Legal representative", coerce=int)


class FamilyForm(ActForm):
    """A person of one's own cases, and how both belong to the family."""

    relation = forms.CharField(
        label="How does this person belong to the family?", max_length=60, help_text="For example, mother"
    )
    reference = forms.CharField(label="Reference of another member's case", max_length=20)
    other_relation = forms.CharField(label="How does the other member belong to it?", max_length=60)

    def clean_reference(self) -> str:
        """A reference as it is written."""
        found = read_reference(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError("Reference must be like RH-48K2-7Q", code="reference")
        return found


class JoinFamilyForm(FamilyForm):
    """A person joins the family of another."""

    other_relation = None


class BirthForm(WithEvidence):
    """A child who was born."""

    name = forms.CharField(label="Child's name", max_length=300, help_text="In its own script")
    born_on = DateField(label="When was the child born?")
    field_order = ("name", "born_on", "evidence")


class ReferForm(ActForm):
    """A referral to the scheme."""

    reason = long_text("Why is this person referred?")
