"""What the law's table says of a host and each state of origin, laid over people as facts.

What is not known there stays a null: it is neither yes nor no, and a rule that needs it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from returnhub.scheme.hosts import Answer, HostAndOrigin

_QUESTIONS: dict[str, Callable[[HostAndOrigin], Answer]] = {
    "origin_recognises_host": lambda row: row.recognises,
    "consulate_in_host": lambda row: row.consulate,
    "documents_issued_in_host": lambda row: row.documents,
}

HOST_AND_ORIGIN = tuple(_QUESTIONS)
"""The facts that two states decide, whoever the person is."""


def with_host(
    cases: pl.DataFrame, table: Mapping[str, HostAndOrigin], *, file_first: bool = True
) -> pl.DataFrame:
    """The people with the facts of `HOST_AND_ORIGIN` filled from a host's table by their origin.

    A fact in a person's file stands, since it may rest on evidence newer than the table, and the table
    fills what is missing. A file does not say which host it means: to ask of one host after another,
    take the table alone (`file_first=False`). People whose origin is not known get nulls from the table.
    """
    return cases.with_columns(_column(cases, fact, table, file_first=file_first) for fact in _QUESTIONS)


def _column(
    cases: pl.DataFrame, fact: str, table: Mapping[str, HostAndOrigin], *, file_first: bool
) -> pl.Expr:
    def who(answer: Answer) -> list[str]:
        return [origin for origin, row in table.items() if _QUESTIONS[fact](row) is answer]

    origin = pl.col("origin").cast(pl.String) if "origin" in cases.columns else pl.lit(None, dtype=pl.String)
    # an origin that is null is in neither list, so that it falls through to a null
    said = (
        pl.when(origin.is_in(who(Answer.YES)))
        .then(pl.lit(True))
        .when(origin.is_in(who(Answer.NO)))
        .then(pl.lit(False))
        .otherwise(pl.lit(None, dtype=pl.Boolean))
    )
    kept = pl.coalesce(pl.col(fact), said) if file_first and fact in cases.columns else said
    return kept.alias(fact)
