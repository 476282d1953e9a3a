"""The forms of incidents: the filters of the list, the report, and what is added to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from returnhub.casework.forms.acts import ActForm, WhenForm, long_text
from returnhub.hubs.models import Hub
from returnhub.incidents.words import KINDS, SEVERITIES
from returnhub.pages.fields import Filters

_KINDS = [(kind.value, label) for kind, (label, _) in KINDS.items()]
_SEVERITIES = [(s.value, f"{label}: {means}") for s, (label, means) in SEVERITIES.items()]


class IncidentFilters(Filters):
    """Filters, each in the address under its own name."""

    severity = forms.MultipleChoiceField(
        label="Severity",
        choices=[(s.value, label) for s, (label, _) in SEVERITIES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "Any kind"), *_KINDS])
    hub = forms.ChoiceField(label="Hub")
    case = forms.CharField(label="Reference of a case", max_length=20)

    def __init__(self, *args: Any, hubs: Sequence[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].choices = [("", "Any hub"), *((str(h.pk), h.name) for h in hubs)]
        if len(hubs) < 2:
            del self.fields["hub"]


class ReportForm(WhenForm):
    """What happened, where, to whom, when."""

    field_order = ("kind", "severity", "on", "time", "hub", "reference", "says")
    kind = forms.ChoiceField(label="What happened?", choices=[("", "Choose"), *_KINDS])
    severity = forms.ChoiceField(label="How bad was it?", widget=forms.RadioSelect, choices=_SEVERITIES)
    hub = forms.ChoiceField(label="In which hub?", required=False)
    reference = forms.CharField(
        label="Whom did it happen to?",
        required=False,
        max_length=20,
        help_text="Reference of their case, like RH-48K2-7Q. Leave it empty if it was nobody or many",
    )
    says = long_text(
        "What happened?", "What you saw or heard, in order. It is never edited afterwards; you can add to it."
    )

    def __init__(self, *args: Any, hubs: Sequence[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(hubs) == 1:
            self.fields["hub"].choices = [(str(hubs[0].pk), hubs[0].name)]
        else:
            self.fields["hub"].choices = [("", "Not in a hub"), *((str(h.pk), h.name) for h in hubs)]


class SaysForm(ActForm):
    """Words that are added."""

    says = long_text(
        "What do you add?", "It stands beside what was said before, with your name and the time."
    )


class CorrectionForm(ActForm):
    """What was wrong, and another kind or severity if that was."""

    says = long_text("What was wrong, and what is right?")
    kind = forms.ChoiceField(
        label="Was it something else?", required=False, choices=[("", "No, the kind is right"), *_KINDS]
    )
    severity = forms.ChoiceField(
        label="Was it better or worse?",
        required=False,
        choices=[("", "No, the severity is right"), *_SEVERITIES],
        help_text="Who is told and what stops follows anew",
    )


class ReviewForm(ActForm):
    """What a review found."""

    says = long_text(
        "What did you find, and what is done about it?",
        "Whom you heard, what you looked at, what changes. If something that was reported is wrong, "
        "ask for a correction instead.",
    )


class CloseForm(ActForm):
    """Why nothing more is owed."""

    says = long_text("Why is nothing more owed?")
