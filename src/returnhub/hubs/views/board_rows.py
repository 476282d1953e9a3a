"""The rows of a board as HTML, in one go: a template that loops over 1,000 places takes ten times as long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.urls import reverse
from markupsafe import Markup

from returnhub.hubs.queries.board import Board, PlaceRow, Run, Span

WORDS: Mapping[str, str] = {"there": "there", "held": "held", "out": "out of service"}
"""What stands on a place, in words: no cell is told by its colour alone."""

NAMED = 3
"""How many of one cell are named, the last ones: a cell that names a dozen makes its week as wide as ten."""


@dataclass(frozen=True, slots=True)
class Names:
    """How people are called, if the reader sees them (`seen`), and whether their file is linked."""

    by_person: Mapping[int, str]
    seen: bool
    links: bool

    def of(self, span: Span) -> Markup:
        """Who somebody on the board is: name and reference, or that it is somebody."""
        if not self.seen or span.person is None:
            return Markup("a person")
        name = f"<bdi>{escape(self.by_person.get(span.person, ''))}</bdi>"
        reference = f'<bdi class="rh-ref">{escape(span.reference)}</bdi>'
        if self.links:
            href = reverse("casework:case", kwargs={"reference": span.reference})
            name = f'<a class="govuk-link" href="{escape(href)}">{name}</a>'
        # everything that comes from elsewhere is escaped above
        return Markup(f"{name} {reference}")


def rows_html(board: Board, names: Names) -> Markup:
    """The bodies of the table: one for each part of the hub, with its name in its first row."""
    where = reverse("casework:case", kwargs={"reference": "RH-2222-22"}).split("RH-2222-22")
    links = tuple(where) if names.links else None
    text: list[str] = []
    unit = room = None
    for row in board.rows:
        if row.unit != unit:
            text.append("</tbody>" if text else "")
            text.append(
                f'<tbody id="unit-{row.unit}"><tr class="rh-board__unit">'
                f'<th colspan="{len(board.columns) + 1}"'
                f' scope="rowgroup">{escape(row.unit_name)}</th></tr>'
            )
            unit, room = row.unit, None
        text.append(_row(row, names, links, new_room=row.room != room))
        room = row.room
    text.append("</tbody>" if text else "")
    return Markup("".join(text))


def _row(row: PlaceRow, names: Names, links: tuple[str, ...] | None, *, new_room: bool) -> str:
    like = f' <span class="rh-quiet">{escape(", ".join(row.like))}</span>' if row.like else ""
    room = f'<span class="rh-board__room">{escape(row.room)}</span> ' if new_room else ""
    cells = "".join(_cell(run, names, links) for run in row.runs)
    return f'<tr><th scope="row">{room}{escape(row.name)}{like}</th>{cells}</tr>'


def _cell(run: Run, names: Names, links: tuple[str, ...] | None) -> str:
    span = f' colspan="{run.columns}"' if run.columns > 1 else ""
    if not run.spans:
        return f'<td{span} class="rh-board--free">free</td>'
    said = ", then ".join(_said(s, names, links) for s in run.spans[-NAMED:])
    if len(run.spans) > NAMED:
        said = f"{len(run.spans) - NAMED} before, then {said}"
    kinds = {s.kind for s in run.spans}
    return f'<td{span} class="rh-board--{kinds.pop() if len(kinds) == 1 else "mixed"}">{said}</td>'


def _said(span: Span, names: Names, links: tuple[str, ...] | None) -> str:
    if span.kind == "out":
        return f'out of service<span class="rh-quiet"> {escape(span.reference)}</span>'
    word = "was there" if span.over else WORDS[span.kind]
    if not names.seen or span.person is None:
        return word
    name = f"<bdi>{escape(names.by_person.get(span.person, ''))}</bdi>"
    if links is not None:
        name = f'<a href="{links[0]}{escape(span.reference)}{links[1]}">{name}</a>'
    return f"{name} {word}"
