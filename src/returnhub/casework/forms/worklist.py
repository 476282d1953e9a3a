"""The filters of the worklist, and whom to assign to."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from returnhub.pages.fields import Filters, Form
from returnhub.procedure import PROCEDURES


class WorklistFilters(Filters):
    """Filters, each in the address under its own name."""

    stage = forms.ChoiceField(label="Stage")
    verdict = forms.MultipleChoiceField(
        label="Verdict",
        choices=[("conditions_hold", "Conditions hold"), ("unknown", "Unknown"), ("barred", "Barred")],
        widget=forms.CheckboxSelectMultiple,
    )
    clock = forms.MultipleChoiceField(
        label="Clock",
        choices=[("out", "Ran out"), ("week", "In 7 days"), ("later", "Later"), ("none", "No clock")],
        widget=forms.CheckboxSelectMultiple,
    )
    custody = forms.MultipleChoiceField(
        label="Custody",
        choices=[("yes", "In custody"), ("no", "Not in custody")],
        widget=forms.CheckboxSelectMultiple,
    )
    assigned = forms.ChoiceField(label="Assigned to")
    scheme = forms.ChoiceField(label="Scheme")

    def __init__(
        self,
        *args: object,
        procedure: str,
        schemes: Sequence[tuple[str, str]],
        people: Sequence[tuple[int, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [
            ("", "Any stage"),
            *((s.value, s.value) for s in PROCEDURES[procedure].stages()),
        ]
        self.fields["assigned"].choices = [
            ("", "Anybody"),
            ("nobody", "Nobody"),
            *((str(n), name) for n, name in people),
        ]
        self.fields["scheme"].choices = list(schemes)
        if len(schemes) < 2:
            del self.fields["scheme"]


class AssignForm(Form):
    """The people chosen on a page of the list, and who works on them from now on."""

    cases = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple, label="People")
    to = forms.TypedChoiceField(coerce=int, label="Assign to")

    def __init__(self, *args: object, people: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.getlist("cases") if hasattr(self.data, "getlist") else []
        self.fields["cases"].choices = [(c, c) for c in chosen if c.isdigit()]
        self.fields["to"].choices = [("", "Choose a person"), *people]
