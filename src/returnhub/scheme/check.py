"""Sense across the files of a scheme: what each file alone cannot know.

Every check adds to one list, so that a person mends everything in one go. Figures are looked up by
what the files name, valid or not, so that one broken figure is not reported again at each use.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from returnhub.problems import Code, Problem, Where
from returnhub.scheme.check_limits import check_limits
from returnhub.scheme.fields import near
from returnhub.scheme.figures import ORIGINS, Amount, Confidence, Distribution, Figure, Unit
from returnhub.scheme.law import Law
from returnhub.scheme.lines import Node
from returnhub.scheme.model import CustodyKind, ProcedureName, Scheme
from returnhub.scheme.needed import EVERY_ORIGIN, HUB, MAY, SENDING
from returnhub.scheme.parts import FIGURES, Parts
from returnhub.scheme.statements import AnswerKind, Claim, Conflict
from returnhub.scheme.uses import Use, uses

_SHARES = (Unit.SHARE, Unit.SHARE_A_YEAR)
_MOST = {
    Unit.PEOPLE: 1e9,
    Unit.PEOPLE_A_YEAR: 1e7,
    Unit.PLACES: 1e6,
    Unit.DAYS: 36_525.0,
    Unit.LOG_SPREAD: 5.0,
}
"""More than this is a slip of the keyboard, and no run could end with it."""
_ABOVE_ZERO = (Distribution.LOGNORMAL, Distribution.LOGUNIFORM)


@dataclass(frozen=True)
class Read:
    """What fitted its model, some of it with stand-ins; `parts` has the nodes of everything, for lines.

    Figures with stand-ins are apart: their units may be made up, so nothing is said of their uses.
    """

    parts: Parts
    law: Law
    scheme: Scheme | None
    figures: Mapping[str, Figure]
    loose_figures: Mapping[str, Figure]
    conflicts: Mapping[str, Conflict]
    claims: Mapping[str, Claim]


def check(read: Read) -> list[Problem]:
    """Everything that does not make sense, in no particular order."""
    problems: list[Problem] = []
    for name, figure in (*read.figures.items(), *read.loose_figures.items()):
        problems += check_figure(figure, read.parts.figures[name], name)
    problems += _conflicts(read)
    problems += _claims(read)
    if read.scheme is not None and read.parts.scheme is not None:
        problems += _figures_named(read, read.scheme, read.parts.scheme)
        problems += _hubs(read.scheme, read.parts.scheme)
        problems += _references(read, read.scheme, read.parts.scheme)
        problems += _names(read.scheme, read.parts.scheme)
        problems += check_limits(read.scheme, read.parts.scheme, read.figures)
    return problems


def unused(read: Read) -> list[Problem]:
    """A warning for each figure of the folder itself that nothing names and the model does not read."""
    if read.scheme is None:
        return []
    own = f"{read.parts.label}/{FIGURES}"
    used = {n.id for n in (*SENDING, *HUB, *MAY)} | read.law.figures.keys()
    used |= {u.figure for u in uses(read.scheme)}
    used |= {f for claim in read.claims.values() for f in claim.figures}
    idle = [name for name in read.figures if name not in used and read.parts.figures[name].file == own]
    return [Problem(Code.FIGURE_UNUSED, _at(read.parts.figures[n], n)) for n in idle]


def check_figure(figure: Figure, node: Node, name: str) -> list[Problem]:
    """A figure's own sense: value, range, distribution, unit, and the reason for an assumption."""
    problems = _amount(figure, figure, node, name, ())
    for origin, row in figure.by_origin.items():
        path = ("by_origin", origin)
        problems += _amount(row, figure, node, name, path)
        if origin not in ORIGINS:
            given = {"found": origin, "expected": list(ORIGINS), "near": near(origin, ORIGINS)}
            problems.append(_problem(Code.SCHEME_ORIGIN_UNKNOWN, node, name, path, given))
        if row.confidence is Confidence.ASSUMPTION and not (row.why or figure.why):
            problems.append(_problem(Code.FIGURE_WHY_MISSING, node, name, path))
    if figure.is_assumption and not figure.why:
        problems.append(_problem(Code.FIGURE_WHY_MISSING, node, name))
    sourced = figure.source or (figure.by_origin and all(row.source for row in figure.by_origin.values()))
    if figure.confidence in (Confidence.PRIMARY, Confidence.SECONDARY) and not sourced:
        given = {"confidence": figure.confidence.value}
        problems.append(_problem(Code.FIGURE_SOURCE_MISSING, node, name, ("confidence",), given))
    if name in EVERY_ORIGIN and (missing := [o for o in ORIGINS if o not in figure.by_origin]):
        problems.append(
            _problem(Code.FIGURE_ORIGIN_MISSING, node, name, ("by_origin",), {"missing": missing})
        )
    return problems


def _amount(amount: Amount, figure: Figure, node: Node, name: str, path: tuple[str, ...]) -> list[Problem]:
    value, span = amount.value, amount.range
    problems: list[Problem] = []

    def add(code: Code, field: str = "", **given: object) -> None:
        problems.append(_problem(code, node, name, (*path, field) if field else path, given))

    if value is None and span is None:
        # a row may leave the amount to its figure only by not being there
        add(Code.FIGURE_NO_VALUE)
    if span is not None and span.low > span.high:
        add(Code.FIGURE_RANGE_REVERSED, "range", low=span.low, high=span.high)
    elif span is not None and value is not None and not span.low <= value <= span.high:
        add(Code.FIGURE_VALUE_OUTSIDE_RANGE, "value", value=value, low=span.low, high=span.high)
    if amount.distribution not in (None, Distribution.FIXED) and span is None:
        add(Code.FIGURE_RANGE_MISSING, "distribution", distribution=amount.distribution)
    if amount.distribution in _ABOVE_ZERO and span is not None and span.low <= 0:
        add(Code.FIGURE_LOW_NOT_ABOVE_ZERO, "range", distribution=amount.distribution, low=span.low)
    for field, x in (("value", value), ("range", span and span.low), ("range", span and span.high)):
        if x is not None and (x < 0 or (figure.unit in _SHARES and x > 1)):
            kind = "share" if figure.unit in _SHARES else "least"
            add(Code.FIGURE_OUTSIDE_UNIT, field, kind=kind, found=x, low=0, unit=figure.unit)
        elif x is not None and x > (most := _MOST.get(figure.unit, math.inf)):
            add(Code.FIGURE_OUTSIDE_UNIT, field, kind="most", found=x, most=f"{most:,.0f}", unit=figure.unit)
    return problems


def _figures_named(read: Read, scheme: Scheme, top: Node) -> list[Problem]:
    """Every figure that scheme.yaml or the model names is there, in a unit that fits."""
    problems: list[Problem] = []
    known = read.parts.figures
    for use in uses(scheme):
        problems += _figure(read, use, top)
    needed = (*SENDING, *(HUB if scheme.hubs else ()))
    for need in (*needed, *(n for n in MAY if n.id in known)):
        if need.id not in known:
            given = {"name": need.id, "needed_for": need.needed_for, "unit": need.unit.value}
            if scheme.extends is None:
                given["kind"] = "no extends"
            problems.append(Problem(Code.SCHEME_FIGURE_MISSING, top.where(("procedure",)), given))
        elif need.id in read.figures and read.figures[need.id].unit is not need.unit:
            given = {"name": need.id, "found": read.figures[need.id].unit, "expected": need.unit}
            node = known[need.id]
            given["needed_for"] = need.needed_for
            problems.append(_problem(Code.SCHEME_FIGURE_UNIT, node, need.id, ("unit",), given))
    return problems


def _figure(read: Read, use: Use, node: Node, under: str = "") -> list[Problem]:
    name, path, units, needed_for = use
    known = read.parts.figures.keys() | read.law.figures.keys()
    if name not in known:
        given = {"name": name, "needed_for": needed_for, "near": near(name, known)}
        return [_problem(Code.SCHEME_FIGURE_MISSING, node, under, path, given)]
    figure = read.figures.get(name)
    if figure is None or not units or figure.unit in units:
        return []
    given = {"name": name, "found": figure.unit, "expected": " or ".join(units), "needed_for": needed_for}
    return [_problem(Code.SCHEME_FIGURE_UNIT, node, under, path, given)]


def _hubs(scheme: Scheme, top: Node) -> list[Problem]:
    problems: list[Problem] = []
    has_hub = scheme.procedure is not ProcedureName.RETURNS_ONLY
    if has_hub and not scheme.hubs:
        given = {"procedure": scheme.procedure}
        problems.append(Problem(Code.SCHEME_HUBS_MISSING, top.where(("procedure",)), given))
    if scheme.hubs and not has_hub:
        given = {"procedure": scheme.procedure, "found": [hub.id for hub in scheme.hubs]}
        problems.append(Problem(Code.SCHEME_HUBS_NOT_EXPECTED, top.where(("hubs",)), given))
    for n, hub in enumerate(scheme.hubs):
        closed = hub.custody.kind is CustodyKind.CLOSED
        if closed and not hub.custody.ground:
            problems.append(Problem(Code.SCHEME_GROUND_MISSING, top.where(("hubs", n, "custody"))))
        if not closed and hub.custody.ground:
            given = {"found": hub.custody.kind}
            where = top.where(("hubs", n, "custody", "ground"))
            problems.append(Problem(Code.SCHEME_GROUND_NOT_EXPECTED, where, given))
        if not hub.way_back:
            problems.append(Problem(Code.SCHEME_WAY_BACK_MISSING, top.where(("hubs", n))))
    return problems


def _references(read: Read, scheme: Scheme, top: Node) -> list[Problem]:
    """Statements, origins and the rules profile that scheme.yaml names."""
    problems: list[Problem] = []
    problems += _statements(read, scheme.status.statements, top, ("status", "statements"))
    for n, term in enumerate(scheme.agreement.terms):
        path = ("agreement", "terms", n)
        problems += _statements(read, term.statements, top, (*path, "statements"))
        for k, clause in enumerate(term.clauses):
            if clause not in read.law.clauses:
                given = {"kind": "clause", "name": clause, "near": near(clause, read.law.clauses)}
                at = (*path, "clauses", k)
                problems.append(_problem(Code.SCHEME_REFERENCE_MISSING, top, "", at, given))
    for field, origins in (
        ("origins", scheme.is_for.origins or ()),
        ("not_origins", scheme.is_for.not_origins),
    ):
        for n, origin in enumerate(origins):
            if origin not in ORIGINS:
                given = {"found": origin, "expected": list(ORIGINS)}
                problems.append(Problem(Code.SCHEME_ORIGIN_UNKNOWN, top.where(("is_for", field, n)), given))
    for n, one in enumerate(scheme.interventions):
        problems += _statements(read, one.statements, top, ("interventions", n, "statements"))
    profile = scheme.rules.profile
    known = read.law.profiles
    if profile not in known:
        given = {"name": profile, "expected": list(known), "near": near(profile, known)}
        problems.append(_problem(Code.RULE_PROFILE_UNKNOWN, top, "", ("rules", "profile"), given))
    for n, line in enumerate(scheme.costs):
        if line.to_year is not None and line.to_year < line.from_year:
            given = {"first": line.from_year, "last": line.to_year}
            problems.append(Problem(Code.SCHEME_YEARS_REVERSED, top.where(("costs", n, "to_year")), given))
    return problems


def _names(scheme: Scheme, top: Node) -> list[Problem]:
    """No two hubs, cost lines, terms, unknowns or resources of the same name."""
    lists: tuple[tuple[tuple[str, ...], list[str]], ...] = (
        (("hubs",), [h.id for h in scheme.hubs]),
        (("costs",), [c.id for c in scheme.costs]),
        (("agreement", "terms"), [t.id for t in scheme.agreement.terms]),
        (("unknown",), [u.id for u in scheme.unknown]),
        (("resources",), [r.id for r in scheme.resources]),
    )
    problems: list[Problem] = []
    for path, names in lists:
        for n, name in enumerate(names):
            first = names.index(name)
            if first != n:
                given = {"name": name, "first": top.at((*path, first, "id")).line}
                problems.append(Problem(Code.SCHEME_NAME_TWICE, top.where((*path, n, "id")), given))
    return problems


def _conflicts(read: Read) -> list[Problem]:
    problems: list[Problem] = []
    for name, conflict in read.conflicts.items():
        node = read.parts.conflicts[name]
        seen: set[str] = set()
        for n, side in enumerate(conflict.sides):
            path = ("sides", n, "statements")
            problems += _statements(read, side.statements, node, path, name)
            for k, statement in enumerate(side.statements):
                if statement in seen:
                    given = {"name": statement}
                    problems.append(_problem(Code.STATEMENT_SIDE_TWICE, node, name, (*path, k), given))
            seen |= set(side.statements)
    return problems


def _claims(read: Read) -> list[Problem]:
    problems: list[Problem] = []
    for name, claim in read.claims.items():
        node = read.parts.claims[name]
        problems += _statements(read, claim.holders, node, ("holders",), name)
        problems += _statements(read, claim.disputed_by, node, ("disputed_by",), name)
        for k, figure in enumerate(claim.figures):
            problems += _figure(read, Use(figure, ("figures", k), (), f"the claim {name}"), node, name)
        wanted = {
            AnswerKind.COMPUTED: ("answer",),
            AnswerKind.SOURCED: ("finding", "because"),
            AnswerKind.CANNOT_BE_KNOWN: ("because",),
        }[claim.kind]
        for field in wanted:
            if getattr(claim, field) is None:
                given = {"kind": claim.kind, "name": field, "answer_kind": claim.kind}
                problems.append(_problem(Code.CLAIM_INCOMPLETE, node, name, (), given))
    return problems


def _statements(
    read: Read, names: Iterable[str], node: Node, path: tuple[str | int, ...], under: str = ""
) -> list[Problem]:
    known = read.parts.statements
    problems: list[Problem] = []
    for k, name in enumerate(names):
        if name not in known:
            given = {"name": name, "near": near(name, known)}
            where = _at(node, under, (*path, k))
            problems.append(
                Problem(Code.STATEMENT_REFERENCE_MISSING, where, {a: b for a, b in given.items() if b})
            )
    return problems


def _problem(
    code: Code,
    node: Node,
    name: str,
    path: Sequence[str | int] = (),
    given: Mapping[str, object] | None = None,
) -> Problem:
    return Problem(code, _at(node, name, path), {k: v for k, v in (given or {}).items() if v != []})


def _at(node: Node, under: str, path: Sequence[str | int] = ()) -> Where:
    """The place of `path` in an item, its field beginning with the item's id."""
    where = node.where(path)
    field = ".".join(p for p in (under, where.field) if p)
    return Where(where.file, where.line, where.column, field)
