"""A scheme's figures as a sheet: a row each, followed by its rows by origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import polars as pl

from returnhub.scheme.figures import Amount, Figure, Source
from returnhub.scheme.model import Scheme

COLUMNS: Mapping[str, type[pl.DataType]] = {
    "id": pl.String,
    "origin": pl.String,
    "says": pl.String,
    "unit": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "distribution": pl.String,
    "date": pl.Date,
    "confidence": pl.String,
    "source": pl.String,
    "why": pl.String,
    "settles": pl.String,
    "disputed": pl.Boolean,
}
"""Headings of the sheet. `source` has one source a line, with its date in brackets at the end."""


def frame(scheme: Scheme) -> pl.DataFrame:
    """Every figure of a scheme, a row each, followed by its rows by origin; columns of `COLUMNS`."""
    rows: list[dict[str, object]] = []
    for figure in scheme.figures.values():
        rows.append(_shown(figure))
        rows += [_shown_origin(figure, code) for code in figure.by_origin]
    return pl.DataFrame(rows, schema=dict(COLUMNS), orient="row")


def plain(figure: Figure) -> dict[str, object]:
    """A figure as figures.yaml has it: what is said, nothing that is left open."""
    said = figure.model_dump(mode="python", exclude_defaults=True)
    order = {name: n for n, name in enumerate(Figure.model_fields)}
    first = ("id", "says", "unit")
    keys = [*first, *sorted((k for k in said if k not in first), key=lambda k: order[k])]
    return {key: _simple(said[key]) for key in keys}


def _simple(value: object) -> object:
    """The value in YAML's own types; a whole number without its point."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, Mapping):
        return {str(k): _simple(v) for k, v in cast("Mapping[object, object]", value).items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Sequence):
        return [_simple(v) for v in cast("Sequence[object]", value)]
    return value


def _shown(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "says": figure.says,
        "unit": figure.unit.value,
        **_shown_amount(figure),
        "date": figure.date,
        "confidence": figure.confidence.value,
        "source": _sources(figure.source),
        "why": figure.why,
        "settles": figure.settles,
        "disputed": figure.disputed,
    }


def _shown_origin(figure: Figure, code: str) -> dict[str, object]:
    row = figure.by_origin[code]
    return {
        "id": figure.id,
        "origin": code,
        "unit": figure.unit.value,
        **_shown_amount(row),
        "confidence": row.confidence.value if row.confidence else None,
        "source": _sources(row.source),
        "why": row.why,
    }


def _shown_amount(amount: Amount) -> dict[str, object]:
    span = amount.range
    return {
        "value": amount.value,
        "low": None if span is None else span.low,
        "high": None if span is None else span.high,
        "distribution": amount.distribution.value if amount.distribution else None,
    }


def _sources(sources: Sequence[Source]) -> str | None:
    return "\n".join(source_line(s) for s in sources) or None


def source_line(source: Source) -> str:
    """A source as one line: where it was read, and its date in brackets."""
    return f"{source.cite} ({source.date})" if source.date else source.cite
