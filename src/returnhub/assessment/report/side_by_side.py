"""Schemes side by side as one page, in the same dress and under the same policy as an assessment."""

from __future__ import annotations

from returnhub.assessment.compare import Comparison
from returnhub.assessment.report.grid import Cell, grid
from returnhub.assessment.report.page import dressed
from returnhub.assessment.report.summary import side_by_side_rows
from returnhub.assessment.report.words import sentence
from returnhub.scheme.switch import AS_IT_STANDS, Switches


def render(found: Comparison, switches: Switches = AS_IT_STANDS) -> str:
    """The page of a comparison as one HTML text; `switches` are those it was made with."""
    first, *others = found.schemes
    rows = side_by_side_rows(found)
    checks = [
        (
            scheme.title,
            sentence(check.name),
            Cell("\N{CHECK MARK} Holds", tag="yes")
            if check.holds
            else Cell("\N{MULTIPLICATION X} Fails", tag="no"),
            sentence(check.says),
        )
        for scheme, result in zip(found.schemes, found.results, strict=True)
        for check in result.checks
    ]
    count = len(found.schemes)
    return dressed(
        "compare.html.jinja",
        title=f"{first.title}, and {', '.join(s.title for s in others)}",
        schemes=found.schemes,
        result=found.results[0],
        values=grid(
            "Each scheme; ranges hold 90 of 100 runs",
            ("Measure", *(s.title for s in found.schemes)),
            [(row.says, *row.values) for row in rows],
            numbers=range(1, count + 1),
            size="wide",
            file="schemes.csv",
        ),
        differences=grid(
            f"More than {first.title}, run by run; below nought is less",
            ("Measure", *(s.title for s in others)),
            [(row.says, *row.differences) for row in rows],
            numbers=range(1, count),
            size="medium",
            file="differences.csv",
        ),
        checks=grid("Checks", ("Scheme", "Check", "Result", "What was found"), checks, size="medium"),
        command="returnhub compare " + " ".join(s.id for s in found.schemes) + switches.words,
    )
