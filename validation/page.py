"""docs/validation.md: a section for each claim, with its formula, its bound, what was found, and a plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from validation.evidence import Apart, Effort, Evidence, Row

PICTURES = "pictures/validation"


class Made(NamedTuple):
    """With what a page was made: `version` of returnhub and the commit, `day`, and what was simulated."""

    version: str
    day: str
    effort: Effort


def page(found: Sequence[Evidence], made: Made) -> str:
    """The whole page as Markdown."""
    return "\n".join([_head(found, made), *map(_section, found)]).rstrip() + "\n"


def verdict(e: Evidence) -> str:
    """In a word or two: whether a claim holds."""
    if e.missing:
        return "not measured"
    return "holds" if e.holds else "DOES NOT HOLD"


def _head(found: Sequence[Evidence], made: Made) -> str:
    measured = [e for e in found if not e.missing]
    hold, numbers = sum(e.holds for e in measured), sum(len(e.rows) for e in measured)
    lines = [
        "<!-- Written by `make validation`; change the modules of validation/ instead. -->",
        "",
        "# Is the simulator right?",
        "",
        "What the simulator finds, beside what theory and other simulators say. Each claim has a bound "
        "that was set before anything was measured. Every number comes from models that are declared "
        "through `returnhub.simulation.model.declared` and run by the kernels that run a scheme.",
        "",
        f"Made with `make validation` on {made.day}, returnhub {made.version}, seed {made.effort.seed}, "
        f"{made.effort.runs} runs of each setting or as said. The same seed gives the same numbers on any "
        "machine; Ciw's and the C++ peer's random numbers are their own. A claim that does not hold makes "
        "the command fail. `tests/simulation/test_validation.py` asks the same with fewer runs on every "
        "test run.",
        "",
        "These show that the simulator does what its model says. They do not show that a model says what "
        "the world does: see [what the model leaves out](architecture.md#what-the-model-leaves-out).",
        "",
        f"{hold} of {len(measured)} claims hold, on {numbers} numbers.",
        "",
        "| claim | bound | farthest from what is expected | verdict |",
        "|---|---|---|---|",
    ]
    for e in found:
        anchor = "".join(c for c in e.title.casefold().replace(" ", "-") if c.isalnum() or c == "-")
        lines.append(f"| [{e.title}](#{anchor}) | {e.bounds} | {_farthest(e)} | {_strong(e)} |")
    return "\n".join(lines) + "\n"


def _strong(e: Evidence) -> str:
    return verdict(e) if e.holds and not e.missing else f"**{verdict(e)}**"


def _farthest(e: Evidence) -> str:
    by_kind = [
        max((row for row in e.rows if row.apart is kind), key=lambda row: abs(row.distance), default=None)
        for kind in Apart
    ]
    return "; ".join(_distance(row) for row in by_kind if row is not None) or e.missing


def _section(e: Evidence) -> str:
    lines = [
        f"## {e.title}",
        "",
        e.claims,
        "",
        "```",
        *e.formula.split(";  "),
        "```",
        "",
        f"Source: {e.source}.",
        "",
        f"Bound: {e.bounds}",
        "",
    ]
    if e.missing:
        return "\n".join([*lines, f"Verdict: **not measured**. {e.missing}", ""])
    lines += [
        f"Found: {_strong(e)}. Farthest: {_farthest(e)}.",
        "",
        f"![{e.title}: plots of the numbers in the table below]({PICTURES}/{e.ident}.svg)",
        "",
        f"<details><summary>{len(e.rows)} numbers</summary>",
        "",
        "| | expected | found | standard error | apart | bound | |",
        "|---|---:|---:|---:|---:|---:|---|",
        *map(_row, e.rows),
        "",
        "</details>",
        "",
    ]
    return "\n".join(lines)


def _row(row: Row) -> str:
    error = "" if math.isnan(row.error) else f"{row.error:.2g}"
    bound = f"{row.bound:.0%}" if row.apart is Apart.SHARE and row.bound > 1e-3 else f"{row.bound:g}"
    says = "" if row.holds else "**does not hold**"
    return (
        f"| {row.what} | {_number(row.expected)} | {_number(row.found)} | {error} "
        f"| {_distance(row)} | {bound} | {says} |"
    )


def _number(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 10_000 or x == 0.0 else f"{x:,.4g}"


def _distance(row: Row) -> str:
    match row.apart:
        case Apart.ERRORS:
            return f"{row.distance:+.2f} standard errors"
        case Apart.SHARE if abs(row.bound) < 1e-3:
            return f"{row.distance:.1e} of it"
        case Apart.SHARE:
            return f"{row.distance:+.2%}"
        case Apart.COUNT:
            return f"{row.distance:g}"
