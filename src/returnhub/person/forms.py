"""Forms of who works with the person. The person's own are written by hand, for their many languages."""

from __future__ import annotations

from django import forms

from returnhub.casework.forms.acts import ActForm, long_text
from returnhub.languages.codes import CHOICES
from returnhub.person.models import OneTimeCode


class CodeForm(ActForm):
    """How a code is handed over, and the language that the page opens in."""

    how = forms.ChoiceField(
        label="How do you hand it over?",
        widget=forms.RadioSelect,
        choices=[
            (OneTimeCode.How.PAPER.value, "On paper, printed from the next page"),
            (OneTimeCode.How.VOICE.value, "By voice, read out in eight pairs"),
        ],
    )
    language = forms.ChoiceField(
        label="In which language does the person read?",
        choices=[("", "Choose"), *CHOICES],
        help_text="They can change it on the page",
    )


class AnswerForm(ActForm):
    """The answer to what a person asked."""

    says = long_text(
        "Your answer", "The person reads it on their page. Write plainly, and say what happens next."
    )


class MessageForm(ActForm):
    """A lawyer's message to a client."""

    words = long_text("Your message", "Your client alone reads it, on their page.")
