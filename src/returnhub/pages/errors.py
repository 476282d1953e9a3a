"""What is wrong, as the "There is a problem" summary shows it: a sentence and the input that it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import BaseForm

from returnhub.problems import Problem, Problems


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the summary; `href` is "#" and the input's id, or "" where no input is to blame."""

    text: str
    href: str = ""


def errors_of(form: BaseForm) -> tuple[Shown, ...]:
    """Every error of a form in the order of its fields, those about the whole form last."""
    named = [
        Shown(str(error), f"#{form[name].auto_id}")
        for name in form.fields
        for error in form.errors.get(name, ())
    ]
    return (*named, *(Shown(str(error)) for error in form.non_field_errors()))


def add_problems(form: BaseForm, problems: Problems, say: Callable[[Problem], str]) -> None:
    """Put what a command refused into the form that asked for it.

    A problem goes to the field that its path names: `facts.fit_to_travel.value` looks for that whole
    name, then for each part from the right. Where the form has no such field it goes to the whole form.
    """
    for problem in problems.items:
        path = problem.where.field
        names = (path.replace(".", "_"), *reversed(path.split(".")))
        form.add_error(next((n for n in names if n in form.fields), None), say(problem))
