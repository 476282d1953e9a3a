"""What units, rooms and places ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from returnhub.hubs.models import Attributes, Unit
from returnhub.hubs.words import CARE, FOR, STATES
from returnhub.pages.fields import DateField, Filters, Form

_FOR = tuple((kind.value, FOR[kind]) for kind in Attributes.For)
_CARE = tuple((str(level), text) for level, text in CARE.items())
_YES = (("yes", "Yes"), ("no", "No"))


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea)


class UnitForm(Form):
    """A part of a hub."""

    name = forms.CharField(label="Name of the part", max_length=100)


class RoomForm(Form):
    """A room."""

    unit = forms.ChoiceField(label="In which part of the hub?")
    name = forms.CharField(label="Name of the room", max_length=100)
    square_metres = forms.DecimalField(
        label="Living space in square metres, without the bathroom",
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
    )


class LikeForm(Form):
    """What a place is like."""

    places_for = forms.ChoiceField(label="Who is it for?", choices=_FOR, widget=forms.RadioSelect)
    step_free = forms.ChoiceField(label="Is it free of steps?", choices=_YES, widget=forms.RadioSelect)
    care = forms.ChoiceField(label="Which care is there?", choices=_CARE, widget=forms.RadioSelect)
    quiet = forms.ChoiceField(label="Is it quiet?", choices=_YES, widget=forms.RadioSelect)


class PlaceForm(LikeForm):
    """A place, in a room."""

    room = forms.ChoiceField(label="In which room?")
    name = forms.CharField(label="Name of the place", max_length=100)
    field_order = ("room", "name")


class ReviseForm(LikeForm):
    """What a place is like from now on."""

    reason = _reason("What changed?")


class OutForm(Form):
    """Days out of service."""

    from_on = DateField(label="From which day is it out of service?")
    until_on = DateField(label="First day on which it can be lived in again, if known", required=False)
    reason = _reason("Why?")


class ReasonForm(Form):
    """Why."""

    reason = _reason("Why?")


class GivePlaceForm(Form):
    """Another place for somebody who is there."""

    place = forms.ChoiceField(label="Which place? Only those that are free and suit this person are listed")
    reason = _reason("Why?")


class AnswerExcessForm(Form):
    """What was done about an excess."""

    says = forms.CharField(
        label="What was done, and what will be done?", max_length=5000, widget=forms.Textarea
    )


class PlaceFilters(Filters):
    """The filters of a hub's places."""

    unit = forms.ChoiceField(label="Part of the hub")
    state = forms.ChoiceField(
        label="Today", choices=(("", "Any"), *((code, text) for code, (text, _) in STATES.items()))
    )
    places_for = forms.ChoiceField(label="For", choices=(("", "Anybody or not"), *_FOR))
    step_free = forms.ChoiceField(label="Free of steps", choices=(("", "Either"), *_YES))
    care = forms.ChoiceField(
        label="Care",
        choices=(("", "Any"), ("1", "At least regular nursing"), ("2", "A hospital within reach")),
    )
    quiet = forms.ChoiceField(label="Quiet", choices=(("", "Either"), *_YES))

    def __init__(self, data: Any, units: list[Unit]) -> None:
        super().__init__(data)
        self.fields["unit"].choices = [("", "Any"), *((str(u.pk), u.name) for u in units)]
