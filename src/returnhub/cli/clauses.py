"""`returnhub clauses FIRST SECOND`: two drafts of one agreement, clause by clause and with their price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Out, Replications, Seed, Years
from returnhub.cli.compare import people_met
from returnhub.cli.target import check_page, write

if TYPE_CHECKING:
    from returnhub.assessment.drafts import Drafts


def register(app: typer.Typer) -> None:
    """Add the command `clauses`."""
    app.command("clauses", short_help="Two drafts of one agreement, clause by clause, with their price.")(
        clauses
    )


def clauses(
    first: Annotated[str, typer.Argument(help="The first draft: a folder, or a shipped scheme's name.")],
    second: Annotated[str, typer.Argument(help="The second draft, often one that extends the first.")],
    *,
    out: Out = None,
    priced: Annotated[
        bool, typer.Option("--price/--no-price", help="Simulate what each change costs, or only lay out.")
    ] = True,
    replications: Replications = 100,
    years: Years = 10,
    seed: Seed = 1,
    as_json: output.AsJson = False,
) -> None:
    """Lay two drafts side by side: terms, clauses met, figures, and the price of each change."""
    from returnhub.assessment.drafts import lay_side_by_side, price
    from returnhub.scheme.load import load

    drafts = lay_side_by_side(load(first), load(second))
    if out is not None:
        check_page(out)
    if priced:
        with output.Progress("Runs", keeps=True) as progress:
            drafts = price(drafts, years=years, replications=replications, seed=seed, progress=progress)
    if out is not None:
        from returnhub.assessment.report.drafts import render

        write(out, render(drafts))
    partial = any(r.partial for r in drafts.results)
    if as_json:
        inputs = {**drafts.first.files, **drafts.second.files}
        warnings = ["stopped early: not every change is priced"] if partial else []
        output.say(
            output.envelope(
                "clauses", _result(drafts), seed=seed if priced else None, inputs=inputs, warnings=warnings
            )
        )
    else:
        output.say("\n".join(_page(drafts)))
        if out is not None:
            output.say(f"Page: {out}")
    output.end(holds=all(check.holds for check in drafts.checks), partial=partial)


def _page(d: Drafts) -> Iterator[str]:
    from returnhub.assessment.report.drafts import lead

    yield output.wrap(f"{d.first.id} and {d.second.id}")
    yield output.wrap(lead(d))
    yield from _terms(d)
    if d.clauses:
        yield ""
        rows = [
            (
                c.answer.clause.list.value,
                c.answer.clause.asks,
                *(a.stands if a else "" for a in (c.before, c.after)),
            )
            for c in d.clauses
        ]
        yield output.table(rows, head=("list", "clause that stands otherwise", d.first.id, d.second.id))
    if d.figures:
        yield ""
        yield output.table(list(_figures(d)), head=("figure", d.first.id, d.second.id))
    if d.fields:
        yield ""
        yield "What else differs"
        for f in d.fields:
            yield output.wrap(f"{f.path}: {f.before or 'nothing'} -> {f.after or 'nothing'}", "  ", "    ")
    yield from _prices(d)


def _terms(d: Drafts) -> Iterator[str]:
    signs = {"added": "+", "removed": "-", "changed": "~"}
    for t in d.terms:
        if t.kind == "same":
            continue
        yield ""
        yield f"{signs[t.kind]} {t.id} ({t.kind})"
        for name, term in ((d.first.id, t.before), (d.second.id, t.after)):
            if term is not None:
                yield output.wrap(f"{name}: {term.says} ({term.stands})", "    ", "      ")


def _figures(d: Drafts) -> Iterator[tuple[str, str, str]]:
    from returnhub.assessment.report.words import amount

    for f in d.figures:
        before, after = (amount(x) if x is not None else "not in it" for x in (f.before, f.after))
        yield f.id, before, after


def _prices(d: Drafts) -> Iterator[str]:
    from returnhub.assessment.report.drafts import PRICES, price_words

    if d.whole is None:
        return
    runs = d.results[0]
    rows = [("all changes together", *price_words(d.whole))]
    rows += [(f"only {t.id}", *price_words(t.price)) for t in d.terms if t.price is not None]
    if d.other_figures is not None:
        rows.append(("only figures no term names", *price_words(d.other_figures)))
    yield ""
    yield output.wrap(
        f"Price: {d.second.id} less {d.first.id}, run by run. {output.counted(runs.years, 'year')}, "
        f"{output.counted(runs.replications, 'run')}, seed {runs.seed}; {people_met((d.first, d.second))}. "
        "Nine runs in ten lie within each range."
    )
    yield output.table(rows, head=("", *(p.lower() for p in PRICES)), right=range(1, 5))
    for result in d.results:
        for check in result.checks:
            if not check.holds:
                yield output.wrap(
                    f"Check: {output.mark('broken')} {result.scheme}: {check.name}: {check.says}", hang="  "
                )


def _result(d: Drafts) -> dict[str, object]:
    return {
        "first": d.first.id,
        "second": d.second.id,
        "terms": [
            {
                "id": t.id,
                "kind": t.kind,
                "before": t.before,
                "after": t.after,
                "figures": t.figures,
                "price": t.price,
            }
            for t in d.terms
            if t.kind != "same"
        ],
        "clauses": [
            {
                "id": c.answer.clause.id,
                "list": c.answer.clause.list,
                "before": c.before.stands if c.before else None,
                "after": c.after.stands if c.after else None,
                "better": c.better,
            }
            for c in d.clauses
        ],
        "figures": [{"id": f.id, "before": f.before, "after": f.after, "terms": f.terms} for f in d.figures],
        "fields": d.fields,
        "price": d.whole,
        "price_of_other_figures": d.other_figures,
        "checks": {r.scheme: r.checks for r in d.results},
    }
