"""Write people to CSV, Parquet or a workbook by the file's ending. The file is whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from returnhub.problems import Code, Where, refuse

ENDINGS = (".csv", ".parquet", ".xlsx")


def write(frame: pl.DataFrame, path: Path | str) -> Path:
    """Write a frame to `path`; raises `Problems` for another ending or a place that cannot be written.

    Dates are written as 2026-11-25, booleans as true and false, what is unknown as an empty field.
    In a workbook dates are dates, and no text is taken for a formula or a link.
    """
    path = Path(path)
    check_writable(path)
    with replace_with(path) as temporary:
        if path.suffix.casefold() == ".parquet":
            frame.write_parquet(temporary, compression="zstd", statistics=True)
        elif path.suffix.casefold() == ".xlsx":
            # Not above: whoever writes no workbook need not load what writes one.
            from returnhub.sheets.frame import write_frame

            write_frame(frame, temporary, path)
        else:
            frame.write_csv(temporary)
    return path


def check_writable(path: Path) -> None:
    """Refuse a path that `write` could not use, before the work of making what goes there."""
    where = Where(file=str(path))
    if path.suffix.casefold() not in ENDINGS:
        raise refuse(
            Code.FILE_FORMAT,
            where,
            found=f'"{path.name}"',
            expected=f"a name that ends in {alternatives(ENDINGS)}",
        )
    if path.is_dir():
        raise refuse(Code.FILE_UNWRITABLE, where, reason="it is a folder")
    if not path.parent.is_dir():
        raise refuse(Code.FILE_UNWRITABLE, where, reason=f'there is no folder "{path.parent}"')
    if not os.access(path.parent, os.W_OK):
        raise refuse(Code.FILE_UNWRITABLE, where, reason=f'this user may not write in "{path.parent}"')


def alternatives(names: Sequence[str]) -> str:
    """`.csv, .parquet or .xlsx`."""
    return " or ".join(p for p in (", ".join(names[:-1]), names[-1]) if p)


@contextmanager
def replace_with(path: Path) -> Generator[Path]:
    """A temporary file beside `path` that takes its place when all went well, and else goes away."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            # mkstemp makes it private; a file that somebody asked for follows their own habits
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as fault:
        raise refuse(
            Code.FILE_UNWRITABLE, Where(file=str(path)), reason=(fault.strerror or "no such place").lower()
        ) from None
