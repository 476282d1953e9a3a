"""What a complaint asks. Only what happened has to be said."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from returnhub.pages.fields import Form

MADE_UP_LINE = "08081 570 112"
"""From Ofcom's numbers for stories and plays, which reach nobody: a service that is run sets its own."""

DANGER = (("yes", "Yes"), ("no", "No"))
BY = (
    ("person", "The person it happened to"),
    ("family", "Someone of their family"),
    ("lawyer", "A lawyer"),
    ("ngo", "An organisation"),
    ("somebody_else", "Somebody else"),
)
PUNISH = (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure"))
ANSWER_BY = (
    ("code", "Only with a code that you get now"),
    ("phone", "By phone"),
    ("lawyer", "Through a lawyer"),
    ("none", "Do not answer"),
)
ELSEWHERE = (
    ("journey", "Before or during a journey"),
    ("elsewhere", "Somewhere else"),
    ("unsaid", "I do not want to say"),
)


class ComplaintForm(Form):
    """The questions, in the order of the page. `places` are (number of the hub, its name)."""

    mark_optional = False

    danger = forms.ChoiceField(
        label="Is anyone in danger now?", choices=DANGER, required=False, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What happened?",
        max_length=10_000,
        widget=forms.Textarea,
        help_text="Write in any language. Say who, when and where if you can.",
        error_messages={"required": "Say what happened"},
    )
    place = forms.ChoiceField(label="Where did it happen?", required=False, widget=forms.RadioSelect)
    place_says = forms.CharField(label="Where exactly?", max_length=300, required=False)
    by = forms.ChoiceField(label="Who are you?", choices=BY, required=False, widget=forms.RadioSelect)
    punish = forms.ChoiceField(
        label="Could someone punish you for this?", choices=PUNISH, required=False, widget=forms.RadioSelect
    )
    answer_by = forms.ChoiceField(
        label="How can we answer?", choices=ANSWER_BY, required=False, widget=forms.RadioSelect
    )
    contact = forms.CharField(
        label="Phone number, or the lawyer's name and number",
        max_length=300,
        required=False,
        help_text="Say if it is not safe to call at some hours.",
    )

    def __init__(self, *arguments: object, places: Sequence[tuple[str, str]], **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["place"].choices = (*places, *ELSEWHERE)
        self.fields["place"].widget.choices = self.fields["place"].choices

    def said(self, name: str) -> str:
        """What was answered, in the words of the form; empty if nothing was."""
        value = self.cleaned_data[name]
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


class CodeForm(Form):
    """The code of a complaint."""

    code = forms.CharField(
        label="Your code",
        max_length=40,
        help_text="The 12 digits on your receipt",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Enter the 12 digits of your code"},
    )


class AddForm(Form):
    """More words for a complaint."""

    words = forms.CharField(
        label="Add something",
        max_length=10_000,
        widget=forms.Textarea,
        error_messages={"required": "Write what you want to add"},
    )
