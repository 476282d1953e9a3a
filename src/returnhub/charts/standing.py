"""Charts under one heading as one SVG that stands alone: in a notebook, in a file, in a slide.

Elsewhere a page gives a chart its title, its styles and its ground; here they are in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from returnhub.charts.chart import WIDTH, Board, Chart, Words, finish
from returnhub.charts.letters import LINE, wrap
from returnhub.charts.style import CSS
from returnhub.charts.table import Table

EDGE = 16


def standing(
    ident: str, title: str, subtitle: str, panels: Sequence[tuple[str, Chart]], foot: Sequence[str]
) -> str:
    """The SVG: title, subtitle, each chart under its heading (if it has one), and what to know beneath."""
    y = float(EDGE)
    parts: list[str] = []

    def write(says: str, kind: str = "") -> None:
        nonlocal y
        board = Board(ident)
        for i, line in enumerate(wrap(says, WIDTH, bold=kind == "strong")):
            board.text(EDGE, y + 14 + LINE * i, line, kind)
        y += LINE * len(board.parts)
        parts.extend(board.parts)

    write(title, "strong")
    write(subtitle, "note")
    for heading, chart in panels:
        y += 14
        if heading:
            write(heading, "strong")
            y += 4
        parts.append(f'<g transform="translate({EDGE} {y:g})">{chart.inside}</g>')
        y += chart.height
    y += 8
    for sentence in foot:
        write(sentence, "note")
    alt = " ".join(f"{heading}: {c.alt}" if heading else c.alt for heading, c in panels)
    i, wide, tall = escape(ident), WIDTH + 2 * EDGE, y + EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rh-chart" role="img" '
        f'viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" height="{tall:g}" '
        f'aria-labelledby="{i}-title {i}-desc">'
        f'<title id="{i}-title">{escape(title)}</title><desc id="{i}-desc">{escape(alt)}</desc>'
        f'<style>{CSS}</style><rect class="paper" width="{wide:g}" height="{tall:g}"/>{"".join(parts)}</svg>'
    )


def sentence_alone(ident: str, words: Words, says: str, table: Table) -> Chart:
    """In place of a picture of nothing, what is missing."""
    board = Board(ident)
    lines = wrap(says, WIDTH)
    for i, line in enumerate(lines):
        board.text(0, 16 + LINE * i, line)
    board.height = LINE * len(lines) + 8
    return finish(board, words, says, table)
