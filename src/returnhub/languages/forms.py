"""Forms of translations and their reviews."""

from __future__ import annotations

from django import forms

from returnhub.languages.originals import Group
from returnhub.pages.fields import Filters, Form

GROUPS = (
    (Group.PAPER.value, "Papers that are served"),
    (Group.PAGE.value, "Words of the person's page"),
    (Group.STAGE.value, "Where a case stands"),
)


class GroupFilter(Filters):
    """Which texts."""

    group = forms.ChoiceField(label="Texts", choices=GROUPS)


class TextForm(Form):
    """A translation."""

    body = forms.CharField(
        label="The translation",
        max_length=6000,
        widget=forms.Textarea(attrs={"dir": "auto"}),
        help_text="Keep what stands in { } as it is. Another person has to review it before anybody sees it.",
    )


class ReviewForm(Form):
    """Another person's word for a translation."""

    says = forms.CharField(
        label="How do you know this language?",
        max_length=400,
        help_text="For example: I grew up with it. Your name and this stand beside the text.",
    )
