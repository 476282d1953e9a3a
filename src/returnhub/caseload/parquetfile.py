"""Parquet files as parts with a row number, whatever is wrong with the file said as a problem."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import polars as pl

from returnhub.caseload.rejected import LINE
from returnhub.problems import Code, Where, refuse

_ROWS = 250_000
_MAGIC = b"PAR1"
_QUIET = Lock()


def names(path: Path) -> tuple[str, ...]:
    """The names of the columns; raises `Problems` for a file that is not Parquet, or cut off."""
    where = Where(file=str(path))
    with path.open("rb") as file:
        start = file.read(4)
        size = file.seek(0, 2)
        file.seek(max(0, size - 4))
        end = file.read(4)
    if not start:
        raise refuse(Code.FILE_EMPTY, where, kind="people")
    if start != _MAGIC:
        raise refuse(
            Code.FILE_FORMAT, where, found="not a Parquet file", expected="the ending .csv if it is text"
        )
    if end != _MAGIC or size < 12:
        raise refuse(Code.FILE_UNREADABLE, where, reason="the Parquet file is cut off before its end")
    with _said(path):
        return tuple(pl.read_parquet_schema(path))


def parts(path: Path, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The wanted columns as they are in the file, with the row (1 for the first) in `LINE`."""
    with _said(path):
        frame = pl.read_parquet(path, columns=list(wanted), row_index_name=LINE, row_index_offset=1)
        frame = frame.with_columns(pl.col(LINE).cast(pl.Int64))
    for start in range(0, len(frame), _ROWS):
        yield frame.slice(start, _ROWS)


@contextmanager
def _said(path: Path) -> Generator[None]:
    """A damaged file makes Polars raise errors of many kinds, and panic on some; all mean the same here.

    One kind is beyond reach: a length within a page that asks for more memory than there is ends the process.
    """
    where = Where(file=str(path))
    try:
        with _QUIET, _no_panic_text():
            yield
    except MemoryError:
        raise
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError):
        raise refuse(Code.FILE_UNREADABLE, where, reason="the Parquet file is damaged") from None


@contextmanager
def _no_panic_text() -> Generator[None]:
    """Polars' threads write their panics straight to the error output, before anybody can put them in words.

    The caller holds the lock: two readers that swap the output at once would lose it for good.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
