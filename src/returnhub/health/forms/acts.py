"""One form for each thing that a clinician, an assessor or an officer records of health."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from returnhub.casework.forms.acts import ActForm, WhenForm, long_text
from returnhub.health.commands.notes import STATED, Statements
from returnhub.health.words import CARE, CHECKS, CONCERNS, WAYS
from returnhub.pages.fields import DateField

_UNSAID = ("", "I say nothing of it now")
_YES_NO = [_UNSAID, ("yes", "Yes"), ("no", "No")]
_CLINICAL = "Clinicians of the hub where the person is read this, and nobody else."


class StatementsForm(ActForm):
    """What others need to know, each a yes or no; all may stay unsaid. `asks`: what applies to them."""

    needs_step_free = forms.ChoiceField(
        label="Do they need a place and a journey without steps?", choices=_YES_NO, required=False
    )
    care_needed = forms.ChoiceField(
        label="Which care do they need where they live?",
        choices=[_UNSAID, *((str(n), text) for n, text in CARE.items())],
        required=False,
    )
    self_harm_risk_open = forms.ChoiceField(
        label="Is a plan against self-harm open?",
        choices=_YES_NO,
        required=False,
        help_text="It counts for a day, and has to be said again each day",
    )
    treatment_in_host = forms.ChoiceField(
        label="Can the treatment that they need be had there?", choices=_YES_NO, required=False
    )
    pregnancy_week = forms.IntegerField(
        label="Completed weeks of pregnancy",
        min_value=0,
        max_value=45,
        required=False,
        help_text="0: not pregnant",
    )

    def __init__(self, *args: Any, asks: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in STATED:
            if name not in asks:
                del self.fields[name]

    def statements(self) -> Statements:
        """What was said."""
        data = self.cleaned_data
        return Statements(
            needs_step_free=_yes(data["needs_step_free"]),
            care_needed=int(data["care_needed"]) if data["care_needed"] else None,
            self_harm_risk_open=_yes(data["self_harm_risk_open"]),
            treatment_in_host=_yes(data["treatment_in_host"]),
            pregnancy_week=data.get("pregnancy_week"),
        )


class NeedsForm(StatementsForm):
    """The same alone: then one of them at least is said."""

    def clean(self) -> dict[str, Any]:
        """Not nothing."""
        data = super().clean()
        if not self.errors and not self.statements().given():
            self.add_error("needs_step_free", "Answer at least one of these questions")
        return data


class NoteForm(ActForm):
    """A note in the clinical file."""

    text = long_text("Note", _CLINICAL)


class CheckForm(WhenForm, StatementsForm):
    """A health check: when, what was found, and what others need to know."""

    field_order = ("kind", "on", "time", "text", *STATED)
    kind = forms.ChoiceField(
        label="Which check?",
        widget=forms.RadioSelect,
        choices=[(k.value, text) for k, text in CHECKS.items()],
    )
    text = long_text("What did you find?", _CLINICAL)


class ConcernForm(ActForm):
    """A concern, and its grounds."""

    kind = forms.ChoiceField(
        label="What is your concern?",
        widget=forms.RadioSelect,
        choices=[(k.value, f"{label}: {means}") for k, (label, means) in CONCERNS.items()],
    )
    unfit = forms.ChoiceField(
        label="Is this person unfit to be moved?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", "Yes: nobody moves them until an officer has ended this bar"),
            ("no", "I don't say so"),
        ],
    )
    text = long_text(
        "On what grounds?", f"{_CLINICAL} Officer, lawyer and monitor are told of the concern alone."
    )


class FitnessForm(StatementsForm):
    """An assessor's answer."""

    field_order = ("fit", "examined_on", "text", *STATED)
    fit = forms.ChoiceField(
        label="Is this person fit for the journey?",
        widget=forms.RadioSelect,
        choices=[("yes", "Fit"), ("no", "Not fit: nobody moves them until an officer has ended this bar")],
    )
    examined_on = DateField(label="When did you examine them?")
    text = long_text("What did you find?", "Their clinicians and you read this, and nobody else.")


class AskForm(ActForm):
    """What an officer asks."""

    way = forms.ChoiceField(
        label="For which journey?",
        widget=forms.RadioSelect,
        choices=[(w.value, text) for w, text in WAYS.items()],
    )
    says = long_text(
        "What do you ask?", "How they would travel, how long, and what worries you. No guess of your own."
    )


class WithdrawForm(ActForm):
    """Why nobody needs to answer."""

    reason = long_text("Why is it no longer asked?")


class AnswerForm(ActForm):
    """The answer to a concern."""

    says = long_text(
        "What changes, or why does nothing change?",
        "The lawyer and the monitor read this. A bar that the concern opened stands until you end it.",
    )


def _yes(value: str) -> bool | None:
    return None if not value else value == "yes"
