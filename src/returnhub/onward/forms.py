"""One form for each step on the way on or back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from returnhub.casework.clocks import FOLLOW_UP_DAYS
from returnhub.casework.forms.acts import ActForm, WhenForm, long_text
from returnhub.languages.codes import CHOICES
from returnhub.onward import words
from returnhub.onward.models import RequestStep
from returnhub.pages.fields import DateField

YES_NO = [("yes", "Yes"), ("no", "No")]


def choose(label: str, options: Mapping[str, str], hint: str = "") -> forms.ChoiceField:
    """One of a few, by radios."""
    return forms.ChoiceField(
        label=label, help_text=hint, widget=forms.RadioSelect, choices=list(options.items())
    )


def language(label: str = "In which language?") -> forms.ChoiceField:
    """One of the languages that papers are wired for."""
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=list(CHOICES))


def evidence() -> forms.TypedChoiceField:
    """A file of the case, or none."""
    return forms.TypedChoiceField(
        label="Evidence on file",
        required=False,
        choices=[],
        coerce=int,
        empty_value=None,
    )


class AskForm(ActForm):
    """Which consulate is asked, and until when its answer is waited for."""

    consulate = forms.CharField(label="Which consulate?", max_length=200)
    at = choose("Where is it?", {"host": "In the host state", "sender": "In the sending state"})
    answer_by = DateField(label="Until when do you wait for the answer?")
    seen = forms.CharField(widget=forms.HiddenInput)


class RequestStepForm(ActForm):
    """What a consulate did."""

    kind = choose(
        "What happened?",
        {k: v for k, v in words.REQUEST_STEPS.items() if k != RequestStep.Kind.ISSUED},
        "An issued document is recorded on a page of its own",
    )
    on = DateField(label="When was it?")
    says = long_text("What was said", required=False)


class IssuedForm(ActForm):
    """A travel document, word for word."""

    number = forms.CharField(label="Number of the document", max_length=60)
    name = forms.CharField(label="Name, as it stands in the document", max_length=300)
    birth_on = DateField(label="Date of birth, as it stands in the document")
    issued_on = DateField(label="Issued on")
    valid_until = DateField(label="Valid until")


class AlertForm(ActForm):
    """The answer to an alert."""

    alert = forms.ChoiceField(label="Which alert?", widget=forms.RadioSelect)
    says = long_text("What did you find?", "Name what you looked at, and what is done about it.")


class RiskForm(ActForm):
    """A fresh check of the risks of return."""

    country_evidence = forms.CharField(
        label="Newest evidence on the state of origin", max_length=300, help_text="Its title"
    )
    country_evidence_on = DateField(label="When did it come out?")
    findings = long_text("Findings for this person", "What in it bears on this person, and what does not.")
    outcome = choose("What did you find?", words.RISK)
    evidence = evidence()


class PlanForm(ActForm):
    """The day and the route of an onward return."""

    planned_on = DateField(label="On which day?")
    destination = forms.CharField(label="Where to?", max_length=200)
    route = forms.CharField(label="By which route?", max_length=400, help_text="Every stop on the way")


class EvidenceForm(ActForm):
    """What was raised, and by whom."""

    says = long_text("What was said?", "In the words of who said it, as far as you can.")
    by_person = choose("Did the person say this?", dict(YES_NO), "If no, it is recorded as yours")


class ClaimForm(WhenForm):
    """A claim made in the host state."""

    says = long_text("What was said, to whom?")
    by_person = choose("Did the person say this themselves?", dict(YES_NO))


class ReviewForm(ActForm):
    """The decision on new evidence."""

    outcome = choose("What do you decide?", words.REVIEWS)
    reasons = long_text("Reasons", "What the evidence says, and why it does or does not change the decision.")


class HostAnswerForm(ActForm):
    """The host's decision on a claim."""

    outcome = choose("What did the host decide?", words.HOST_ANSWERS)
    decided_on = DateField(label="When did it decide?")
    reference = forms.CharField(label="Reference of the decision", max_length=200)


class WhyForm(ActForm):
    """Why a determination is opened."""

    why = long_text("Why is the question open?", "Which consulates were asked, and what they answered.")


class FoundForm(ActForm):
    """What a determination found."""

    stateless = choose("Is this person stateless?", dict(YES_NO))
    reasons = long_text("Reasons")


class FailedForm(WhenForm):
    """A return that failed."""

    reason = long_text("Why did it fail?")


class NextStepForm(ActForm):
    """What follows."""

    answer = choose("What follows?", words.ANSWERS)
    reasons = long_text("Reasons", "Say how this fits the exit plan and the terms of the agreement.")


class ReasonsForm(ActForm):
    """Reasons of a decision."""

    reasons = long_text("Reasons")


class BackForm(WhenForm):
    """When a person was back."""

    reason = long_text("Anything to add", required=False)


class TakeUpForm(ActForm):
    """What is made of a case once the person is back."""

    protected = choose("Is this person protected now?", dict(YES_NO))
    reasons = long_text("Reasons")


class ApplicationForm(ActForm):
    """A wish to return with support."""

    by_person = choose("Did the person ask themselves?", dict(YES_NO))
    language = language("In which language did you speak?")
    says = long_text("What they asked", required=False)


class TalkForm(ActForm):
    """One talk about return."""

    on = DateField(label="When was it?")
    language = language()
    interpreter = choose("Was there an interpreter?", dict(YES_NO))
    present = forms.CharField(label="Who was there?", max_length=300)
    says = long_text("What was said on both sides?")
    told_free = choose(
        "Was the person told that they may say no, and that nothing follows from it?", dict(YES_NO)
    )


class SupportForm(ActForm):
    """Support that is offered."""

    kind = choose("What kind of support?", words.SUPPORT)
    says = long_text("What exactly?")
    amount = forms.DecimalField(label="Amount", required=False, min_value=0, max_digits=10, decimal_places=2)
    currency = forms.CharField(
        label="Currency", required=False, min_length=3, max_length=3, help_text="Three letters, like EUR"
    )
    source = forms.CharField(label="Who pays, under which terms?", max_length=200)
    language = language("In which language was it offered?")

    def clean(self) -> dict[str, Any]:
        """An amount has a currency."""
        data = super().clean()
        if (data.get("amount") is None) != (not data.get("currency")) and "amount" in data:
            self.add_error("amount", words.FIELDS["amount_and_currency"])
        return data


class AgreeForm(ActForm):
    """The person agrees."""

    on = DateField(label="When did they agree?")
    says = long_text("How did they agree?", "For example: signed, in their language, with an interpreter.")


class WithdrawForm(ActForm):
    """The person withdraws. No reason is asked for."""

    on = DateField(label="When did they withdraw?")
    says = long_text("What they said, if they want it written down", required=False)


class DepartedForm(WhenForm):
    """The person has left of their own will."""

    says = long_text("Anything to add", required=False)


class ConsentForm(ActForm):
    """Whether a person may be contacted after their return."""

    given = choose("May this person be contacted after their return?", dict(YES_NO))
    how = forms.CharField(label="How can they be reached?", max_length=300, required=False)
    on = DateField(label="When did they say so?")

    def clean(self) -> dict[str, Any]:
        """A consent says how."""
        data = super().clean()
        if data.get("given") == "yes" and not data.get("how"):
            self.add_error("how", "Enter how they can be reached")
        return data


class FollowUpForm(ActForm):
    """How one date of asking ended."""

    days_after = forms.TypedChoiceField(
        label="Which date is this?",
        widget=forms.RadioSelect,
        coerce=int,
        choices=[(n, f"{n} days after departure") for n in FOLLOW_UP_DAYS],
    )
    asked_on = DateField(label="When did you ask?")
    how = forms.CharField(
        label="How, and whom?", max_length=200, help_text="For example: by telephone, their brother"
    )
    outcome = choose("What came of it?", words.OUTCOMES, "Unreachable is not arrived")
    says = long_text("What they said", required=False)
