"""Lay an agreement beside the lists of what EU law, FRA, UNHCR and the CoE Commissioner ask of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pydantic import Field

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme.fields import fit
from returnhub.scheme.figures import Confidence, Frozen, Source
from returnhub.scheme.lines import read_yaml
from returnhub.scheme.model import Agreement, Oversight, Point, Scheme, Term
from returnhub.scheme.shipped import shipped


class ClauseList(StrEnum):
    """Who asks."""

    EU = "EU"
    FRA = "FRA"
    UNHCR = "UNHCR"
    COE = "CoE Commissioner"


class Clause(Frozen):
    """One thing that a list asks of an agreement, in our own words.

    Terms answer it by naming its id. `field` names the scheme's own field that answers it instead;
    `bodies` are the kinds of court or monitor that it is about.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)
    list: ClauseList
    asks: str = Field(min_length=10)
    date: dt.date
    source: tuple[Source, ...] = Field(min_length=1)
    confidence: Confidence
    field: (
        Literal["agreement.legally_binding", "agreement.public", "agreement.form", "is_for.point"] | None
    ) = None
    bodies: tuple[Literal["court", "monitor", "complaints"], ...] = ()


class Standing(StrEnum):
    """How a clause stands in an agreement, best first."""

    AGREED = "agreed"
    OFFERED = "offered"
    ASKED = "asked"
    REPORTED = "reported"
    NOT_SAID = "not said"
    OTHERWISE = "said otherwise"


_BEST_FIRST = tuple(Standing)
_SIGNED = ("memorandum", "treaty")


@dataclass(frozen=True, slots=True)
class ClauseAnswer:
    """A clause, how it stands, the terms that speak to it, and the bodies that it is about."""

    clause: Clause
    stands: Standing
    terms: tuple[Term, ...]
    bodies: tuple[Oversight, ...]


@dataclass(frozen=True, slots=True)
class ClauseCheck:
    """Every clause answered, and which courts and monitors reach the hub, or may.

    `courts`, `monitors` and `complaints` hold every body that the scheme names, each with its reach.
    """

    answers: tuple[ClauseAnswer, ...]
    courts: tuple[Oversight, ...]
    monitors: tuple[Oversight, ...]
    complaints: tuple[Oversight, ...]

    def count(self, stands: Standing) -> int:
        """How many clauses stand so."""
        return sum(a.stands is stands for a in self.answers)

    def of(self, name: ClauseList) -> tuple[ClauseAnswer, ...]:
        """The answers of one list, in its order."""
        return tuple(a for a in self.answers if a.clause.list is name)


def load_clauses() -> tuple[Clause, ...]:
    """The shipped lists, in the order of law/clauses.yaml. Raises Problems with every misfit in it."""
    document = read_yaml(shipped("law") / "clauses.yaml", "law/clauses.yaml")
    problems: list[Problem] = []
    nodes = document.top.value
    if not isinstance(nodes, list):
        raise Problems(
            [Problem(Code.SCHEME_FIELD_WRONG, document.top.where(), {"kind": "list", "found": "no list"})]
        )
    clauses: dict[str, Clause] = {}
    lines: dict[str, int] = {}
    for node in nodes:
        clause = fit(Clause, node, problems)
        if clause is None:
            continue
        if clause.id in clauses:
            given = {"name": clause.id, "first": lines[clause.id]}
            problems.append(Problem(Code.SCHEME_NAME_TWICE, node.where(), given))
        clauses[clause.id], lines[clause.id] = clause, node.line
    if problems:
        raise Problems(problems)
    return tuple(clauses.values())


def check_clauses(scheme: Scheme, clauses: Sequence[Clause] | None = None) -> ClauseCheck:
    """Answer every clause (the shipped lists unless others are given) from the scheme's terms and fields.

    A scheme without any agreement has no answers. Raises Problems with every term that names a
    clause that is on no list.
    """
    asked = load_clauses() if clauses is None else tuple(clauses)
    _refuse_unknown(scheme, {c.id for c in asked})
    return ClauseCheck(
        answers=() if scheme.agreement.form == "none" else tuple(_answer(scheme, c) for c in asked),
        courts=tuple(o for o in scheme.oversight if o.kind == "court"),
        monitors=tuple(o for o in scheme.oversight if o.kind == "monitor"),
        complaints=tuple(o for o in scheme.oversight if o.kind == "complaints"),
    )


def _answer(scheme: Scheme, clause: Clause) -> ClauseAnswer:
    terms = tuple(t for t in scheme.agreement.terms if clause.id in t.clauses)
    by_terms = min(
        (_term(t, scheme.agreement) for t in terms), key=_BEST_FIRST.index, default=Standing.NOT_SAID
    )
    by_field = _field(clause, scheme)
    return ClauseAnswer(
        clause=clause,
        # the field is the fact of the matter (is it signed as a treaty?); a term can only promise it
        stands=by_terms if by_field is Standing.NOT_SAID else by_field,
        terms=terms,
        bodies=tuple(o for o in scheme.oversight if o.kind in clause.bodies),
    )


def _term(term: Term, agreement: Agreement) -> Standing:
    """How one term stands. Nothing counts as agreed while nothing is signed."""
    stands = Standing(term.stands)
    return Standing.OFFERED if stands is Standing.AGREED and agreement.form not in _SIGNED else stands


def _field(clause: Clause, scheme: Scheme) -> Standing:
    """What the scheme's own field says; only a signed text can agree to anything."""
    agreement = scheme.agreement
    signed = agreement.form in _SIGNED
    match clause.field:
        case "agreement.legally_binding":
            answer = agreement.legally_binding if signed else None
        case "agreement.public":
            answer = agreement.public if signed else None
        case "agreement.form":
            answer = agreement.form == "treaty" if signed else None
        case "is_for.point":
            # on arrival nothing is decided; a later decision can still be wrong, so terms must answer for it
            answer = False if scheme.is_for.point is Point.ON_ARRIVAL else None
        case None:
            answer = None
    if answer is None:
        return Standing.NOT_SAID
    return Standing.AGREED if answer else Standing.OTHERWISE


def _refuse_unknown(scheme: Scheme, known: set[str]) -> None:
    wrong = [
        Problem(
            Code.SCHEME_REFERENCE_MISSING,
            Where(file=f"{scheme.id}/scheme.yaml", field=f"agreement.terms.{term.id}.clauses"),
            {"what": "clause", "name": name},
        )
        for term in scheme.agreement.terms
        for name in term.clauses
        if name not in known
    ]
    if wrong:
        raise Problems(wrong)
