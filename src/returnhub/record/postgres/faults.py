"""What the server refuses, as the problems that people are told of."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import psycopg

from returnhub.problems import Code, Problems, refuse


@contextmanager
def problems() -> Generator[None]:
    """Raise what the database says no to as Problems: never more of it than its first line.

    Later lines may quote a row, and a row may hold what somebody has put on record.
    """
    try:
        yield
    except psycopg.Error as fault:
        raise _problem(fault) from None


def _problem(fault: psycopg.Error) -> Problems:
    hint = fault.diag.message_hint or ""
    match fault.sqlstate:
        case "RH001":
            return refuse(Code.RECORD_ENTRY_UNKNOWN, kind="erase")
        case "RH002":
            return refuse(Code.RECORD_ERASURE_REFUSED, kind=hint)
        case "RH003":
            # the finer kinds were told apart before; what gets here lost a race with another hand-over
            return refuse(Code.RECORD_HANDOVER_WRONG, kind="waiting")
        case "RH005":
            return refuse(Code.RECORD_CHECKPOINT_WRONG, kind="no_seal", size=hint)
        case "42501":
            return refuse(Code.RECORD_DATABASE, kind="role", reason=_first_line(fault))
        case _:
            return refuse(Code.RECORD_DATABASE, reason=_first_line(fault))


def _first_line(fault: psycopg.Error) -> str:
    said = fault.diag.message_primary or str(fault)
    return (said.strip().splitlines() or [""])[0]
