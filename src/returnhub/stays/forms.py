"""One form for each thing that is recorded in a stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.forms.acts import ActForm, TimeField, WhenForm, long_text
from returnhub.languages.codes import CHOICES as LANGUAGES
from returnhub.pages.fields import DateField, Filters, Form
from returnhub.stays import words
from returnhub.stays.queries.lives import WHICH

NO_HEALTH = "No word on health: that is the clinician's, and only clinicians read it."
_RADIOS = forms.RadioSelect


def _first_up(found: Any) -> list[tuple[str, str]]:
    return [(code, text[:1].upper() + text[1:]) for code, text in found.items()]


class PeopleFilters(Filters):
    """Who of a hub's people is listed."""

    q = forms.CharField(label="Name or reference", max_length=200)
    which = forms.ChoiceField(label="Who?", choices=[("", "Everybody"), *WHICH.items()])


class DutyForm(WhenForm):
    """A duty of the arrival that was done."""

    duty = forms.ChoiceField(label="What was done?", widget=_RADIOS)
    wanted = forms.ChoiceField(
        label="Did the person want it?",
        widget=_RADIOS,
        choices=[("yes", "Yes"), ("no", "No, the person did not want this call")],
    )
    language = forms.ChoiceField(
        label="In which language was the interview?", choices=[("", "Choose"), *LANGUAGES], required=False
    )
    interpreter = forms.ChoiceField(
        label="Who interpreted?", choices=[("", "Choose"), *_first_up(words.INTERPRETERS)], required=False
    )
    field_order = ("duty", "wanted", "on", "time", "language", "interpreter")


class KeyWorkerForm(ActForm):
    """Who answers for the stay."""

    to = forms.ChoiceField(label="Who answers for this stay from now on?", widget=_RADIOS)


class ReviewForm(ActForm):
    """A review of the stay."""

    on = DateField(label="When was the review?")
    findings = long_text("What did it find?", NO_HEALTH)
    next_on = DateField(
        label="When is the next one?", required=False, help_text="In 28 days at the latest. Empty: in 28 days"
    )


class ContactForm(WhenForm):
    """A contact that was asked for."""

    whom = forms.ChoiceField(label="With whom?", widget=_RADIOS, choices=_first_up(words.WHOM))
    how = forms.ChoiceField(label="How?", widget=_RADIOS, choices=_first_up(words.HOW))
    wished = forms.ChoiceField(
        label="Who asked for it?",
        widget=_RADIOS,
        choices=[("yes", "The person in the hub"), ("no", "Somebody outside")],
    )
    field_order = ("whom", "how", "wished", "on", "time")


class HeldForm(WhenForm):
    """From when until when a contact was."""

    ended = TimeField("Until what time?")

    def until(self, began: dt.datetime) -> dt.datetime:
        """When it ended, on the day on which it began; without a time, when it began."""
        time = self.cleaned_data["ended"]
        return (
            began
            if time is None
            else timezone.make_aware(dt.datetime.combine(timezone.localdate(began), time))
        )


class NotHeldForm(ActForm):
    """Why a contact was not held."""

    why = forms.ChoiceField(label="Why not?", widget=_RADIOS)


class LeftForm(WhenForm):
    """That somebody left an open hub."""

    says = long_text(
        "How do you know that it was their choice?",
        "What they said or did. Leaving an open hub is free; this says nothing of where they are now.",
    )


class BeginForm(WhenForm):
    """That something began."""

    kind = forms.ChoiceField(label="What began?", widget=_RADIOS)
    reason = long_text("Why segregation?", f"For segregation alone. {NO_HEALTH}", required=False)
    field_order = ("kind", "on", "time", "reason")


class StepForm(WhenForm):
    """That something was done about it."""

    kind = forms.ChoiceField(label="What was done?", widget=_RADIOS)
    answer = forms.ChoiceField(label="The answer", widget=_RADIOS, required=False)
    reason = long_text("Reasons of a review", NO_HEALTH, required=False)
    field_order = ("kind", "answer", "on", "time", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        review = "review" in dict(self.fields["kind"].choices)
        # what has no answers, or no review, asks for neither
        if not self.fields["answer"].choices:
            del self.fields["answer"]
        else:
            self.fields["answer"].required = review
        if review:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class BirthForm(WhenForm):
    """A child's birth."""

    name = forms.CharField(label="The child's name", max_length=300)
    field_order = ("name", "on", "time")


class DayForm(Form):
    """A day of a hub."""

    on = DateField(label="Which day?")
    health_staff = forms.IntegerField(
        label="How many nurses and doctors were present?", min_value=0, max_value=999
    )
    outdoor_hours = forms.DecimalField(
        label="How many hours outdoors were offered?", min_value=0, max_value=24, decimal_places=1
    )
    telephone = forms.ChoiceField(
        label="Were telephones free to use all day?", widget=_RADIOS, choices=[("yes", "Yes"), ("no", "No")]
    )
