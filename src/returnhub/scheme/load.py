"""Load a scheme: from the YAML files of a folder to frozen data, or to every problem at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.check import Read, check, unused
from returnhub.scheme.fields import fit
from returnhub.scheme.figures import Figure
from returnhub.scheme.law import read_hosts, read_law
from returnhub.scheme.lines import Node
from returnhub.scheme.model import Scheme
from returnhub.scheme.parts import Parts, find, gather
from returnhub.scheme.shipped import shipped
from returnhub.scheme.standins import fit_loosely, without_echoes
from returnhub.scheme.statements import Claim, Conflict, Statement

T = TypeVar("T", bound=BaseModel)

_NOT_IN_SCHEME_YAML = (
    "figures",
    "statements",
    "conflicts",
    "claims",
    "facts",
    "hosts",
    "files",
    "rules_files",
)
_NO_PARENT = (Code.SCHEME_EXTENDS_MISSING, Code.SCHEME_EXTENDS_LOOP)
_FROM_PARENT = (
    Code.SCHEME_FIELD_MISSING,
    Code.SCHEME_FIGURE_MISSING,
    Code.SCHEME_REFERENCE_MISSING,
    Code.SCHEME_HUBS_MISSING,
    Code.STATEMENT_REFERENCE_MISSING,
)


@dataclass(frozen=True)
class Loaded:
    """A scheme and what is worth a warning in its files."""

    scheme: Scheme
    warnings: tuple[Problem, ...]


def load(folder_or_name: str | Path, *, law: Path | None = None) -> Scheme:
    """The scheme in a folder, or the shipped scheme of that name.

    `law` is the folder of facts, clauses and profiles; the shipped one by default. Raises Problems
    with everything that is wrong, each with file, line and field.
    """
    return read(folder_or_name, law=law).scheme


def read(folder_or_name: str | Path, *, law: Path | None = None) -> Loaded:
    """The same with warnings."""
    folder = find(folder_or_name)
    problems: list[Problem] = []
    parts = gather(folder, problems)
    guessed: list[str] = []
    figures, loose_figures = _each(Figure, parts.figures, problems, guessed)
    statements, _ = _each(Statement, parts.statements, problems, guessed)
    conflicts, loose_conflicts = _each(Conflict, parts.conflicts, problems, guessed)
    claims, loose_claims = _each(Claim, parts.claims, problems, guessed)
    scheme = _scheme(parts, problems, guessed)
    law = law or shipped("law")
    its_law = read_law(law, problems)
    codes = [hub.host.code for hub in scheme.hubs] if scheme is not None else []
    hosts = read_hosts(law, codes, problems, its_law)
    checked = Read(
        parts,
        its_law,
        scheme,
        figures,
        loose_figures,
        {**conflicts, **loose_conflicts},
        {**claims, **loose_claims},
    )
    problems += without_echoes(check(checked), guessed)
    if any(p.code in _NO_PARENT for p in problems):
        # what the parent would have given is not missing: first the parent has to be found
        problems = [p for p in problems if p.code not in _FROM_PARENT]
    if problems or scheme is None:
        raise Problems(_in_order(problems))
    whole = scheme.model_copy(
        update={
            "figures": {**figures, **{k: v for k, v in its_law.figures.items() if k not in figures}},
            "statements": statements,
            "conflicts": tuple(conflicts.values()),
            "claims": claims,
            "facts": its_law.facts,
            "hosts": hosts,
            "files": {**parts.files, **its_law.files},
            "rules_files": parts.rules,
        }
    )
    return Loaded(whole, tuple(_in_order([*unused(checked), *_untold(whole, parts)])))


def _untold(scheme: Scheme, parts: Parts) -> list[Problem]:
    """A warning for each hub whose host the law has no table of: nothing is known of it there."""
    assert parts.scheme is not None, "the scheme was read from it"
    return [
        Problem(
            Code.SCHEME_HOST_UNTOLD,
            parts.scheme.where(("hubs", n, "host")),
            {"name": hub.host.name, "code": hub.host.code},
        )
        for n, hub in enumerate(scheme.hubs)
        if not scheme.hosts[hub.host.code]
    ]


def _each(
    model: type[T], nodes: dict[str, Node], problems: list[Problem], guessed: list[str]
) -> tuple[dict[str, T], dict[str, T]]:
    """What fits its model, and what does so with stand-ins for some fields, which go to `guessed`."""
    fitted: dict[str, T] = {}
    loose: dict[str, T] = {}
    for name, node in nodes.items():
        value = fit(model, node, problems, name)
        if value is not None:
            fitted[name] = value
        elif (found := fit_loosely(model, node, name)) is not None:
            loose[name], nodes[name], fields = found
            guessed.extend(fields)
    return fitted, loose


def _scheme(parts: Parts, problems: list[Problem], guessed: list[str]) -> Scheme | None:
    """scheme.yaml alone; what belongs into the folder's other files is refused here."""
    node = parts.scheme
    if node is None or not isinstance(node.value, dict):
        return None
    kept = dict(node.value)
    for name in _NOT_IN_SCHEME_YAML:
        if name in kept:
            given = {"kind": "own file", "name": name}
            problems.append(Problem(Code.SCHEME_FIELD_UNKNOWN, node.where((name,)), given))
            del kept[name]
    parts.scheme = Node(kept, node.file, node.line)
    misfits: list[Problem] = []
    scheme = fit(Scheme, parts.scheme, misfits)
    problems += [_own_fields_only(p) for p in misfits]
    if scheme is None and (found := fit_loosely(Scheme, parts.scheme)) is not None:
        scheme, parts.scheme, fields = found
        guessed.extend(fields)
    return None if scheme is None else scheme.model_copy(update={"extends": parts.extends})


def _own_fields_only(problem: Problem) -> Problem:
    """An unknown field is answered with those that scheme.yaml may have, not those of other files."""
    fields = problem.given.get("expected")
    if problem.code is not Code.SCHEME_FIELD_UNKNOWN or not isinstance(fields, list):
        return problem
    names = [n for n in cast("list[str]", fields) if n not in _NOT_IN_SCHEME_YAML]
    return Problem(problem.code, problem.where, {**problem.given, "expected": names})


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By file and line, each once."""
    once = {(p.where, p.code, str(sorted(p.given.items(), key=str))): p for p in problems}
    return sorted(
        once.values(),
        key=lambda p: (os.path.basename(p.where.file) != "scheme.yaml", p.where.file, p.where.line or 0),
    )
