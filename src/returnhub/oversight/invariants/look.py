"""Asks the database each invariant."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from typing import LiteralString, cast

from psycopg import Connection, Error

from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.invariant import Broken, Found, Invariant, Result
from returnhub.oversight.invariants.query import query


def look(connection: Connection, now: dt.datetime, *, whole: bool = False) -> Iterator[Result]:
    """Each invariant's result as it comes. With `whole` those that take a part at a time take everything.

    No query writes. One that can't be asked, because something it needs is not there or not allowed, is
    broken.
    """
    for invariant in INVARIANTS:
        began = time.monotonic()
        try:
            with connection.transaction():
                found = ask(connection, invariant, now, whole=whole)
        except Error as fault:
            said = str(fault).strip().partition("\n")[0]
            found = Found(0, 1, (Broken(None, invariant.id, f"could not be asked: {said}"),))
        yield Result(invariant, now, found, time.monotonic() - began)


def ask(connection: Connection, invariant: Invariant, now: dt.datetime, *, whole: bool = False) -> Found:
    """What one check of one invariant finds."""
    if invariant.asks is not None:
        return invariant.asks(connection)
    values = {"now": now, "turn": int(now.timestamp()) // 60, "whole": whole}
    # text of this package alone; what comes from outside is in `values`
    text = cast("LiteralString", query(invariant.id))
    row = connection.execute(text, values).fetchone()
    if row is None:
        raise AssertionError("an aggregate without GROUP BY gives a row")
    counted, broken, examples = row
    return Found(counted, broken, tuple(Broken(*one) for one in json.loads(examples)))
