"""What is asked when somebody is referred: who they are, what was decided, on which ground."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.commands.cases import CalledAs, Happened, NewCase
from returnhub.casework.commands.facts import Answer, facts
from returnhub.casework.forms.acts import Choices, long_text
from returnhub.casework.models import Name
from returnhub.pages.fields import DateField, Form
from returnhub.procedure import Event

SUPPLIER = "caseworker"


def _codes(fact: str) -> Choices:
    return list(facts()[fact].codes.items())


class NewPersonForm(Form):
    """A person and what the referring office knows. What it does not know stays empty, and is unknown."""

    scheme = forms.ChoiceField(label="Scheme")
    name = forms.CharField(
        label="Name", max_length=300, help_text="In its own script, as the person writes it"
    )
    other_names = forms.CharField(
        label="Other names that the person uses",
        required=False,
        max_length=1200,
        widget=forms.Textarea,
        help_text="One on each line",
    )
    birth_on = DateField(label="Date of birth", required=False)
    sex = forms.ChoiceField(label="Sex", required=False, widget=forms.RadioSelect)
    origin = forms.ChoiceField(label="State of origin", required=False)
    refused_on = DateField(label="When was the claim for asylum refused?", required=False)
    lodged_on = DateField(label="When was an appeal lodged, if there was one?", required=False)
    dismissed_on = DateField(label="When was the appeal finally dismissed?", required=False)
    time_ended_on = DateField(label="Without an appeal: when did the time to appeal end?", required=False)
    referral_ground = forms.ChoiceField(
        label="On which ground is this person referred?", widget=forms.RadioSelect
    )
    reason = long_text("Why is this person referred?")

    def __init__(self, *args: Any, schemes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = list(schemes)
        self.fields["sex"].choices = _codes("sex")
        self.fields["origin"].choices = [("", "Not known"), *_codes("origin")]
        self.fields["referral_ground"].choices = [c for c in _codes("referral_ground") if c[0] != "none"]

    def clean(self) -> dict[str, Any]:
        """Dates lie in the past and in the order of the procedure."""
        data = super().clean()
        for name in ("birth_on", "refused_on", "lodged_on", "dismissed_on", "time_ended_on"):
            if data.get(name) and data[name] > timezone.localdate():
                self.add_error(
                    name, f"{str(self.fields[name].label).rstrip('?')}: the day can't be still to come"
                )
        refused, lodged, dismissed = (data.get(n) for n in ("refused_on", "lodged_on", "dismissed_on"))
        if (lodged or dismissed or data.get("time_ended_on")) and not refused:
            self.add_error("refused_on", "Fill in: When was the claim for asylum refused?")
        if dismissed and not lodged:
            self.add_error("lodged_on", "Fill in when the appeal was lodged")
        if refused and lodged and lodged < refused:
            self.add_error("lodged_on", "An appeal is lodged after the claim was refused")
        if lodged and dismissed and dismissed < lodged:
            self.add_error("dismissed_on", "An appeal is dismissed after it was lodged")
        if lodged and data.get("time_ended_on"):
            self.add_error("time_ended_on", "The time to appeal did not end if an appeal was lodged")
        return data

    def new_case(self) -> NewCase:
        """What was typed, as the command takes it."""
        data = self.cleaned_data
        others = [n.strip() for n in data["other_names"].splitlines() if n.strip()]
        names = [CalledAs(data["name"]), *(CalledAs(n, Name.Kind.ALIAS) for n in others)]
        events = [
            (Event.CLAIM_REFUSED, data["refused_on"]),
            (Event.APPEAL_LODGED, data["lodged_on"]),
            (Event.APPEAL_DISMISSED, data["dismissed_on"]),
            (Event.APPEAL_TIME_ENDED, data["time_ended_on"]),
        ]
        happened = [Happened(event, _noon(day)) for event, day in events if day]
        today = timezone.localdate()
        given: dict[str, Any] = {
            "birth_on": data["birth_on"],
            "sex": data["sex"] or None,
            "origin": data["origin"] or None,
            "claim_decision": "refused" if data["refused_on"] else None,
            "refused_on": data["refused_on"],
            "appeal_lodged": True if data["lodged_on"] else False if data["time_ended_on"] else None,
            "appeal_outcome": "dismissed"
            if data["dismissed_on"]
            else "pending"
            if data["lodged_on"]
            else "none"
            if data["time_ended_on"]
            else None,
            "appeal_decided_on": data["dismissed_on"],
            "rights_exhausted_on": data["dismissed_on"] or data["time_ended_on"],
            "referral_ground": data["referral_ground"],
        }
        answers = [Answer(name, value, today, SUPPLIER) for name, value in given.items() if value is not None]
        return NewCase(data["scheme"], names, answers, happened)


def _noon(day: dt.date) -> dt.datetime:
    return min(timezone.make_aware(dt.datetime.combine(day, dt.time(12))), timezone.now())
