"""Finished replications: held in memory, or kept in a folder from which a run goes on.

A folder holds `manifest.json`, which says of what experiment, and a Parquet file of one row for each
replication: its number, the experiment's digest, what its checks found, and each frame of the `Result` as
a list. A file is written aside and renamed, so it is whole or not there; who is killed loses at most
what was running.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import polars as pl

from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.simulation.checks import Balance
from returnhub.simulation.experiment import Done, Identity, digest, unlike

_FORMAT = "returnhub/runs/1"
_MANIFEST = "manifest.json"


class Store(Protocol):
    """Where finished replications are. `there`: the numbers of those that were there before this run."""

    there: Collection[int]

    def add(self, number: int, done: Done) -> None:
        """Take a finished replication."""
        ...

    def scan(self, name: str, numbers: Iterable[int]) -> pl.LazyFrame:
        """The frame `name` of these replications, in their order, with the column `rep` first."""
        ...

    def balances(self, numbers: Iterable[int]) -> list[Balance]:
        """What the checks of these replications found."""
        ...


class Memory:
    """Replications held in memory."""

    def __init__(self) -> None:
        self.there: Collection[int] = ()
        self._done: dict[int, Done] = {}

    def add(self, number: int, done: Done) -> None:
        """Take a finished replication."""
        self._done[number] = done

    def scan(self, name: str, numbers: Iterable[int]) -> pl.LazyFrame:
        """The frame `name` of these replications."""
        parts = [
            self._done[k].frames[name].select(pl.lit(k, pl.Int32).alias("rep"), pl.all()) for k in numbers
        ]
        return pl.concat(parts).lazy()

    def balances(self, numbers: Iterable[int]) -> list[Balance]:
        """What the checks of these replications found."""
        return [self._done[k].balance for k in numbers]


class Folder:
    """Replications kept in a folder. Reading one back takes no more memory than what is asked for."""

    def __init__(self, path: Path, experiment: str) -> None:
        self._path, self._experiment = path, experiment
        files = sorted(path.glob("*.parquet"))
        self.there: Collection[int] = frozenset(int(file.stem) for file in files if self._is_whole(file))

    def add(self, number: int, done: Done) -> None:
        """Write a finished replication. Raises Problems if it cannot be written."""
        frames = {name: frame.to_struct(name).implode() for name, frame in done.frames.items()}
        row = pl.DataFrame(
            {
                "rep": pl.Series([number], dtype=pl.Int32),
                "experiment": [self._experiment],
                "balance": [done.balance._asdict()],
                **frames,
            }
        )
        aside = self._path / f".{number:06}.part"
        with _writing(self._path):
            with aside.open("wb") as file:
                row.write_parquet(file)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._file(number))

    def scan(self, name: str, numbers: Iterable[int]) -> pl.LazyFrame:
        """The frame `name` of these replications."""
        rows = pl.scan_parquet([self._file(number) for number in numbers]).select("rep", name)
        return rows.filter(pl.col(name).list.len() > 0).explode(name).unnest(name)

    def balances(self, numbers: Iterable[int]) -> list[Balance]:
        """What the checks of these replications found."""
        files = [self._file(number) for number in numbers]
        return [Balance(**row) for row in pl.scan_parquet(files).select("balance").collect()["balance"]]

    def _file(self, number: int) -> Path:
        return self._path / f"{number:06}.parquet"

    def _is_whole(self, file: Path) -> bool:
        """Whether it holds the replication that its name says; any other is run again."""
        try:
            row = pl.read_parquet(file, columns=["rep", "experiment"]).row(0)
        except (OSError, pl.exceptions.PolarsError):
            return False
        return (f"{row[0]:06}", row[1]) == (file.stem, self._experiment)


@contextmanager
def kept_in(path: Path, of: Identity, *, resume: bool) -> Generator[Folder]:
    """The folder, this run's alone while it lasts: a new one, or with `resume` that of an earlier run.

    Raises Problems where a new one holds something already, an earlier one is of another experiment or
    is none, another run is writing in it, or it cannot be written.
    """
    # there is none on Windows, where all else of the simulation works
    import fcntl

    where = Where(file=str(path))
    if path.exists() and not path.is_dir():
        raise refuse(Code.FILE_UNWRITABLE, where, reason="it is a file, not a folder")
    if resume and not path.exists():
        raise refuse(Code.SIMULATION_RUNS_MISSING, where)
    with _writing(path):
        path.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refuse(Code.SIMULATION_RUNS_BUSY, where) from None
        _check(path, of, resume=resume)
        aside = path / ".manifest.part"
        with _writing(path):
            aside.write_text(json.dumps({"format": _FORMAT, "experiment": of}, indent=2) + "\n")
            aside.replace(path / _MANIFEST)
        yield Folder(path.absolute(), digest(of))
    finally:
        os.close(handle)


def _check(path: Path, of: Identity, *, resume: bool) -> None:
    """Refuse a folder that does not hold what is asked for. Raises Problems."""
    where = Where(file=str(path))
    inside = {file.name for file in path.iterdir() if not file.name.startswith(".")}
    experiment = _experiment(path / _MANIFEST)
    if inside and experiment is None:
        raise refuse(Code.SIMULATION_RUNS_FOREIGN, where)
    if experiment is None and resume:
        raise refuse(Code.SIMULATION_RUNS_MISSING, where)
    if inside > {_MANIFEST} and not resume:
        raise refuse(Code.SIMULATION_RUNS_THERE, where)
    if experiment is not None and resume:
        differs = [
            Problem(Code.SIMULATION_RUNS_OTHER, Where(str(path), field=name), {"found": a, "expected": b})
            for name, (a, b) in unlike(experiment, of).items()
        ]
        if differs:
            raise Problems(differs)


def _experiment(manifest: Path) -> Identity | None:
    """What a folder's manifest says; None if there is none, or it is not ours."""
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        return {str(k): str(v) for k, v in said["experiment"].items()} if said["format"] == _FORMAT else None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


@contextmanager
def _writing(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as fault:
        reason = (fault.strerror or "no such place").lower()
        raise refuse(Code.FILE_UNWRITABLE, Where(file=str(path)), reason=reason) from fault
