"""Forms of packets: days and listed words of a sender, answers on paper, names for a consulate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.forms.acts import ActForm, long_text
from returnhub.casework.forms.facts import AnswerForm as FactForm
from returnhub.packets.kinds import Packet, Receiver, Shape, listed
from returnhub.packets.models import PacketAnswer
from returnhub.packets.words import ANSWERS, FIELDS, WORDS
from returnhub.pages.fields import DateField, Filters
from returnhub.scheme.facts import Fact

WANTS_ANSWER = frozenset({"acceptance_request"})
"""Kinds that another state answers; it is asked by which day an answer is waited for."""


class PeopleFilters(Filters):
    """Who of the hub's people is listed."""

    q = forms.CharField(label="Name or reference", max_length=200)


class SendForm(ActForm):
    """What only the sender of a packet knows: days, and words of a list. Nothing else can be typed."""

    def __init__(self, *args: Any, kind: type[Packet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in listed(kind):
            if one.given and one.shape is Shape.DATE:
                self.fields[one.name] = DateField(label=FIELDS[one.name])
            elif one.given:
                self.fields[one.name] = forms.ChoiceField(
                    label=FIELDS[one.name],
                    widget=forms.RadioSelect,
                    choices=[(word, WORDS[word]) for word in one.words],
                )
        if kind.kind in WANTS_ANSWER:
            self.fields["answer_by"] = DateField(label="By which day is an answer waited for?")

    def clean_answer_by(self) -> object:
        """Not a day that has passed."""
        day = self.cleaned_data["answer_by"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("The day of the answer can't have passed", code="past")
        return day


class PaperAnswerForm(ActForm):
    """An answer that came on paper."""

    answer = forms.ChoiceField(label="What was the answer?", widget=forms.RadioSelect)
    answered_on = DateField(label="When was it given?")
    until = DateField(label="Until when can it be used?", required=False)
    reference = forms.CharField(label="Reference of the letter", max_length=200, required=False)

    def __init__(self, *args: Any, to: Receiver, **kwargs: Any) -> None:
        kinds = PacketAnswer.Answer
        found = (
            (kinds.ISSUED, kinds.REFUSED, kinds.RECEIVED)
            if to is Receiver.ORIGIN
            else (kinds.ACCEPTED, kinds.DECLINED, kinds.RECEIVED)
        )
        super().__init__(*args, **kwargs, choices={"answer": [(k.value, ANSWERS[k]) for k in found]})


class IdentityForm(ActForm):
    """Who a person is for their consulate. An empty field is not known."""

    birth_place = forms.CharField(
        label="Place of birth", max_length=100, required=False, help_text="The name of the place alone"
    )
    father = forms.CharField(label="Father's name", max_length=100, required=False)
    mother = forms.CharField(label="Mother's name", max_length=100, required=False)
    photograph = forms.BooleanField(label="A photograph was taken", required=False)
    fingerprints = forms.BooleanField(label="Fingerprints were taken", required=False)


class HostFactForm(FactForm):
    """What the host state found itself, and how it knows."""

    field_order = ("value", "not_known", "note")

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, fact=fact, suppliers=("host",), **kwargs)
        for name in ("found_on", "supplier", "evidence", "file"):
            del self.fields[name]
        self.fields["note"] = long_text(
            "How do you know?", "It stands beside what the sending state says, under your name."
        )
        self.order_fields(self.field_order)
