"""What a monitor writes: answers, notes, recommendations; and the reply to those."""

from __future__ import annotations

from django import forms

from returnhub.pages.fields import DateField, Form

MOST = 10_000


class AnswerForm(Form):
    """An answer to a complaint, which may close it."""

    words = forms.CharField(label="Your answer", max_length=MOST, widget=forms.Textarea)
    closes = forms.ChoiceField(
        label="After this answer",
        choices=(("no", "The complaint stays open"), ("yes", "Close it: the answer gives the reason")),
        widget=forms.RadioSelect,
    )


class NoteForm(Form):
    """A monitor's note."""

    text = forms.CharField(
        label="Note",
        max_length=MOST,
        widget=forms.Textarea,
        help_text="Only monitors of this scheme read it.",
    )


class RecommendationForm(Form):
    """A recommendation, with the day by which it is answered."""

    scheme = forms.ChoiceField(label="Scheme")
    text = forms.CharField(label="What do you recommend?", max_length=MOST, widget=forms.Textarea)
    due_on = DateField(label="Answer due on")

    def __init__(self, *arguments: object, schemes: list[tuple[str, str]], **named: object) -> None:
        super().__init__(*arguments, **named)
        self.fields["scheme"].choices = schemes
        self.fields["scheme"].widget.choices = schemes


class ReplyForm(Form):
    """The reply of those who run the scheme."""

    accepted = forms.ChoiceField(
        label="Do you accept it?", choices=(("yes", "Yes"), ("no", "No")), widget=forms.RadioSelect
    )
    text = forms.CharField(label="What will be done, or why not", max_length=MOST, widget=forms.Textarea)
