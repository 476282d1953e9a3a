"""Two drafts of one agreement laid side by side: terms, clauses met, figures, and what each change costs.

Both drafts meet the same people with the same luck. The price of one term is that of the first draft
with nothing changed but the figures that this term names; prices of terms need not add up to that of
the whole, because terms act on one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.assessment.clauses import ClauseAnswer, Standing, check_clauses
from returnhub.assessment.compare import check_schemes
from returnhub.assessment.host import STAYS_THERE
from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.model import Scheme, Term
from returnhub.simulation.result import Band, Check, Result
from returnhub.simulation.run import Progress, simulate

Kind = Literal["added", "removed", "changed", "same"]

OTHER_FIGURES = "other-figures"
"""The name under which figures are priced that differ and that no term names."""

PARTS = (
    *("procedure", "starts", "rules", "is_for", "agreement", "hubs", "costs", "resources", "events"),
    *("interventions", "sways", "placement", "oversight"),
)
"""Parts of a scheme whose fields are set against each other; terms and figures have tables of their own."""


@dataclass(frozen=True, slots=True)
class Price:
    """The second less the first, run by run. `left_in_host`: people in the host state at the end.

    They are still in the hub, or were released, protected or left it there. Money is discounted GBP.
    """

    net_cost: Band
    moved: Band
    completed_returns: Band
    left_in_host: Band


@dataclass(frozen=True, slots=True)
class TermChange:
    """One term in both drafts; `figures` are those that it names and that differ."""

    id: str
    kind: Kind
    before: Term | None
    after: Term | None
    figures: tuple[FigureId, ...]
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause of the check lists that the drafts answer differently."""

    before: ClauseAnswer | None
    after: ClauseAnswer | None

    @property
    def answer(self) -> ClauseAnswer:
        """The answer that there is: a draft without an agreement has none."""
        found = self.after or self.before
        assert found is not None, "made from an answer"
        return found

    @property
    def better(self) -> bool:
        """True if the second draft says more to it."""
        return _rank(self.after) < _rank(self.before)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs, and the terms that name it."""

    id: FigureId
    before: Figure | None
    after: Figure | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: its path, and what each draft has (None: nothing)."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Drafts:
    """Two drafts and how they differ. The prices and what they rest on are there after `price`."""

    first: Scheme
    second: Scheme
    terms: tuple[TermChange, ...]
    clauses: tuple[ClauseChange, ...]
    figures: tuple[FigureChange, ...]
    fields: tuple[FieldChange, ...]
    whole: Price | None = None
    other_figures: Price | None = None
    results: tuple[Result, ...] = ()

    @property
    def unnamed(self) -> tuple[FigureId, ...]:
        """Figures that differ and that no term names."""
        return tuple(f.id for f in self.figures if not f.terms)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks inside every run that was made."""
        return tuple(check for result in self.results for check in result.checks)


def lay_side_by_side(first: Scheme, second: Scheme) -> Drafts:
    """How two drafts differ, without a simulation. Raises Problems if they are one and the same."""
    check_schemes((first, second), most=2)
    figures = tuple(_figures(first, second))
    differing = {f.id for f in figures}
    return Drafts(
        first,
        second,
        tuple(_terms(first, second, differing)),
        tuple(_clauses(first, second)),
        figures,
        tuple(_fields(first, second)),
    )


def price(
    drafts: Drafts,
    *,
    years: int = 10,
    replications: int = 100,
    seed: int = 1,
    progress: Progress | None = None,
) -> Drafts:
    """The same drafts with the price of the whole and of each term whose figures differ.

    One run more for each such term, and one for the figures that no term names. Stopped by hand it
    prices what is done.
    """
    groups = {t.id: t.figures for t in drafts.terms if t.figures}
    if drafts.unnamed:
        groups[OTHER_FIGURES] = drafts.unnamed
    asked = [drafts.first, drafts.second]
    asked += [_with(drafts.first, drafts.second, name, figures) for name, figures in groups.items()]

    def told(number: int) -> Progress | None:
        return None if progress is None else _share_of(progress, number, len(asked))

    results: list[Result] = []
    for number, scheme in enumerate(asked):
        results.append(simulate(scheme, years, replications, seed, progress=told(number)))
        if results[-1].partial:
            break
    first, *others = results
    prices = [_price(first, other) for other in others if other.replications]
    by_name = dict(zip(groups, prices[1:], strict=False))
    return replace(
        drafts,
        terms=tuple(replace(t, price=by_name.get(t.id)) for t in drafts.terms),
        whole=prices[0] if prices else None,
        other_figures=by_name.get(OTHER_FIGURES),
        results=tuple(results),
    )


def _share_of(progress: Progress, number: int, of: int) -> Progress:
    """Progress of one run among several of the same length."""
    return lambda done, total: progress(number * total + done, of * total)


def _with(first: Scheme, second: Scheme, name: str, figures: Sequence[FigureId]) -> Scheme:
    """The first draft with some figures of the second; those that only one has stay as they are."""
    taken = {f: second.figures[f] for f in figures if f in first.figures and f in second.figures}
    update = {"id": f"{first.id}-with-{name}", "figures": {**first.figures, **taken}}
    return first.model_copy(update=update)


def _price(first: Result, second: Result) -> Price:
    runs = min(first.replications, second.replications)

    def more(values: NDArray[np.float64], less: NDArray[np.float64]) -> Band:
        return Band.of(values[:runs] - less[:runs])

    def of(measure: str) -> Band:
        return more(second.values(measure), first.values(measure))

    return Price(
        net_cost=of("cost_net_gbp"),
        moved=of("moved"),
        completed_returns=of("completed_returns"),
        left_in_host=more(left_in_host(second), left_in_host(first)),
    )


def left_in_host(result: Result) -> NDArray[np.float64]:
    """People in host states at the end, one count a run: in a hub, or out of it and still there."""
    ends = pl.col("outcome").cast(pl.String).is_in([o.value for o in STAYS_THERE])
    last = pl.col("week") == pl.col("week").max()
    counts = np.zeros(result.replications)
    for frame in (result.stay_ends.filter(ends), result.weekly.filter(last)):
        np.add.at(counts, frame["rep"].to_numpy(), frame["people"].to_numpy())
    return counts


def _terms(first: Scheme, second: Scheme, differing: set[FigureId]) -> Iterator[TermChange]:
    before = {t.id: t for t in first.agreement.terms}
    after = {t.id: t for t in second.agreement.terms}
    for name in dict.fromkeys((*before, *after)):
        a, b = before.get(name), after.get(name)
        named = dict.fromkeys(f for t in (a, b) if t for f in t.figures)
        figures = tuple(f for f in named if f in differing)
        kind: Kind = "added" if a is None else "removed" if b is None else "same"
        if a is not None and b is not None and (figures or _said(a) != _said(b)):
            kind = "changed"
        yield TermChange(name, kind, a, b, figures)


def _said(term: Term) -> tuple[object, ...]:
    """What a term says; who is cited for it may differ."""
    return term.duty_of, term.says, term.stands, sorted(term.clauses), sorted(term.figures)


def _clauses(first: Scheme, second: Scheme) -> Iterator[ClauseChange]:
    before = {a.clause.id: a for a in check_clauses(first).answers}
    after = {a.clause.id: a for a in check_clauses(second).answers}
    for name in dict.fromkeys((*before, *after)):
        change = ClauseChange(before.get(name), after.get(name))
        if _rank(change.before) != _rank(change.after):
            yield change


def _rank(answer: ClauseAnswer | None) -> int:
    """Best first; no agreement at all says nothing."""
    return tuple(Standing).index(answer.stands if answer else Standing.NOT_SAID)


def _figures(first: Scheme, second: Scheme) -> Iterator[FigureChange]:
    terms = (*first.agreement.terms, *second.agreement.terms)
    for name in dict.fromkeys((*first.figures, *second.figures)):
        a, b = first.figures.get(name), second.figures.get(name)
        if _amount(a) != _amount(b):
            yield FigureChange(name, a, b, tuple(dict.fromkeys(t.id for t in terms if name in t.figures)))


def _amount(figure: Figure | None) -> object:
    """What a figure amounts to, whoever is cited for it."""
    if figure is None:
        return None
    return figure.unit, figure.value, figure.range, figure.law, figure.by_origin


def _fields(first: Scheme, second: Scheme) -> Iterator[FieldChange]:
    before, after = dict(_leaves(_parts(first))), dict(_leaves(_parts(second)))
    for path in dict.fromkeys((*before, *after)):
        if before.get(path) != after.get(path):
            yield FieldChange(path, before.get(path), after.get(path))


def _parts(scheme: Scheme) -> dict[str, object]:
    parts = {name: value for name, value in scheme.model_dump(mode="json").items() if name in PARTS}
    cast("dict[str, object]", parts["agreement"]).pop("terms")
    return parts


_NOT_SAID = frozenset({"source", "statements", "confidence"})
"""Fields that say where something was read; a draft may cite another page for the same words."""


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Each field with its path; rows of a list by their id or name."""
    if isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, object]", value).items():
            if name not in _NOT_SAID:
                yield from _leaves(inner, f"{path} > {name}" if path else name)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        for number, row in enumerate(cast("Sequence[Mapping[str, object]]", value)):
            name = row.get("id") or row.get("body") or row.get("when") or number + 1
            yield from _leaves({k: v for k, v in row.items() if k != "id"}, f"{path} > {name}")
    elif isinstance(value, list | tuple):
        if value:
            yield path, ", ".join(str(v) for v in cast("Sequence[object]", value))
    elif value is not None:
        yield (
            path,
            {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value),
        )
