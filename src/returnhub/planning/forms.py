"""The forms of planning."""

from __future__ import annotations

from django import forms

from returnhub.casework.forms.acts import ActForm, long_text
from returnhub.pages.fields import DateField, Filters, Form
from returnhub.planning.commands.plans import MOST_WEEKS, WEEKS


class AskForm(Form):
    """A plan to be made."""

    scheme = forms.ChoiceField(label="For which scheme?", widget=forms.RadioSelect)
    from_on = DateField(label="From which day?", required=False, help_text="Leave it empty for today")
    weeks = forms.IntegerField(label="For how many weeks?", min_value=1, max_value=MOST_WEEKS, initial=WEEKS)


class AdoptForm(ActForm):
    """An officer's own reasons for proposing what a plan has."""

    reasons = long_text(
        "Why this hub, and why now?",
        "In your own words: the plan's are refused as they are. Your proposal decides nothing:"
        " a named person decides, another approves.",
    )


class SchemeFilter(Filters):
    """Which scheme's list."""

    scheme = forms.ChoiceField(label="Scheme")

    def __init__(self, *args: object, schemes: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = schemes
        if len(schemes) < 2:
            del self.fields["scheme"]


class PlanFilter(Filters):
    """Which people of a plan."""

    which = forms.ChoiceField(
        label="People", choices=[("placed", "With a place"), ("none", "Without a place")]
    )
