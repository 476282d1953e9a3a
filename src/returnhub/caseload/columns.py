"""Facts as columns: which type each fact has in a caseload frame, and which column of a file is which fact.

A frame has `case` (text), `household` (a number shared by people who live together), then one
column for each fact in the order of the facts file. A null is a fact that is not known. Codes are
Polars enums, so that rules compare small integers and a code outside its list cannot get in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import polars as pl

from returnhub.scheme.facts import Fact, FactType

CASE, HOUSEHOLD = "case", "household"


def dtype(fact: Fact) -> pl.DataType:
    """The Polars type of a fact's column: Boolean, Int32, Date, or an Enum of its codes."""
    match fact.type:
        case FactType.BOOLEAN:
            return pl.Boolean()
        case FactType.INTEGER:
            return pl.Int32()
        case FactType.DATE:
            return pl.Date()
        case FactType.CODE:
            return pl.Enum(list(fact.codes))


def schema(facts: Mapping[str, Fact]) -> dict[str, pl.DataType]:
    """The columns of a caseload frame with their types, in order."""
    return {CASE: pl.String(), HOUSEHOLD: pl.Int64()} | {name: dtype(f) for name, f in facts.items()}


def plain(name: str) -> str:
    """A column's name without what people vary: case, spaces, hyphens, underscores, accents.

    >>> plain(" Refused-On ") == plain("refused_on")
    True
    """
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare.casefold() if c.isalnum())
