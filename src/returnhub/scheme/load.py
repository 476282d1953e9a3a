"""Load a scheme: from the YAML files of a folder to frozen data, or to every problem at once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.check import Read, check, unused
from returnhub.scheme.facts import Fact
from returnhub.scheme.fields import fit
from returnhub.scheme.figures import Figure
from returnhub.scheme.lines import Node, read_yaml
from returnhub.scheme.model import Scheme
from returnhub.scheme.parts import find, gather
from returnhub.scheme.shipped import shipped
from returnhub.scheme.statements import Claim, Conflict, Statement

T = TypeVar("T", bound=BaseModel)

_NOT_IN_SCHEME_YAML = ("figures", "statements", "conflicts", "claims", "facts", "files", "rules_files")
FACTS = "facts.yaml"


@dataclass(frozen=True)
class Loaded:
    """A scheme and what is worth a warning in its files."""

    scheme: Scheme
    warnings: tuple[Problem, ...]


def load(folder_or_name: str | Path, *, law: Path | None = None) -> Scheme:
    """The scheme in a folder, or the shipped scheme of that name.

    `law` is the folder that holds `facts.yaml` and `profiles/`; the shipped one by default. Raises
    Problems with everything that is wrong, each with file, line and field.
    """
    return read(folder_or_name, law=law).scheme


def read(folder_or_name: str | Path, *, law: Path | None = None) -> Loaded:
    """The same with warnings."""
    folder = find(folder_or_name)
    law = law or shipped("law")
    problems: list[Problem] = []
    parts = gather(folder, problems)
    figures = _each(Figure, parts.figures, problems)
    statements = _each(Statement, parts.statements, problems)
    conflicts = _each(Conflict, parts.conflicts, problems)
    claims = _each(Claim, parts.claims, problems)
    scheme = _scheme(parts.scheme, problems)
    if scheme is not None:
        scheme = scheme.model_copy(update={"extends": parts.extends})
    profiles = tuple(sorted(p.stem for p in (law / "profiles").glob("*.yaml")))
    checked = Read(parts, scheme, figures, conflicts, claims, profiles)
    problems += check(checked)
    try:
        facts, digest = read_facts(law)
    except Problems as found:
        problems += found.items
        facts, digest = {}, ""
    if problems or scheme is None:
        raise Problems(_in_order(problems))
    files = {**parts.files, f"law/{FACTS}": digest}
    whole = scheme.model_copy(
        update={
            "figures": figures,
            "statements": statements,
            "conflicts": tuple(conflicts.values()),
            "claims": claims,
            "facts": facts,
            "files": files,
            "rules_files": parts.rules,
        }
    )
    return Loaded(whole, tuple(_in_order(unused(checked))))


def read_facts(law: Path) -> tuple[dict[str, Fact], str]:
    """The facts of `law/facts.yaml` by id, and the file's SHA-256."""
    problems: list[Problem] = []
    document = read_yaml(law / FACTS, f"{law.name}/{FACTS}", problems)
    facts: dict[str, Fact] = {}
    items = document.top.value if isinstance(document.top.value, list) else [document.top]
    for item in items:
        fact = fit(Fact, item, problems)
        if fact is None:
            continue
        if fact.id in facts:
            problems.append(Problem(Code.SCHEME_NAME_TWICE, item.where(("id",)), {"name": fact.id}))
        facts[fact.id] = fact
    if problems:
        raise Problems(_in_order(problems))
    return facts, document.sha256


def _each(model: type[T], nodes: dict[str, Node], problems: list[Problem]) -> dict[str, T]:
    fitted = {name: fit(model, node, problems, name) for name, node in nodes.items()}
    return {name: value for name, value in fitted.items() if value is not None}


def _scheme(node: Node | None, problems: list[Problem]) -> Scheme | None:
    """scheme.yaml alone; what belongs into the folder's other files is refused here."""
    if node is None or not isinstance(node.value, dict):
        return None
    kept = dict(node.value)
    for name in _NOT_IN_SCHEME_YAML:
        if name in kept:
            given = {"kind": "own file", "name": name}
            problems.append(Problem(Code.SCHEME_FIELD_UNKNOWN, node.where((name,)), given))
            del kept[name]
    return fit(Scheme, Node(kept, node.file, node.line), problems)


def _in_order(problems: list[Problem]) -> list[Problem]:
    """By file and line, each once."""
    once = {(p.where, p.code, str(sorted(p.given.items(), key=str))): p for p in problems}
    return sorted(
        once.values(),
        key=lambda p: (os.path.basename(p.where.file) != "scheme.yaml", p.where.file, p.where.line or 0),
    )
