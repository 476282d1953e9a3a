"""The part of the page about interventions on arrivals: what they are, and what each would do."""

from __future__ import annotations

from returnhub.assessment.assess import Assessment
from returnhub.assessment.interventions import WhatIf
from returnhub.assessment.numbers import change, count, over, span
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import amount, cites, origin, sentence, who_said
from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.interventions import Intervention

LEAVES_OUT = (
    "Whether any of it works: a range whose far end is a claim is no evidence for the claim. What an "
    "intervention did before the first day, which the arrivals of the base year hold; what it costs, which "
    "is in no sum on this page; and what becomes of people who are stopped on their way."
)


def lead(a: Assessment) -> str:
    """Whether anything is switched on, and what it does."""
    found = a.evidence.interventions
    names = [one.title for one in a.scheme.interventions if one.active]
    if found.stay_away is None or found.another_way is None:
        return (
            "Nothing is switched on: the arrivals of the base year go on, with all that was done "
            f"before it. {_finding(a, found.what_ifs)}"
        )
    return (
        f"Switched on: {'; '.join(names)}. {sentence(over(found.stay_away, count))} people a year don't come "
        f"at all for it, and {over(found.another_way, count)} come another way. {_finding(a, found.what_ifs)}"
    )


def heading(a: Assessment) -> str:
    """The finding in a few words."""
    found = a.evidence.interventions
    if found.stay_away is not None:
        return f"{sentence(over(found.stay_away, count))} people a year don't come, by what is switched on"
    if not found.what_ifs:
        return "No intervention on arrivals is switched on"
    most = max(found.what_ifs, key=lambda w: -w.by_boat_more.low)
    return f"With {_small(most.intervention.title)}, {_fewer(most)} fewer people a year would come by boat"


def table(a: Assessment) -> Grid:
    """Each intervention: whether it is on, whom it reaches, the ranges used, start; who claims what."""
    return grid(
        "Interventions on arrivals, with the ranges used",
        (
            "What",
            "On?",
            "Reaches of arrivals",
            "Kept from coming that way",
            "Of these by another way",
            "First to last delivery",
        ),
        [_row(a, one) for one in a.scheme.interventions],
        size="wide",
        file="interventions.csv",
    )


def what_ifs(a: Assessment) -> Grid | None:
    """Arrivals a year with each that is off switched on, beside the same runs without it."""
    found = a.evidence.interventions.what_ifs
    if not found:
        return None
    return grid(
        "What if it were switched on? People a year, the same people with the same luck",
        (
            "What",
            f"{a.scheme.arrives.capitalize()} without it",
            f"{a.scheme.arrives.capitalize()} with it",
            "Difference",
            "Of these don't come at all",
            "Come another way",
        ),
        [
            (
                w.intervention.title,
                over(w.by_boat_without, count),
                over(w.by_boat, count),
                over(w.by_boat_more, change),
                over(w.stay_away, count),
                over(w.another_way, count),
            )
            for w in found
        ],
        numbers=range(1, 6),
        size="wide",
        file="interventions-what-if.csv",
    )


def _finding(a: Assessment, found: tuple[WhatIf, ...]) -> str:
    return " ".join(
        f"With {_small(w.intervention.title)}, {_fewer(w)} fewer people a year would come "
        f"{a.scheme.arrives}; "
        f"{over(w.stay_away, count)} of them would not come at all and {over(w.another_way, count)} "
        "another way."
        for w in found
    )


def _fewer(w: WhatIf) -> str:
    return span(max(0.0, -w.by_boat_more.high), -w.by_boat_more.low, count)


def _row(a: Assessment, one: Intervention) -> Row:
    said = " ".join(
        f"{who_said(s)}: {s.says}" for s in (a.scheme.statements[name] for name in one.statements)
    )
    more = [f"Said: {said}"] if said else []
    more += [f"Left out: {' '.join(one.left_out)}"] if one.left_out else []
    more.append(f"Source: {cites(one.source)}.")
    cost = f" Cost: {_amount(a, one.cost_a_year)}." if one.cost_a_year else ""
    return Row(
        (
            Cell(one.title, note=one.says + cost),
            Cell("on", tag="yes") if one.active else Cell("off", tag="unknown"),
            _cell(a, one.reach, one.route.value),
            _cell(a, one.prevents),
            _cell(a, one.displaced),
            Cell(_when(a, one)),
        ),
        more=" ".join(more),
    )


def _cell(a: Assessment, name: FigureId, note: str = "") -> Cell:
    figure = a.scheme.figure(name)
    text = "by state of origin" if figure.by_origin else amount(figure)
    rows = "; ".join(f"{sentence(origin(o))} {amount(figure, row)}" for o, row in figure.by_origin.items())
    others = f"; others {amount(figure)}" if rows and "OTH" not in figure.by_origin else ""
    return Cell(text, note="; ".join(p for p in (note, rows + others) if p), assumption=figure.is_assumption)


def _when(a: Assessment, one: Intervention) -> str:
    starts, full = a.scheme.figure(one.starts_after_days), a.scheme.figure(one.full_after_days)
    if starts.high == full.high == 0:
        return "in full from the first day"
    return f"{amount(starts)} after the first day, then over {amount(full)}"


def _amount(a: Assessment, name: FigureId) -> str:
    figure: Figure = a.scheme.figure(name)
    return amount(figure)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
