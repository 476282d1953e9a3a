"""One form for each step of a move."""

from __future__ import annotations

from typing import Any

from django import forms

from returnhub.casework.forms.acts import ActForm, WhenForm, long_text
from returnhub.languages.codes import CHOICES as LANGUAGE_CHOICES
from returnhub.pages.fields import DateField

REASONS = "Reasons of this person's own, in whole sentences. Those of another decision are refused."


class ReasonForm(ActForm):
    """Why."""

    reason = long_text("Why?")


class ProposeForm(ActForm):
    """A hub, a place in it and from when, and the reasons."""

    hub = forms.ChoiceField(label="Which hub?", widget=forms.RadioSelect)
    place = forms.ChoiceField(
        label="Which place?",
        required=False,
        help_text="Places that suit this person and are free from today for a whole stay",
    )
    from_on = DateField(
        label="From which day is it held?", required=False, help_text="Leave it empty for today"
    )
    reasons = long_text(
        "Why this hub, and why now?", "It decides nothing. A named person decides, another approves."
    )


class DecideForm(ActForm):
    """The decision and its reasons."""

    to_move = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", "This person is moved, if another person approves"),
            ("no", "This person is not moved"),
        ],
    )
    reasons = long_text("Reasons", REASONS)


class ApprovalForm(ActForm):
    """The answer to another person's decision."""

    approved = forms.ChoiceField(
        label="Your answer",
        widget=forms.RadioSelect,
        choices=[("yes", "I approve this decision"), ("no", "I do not approve it")],
    )
    reasons = long_text("Reasons", "What you looked at, and why it does or does not stop the move.")


class IntentionForm(ActForm):
    """The notice that removal is intended."""

    language = forms.ChoiceField(
        label="In which language is the paper?",
        choices=[("", "Choose"), *LANGUAGE_CHOICES],
        help_text="One that the person reads. A text that nobody has reviewed is refused",
    )
    interpreter = forms.CharField(
        label="In which language did an interpreter read it out?",
        max_length=40,
        required=False,
        help_text="Leave this empty if no interpreter was there",
    )
    served_on = DateField(label="When was it served?")
    served_how = forms.CharField(label="How was it served?", max_length=200)


class DepartureNoticeForm(IntentionForm):
    """The notice of departure, with place and route."""

    field_order = ("destination", "route", "language", "interpreter", "served_on", "served_how")
    destination = forms.CharField(
        label="Where to?", max_length=200, help_text="The hub that was decided, by its name, and where it is"
    )
    route = forms.CharField(label="By which route?", max_length=400, help_text="Every stop on the way")


class AcceptanceForm(ActForm):
    """The host's yes, for this person."""

    hub = forms.ChoiceField(label="For which hub?", widget=forms.RadioSelect)
    answered_on = DateField(label="When did the host answer?")
    until = DateField(label="Until when can it be used?")
    reference = forms.CharField(label="Reference of the host's letter", max_length=200)


class DeclineForm(ActForm):
    """The host's no."""

    hub = forms.ChoiceField(label="For which hub?", widget=forms.RadioSelect)
    answered_on = DateField(label="When did the host answer?")
    reference = forms.CharField(label="Reference of the host's letter", max_length=200)


class RequestForm(ActForm):
    """The host's own answer to a request for one person."""

    accepted = forms.ChoiceField(
        label="Does the host state accept this person?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, this person, for this hub"), ("no", "No")],
    )
    until = DateField(label="Until when can a yes be used?", required=False)
    reference = forms.CharField(label="Reference of your decision", max_length=200)

    def clean(self) -> dict[str, Any]:
        """A yes names its last day."""
        data = super().clean()
        if data.get("accepted") == "yes" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "Fill in until when the acceptance can be used")
        return data


class ExitPlanForm(ActForm):
    """Where this person goes, whatever ends the stay."""

    if_return_fails = long_text(
        "If onward return fails", "Where this person goes, and who brings them there."
    )
    if_stay_ends = long_text("If the stay reaches its limit")
    if_new_evidence = long_text("If new evidence comes")


class AuthorityForm(ActForm):
    """Why authority is given now."""

    reasons = long_text("Reasons", "What you looked at today.")


class DepartureForm(WhenForm):
    """When the person left, with the time: whether authority had been given by then turns on it."""

    reason = long_text("Anything to add", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].required = True
        self.fields["time"].label = "At what time?"


class AnswerForm(ActForm):
    """What was done about a breach."""

    says = long_text("What was done, and what stops it from happening again?")
