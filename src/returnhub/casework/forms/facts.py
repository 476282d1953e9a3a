"""Answers to a question about a case: value, day, supplier, evidence. Nothing is chosen beforehand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from returnhub.casework.commands.facts import Answer, Value
from returnhub.casework.files import MOST_BYTES
from returnhub.casework.forms.acts import ActForm, Choices, long_text
from returnhub.pages.fields import DateField
from returnhub.scheme.facts import Fact, FactType

NOT_KNOWN = "not_known"
FILES = "PDF, JPEG, PNG or plain text, smaller than 20 MB"
ACCEPT = ".pdf,.jpg,.jpeg,.png,.txt"


class SmallFile(forms.FileField):
    """One file that is not too big to read."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; the command tells its type by its bytes."""
        file = super().clean(data, initial)
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError("The file must be smaller than 20 MB", code="too_big")
        return file


def file_field(*, required: bool) -> SmallFile:
    """An upload of one file."""
    return SmallFile(
        label="Choose a file",
        required=required,
        allow_empty_file=True,
        help_text=FILES,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class AnswerForm(ActForm):
    """An answer to one question."""

    found_on = DateField(
        label="When was it found?", help_text="The day of the examination, letter or conversation"
    )
    supplier = forms.ChoiceField(label="Who told you?", widget=forms.RadioSelect)
    evidence = forms.TypedChoiceField(
        label="Evidence that is already on file", required=False, coerce=int, empty_value=None
    )
    file = file_field(required=False)
    note = forms.CharField(label="Note", required=False, max_length=300)
    field_order = ("value", "not_known", "found_on", "supplier", "evidence", "file", "note")

    def __init__(self, *args: Any, fact: Fact, suppliers: tuple[str, ...], **kwargs: Any) -> None:
        self.fact = fact
        choices: dict[str, Choices] = {"supplier": [(s, s[0].upper() + s[1:]) for s in suppliers]}
        super().__init__(*args, **{**kwargs, "choices": {**choices, **kwargs.get("choices", {})}})
        self.fields["value"] = value = _value_field(fact)
        asks = "Choose an answer" if isinstance(value, forms.ChoiceField) else "Fill in"
        value.error_messages["required"] = f"{asks}: {value.label}"
        if fact.type in (FactType.INTEGER, FactType.DATE):
            self.fields["not_known"] = forms.BooleanField(label="Asked, and not known", required=False)
            self.fields["value"].required = not self.data.get("not_known")
        self.order_fields(self.field_order)

    def clean_found_on(self) -> object:
        """Not still to come."""
        day = self.cleaned_data["found_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("When it was found can't be still to come", code="future")
        return day

    def clean(self) -> dict[str, Any]:
        """A number or a date, or that it is not known; never both and never neither."""
        data = super().clean()
        if "not_known" in self.fields and "value" not in self.errors:
            given = data.get("value") is not None
            if given == bool(data.get("not_known")):
                self.add_error(
                    "value", "Give one answer" if given else "Fill in an answer, or tick that it is not known"
                )
        return data

    @property
    def value(self) -> Value:
        """The value as the command takes it."""
        found = self.cleaned_data["value"]
        return None if found == NOT_KNOWN else found

    def answer(self, evidence: int | None) -> Answer:
        """What was typed, as the command takes it."""
        data = self.cleaned_data
        return Answer(self.fact.id, self.value, data["found_on"], data["supplier"], evidence, data["note"])


class CorrectForm(AnswerForm):
    """What was wrong about an answer, and the right one, if there is one."""

    instead = forms.ChoiceField(
        label="What stands instead?",
        choices=[
            ("answer", "Another answer"),
            ("nothing", "Nothing: this answer should never have been recorded"),
        ],
        widget=forms.RadioSelect,
    )
    reason = long_text("What was wrong?")
    field_order = (
        "reason",
        "instead",
        "value",
        "not_known",
        "found_on",
        "supplier",
        "evidence",
        "file",
        "note",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("instead") == "nothing":
            for name in ("value", "found_on", "supplier"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Without another answer nothing but the reason counts."""
        if self.data.get("instead") == "nothing":
            return self.cleaned_data
        return super().clean()


class SettleForm(ActForm):
    """Which of the answers in conflict is right, and why."""

    keep = forms.TypedChoiceField(label="Which answer is right?", coerce=int, widget=forms.RadioSelect)
    reason = long_text("Why is this answer right?")


class EvidenceForm(ActForm):
    """A file with its title and who supplied it."""

    file = file_field(required=True)
    title = forms.CharField(
        label="What is it?", max_length=200, help_text="For example, health note of 1 November 2026"
    )
    supplier = forms.ChoiceField(label="Who supplied it?", widget=forms.RadioSelect)


def _value_field(fact: Fact) -> forms.Field:
    label = fact.means.rstrip(".")
    match fact.type:
        case FactType.BOOLEAN:
            return forms.TypedChoiceField(
                label=label,
                choices=[("yes", "Yes"), ("no", "No"), (NOT_KNOWN, "Not known")],
                coerce=lambda v: v if v == NOT_KNOWN else v == "yes",
                widget=forms.RadioSelect,
            )
        case FactType.CODE:
            return forms.ChoiceField(
                label=label,
                choices=[*fact.codes.items(), (NOT_KNOWN, "Not known")],
                widget=forms.RadioSelect,
            )
        case FactType.INTEGER:
            return forms.IntegerField(label=label, min_value=fact.low, max_value=fact.high, required=False)
        case FactType.DATE:
            return DateField(label=label, required=False)
