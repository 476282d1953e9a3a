"""One picture of results: what a notebook shows, with the numbers behind it and what to know beneath."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from returnhub.caseload.write import replace_with
from returnhub.charts import Chart, Column, Table, Words, as_html, sentence_alone, standing
from returnhub.problems import Code, Where, refuse
from returnhub.simulation.result import Result
from returnhub.simulation.told import counted, to_know

ONE_RUN = "One run has no band: simulate with replications=20 or more."


class Part(NamedTuple):
    """What one panel draws: a frame of one result, with low, lower, middle, upper, high and mean.

    `heading` stands over it, and is empty where there is only one panel. A frame without rows is drawn
    as a sentence: that there is `nothing`.
    """

    heading: str
    result: Result
    frame: pl.DataFrame
    nothing: str


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """An SVG with its words, what it says without being seen (`alt`), and its numbers in full (`table`).

    `table` has a row for each scheme and what is drawn of it, with low, lower, middle, upper, high (the
    5th, 25th, 50th, 75th and 95th percentile over runs) and mean. `shown` are the tables that people
    read: to two figures, and not every week. Jupyter shows the picture with these folded beneath.
    """

    svg: str
    title: str
    alt: str
    table: pl.DataFrame
    shown: tuple[Table, ...]

    def save(self, path: Path | str) -> Path:
        """Write the picture as an SVG file. Raises Problems for another ending or an unwritable place."""
        path = Path(path)
        if path.suffix.casefold() != ".svg":
            found, expected = f'"{path.name}"', "a name that ends in .svg"
            raise refuse(Code.FILE_FORMAT, Where(file=str(path)), found=found, expected=expected)
        with replace_with(path) as temporary:
            temporary.write_text(self.svg, encoding="utf-8")
        return path

    def __repr__(self) -> str:
        return f"{self.title}\n{self.alt}"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        tables = "".join(map(as_html, self.shown))
        return f"<figure>{self.svg}<details><summary>Numbers</summary>{tables}</details></figure>"


def picture(
    title: str,
    results: Sequence[Result],
    parts: Sequence[Part],
    draw: Callable[[str, Words, Part], Chart],
    table: pl.DataFrame,
    reads: str = "",
) -> Picture:
    """A panel a part under one title; `draw` is given what its ids start with.

    `reads` says how to read marks that have no key. Where a result is of one run, a sentence stands in
    place of the panels.
    """
    # Many pictures stand on one page: their ids come from what is drawn.
    ident = f"rh{hashlib.blake2s((title + table.write_csv()).encode(), digest_size=5).hexdigest()}"
    words, nothing = Words(title), Table(title, (Column(""),), ())
    if any(result.replications == 1 for result in results):
        panels = [("", sentence_alone(ident, words, ONE_RUN, nothing))]
        reads = ""
    else:
        panels = [
            (
                part.heading,
                draw(f"{ident}-{i}", words, part)
                if part.frame.height
                else sentence_alone(ident, words, part.nothing, nothing),
            )
            for i, part in enumerate(parts)
        ]
    schemes = " and ".join(dict.fromkeys(result.scheme for result in results))
    spans = dict.fromkeys(f"{counted(r.years, 'year')} from {r.starts:%B %Y}" for r in results)
    foot = [*([reads] if reads and any(part.frame.height for part in parts) else []), *_to_know(results)]
    return Picture(
        svg=standing(ident, title, f"{schemes}, {' and '.join(spans)}", panels, foot),
        title=title,
        alt=" ".join(f"{heading}: {chart.alt}" if heading else chart.alt for heading, chart in panels),
        table=table,
        shown=tuple(chart.table for _, chart in panels),
    )


def named(results: Sequence[Result]) -> list[tuple[str, Result]]:
    """Each result with its scheme's id; those of one scheme are numbered."""
    ids = [result.scheme for result in results]
    return [
        (name if ids.count(name) == 1 else f"{name} ({ids[: i + 1].count(name)})", result)
        for i, (name, result) in enumerate(zip(ids, results, strict=True))
    ]


def tabled(frames: Sequence[tuple[str, pl.DataFrame]]) -> pl.DataFrame:
    """Frames of several results as one, with the column `scheme` in front."""
    return pl.concat([frame.select(pl.lit(name).alias("scheme"), pl.all()) for name, frame in frames])


def _to_know(results: Sequence[Result]) -> Iterator[str]:
    """Runs and seed, and what would mislead a reader of any of the results."""
    made = dict.fromkeys(f"{counted(r.replications, 'run')}, seed {r.seed}" for r in results)
    yield f"{'; '.join(made)}. All people are synthetic."
    yield from dict.fromkeys(line for result in results for line in to_know(result))
