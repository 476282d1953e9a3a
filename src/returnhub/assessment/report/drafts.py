"""Two drafts side by side as one page, in the same dress and under the same policy as an assessment."""

from __future__ import annotations

from collections.abc import Iterator

from returnhub.assessment.clauses import ClauseAnswer
from returnhub.assessment.drafts import Drafts, FieldChange, FigureChange, Price, TermChange
from returnhub.assessment.numbers import change, over, pounds
from returnhub.assessment.report.clauses import TAGS
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.page import dressed
from returnhub.assessment.report.words import CONFIDENCE_TAG, amount, cites, sentence
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Term

_KINDS = {"added": ("+ Added", "yes"), "removed": ("\N{MINUS SIGN} Removed", "no")}
_CHANGED = ("~ Changed", "source")

PRICES = ("Net cost", "People moved", "Completed returns", "People left in the host")
"""What a price says, in order; each is the second draft less the first."""


def render(found: Drafts) -> str:
    """The page of two drafts as one HTML text."""
    return dressed(
        "drafts.html.jinja",
        title=f"{found.first.title}, and {found.second.title}",
        found=found,
        lead=lead(found),
        whole=_whole(found) if found.whole else None,
        terms=_terms(found),
        same=[t for t in found.terms if t.kind == "same"],
        clauses=_clauses(found),
        figure_rows=_figures(found),
        fields=_fields(found),
        checks=_checks(found),
        command=f"returnhub clauses {found.first.id} {found.second.id}",
    )


def lead(found: Drafts) -> str:
    """How much differs, in a sentence."""
    kinds = [t.kind for t in found.terms]
    better = sum(c.better for c in found.clauses)
    return (
        f"Terms added: {kinds.count('added')}; changed: {kinds.count('changed')}; removed: "
        f"{kinds.count('removed')}; alike: {kinds.count('same')}. Clauses of the check lists that stand "
        f"better in the second draft: {better}; worse: {len(found.clauses) - better}. Figures that differ: "
        f"{len(found.figures)}."
    )


def price_words(price: Price) -> tuple[str, ...]:
    """Each part of a price as its range, in the order of `PRICES`."""
    return (
        over(price.net_cost, pounds),
        over(price.moved, change),
        over(price.completed_returns, change),
        over(price.left_in_host, change),
    )


def _whole(found: Drafts) -> Grid:
    assert found.whole is not None, "asked for where there is one"
    rows = [("All changes together", *price_words(found.whole))]
    rows += [
        (f"Only the figures of: {t.id.replace('-', ' ')}", *price_words(t.price))
        for t in found.terms
        if t.price is not None
    ]
    if found.other_figures is not None:
        rows.append(("Only figures that no term names", *price_words(found.other_figures)))
    caption = f"Price: {found.second.title} less {found.first.title}, run by run; below nought is less"
    return grid(caption, ("Change", *PRICES), rows, numbers=range(1, 5), size="medium", file="prices.csv")


def _terms(found: Drafts) -> Grid:
    rows = [_term(t) for t in found.terms if t.kind != "same"]
    head = ("Term", "What changed", found.first.title, found.second.title, "Price alone: net cost")
    return grid("Terms that differ", head, rows, size="wide", file="terms.csv")


def _term(t: TermChange) -> Row:
    text, tag = _KINDS.get(t.kind, _CHANGED)
    priced = over(t.price.net_cost, pounds) if t.price else "no figure differs"
    figures = ", ".join(f.replace("_", " ") for f in t.figures)
    return Row(
        (
            Cell(t.id.replace("-", " ")),
            Cell(text, tag=tag, note=f"Figures: {figures}." if figures else ""),
            _said(t.before),
            _said(t.after),
            Cell(priced),
        )
    )


def _said(term: Term | None) -> Cell:
    if term is None:
        return Cell("Not in this draft")
    return Cell(term.says, note=f"{sentence(term.stands)}; duty of {term.duty_of.value}.")


def _clauses(found: Drafts) -> Grid:
    rows = [
        Row(
            (
                Cell(c.answer.clause.list.value),
                Cell(c.answer.clause.asks, note=cites(c.answer.clause.source)),
                _stands(c.before),
                _stands(c.after),
            )
        )
        for c in sorted(found.clauses, key=lambda c: not c.better)
    ]
    head = ("List", "What is asked", found.first.title, found.second.title)
    return grid("Clauses that stand otherwise", head, rows, size="medium", file="clauses.csv")


def _stands(answer: ClauseAnswer | None) -> Cell:
    if answer is None:
        return Cell("No agreement")
    text, tag = TAGS[answer.stands]
    return Cell(text, tag=tag, note=", ".join(t.id.replace("-", " ") for t in answer.terms))


def _figures(found: Drafts) -> Grid:
    rows = [_figure(f) for f in found.figures]
    head = ("Figure", found.first.title, found.second.title, "Terms that name it")
    return grid("Figures that differ", head, rows, size="medium", file="figures.csv")


def _figure(f: FigureChange) -> Row:
    either = f.after or f.before
    assert either is not None, "a figure differs where one draft has it"
    named = ", ".join(t.replace("-", " ") for t in f.terms) or "None"
    return Row(
        (Cell(f.id.replace("_", " "), note=either.says), _amount(f.before), _amount(f.after), Cell(named))
    )


def _amount(figure: Figure | None) -> Cell:
    if figure is None:
        return Cell("Not in this draft")
    text = (
        "by state of origin"
        if figure.by_origin and figure.value is None and not figure.range
        else amount(figure)
    )
    return Cell(text, note=CONFIDENCE_TAG[figure.confidence][0])


def _fields(found: Drafts) -> Grid:
    rows = [(_path(f), f.before or "Nothing", f.after or "Nothing") for f in found.fields]
    head = ("Field of scheme.yaml", found.first.title, found.second.title)
    return grid("What else differs", head, rows, size="medium", file="fields.csv")


def _path(field: FieldChange) -> str:
    return field.path.replace("_", " ")


def _checks(found: Drafts) -> Grid:
    return grid("Checks inside the runs", ("Run", "Check", "Result", "What was found"), _check_rows(found))


def _check_rows(found: Drafts) -> Iterator[tuple[str | Cell, ...]]:
    for result in found.results:
        for check in result.checks:
            holds = ("\N{CHECK MARK} Holds", "yes") if check.holds else ("\N{MULTIPLICATION X} Fails", "no")
            yield result.scheme, sentence(check.name), Cell(holds[0], tag=holds[1]), sentence(check.says)
