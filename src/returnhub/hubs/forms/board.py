"""The filters of a hub's board."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from returnhub.hubs.queries.board import LIKE
from returnhub.pages.fields import Filters


class BoardFilters(Filters):
    """Which places are shown."""

    unit = forms.MultipleChoiceField(label="Part of the hub", widget=forms.CheckboxSelectMultiple)
    like = forms.MultipleChoiceField(
        label="What the place is like", choices=list(LIKE.items()), widget=forms.CheckboxSelectMultiple
    )
    free = forms.MultipleChoiceField(
        label="Only free", choices=[("yes", "Free on some day shown")], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, units: Mapping[int, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(str(n), name) for n, name in units.items()]
        if len(units) < 2:
            del self.fields["unit"]
