"""The forms of every page: what an empty field says, filters, a date as day, month and year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from markupsafe import Markup, escape

PARTS = ("day", "month", "year")


class Form(forms.Form):
    """A form that posts: an empty field is named in its error, and a field that may stay empty says so."""

    mark_optional = True
    use_required_attribute = False

    def full_clean(self) -> None:
        """Name each field in what is said of it: at a page's top, "Enter a number" does not say where."""
        for field in self.fields.values():
            _name_in_errors(field)
        super().full_clean()


def _name_in_errors(field: forms.Field) -> None:
    """A form's own words stand; those that Django ships are replaced."""
    said, name = field.error_messages, field.label
    if isinstance(field, forms.FileField):
        asks = "Choose a file"
    elif isinstance(field, forms.ChoiceField):
        asks = "Choose an answer"
    elif isinstance(field, forms.BooleanField):
        asks = "Tick"
    else:
        asks = "Fill in"
    if said["required"] == forms.Field.default_error_messages["required"]:
        said["required"] = f"{asks}: {name}"
    if isinstance(field, forms.IntegerField):
        broken = isinstance(field, forms.DecimalField | forms.FloatField)
        kind = forms.DecimalField if broken else forms.IntegerField
        if said["invalid"] == kind.default_error_messages["invalid"]:
            said["invalid"] = f"Enter a {'' if broken else 'whole '}number: {name}"
        said.setdefault("min_value", f"Enter %(limit_value)s or more: {name}")
        said.setdefault("max_value", f"Enter %(limit_value)s or less: {name}")
    if isinstance(field, forms.CharField):
        said.setdefault("max_length", f"Use %(limit_value)s characters or fewer: {name}")
    if type(field) in (forms.CharField, forms.RegexField):
        said.setdefault("invalid", f"This can't be used: {name}")


class Filters(forms.Form):
    """The filters of a list. Their inputs' ids never meet those of a form beside it."""

    mark_optional = False
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "filter_%s", **kwargs})
        for field in self.fields.values():
            field.required = False


def options(bound: forms.BoundField) -> Markup:
    """The options of a select, in one go: a list of hundreds of colleagues stands on every worklist."""
    now = bound.value()
    chosen = None if now is None else str(now)
    # everything that comes from elsewhere is escaped here
    return Markup("\n").join(
        Markup(
            f'<option value="{escape(v)}"{" selected" if str(v) == chosen else ""}>{escape(text)}</option>'
        )
        for v, text in bound.field.widget.choices
    )


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three inputs."""

    key: str
    name: str
    label: str
    value: str


class ThreePartDate(forms.Widget):
    """Three inputs, `name_day`, `name_month` and `name_year`; drawn by `date_input` in parts/forms.html."""

    def parts(self, name: str, value: object) -> tuple[Part, ...]:
        """The inputs with what was typed, or with a date's own numbers."""
        if isinstance(value, dt.date):
            typed = {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        else:
            typed = dict(value) if isinstance(value, Mapping) else {}
        return tuple(Part(k, f"{name}_{k}", k.capitalize(), typed.get(k, "")) for k in PARTS)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """What was typed, part by part."""
        return {k: str(data.get(f"{name}_{k}", "")).strip() for k in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """None of the three was sent."""
        return not any(f"{name}_{k}" in data for k in PARTS)


class DateField(forms.Field):
    """A date from three inputs; `None` when it is not required and nothing was typed."""

    widget = ThreePartDate

    def clean(self, value: Any) -> dt.date | None:
        """The date, or the one thing that is wrong with it."""
        if isinstance(value, dt.date):
            return value
        typed = dict(value or {})
        missing = [k for k in PARTS if not typed.get(k)]
        if len(missing) == len(PARTS):
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        if missing:
            raise forms.ValidationError(
                f"{self._name()} must include a {' and a '.join(missing)}", code="part"
            )
        if len(typed["year"]) != 4:
            raise forms.ValidationError("Year must have 4 numbers", code="year")
        try:
            return dt.date(int(typed["year"]), int(typed["month"]), int(typed["day"]))
        except ValueError:
            raise forms.ValidationError(f"{self._name()} must be a real date", code="real") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The date differs from the one that the form was opened with."""
        try:
            return self.clean(data) != initial
        except forms.ValidationError:
            return True

    def _name(self) -> str:
        return str(self.label or "Date").rstrip("?")
