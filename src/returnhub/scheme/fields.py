"""Fit what a file says to a model, and say of each misfit where it stands and what was expected."""

from __future__ import annotations

import datetime as dt
import difflib
import types
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from returnhub.problems import Code, Problem, Where
from returnhub.scheme.lines import Node, taken_for_in_yaml

T = TypeVar("T", bound=BaseModel)
Path = tuple[str | int, ...]

_PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "small letters, digits and _, such as hub_places",
    r"^[a-z][a-z0-9-]*$": "small letters, digits and -, such as kosovo-2025",
    r"^[A-Z]{3}$": "three capital letters, such as GBR",
}

_WANTED = (("date", "date"), ("bool", "yes_no"), ("int", "whole"), ("float", "number"), ("string", "text"))


def fit(model: type[T], node: Node, problems: list[Problem], under: str = "") -> T | None:
    """`node` as a `model`, or None after adding every misfit to `problems`.

    `under` names where the node stands in its file (a figure's id), for the field's path.
    """
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        wrong = error.errors()
        # a list whose members are wrong is not empty as well
        inner = {d["loc"][:n] for d in wrong for n in range(len(d["loc"]))}
        found = [
            _problem(model, node, d, under)
            for d in wrong
            if d["type"] != "too_short" or d["loc"] not in inner
        ]
        problems.extend(_once(found))
        return None


def near(name: object, known: Iterable[str]) -> list[str]:
    """The one or two names closest to a mistyped one."""
    return difflib.get_close_matches(str(name), list(known), n=2, cutoff=0.6)


def names_at(model: type[BaseModel], path: Sequence[str | int]) -> dict[str, FieldInfo]:
    """The fields that may stand at `path` in a model; none where values of another kind stand."""
    here: object = model
    for step in path:
        here = _inside(here, step)
    inner = _model_in(here)
    return dict(inner.model_fields) if inner is not None else {}


def shown(value: object) -> str:
    """A value as an error quotes it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dt.date():
            return f"the date {value.isoformat()}"
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
        case int() | float():
            return f"the number {value:g}"
        case Mapping():
            return "a mapping of fields"
        case _:
            return "a list"


def _problem(model: type[BaseModel], node: Node, details: ErrorDetails, under: str) -> Problem:
    path: Path = tuple(p for p in details["loc"] if p != "[key]")
    code, given = _misfit(model, node, details, path)
    # a missing or unknown field is named in the sentence: the place is the mapping around it
    where = node.where(path)
    if under:
        where = Where(
            where.file, where.line, where.column, f"{under}.{where.field}" if where.field else under
        )
    return Problem(code, where, {k: v for k, v in given.items() if v != []})


def _misfit(
    model: type[BaseModel], node: Node, details: ErrorDetails, path: Path
) -> tuple[Code, dict[str, object]]:
    kind, value = details["type"], details["input"]
    context: dict[str, Any] = details.get("ctx", {})
    last = str(path[-1]) if path else ""
    if kind == "missing":
        return Code.SCHEME_FIELD_MISSING, {
            "name": last,
            "expected": _meaning(names_at(model, path[:-1]).get(last)),
        }
    if kind == "extra_forbidden":
        fields = [field.alias or n for n, field in names_at(model, path[:-1]).items()]
        return Code.SCHEME_FIELD_UNKNOWN, {"name": last, "expected": fields, "near": near(last, fields)}
    written = node.at(path).written if len(path) and not isinstance(value, str) else None
    if (
        kind in ("string_type", "enum", "literal_error")
        and written
        and (taken := taken_for_in_yaml(written)) is not None
    ):
        return Code.YAML_AMBIGUOUS, {"written": written, **taken}
    if value is None:
        return Code.SCHEME_FIELD_WRONG, {
            "kind": "nothing",
            "expected": _meaning(names_at(model, path[:-1]).get(last)),
        }
    if kind in ("enum", "literal_error"):
        choices = _choices(annotation_at(model, path))
        return Code.SCHEME_VALUE_UNKNOWN, {"found": value, "expected": choices, "near": near(value, choices)}
    return Code.SCHEME_FIELD_WRONG, _wrong(kind, value, context, model, path)


def _wrong(
    kind: str, value: object, context: Mapping[str, object], model: type[BaseModel], path: Path
) -> dict[str, object]:
    match kind:
        case "string_pattern_mismatch":
            pattern = str(context.get("pattern"))
            return {"kind": "pattern", "found": value, "expected": _PATTERNS.get(pattern, pattern)}
        case "string_too_short":
            return {
                "kind": "short",
                "found": shown(value),
                "expected": f"{context.get('min_length')} characters",
            }
        case "string_too_long":
            return {
                "kind": "long",
                "found": shown(value),
                "expected": f"{context.get('max_length')} characters",
            }
        case "too_short":
            return {"kind": "empty_list", "expected": context.get("min_length")}
        case "greater_than_equal" | "greater_than":
            return {"kind": "least", "found": value, "expected": context.get("ge", context.get("gt"))}
        case "less_than_equal" | "less_than":
            return {"kind": "most", "found": value, "expected": context.get("le", context.get("lt"))}
        case "tuple_type" | "list_type":
            return {"kind": "list", "found": shown(value)}
        case "model_type" | "model_attributes_type" | "dict_type":
            return {"kind": "mapping", "found": shown(value), "expected": list(names_at(model, path))}
        case "value_error":
            return {"kind": "other", "found": shown(value), "expected": str(context.get("error"))}
        case _:
            wanted = next((w for start, w in _WANTED if kind.startswith((start, "finite"))), "other")
            wanted = "number" if kind == "finite_number" else wanted
            return {"kind": wanted, "found": shown(value), "expected": kind.replace("_", " ")}


def _once(problems: list[Problem]) -> list[Problem]:
    """One problem a place: a union reports a misfit once for each of its members."""
    seen: set[tuple[int | None, str, Code]] = set()
    kept: list[Problem] = []
    for p in problems:
        key = (p.where.line, p.where.field, p.code)
        if key not in seen:
            seen.add(key)
            kept.append(p)
    return kept


def _meaning(field: FieldInfo | None) -> str:
    """What a field is for, or the names of the fields inside it."""
    if field is None:
        return "a value"
    if field.description:
        return field.description[0].lower() + field.description[1:]
    inner = _model_in(field.annotation)
    if inner is not None:
        return f"fields {', '.join(inner.model_fields)}"
    choices = _choices(field.annotation)
    return f"one of {', '.join(choices)}" if choices else "a value"


def annotation_at(model: type[BaseModel], path: Path) -> object:
    """The type of what stands at `path` in a model; None where nothing may stand."""
    here: object = model
    for step in path:
        here = _inside(here, step)
    return here


def _inside(annotation: object, step: str | int) -> object:
    """The annotation one step inside another, by field, key or index."""
    for kind in _members(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if isinstance(step, str) and step in kind.model_fields:
                return kind.model_fields[step].annotation
        elif get_origin(kind) in (dict, tuple, list):
            inner = [a for a in get_args(kind) if a is not Ellipsis]
            if (get_origin(kind) is dict) == isinstance(step, str) and inner:
                return inner[-1]
    return None


def _members(annotation: object) -> list[object]:
    """An annotation's alternatives, with `Annotated` and `| None` taken off."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [m for a in get_args(annotation) if a is not type(None) for m in _members(a)]
    return [annotation]


def _model_in(annotation: object) -> type[BaseModel] | None:
    for kind in _members(annotation):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _choices(annotation: object) -> list[str]:
    for kind in _members(annotation):
        if isinstance(kind, type) and issubclass(kind, Enum):
            return [str(m.value) for m in kind]
        if get_origin(kind) is Literal:
            return [str(a) for a in get_args(kind)]
    return []
