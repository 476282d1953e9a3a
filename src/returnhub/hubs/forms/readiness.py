"""What readiness asks."""

from __future__ import annotations

from django import forms

from returnhub.hubs.models import Hub
from returnhub.pages.fields import DateField, Form


class TestForm(Form):
    """A test of one item."""

    tested_on = DateField(label="When was it tested?")
    what = forms.CharField(
        label="What was tried, and what came of it?", max_length=5000, widget=forms.Textarea
    )
    passed = forms.ChoiceField(
        label="Did it work?",
        choices=(("yes", "Yes"), ("no", "No: the gate closes")),
        widget=forms.RadioSelect,
    )


class WithdrawForm(Form):
    """Why a test no longer holds."""

    reason = forms.CharField(label="Why does it no longer hold?", max_length=5000, widget=forms.Textarea)


class HubForm(Form):
    """A hub of the scheme."""

    name = forms.CharField(label="Name of the hub", max_length=200)
    kind = forms.ChoiceField(
        label="May people leave it freely?",
        choices=(
            (Hub.Kind.OPEN, "Yes: an open hub, nobody is in custody"),
            (Hub.Kind.CLOSED, "No: a closed hub"),
        ),
        widget=forms.RadioSelect,
    )
    stay_limit_days = forms.IntegerField(
        label="Longest stay in days, by the agreement", min_value=1, max_value=3650
    )
