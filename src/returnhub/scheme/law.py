"""The shipped law as a scheme needs it: facts, the caseload's figures, how origins stand to hosts, names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.facts import Fact, FactType
from returnhub.scheme.fields import fit, near
from returnhub.scheme.figures import ORIGINS, Confidence, Figure
from returnhub.scheme.hosts import Answer, HostAndOrigin
from returnhub.scheme.lines import Node, read_yaml

FACTS, CASELOAD, CLAUSES, PROFILES = "facts.yaml", "caseload.yaml", "clauses.yaml", "profiles"
HOSTS = "hosts"


@dataclass
class Law:
    """What loading a scheme needs of the folder `law`; `files` maps what was read to its SHA-256."""

    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    profiles: tuple[str, ...] = ()
    clauses: frozenset[str] = frozenset()
    figures: dict[str, Figure] = field(default_factory=dict[str, Figure])
    """Figures that law/caseload.yaml brings for every scheme, and that a scheme may replace."""
    files: dict[str, str] = field(default_factory=dict[str, str])


def read_law(folder: Path, problems: list[Problem]) -> Law:
    """Read it; whatever is wrong is added to `problems`."""
    law = Law(profiles=tuple(sorted(p.stem for p in (folder / PROFILES).glob("*.yaml"))))
    law.facts = read_facts(folder, problems, law)
    law.figures = _figures(_items(folder, CASELOAD, law, problems), problems)
    law.clauses = _names(_items(folder, CLAUSES, law, problems))
    return law


def read_facts(folder: Path, problems: list[Problem], law: Law | None = None) -> dict[str, Fact]:
    """The facts alone, for a folder of law that has nothing but facts and rules."""
    return _facts(_items(folder, FACTS, law or Law(), problems), problems)


def read_hosts(
    folder: Path, codes: Iterable[str], problems: list[Problem], law: Law
) -> dict[str, dict[str, HostAndOrigin]]:
    """How each state of origin stands to each host of `codes`; a host without a file has no rows.

    A row that is not there is read as: nothing is known.
    """
    found: dict[str, dict[str, HostAndOrigin]] = {}
    for code in sorted(set(codes)):
        name = f"{HOSTS}/{code}.yaml"
        there = (folder / name).is_file()
        found[code] = _host(_items(folder, name, law, problems), problems) if there else {}
    return found


def _host(items: list[Node], problems: list[Problem]) -> dict[str, HostAndOrigin]:
    """The rows of one host by origin: each origin once, none left out, and a reason for what is not known."""
    rows: dict[str, HostAndOrigin] = {}
    named: dict[str, Node] = {}
    for item in items:
        node = item.step("origin")
        origin = node.value if node is not None and isinstance(node.value, str) else ""
        row = fit(HostAndOrigin, item, problems, origin)
        where = replace(item.where(), field=origin)
        if origin in named:
            given = {"name": origin, "first": named[origin].line}
            problems.append(Problem(Code.SCHEME_NAME_TWICE, where, given))
            continue
        if origin:
            named[origin] = item
        if row is None:
            continue
        if origin not in ORIGINS:
            given = {"found": origin, "expected": list(ORIGINS)}
            problems.append(Problem(Code.SCHEME_ORIGIN_UNKNOWN, where, given))
        if row.why is None and row.confidence is Confidence.ASSUMPTION:
            problems.append(Problem(Code.FIGURE_WHY_MISSING, where))
        elif row.why is None and Answer.NOT_KNOWN in row.answers:
            problems.append(Problem(Code.FIGURE_WHY_MISSING, where, {"kind": "not known"}))
        rows[origin] = row
    missing = [o for o in ORIGINS if o not in named]
    if missing and items:
        given = {"kind": "host", "missing": missing}
        problems.append(Problem(Code.FIGURE_ORIGIN_MISSING, items[-1].where(), given))
    return rows


def _items(folder: Path, name: str, law: Law, problems: list[Problem]) -> list[Node]:
    try:
        document = read_yaml(folder / name, f"{folder.name}/{name}", problems)
    except Problems as found:
        problems.extend(found.items)
        return []
    law.files[f"law/{name}"] = document.sha256
    top = document.top
    return top.value if isinstance(top.value, list) else [top]


def _facts(items: list[Node], problems: list[Problem]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for item in items:
        fact = fit(Fact, item, problems)
        if fact is not None and fact.id in facts:
            problems.append(Problem(Code.SCHEME_NAME_TWICE, item.where(("id",)), {"name": fact.id}))
        elif fact is not None:
            facts[fact.id] = fact
    for item in items:
        name = item.step("dated_by")
        if name is None or not isinstance(name.value, str):
            continue
        dated = facts.get(name.value)
        if dated is None or dated.type is not FactType.DATE:
            given = {"kind": "date fact", "name": name.value, "near": near(name.value, facts)}
            problems.append(Problem(Code.SCHEME_REFERENCE_MISSING, item.where(("dated_by",)), given))
    return facts


def _figures(items: list[Node], problems: list[Problem]) -> dict[str, Figure]:
    fitted = (fit(Figure, item, problems) for item in items)
    return {figure.id: figure for figure in fitted if figure is not None}


def _names(items: list[Node]) -> frozenset[str]:
    ids = (item.step("id") for item in items)
    return frozenset(str(node.value) for node in ids if node is not None)
