"""A chart is a picture with its words and its table; here too the board that pictures are drawn on."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal

from returnhub.charts.letters import LINE, width, wrap
from returnhub.charts.table import Table

WIDTH = 640
"""A chart's own width in pixels; text is 14 pixels at this width. Every chart takes another."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a picture: finding as title, measure and dates as subtitle, and its honesty."""

    title: str
    subtitle: str = ""
    leaves_out: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture: SVG, its words, what it says without being seen (`alt`), and the table of its numbers.

    `inside` is the drawing without its frame, `height` pixels tall, to be put into another picture.
    """

    svg: str
    inside: str
    height: float
    title: str
    subtitle: str
    alt: str
    table: Table
    leaves_out: str
    source: str


@dataclass(slots=True)
class Board:
    """A picture in the making. Positions are pixels from the top left; nothing carries a style attribute."""

    ident: str
    width: float = WIDTH
    height: float = 0
    parts: list[str] = field(default_factory=list[str])
    defs: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, x: float, y: float, says: str, kind: str = "", anchor: Anchor = "start") -> None:
        """One line of text with its baseline at `y`."""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(f'<text{_class(kind)} x="{x:.4g}" y="{y:.5g}"{at}>{escape(says)}</text>')

    def rect(self, x: float, y: float, w: float, h: float, kind: str) -> None:
        """A box; `kind` is its class. A kind that has a pattern is filled with it."""
        fill = f' fill="{self.pattern(kind)}"' if kind in PATTERNS else ""
        size = f'width="{max(0.0, w):.5g}" height="{max(0.0, h):.5g}"'
        self.parts.append(f'<rect{_class(kind)}{fill} x="{x:.5g}" y="{y:.5g}" {size}/>')

    def path(self, d: str, kind: str) -> None:
        """A line or a shape; filled with its pattern if `kind` has one."""
        fill = f' fill="{self.pattern(kind)}"' if kind in PATTERNS else ""
        self.parts.append(f'<path{_class(kind)}{fill} d="{d}"/>')

    def dot(self, x: float, y: float, r: float, kind: str) -> None:
        """A round mark."""
        self.parts.append(f'<circle{_class(kind)} cx="{x:.5g}" cy="{y:.5g}" r="{r:.3g}"/>')

    def pattern(self, kind: str) -> str:
        """The reference to a kind's pattern, which carries its meaning in grey print too."""
        name = f"{self.ident}-{kind}"
        lines = PATTERNS[kind]
        self.defs[kind] = (
            f'<pattern id="{escape(name)}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect class="{kind}-ground" width="8" height="8"/>{lines}</pattern>'
        )
        return f"url(#{escape(name)})"

    def key(self, y: float, entries: list[tuple[str, str]]) -> float:
        """Swatches with their meaning, (class, says), wrapped into lines; the y below them."""
        x, top = 0.0, y
        for kind, says in entries:
            room = width(says) + 26
            if x > 0 and x + room > self.width:
                x, top = 0.0, top + LINE + 6
            self.rect(x + 0.5, top + 3, 18, 12, kind)
            lines = wrap(says, self.width - 26)
            for i, line in enumerate(lines):
                self.text(x + 24, top + 14 + LINE * i, line)
            top += LINE * (len(lines) - 1)
            x += room + 14
        return top + LINE + 8

    def done(self, title: str, alt: str) -> str:
        """The SVG, with title and description for those who hear it."""
        i = escape(self.ident)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="rh-chart" role="img" '
            f'viewBox="0 0 {self.width:g} {self.height:.5g}" aria-labelledby="{i}-title {i}-desc">'
            f'<title id="{i}-title">{escape(title)}</title><desc id="{i}-desc">{escape(alt)}</desc>'
            f"{self.inside()}</svg>"
        )

    def inside(self) -> str:
        """The drawing without its frame."""
        defs = f"<defs>{''.join(self.defs.values())}</defs>" if self.defs else ""
        return f"{defs}{''.join(self.parts)}"


def finish(board: Board, words: Words, alt: str, table: Table) -> Chart:
    """The drawing with the words around it and its table."""
    svg = board.done(words.title, alt)
    return Chart(
        svg=svg,
        inside=board.inside(),
        height=board.height,
        title=words.title,
        subtitle=words.subtitle,
        alt=alt,
        table=table,
        leaves_out=words.leaves_out,
        source=words.source,
    )


PATTERNS: dict[str, str] = {
    "hatched": '<path class="lines" d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/>',
    "crossed": '<path class="lines" d="M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2"/>',
    "striped": '<path class="stripes" d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/>',
    "dotted": '<circle class="dots" cx="2" cy="2" r="1.2"/><circle class="dots" cx="6" cy="6" r="1.2"/>',
}
"""Classes of areas that are filled with a pattern on their ground colour."""


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
