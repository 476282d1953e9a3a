"""Make synthetic people whose claim was refused. No real person is in here, and none can be found in it.

Every share is a figure (`assumptions`), every draw is keyed by seed, person and question (`draws`):
the first people of a seed are the same however many are made, and a new fact moves no other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from returnhub.caseload import circumstances, gaps, histories, households, steps
from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.circumstances import Codes, Column, Columns, Dates, Some
from returnhub.caseload.columns import CASE, HOUSEHOLD, schema
from returnhub.caseload.draws import Bools
from returnhub.caseload.host_facts import with_host
from returnhub.caseload.reference import MOST, references
from returnhub.problems import Code, refuse
from returnhub.scheme.model import Scheme

_EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Made:
    """The same people twice, row by row, with the columns of `columns.schema`.

    `known` is what their files hold: facts are missing, some contradict each other. `truth` is what
    asking everyone on the day would find; a null there is a thing that does not exist (no notice
    was given, no recovery period runs), or what nobody knows of the first hub's host and the state
    of origin. `kind` says of each row how the person lives.
    """

    known: pl.DataFrame
    truth: pl.DataFrame
    kind: pl.Series


def make(n: int, scheme: Scheme, seed: int, as_of: dt.date | None = None) -> Made:
    """`n` people as they stand on `as_of` (the day the scheme starts, if not given).

    Raises `Problems` if `n` is below 1 or beyond the number of case references, or if a figure is missing.
    """
    if not 1 <= n <= MOST:
        raise refuse(Code.CASELOAD_TOO_MANY, found=f"{n:,}", most=f"{MOST:,}")
    numbers = Numbers(scheme)
    today = ((as_of or scheme.starts) - _EPOCH).days
    people = households.make(n, numbers, seed, histories.present(numbers))
    past = histories.make(people, numbers, today)
    columns, found = _facts(people, past, numbers, today, hub=bool(scheme.hubs))
    who = {CASE: references(people.rows, seed), HOUSEHOLD: pl.Series(people.household + 1)}
    truth = pl.DataFrame(
        (who[name] if name in who else _series(columns.get(name), kind, n)).alias(name)
        for name, kind in schema(scheme.facts).items()
    )
    if scheme.hubs:
        truth = with_host(truth, scheme.hosts[scheme.hubs[0].host.code])
    contact = columns["whereabouts_known"]
    assert isinstance(contact, np.ndarray), "a boolean fact"
    lacks = gaps.missing(people, scheme.facts, found, contact.astype(bool), numbers)
    known = truth.with_columns(
        pl.when(pl.Series(~lack)).then(pl.col(name)).alias(name) for name, lack in lacks.items()
    )
    known = gaps.contradict(known, truth, people, numbers)
    names = pl.Series(households.KINDS, dtype=pl.Enum(households.KINDS))
    return Made(known, truth, names.gather(people.kind).alias("kind"))


def _facts(
    people: households.People, past: histories.Histories, numbers: Numbers, today: int, *, hub: bool
) -> tuple[Columns, dict[str, Bools]]:
    """Every fact as a column, and, for facts that somebody must look for, who has been looked at."""
    late = circumstances.late_family(people, past, numbers)
    age = households.ages(people, np.where(late, 1, today - past.refused_on), numbers)
    columns: Columns = circumstances.person(people, age, numbers, today)
    stateless = _flags(columns["stateless"])
    columns |= circumstances.claim(people, past, numbers)
    columns |= circumstances.protection(people, past, numbers, today)
    columns |= circumstances.health(people, age, numbers, today)
    columns |= circumstances.family(people, past, numbers, today)
    columns |= circumstances.papers_and_custody(people, past, stateless, numbers, today)
    missing, beyond = _flags(columns["papers_missing"]), _flags(columns["papers_beyond_control"])
    columns |= circumstances.referral(people, past, numbers, today, missing=missing, beyond=beyond)
    columns |= steps.make(people, past, numbers, today, hub=hub)
    examined = people.luck.chance("examined lately", numbers.of("examined_share"))
    found = {"fitness_examined_on": examined, "fit_to_travel": examined}
    return columns, found


def _flags(column: Column) -> Bools:
    assert isinstance(column, np.ndarray), "a boolean fact"
    return column.astype(bool)


def _series(column: Column | None, kind: pl.DataType, n: int) -> pl.Series:
    """A column of the caseload; a fact that nothing here makes is unknown for everyone."""
    match column:
        case None:
            return pl.repeat(None, n, dtype=kind, eager=True)
        case Codes(at, names):
            return pl.Series(names, dtype=kind).gather(at)
        case Dates(days):
            return _where(pl.Series(days), pl.Series(days != histories.NEVER)).cast(pl.Int32).cast(kind)
        case Some(values, exists):
            return _where(pl.Series(values), pl.Series(exists)).cast(kind)
        case _:
            return pl.Series(column).cast(kind)


def _where(values: pl.Series, exists: pl.Series) -> pl.Series:
    return values.set(~exists, None)
