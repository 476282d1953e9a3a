"""One form for each thing that is done with a transfer or with one person on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.forms.acts import ActForm, TimeField, WhenForm, long_text, yes_no
from returnhub.pages.fields import DateField, Filters
from returnhub.transfers import words
from returnhub.transfers.commands.handover import Checked
from returnhub.transfers.commands.transfers import Planned
from returnhub.transfers.models import Crew, Force, Item, Outcome, Plan
from returnhub.transfers.models.transfers import Way


class ListFilters(Filters):
    """Which transfers are listed."""

    when = forms.ChoiceField(
        label="Which transfers?",
        choices=[
            ("to_come", "To come, or on the way"),
            ("left", "That have left"),
            ("cancelled", "Cancelled"),
        ],
    )


def _one_of(label: str, kind: type[Enum], words: Mapping[str, str]) -> forms.TypedChoiceField:
    """One of a few by radios, as the command takes it."""
    return forms.TypedChoiceField(
        label=label, coerce=kind, choices=list(words.items()), widget=forms.RadioSelect
    )


def _time(label: str) -> TimeField:
    found = TimeField(label)
    found.required = True
    return found


class PlanForm(ActForm):
    """What is planned."""

    vehicle = _one_of("By what?", Plan.Vehicle, words.VEHICLES)
    name = forms.CharField(label="Flight number or vehicle", max_length=100)
    leaves_from = forms.CharField(label="From where?", max_length=200)
    goes_to = forms.CharField(label="To where?", max_length=200)
    departs_on = DateField(label="On which day does it depart?")
    departs_time = _time("At what time does it depart?")
    arrives_on = DateField(label="On which day does it arrive?")
    arrives_time = _time("At what time does it arrive?")
    seats = forms.IntegerField(
        label="How many seats has it?",
        min_value=3,
        max_value=500,
        help_text="All of them. One is the monitor's, and escorts, medic and interpreter have one each",
    )

    def clean(self) -> dict[str, Any]:
        """It departs in time to come and arrives later."""
        data = super().clean()
        if self.errors:
            return data
        if self._at("departs") < timezone.now():
            self.add_error("departs_on", "The departure must be still to come")
        if self._at("arrives") <= self._at("departs"):
            self.add_error("arrives_on", "The arrival must be later than the departure")
        return data

    def _at(self, name: str) -> dt.datetime:
        data = self.cleaned_data
        return timezone.make_aware(dt.datetime.combine(data[f"{name}_on"], data[f"{name}_time"]))

    def planned(self) -> Planned:
        """As the command takes it."""
        data = self.cleaned_data
        return Planned(
            data["vehicle"],
            data["name"],
            data["leaves_from"],
            data["goes_to"],
            self._at("departs"),
            self._at("arrives"),
            data["seats"],
        )


class NewForm(PlanForm):
    """A new transfer."""

    hub = forms.TypedChoiceField(label="To or from which hub?", coerce=int, widget=forms.RadioSelect)
    way = _one_of("Which way?", Way, words.WAYS)
    field_order = ("way", "hub")


class ChangeForm(PlanForm):
    """Another plan, and why."""

    reason = long_text("Why is it changed?")


def initial_of(plan: Plan) -> dict[str, Any]:
    """The plan that stands, as a form is filled with it."""
    departs, arrives = timezone.localtime(plan.departs_at), timezone.localtime(plan.arrives_at)
    return {
        "vehicle": plan.vehicle,
        "name": plan.name,
        "leaves_from": plan.leaves_from,
        "goes_to": plan.goes_to,
        "departs_on": departs.date(),
        "departs_time": f"{departs:%H:%M}",
        "arrives_on": arrives.date(),
        "arrives_time": f"{arrives:%H:%M}",
        "seats": plan.seats,
    }


class CrewForm(ActForm):
    """Somebody who goes along."""

    kind = _one_of("As what?", Crew.Kind, words.CREW)
    user = forms.TypedChoiceField(
        label="Which escort?", coerce=int, empty_value=None, required=False, help_text="For an escort"
    )
    name = forms.CharField(
        label="Name", max_length=200, required=False, help_text="Of a medic or an interpreter"
    )
    language = forms.CharField(label="Language", max_length=40, required=False, help_text="Of an interpreter")


class MonitorForm(ActForm):
    """The answer to the monitor's seat."""

    taken = yes_no("Does a monitor travel along?", "Yes, the seat is taken", "No, it is declined")
    reason = long_text("Why, if you want to say", required=False)


class ApartForm(ActForm):
    """Why a family is not together; asked only where it is not."""

    apart = long_text(
        "Why do they not travel with their family?",
        "Needed if one of them is on another transfer, or comes later",
        required=False,
    )


class MomentForm(WhenForm):
    """When it was."""


class OutcomeForm(WhenForm):
    """What became of a person."""

    kind = forms.ChoiceField(label="What happened?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="If they did not arrive: why?",
        choices=list(words.WHY_NOT.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    says = long_text("More about it", required=False)
    field_order = ("kind", "reason", "on", "time", "says")

    def clean(self) -> dict[str, Any]:
        """Who did not arrive has a reason, and nobody else."""
        data = super().clean()
        if data.get("kind") != Outcome.Kind.NOT_ARRIVED:
            data["reason"] = ""
        elif not data.get("reason"):
            self.add_error("reason", "Choose an answer: Why did they not arrive?")
        return data


class ForceForm(ActForm):
    """A use of force or restraint."""

    kind = _one_of("What was used?", Force.Kind, words.FORCE)
    reason = long_text("Why was it used?", "What was tried before it")
    on = DateField(label="On which day?")
    began = _time("When did it begin?")
    ended = _time("When did it end?")
    who = long_text("Who used it?")
    medic_present = yes_no("Was a medic present?")
    saw = long_text("What did the medic see?", required=False)
    injuries = long_text("Injuries", "Of anybody. Write “None” if there were none")

    def clean(self) -> dict[str, Any]:
        """It ended after it began and is over; a medic who was present saw something."""
        data = super().clean()
        if data.get("medic_present") and not data.get("saw"):
            self.add_error("saw", "Fill in: What did the medic see?")
        if not {"on", "began", "ended"} & set(self.errors):
            if self.at("ended") < self.at("began"):
                self.add_error("ended", "The end can't be before the beginning")
            elif self.at("ended") > timezone.now():
                self.add_error("ended", "When it ended can't be still to come")
        return data

    def at(self, name: str) -> dt.datetime:
        """The beginning or the end."""
        data = self.cleaned_data
        return timezone.make_aware(dt.datetime.combine(data["on"], data[name]))


class ReviewForm(ActForm):
    """Another person's review of a use of force."""

    needed = yes_no("Was it needed, and no more than was needed?")
    says = long_text("What did you find, and what follows?")


class ItemForm(ActForm):
    """Something that a person has with them."""

    kind = _one_of("What is it?", Item.Kind, words.ITEMS)
    says = forms.CharField(label="Describe it", max_length=300)
    amount = forms.DecimalField(
        label="Amount", required=False, min_value=0, max_digits=12, decimal_places=2, help_text="Of cash"
    )
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label="Currency", required=False, help_text="Of cash, for example GBP"
    )

    def clean(self) -> dict[str, Any]:
        """Cash alone has an amount and a currency."""
        data = super().clean()
        if data.get("kind") == Item.Kind.CASH:
            for name in ("amount", "currency"):
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, f"Fill in: {self.fields[name].label}")
        else:
            data["amount"], data["currency"] = None, ""
        return data


class _ItemsForm(WhenForm):
    """A form that asks of each item whether it is there; what is not is described."""

    def __init__(self, *args: Any, items: Iterable[Item] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = list(items)
        for item in self.listed:
            amount = f" {item.amount} {item.currency}" if item.amount is not None else ""
            self.fields[f"item_{item.pk}"] = forms.CharField(
                label=f"{words.ITEMS[item.kind]}: {item.says}{amount}",
                help_text="Leave this empty if it is there as listed. Else say what is missing or differs",
                max_length=300,
                required=False,
            )

    def checked(self) -> dict[int, Checked]:
        """Each item by its number."""
        said = {item.pk: self.cleaned_data[f"item_{item.pk}"].strip() for item in self.listed}
        return {number: Checked(not differs, differs) for number, differs in said.items()}


class HandoverForm(_ItemsForm):
    """The escort's side."""

    condition = long_text("How is the person?")
    documents = long_text("Which documents do you hand over?")
    to = forms.CharField(label="Who takes over, and of which authority?", max_length=200)

    def __init__(self, *args: Any, by_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_name:
            del self.fields["to"]


class TakeOverForm(_ItemsForm):
    """The hub's side."""

    on = None
    time = None
    condition = long_text("How do you find the person?")
    differs = long_text("What differs from what the escort wrote?", required=False)

    def clean(self) -> dict[str, Any]:
        """Nothing is asked of the time: the signature has its own."""
        return self.cleaned_data
