"""What a step for one person is: its words, its form, its command, and what stands in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.onward import forms
from returnhub.onward.queries.case import HomeAndAfter, OnOrBack
from returnhub.procedure import Stage

Seen = OnOrBack | HomeAndAfter


@dataclass(frozen=True, slots=True)
class Doing:
    """A step as it is done: who acts, on which case, what they were shown, the form, the key."""

    actor: Actor
    case: Case
    seen: Any
    data: Mapping[str, Any]
    form: Any
    key: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """A step for one person: verb, words, form, and the command. `why_not` says what stands in its way.

    `about` is the page that it belongs to: "case" (on or back) or "after" (voluntary return and after).
    """

    verb: str
    title: str
    form: type[forms.ActForm]
    button: str
    done: str
    run: Callable[[Doing], object]
    why_not: Callable[[Any], str] = field(default=lambda seen: "")
    about: str = "case"
    says: str = ""


def yes(value: str) -> bool:
    """What a question with yes and no was answered."""
    return value == "yes"


def on_case(command: Callable[..., object], *names: str, **made: Callable[[Doing], object]) -> Any:
    """Call a command on the case with fields of the form as they are, and others made of the doing."""

    def run(doing: Doing) -> object:
        given = {n: doing.data[n] for n in names} | {n: make(doing) for n, make in made.items()}
        return command(doing.actor, case=doing.case.pk, key=doing.key, **given)

    return run


def on_row(command: Callable[..., object], row: str, get: str, *names: str, **made: Any) -> Any:
    """Call a command on the one row that stands."""

    def run(doing: Doing) -> object:
        given = {n: doing.data[n] for n in names} | {n: make(doing) for n, make in made.items()}
        return command(doing.actor, key=doing.key, **{row: getattr(doing.seen, get).pk}, **given)

    return run


def at(*stages: Stage) -> Callable[[Seen], str]:
    """Possible at these stages alone."""

    def why(seen: Seen) -> str:
        if seen.stage in stages:
            return ""
        return f"The case stands at “{seen.stage.value}”."

    return why


def not_at(*stages: Stage) -> Callable[[Seen], str]:
    """Possible at every other stage."""

    def why(seen: Seen) -> str:
        return f"The case stands at “{seen.stage.value}”." if seen.stage in stages else ""

    return why


def stands(name: str, words: str) -> Callable[[Any], str]:
    """Possible while there is one."""
    return lambda seen: "" if getattr(seen, name) else words


def free(name: str, words: str) -> Callable[[Any], str]:
    """Possible while there is none."""
    return lambda seen: words if getattr(seen, name) else ""
