"""Stand-ins for what does not fit, so that the rest of a file can still be checked for sense.

Without them a slip in one field would hide every problem that only a whole value shows, and a
person would mend their file in rounds.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from returnhub.problems import Code, Problem
from returnhub.scheme.fields import annotation_at, names_at
from returnhub.scheme.lines import Node

T = TypeVar("T", bound=BaseModel)
Path = tuple[str | int, ...]

_ROUNDS = 5
"""A missing mapping is filled in level by level; no scheme is deeper than this."""

_TOGETHER = frozenset(
    {
        Code.SCHEME_FIGURE_UNIT,
        Code.SCHEME_GROUND_MISSING,
        Code.SCHEME_GROUND_NOT_EXPECTED,
        Code.SCHEME_HUBS_MISSING,
        Code.SCHEME_HUBS_NOT_EXPECTED,
        Code.SCHEME_WAY_BACK_MISSING,
        Code.SCHEME_YEARS_REVERSED,
        Code.SCHEME_DAYS_MISSING,
        Code.SCHEME_KINDS_NOT_WHOLE,
        Code.FIGURE_NO_VALUE,
        Code.FIGURE_OUTSIDE_UNIT,
        Code.FIGURE_RANGE_MISSING,
        Code.FIGURE_SOURCE_MISSING,
        Code.FIGURE_WHY_MISSING,
        Code.CLAIM_INCOMPLETE,
    }
)
"""What is wrong about how fields go together: nothing can be said of it where one is a stand-in."""

_ANYTHING: tuple[Any, ...] = (None, [], "stand_in", "stand-in text", "XXX", True, 1, dt.date(2000, 1, 1), {})


def fit_loosely(model: type[T], node: Node, under: str = "") -> tuple[T, Node, tuple[str, ...]] | None:
    """`node` with stand-ins where it does not fit, and the fields that have them; None if that fails.

    The returned node holds the stand-ins too, at the lines of what is around them.
    """
    fields: list[str] = []
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(node.plain()), node, tuple(fields)
        except ValidationError as error:
            for details in error.errors():
                path: Path = tuple(p for p in details["loc"] if p != "[key]")
                fields.append(".".join(p for p in (under, node.field(path)) if p))
                node = _put(node, path, _stand_in(model, path, details), details["type"] == "extra_forbidden")
    return None


def without_echoes(problems: list[Problem], guessed: list[str]) -> list[Problem]:
    """The problems that are not about a stand-in, nor about how a field beside one goes with it."""
    beside = {_around(field) for field in guessed}
    within = tuple(f"{field}." for field in guessed)
    return [
        p
        for p in problems
        if not (p.where.field in guessed or p.where.field.startswith(within))
        and not (p.code in _TOGETHER and ({p.where.field, _around(p.where.field)} & beside))
    ]


def _around(field: str) -> str:
    return field.rpartition(".")[0]


def _stand_in(model: type[BaseModel], path: Path, details: ErrorDetails) -> Any:
    """Any value that fits at `path`: an empty mapping where fields stand, to be filled in the next round."""
    last = path[-1] if path else ""
    field = names_at(model, path[:-1]).get(str(last))
    kind: Any = annotation_at(model, path)
    limits = tuple(field.metadata) if field is not None else ()
    if limits:
        kind = Annotated[(kind, *limits)]
    if kind is None or names_at(model, path):
        return {}
    expected = str(details.get("ctx", {}).get("expected", ""))
    for value in (*_ANYTHING, expected.partition(" or ")[0].partition(",")[0].strip("'")):
        try:
            TypeAdapter(kind).validate_python(value)
        except ValidationError:
            continue
        return value
    return None


def _put(node: Node, path: Path, value: Any, remove: bool) -> Node:
    """A copy of `node` with another value at `path`, or without it."""
    if not path:
        return _node(value, node.file, node.line)
    step, rest = path[0], path[1:]
    inner = node.step(step) or _node({}, node.file, node.line)
    if isinstance(node.value, dict):
        members = {k: v for k, v in node.value.items() if k != step}
        if rest or not remove:
            members[str(step)] = _put(inner, rest, value, remove)
        return Node(members, node.file, node.line)
    if isinstance(node.value, list) and isinstance(step, int):
        items = list(node.value)
        items[step : step + 1] = [] if remove and not rest else [_put(inner, rest, value, remove)]
        return Node(items, node.file, node.line)
    return node


def _node(value: Any, file: str, line: int) -> Node:
    return Node(value, file, line)
