"""A figure of the page: finding, subtitle, drawing, words, what it leaves out, source, and its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from returnhub.assessment.assess import Assessment
from returnhub.assessment.report.grid import Grid

Draw = Callable[[str, str, str, float], str]
"""How a chart is drawn: ident, title, text alternative and width in pixels -> SVG."""

WIDE, NARROW = 720.0, 288.0
"""Every chart is drawn twice, so that its text stays readable on a phone; the page shows one of the two."""

OUR_MODEL = "returnhub's simulation of this scheme, from the figures listed below"
NOT_MODELLED = (
    "No court ends the whole scheme, no government changes its mind, and no journey is prevented or "
    "moved elsewhere."
)


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One figure. `words` is the text alternative, read aloud with the drawing and printed below it.

    `scrolls`: the drawing has one width and stands in a pane that scrolls.
    """

    id: str
    finding: str
    subtitle: str
    draw: Draw
    words: str
    leaves_out: str
    source: str
    grid: Grid
    number: int = 0
    scrolls: bool = False

    @property
    def wide(self) -> Markup:
        """The drawing for screens and paper."""
        return Markup(self.draw(f"{self.id}-w", self.finding, self.words, WIDE))

    @property
    def narrow(self) -> Markup:
        """The drawing for phones; nothing where the wide one scrolls in its own pane."""
        return Markup("" if self.scrolls else self.draw(f"{self.id}-n", self.finding, self.words, NARROW))


def years_of(a: Assessment) -> str:
    """The years that a run covers, in words: 2026 to 2035."""
    first = a.scheme.starts.year
    return f"{first} to {first + a.years - 1}"


def runs_of(a: Assessment) -> str:
    """How many runs, and what a range holds."""
    return f"{a.replications} runs; a range holds 90 of 100"
