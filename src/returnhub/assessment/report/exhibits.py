"""A figure of the page: finding, subtitle, drawing, words, what it leaves out, source, and its table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from returnhub.assessment.assess import Assessment
from returnhub.assessment.report.grid import Grid

OUR_MODEL = "returnhub's simulation of this scheme, from the figures listed below"
NOT_MODELLED = (
    "No court stops the whole scheme, no government changes its mind, and no journey is prevented or "
    "moved elsewhere."
)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One figure. `words` is the text alternative, read aloud with the drawing and printed below it."""

    id: str
    finding: str
    subtitle: str
    svg: Markup
    words: str
    leaves_out: str
    source: str
    grid: Grid
    number: int = 0


def years_of(a: Assessment) -> str:
    """The years that a run covers, in words: 2026 to 2035."""
    first = a.scheme.starts.year
    return f"{first} to {first + a.years - 1}"


def runs_of(a: Assessment) -> str:
    """How many runs, and what a range holds."""
    return f"{a.replications} runs; a range holds 90 of 100"
