"""What phases, numbers and caps ask."""

from __future__ import annotations

from django import forms

from returnhub.hubs.models import Cap, Phase
from returnhub.hubs.words import CAPS, FOUR, PHASES
from returnhub.pages.fields import DateField, Form

_MOST = 100_000
"""An upper bound of what a page takes for a number of people; an assumption."""


class NumbersForm(Form):
    """Other numbers of a hub, from a day on."""

    from_on = DateField(label="From which day?")
    reason = forms.CharField(label="Why?", max_length=5000, widget=forms.Textarea)
    field_order = (*(name for name, _ in FOUR), "from_on", "reason")

    maximum = forms.IntegerField(label=FOUR[0][1], min_value=0, max_value=_MOST)
    working = forms.IntegerField(label=FOUR[1][1], min_value=0, max_value=_MOST)
    certified = forms.IntegerField(label=FOUR[2][1], min_value=0, max_value=_MOST)
    signed = forms.IntegerField(label=FOUR[3][1], min_value=0, max_value=_MOST)


class AnswerForm(Form):
    """Another person's answer to a request."""

    approved = forms.ChoiceField(
        label="What do you say?",
        choices=(("yes", "Approve these numbers"), ("no", "Refuse them")),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why?", max_length=5000, widget=forms.Textarea)


class PhaseForm(Form):
    """Where a hub stands from a day on."""

    kind = forms.ChoiceField(
        label="Where does the hub stand?",
        choices=tuple((kind.value, PHASES[kind]) for kind in Phase.Kind),
        widget=forms.RadioSelect,
    )
    from_on = DateField(label="From which day?")
    places = forms.IntegerField(
        label="If it is ramping up: how many people at the most?",
        min_value=0,
        max_value=_MOST,
        required=False,
    )
    reason = forms.CharField(label="Why?", max_length=5000, widget=forms.Textarea)


class CapForm(Form):
    """A cap of the agreement."""

    kind = forms.ChoiceField(
        label="What is capped?",
        choices=tuple((kind.value, CAPS[kind]) for kind in Cap.Kind),
        widget=forms.RadioSelect,
    )
    people = forms.IntegerField(label="How many people?", min_value=0, max_value=_MOST)
    from_on = DateField(label="From which day?", help_text="A year's cap begins anew each year on this day")
    term = forms.CharField(label="Which term of the agreement says so?", max_length=200)
