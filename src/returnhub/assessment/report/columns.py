"""Schemes in columns: money, ends, claims, terms; each row is the same thing in every scheme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from returnhub.assessment.claims import ClaimAnswer, answer_all
from returnhub.assessment.evidence import Evidence
from returnhub.assessment.left import Left, left
from returnhub.assessment.money import Money
from returnhub.assessment.numbers import NOBODY, change, count, over, percent, pounds, span
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import FINDINGS, amount, sentence, yes_no
from returnhub.scheme.model import Hub, Reach, Scheme
from returnhub.simulation.result import Band, Group, Outcome


@dataclass(frozen=True, slots=True)
class Column:
    """One scheme of a comparison: what follows from its result, its claims, where everybody stands."""

    evidence: Evidence
    claims: dict[str, ClaimAnswer]
    left: Left

    @staticmethod
    def of(evidence: Evidence) -> Column:
        """A column from what was found of a scheme."""
        scheme = evidence.scheme
        answers = {answer.claim.id: answer for answer in answer_all(scheme, evidence)}
        return Column(evidence, answers, left(scheme, evidence.result, Group.CLAIM))

    @property
    def scheme(self) -> Scheme:
        """The scheme."""
        return self.evidence.scheme

    def band(self, measure: str) -> Band:
        """A measure of its runs."""
        return self.evidence.result.band(measure)


_Cells = Callable[[Column], str | Cell]


def _table(
    caption: str,
    first: str,
    columns: Sequence[Column],
    rows: Iterable[tuple[str | Cell, _Cells]],
    file: str,
    *,
    right: bool,
) -> Grid:
    """A row for each thing that `first` names, a column for each scheme; `right`: its cells are numbers."""
    return grid(
        caption,
        (first, *(c.scheme.id for c in columns)),
        [
            Row((says if isinstance(says, Cell) else Cell(says), *(_cell(of(c)) for c in columns)))
            for says, of in rows
        ],
        numbers=range(1, len(columns) + 1) if right else (),
        size="columns",
        file=file,
    )


def _cell(value: str | Cell) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def summary(columns: Sequence[Column], years: str) -> Grid:
    """The shape of the Green Book's appraisal summary: effects, money by payer, switching value, horizon."""

    def measure(name: str, form: Callable[[float], str] = count) -> _Cells:
        return lambda c: over(c.band(name), form)

    payers = sorted({payer for c in columns if c.scheme.hubs for payer in _payers(c.evidence.money)})
    paid: list[tuple[str | Cell, _Cells]] = [
        (f"On balance, paid by the {payer}", lambda c, payer=payer: _paid(c, payer)) for payer in payers
    ]
    hub = _where_hub
    return _table(
        f"Summary, {years}; ranges hold 90 of 100 runs; money discounted, beyond today's system",
        "Measure",
        columns,
        [
            ("How far it has come", lambda c: sentence(c.scheme.status.kind.value)),
            ("People moved to a hub, a year", hub(measure("moved_a_year"))),
            ("Of 1,000 refused people, moved", hub(measure("moved_per_1000_refused"))),
            ("Of 1,000 who arrive, moved", hub(measure("moved_per_1000_arrivals"))),
            ("Returns completed from the hub", hub(measure("completed_returns"))),
            ("Of 1,000 refused people, returned by any way", measure("returned_per_1000_refused")),
            ("Cost", hub(measure("cost_gbp", pounds))),
            ("Saved", hub(measure("cost_saved_gbp", pounds))),
            ("Cost on balance", hub(measure("cost_net_gbp", pounds))),
            *paid,
            ("Owed even if nobody is moved", hub(lambda c: over(c.evidence.money.committed, pounds))),
            ("Cost for each completed return", hub(measure("cost_per_completed_return", pounds))),
            ("The same with optimism bias", hub(_with_bias)),
            (
                Cell("Switching value", note="the share of arrivals that must be deterred for it to pay"),
                hub(measure("breakeven_deterrence", percent)),
            ),
            (
                Cell("What studies support", note="a judgement, not a finding"),
                hub(lambda c: _studies(c.evidence)),
            ),
            (Cell("Not in money", note="what people live through is in no row"), _where_hub(_not_in_money)),
        ],
        "summary.csv",
        right=True,
    )


def _where_hub(of: _Cells) -> _Cells:
    return lambda c: of(c) if c.scheme.hubs else "no hub"


def _payers(money: Money) -> list[str]:
    return money.by_payer["payer"].to_list()


def _paid(c: Column, payer: str) -> str:
    if not c.scheme.hubs:
        return "no hub"
    rows = [r for r in c.evidence.money.by_payer.iter_rows(named=True) if r["payer"] == payer]
    return span(rows[0]["low"], rows[0]["high"], pounds) if rows else NOBODY


def _with_bias(c: Column) -> Cell:
    o = c.evidence.optimism
    if o is None:
        return Cell(NOBODY)
    missing = ", ".join(name.replace("_", " ") for name in o.missing)
    return Cell(over(o.per_return_raised, pounds), note=f"without {missing}" if missing else "")


def _studies(e: Evidence) -> Cell:
    if e.break_even is None:
        return Cell(NOBODY)
    s = e.break_even.studies
    return Cell(span(s.low, s.high, percent), assumption=s.is_assumption)


def _not_in_money(c: Column) -> str:
    died = next(row.difference for row in c.left.rows if row.outcome is Outcome.DIED)
    left_it = over(c.band("left_hub"), count)
    return f"{over(died, change)} deaths more than without it; {left_it} people leave the hub"


def ends(columns: Sequence[Column], years: str) -> Grid:
    """Where everybody who claimed stands at the end, as counts of people."""
    shown = [o for o in Outcome if any(row.outcome is o for c in columns for row in c.left.rows)]
    first = [row.outcome for row in columns[0].left.unsettled]
    order = [*first, *(o for o in shown if o not in first)]

    def at(outcome: Outcome) -> _Cells:
        def of(c: Column) -> str | Cell:
            row = next((row for row in c.left.rows if row.outcome is outcome), None)
            if row is None:
                return "0"
            here, moved = over(row.here, count), over(row.moved, count)
            # At an end that only people who were moved can reach, the note would say the same again.
            return Cell(here, note="" if moved in ("0", here) else f"{moved} once moved")

        return of

    def everybody(c: Column) -> str:
        return over(c.left.people, count)

    return _table(
        f"Everybody who claimed at least three years before the end of {years}, and where they stand then",
        "Where they stand",
        columns,
        [*((sentence(o.value), at(o)) for o in order), ("All of them", everybody)],
        "where-people-are.csv",
        right=True,
    )


def claims(columns: Sequence[Column]) -> Grid | None:
    """The findings on claims that two or more of the schemes share; None if they share none."""
    names = list(dict.fromkeys(name for c in columns for name in c.claims))
    shared = [name for name in names if sum(name in c.claims for c in columns) >= 2]
    if not shared:
        return None

    def says(name: str) -> str:
        return next(c.claims[name].claim.says for c in columns if name in c.claims)

    def found(name: str) -> _Cells:
        def of(c: Column) -> Cell:
            answer = c.claims.get(name)
            if answer is None:
                return Cell("not a claim of it")
            words, tag = FINDINGS[answer.finding]
            return Cell(words, tag=tag)

        return of

    return _table(
        "Claims that two or more of them share, and what is found",
        "Claim",
        columns,
        [(says(name), found(name)) for name in shared],
        "claims.csv",
        right=False,
    )


def terms(columns: Sequence[Column]) -> Grid:
    """What differs in the schemes themselves."""
    return _table(
        "What each scheme says",
        "Point",
        columns,
        [
            ("Sending state", lambda c: c.scheme.sending.name),
            ("Hosts", _each(lambda hub: hub.host.name)),
            ("Who is sent", lambda c: f"from: {c.scheme.is_for.point}" if c.scheme.hubs else "nobody"),
            ("Places", _figure(lambda hub: hub.places)),
            ("Opens after", _figure(lambda hub: hub.opens_after_days)),
            ("Custody", _each(lambda hub: hub.custody.kind.value)),
            ("Stay limit", _figure(lambda hub: hub.stay.limit)),
            ("At the limit", _each(lambda hub: hub.stay.at_limit.value)),
            ("Claims open to people there", _each(lambda hub: yes_no(hub.host_procedure.open_to_people))),
            ("Ways back agreed", _ways),
            ("Who pays", lambda c: ", ".join(sorted({line.payer for line in c.scheme.costs}))),
            ("Form of the agreement", lambda c: sentence(c.scheme.agreement.form)),
            ("Legally binding", lambda c: yes_no(c.scheme.agreement.legally_binding)),
            ("Public", lambda c: yes_no(c.scheme.agreement.public)),
            ("Terms agreed", _agreed),
            ("Courts and monitors that reach it", _reach),
            ("Rules", lambda c: c.scheme.rules.profile),
            ("Rests on assumptions", _assumed),
        ],
        "schemes.csv",
        right=False,
    )


def _each(of: Callable[[Hub], str]) -> _Cells:
    return lambda c: "; ".join(dict.fromkeys(sentence(of(hub)) for hub in c.scheme.hubs)) or "no hub"


def _figure(of: Callable[[Hub], str]) -> _Cells:
    def cell(c: Column) -> Cell:
        figures = [c.scheme.figure(name) for name in dict.fromkeys(of(hub) for hub in c.scheme.hubs)]
        if not figures:
            return Cell("no hub")
        return Cell("; ".join(amount(f) for f in figures), assumption=any(f.is_assumption for f in figures))

    return cell


def _ways(c: Column) -> str:
    ways = [way for hub in c.scheme.hubs for way in hub.way_back]
    return f"{sum(way.agreed is True for way in ways)} of {len(ways)}" if ways else "no hub"


def _agreed(c: Column) -> str:
    listed = c.scheme.agreement.terms
    return f"{sum(term.stands == 'agreed' for term in listed)} of {len(listed)}" if listed else "no terms"


def _reach(c: Column) -> str:
    listed = c.scheme.oversight
    reaching = sum(one.reaches is Reach.YES for one in listed)
    return f"{reaching} of {len(listed)}" if listed else "none listed"


def _assumed(c: Column) -> str:
    figures = c.scheme.figures.values()
    return f"{sum(f.is_assumption for f in figures)} of {len(figures)} figures"
