"""Runs kept in a folder: whole or not there, gone on with to the same numbers, never written over."""

from __future__ import annotations

import dataclasses
import errno
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import returnhub
from returnhub.problems import Code, Problems
from returnhub.scheme.model import Scheme
from returnhub.scheme.switch import switched
from returnhub.simulation import experiment, keeping, where
from returnhub.simulation.population import Verdicts, verdicts
from returnhub.simulation.result import Result
from returnhub.simulation.run import Progress, simulate

SMALL = {"years": 1, "replications": 6, "seed": 7, "scale": 0.01, "warm_up_years": 1}


def same(a: Result, b: Result) -> bool:
    told = ("scheme", "replications", "seed", "hubs", "checks", "partial")
    pairs = zip(a.frames().items(), b.frames().items(), strict=True)
    return all(getattr(a, name) == getattr(b, name) for name in told) and all(
        name == other and mine.equals(theirs) and mine.schema == theirs.schema
        for (name, mine), (other, theirs) in pairs
    )


def stopping_at(last: int) -> Progress:
    """Somebody presses Ctrl-C once so many are done."""

    def progress(done: int, total: int) -> None:
        if done == last:
            raise KeyboardInterrupt

    return progress


def refused(run: Callable[[], object]) -> tuple[list[Code], list[str]]:
    with pytest.raises(Problems) as caught:
        run()
    items = caught.value.items
    return [p.code for p in items], [p.where.field for p in items]


@pytest.fixture(scope="module", autouse=True)
def _screened_once() -> Iterator[None]:
    """Screening a caseload takes longer than all the runs of a test: it is done once for each seed."""
    known: dict[int, Verdicts] = {}

    def once(scheme: Scheme, origins: tuple[str, ...], seed: int) -> Verdicts:
        if seed not in known:
            known[seed] = verdicts(scheme, origins, seed)
        return known[seed]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(experiment, "verdicts", once)
        yield


@pytest.fixture(scope="module")
def whole(kosovo: Scheme) -> Result:
    return simulate(kosovo, **SMALL)


@pytest.fixture
def two_there(kosovo: Scheme, tmp_path: Path) -> Path:
    """A folder with two of the runs."""
    simulate(kosovo, **{**SMALL, "replications": 2}, keep=tmp_path / "runs")
    return tmp_path / "runs"


def test_runs_that_are_kept_are_those_that_are_not(kosovo: Scheme, whole: Result, tmp_path: Path) -> None:
    assert same(simulate(kosovo, **SMALL, keep=tmp_path / "runs"), whole)
    assert len(list((tmp_path / "runs").glob("*.parquet"))) == 6


def test_a_run_that_is_stopped_gives_what_is_done_in_order_and_says_that_it_is_partial(
    kosovo: Scheme, whole: Result, tmp_path: Path
) -> None:
    found = simulate(kosovo, **{**SMALL, "replications": 200}, keep=tmp_path, progress=stopping_at(3))
    assert found.partial
    assert 3 <= found.replications < 200
    assert set(found.measures["rep"]) == set(range(found.replications))
    assert found.measures.filter(pl.col("rep") < 3).equals(whole.measures.filter(pl.col("rep") < 3))


def test_runs_that_somebody_stopped_go_on_to_the_same(
    kosovo: Scheme, whole: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where.os, "cpu_count", lambda: 1)
    assert simulate(kosovo, **SMALL, keep=tmp_path, progress=stopping_at(1)).partial
    assert same(simulate(kosovo, **SMALL, resume=tmp_path), whole)


def test_one_that_is_stopped_before_the_first_is_done_gives_nothing(kosovo: Scheme, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(kosovo, **SMALL, keep=tmp_path, progress=stopping_at(0))
    assert simulate(kosovo, **{**SMALL, "replications": 1}, keep=tmp_path).replications == 1


def test_what_goes_on_comes_to_the_same_as_what_was_never_stopped(
    kosovo: Scheme, whole: Result, two_there: Path
) -> None:
    told: list[tuple[int, int]] = []
    found = simulate(kosovo, **SMALL, resume=two_there, progress=lambda *at: told.append(at))
    assert same(found, whole)
    assert told == [(done, 6) for done in range(2, 7)]


def test_what_is_done_is_not_done_again(kosovo: Scheme, whole: Result, two_there: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in two_there.glob("*.parquet")}
    simulate(kosovo, **SMALL, resume=two_there)
    assert len(before) == 2
    assert {name: (two_there / name).stat().st_mtime_ns for name in before} == before


def test_more_runs_may_be_asked_for_and_fewer(kosovo: Scheme, whole: Result, tmp_path: Path) -> None:
    simulate(kosovo, **{**SMALL, "replications": 2}, keep=tmp_path)
    assert same(simulate(kosovo, **SMALL, resume=tmp_path), whole)
    three = simulate(kosovo, **{**SMALL, "replications": 3}, resume=tmp_path)
    assert three.measures.equals(whole.measures.filter(pl.col("rep") < 3))
    assert not three.partial


_KEEPS = """
import sys
from pathlib import Path
from returnhub.scheme.load import load
from returnhub.simulation.run import simulate
simulate(load("kosovo-2025"), **eval(sys.argv[1]), keep=Path(sys.argv[2]))
"""


def test_who_is_killed_loses_at_most_what_was_running(kosovo: Scheme, whole: Result, tmp_path: Path) -> None:
    many = {**SMALL, "replications": 5_000}
    process = subprocess.Popen([sys.executable, "-c", _KEEPS, repr(many), str(tmp_path)])
    try:
        until = time.monotonic() + 120
        while len(list(tmp_path.glob("*.parquet"))) < 3 and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    kept = sorted(tmp_path.glob("*.parquet"))
    assert len(kept) >= 3
    for file in kept:
        pl.read_parquet(file)
    assert same(simulate(kosovo, **SMALL, resume=tmp_path), whole)


def test_a_file_that_is_cut_short_is_made_again(kosovo: Scheme, whole: Result, two_there: Path) -> None:
    first, second = sorted(two_there.glob("*.parquet"))
    first.write_bytes(first.read_bytes()[:1000])
    second.write_bytes(b"")
    (two_there / ".000005.part").write_bytes(b"half a file")
    assert same(simulate(kosovo, **SMALL, resume=two_there), whole)


def test_a_file_of_another_run_is_made_again(kosovo: Scheme, whole: Result, tmp_path: Path) -> None:
    for name, seed in (("mine", 7), ("other", 8)):
        simulate(kosovo, **{**SMALL, "replications": 1, "seed": seed}, keep=tmp_path / name)
    (tmp_path / "other" / "000000.parquet").replace(tmp_path / "mine" / "000003.parquet")
    assert same(simulate(kosovo, **SMALL, resume=tmp_path / "mine"), whole)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"years": 2}, ["years"]),
        ({"seed": 8}, ["rules", "seed"]),
        ({"scale": 0.02}, ["scale"]),
        ({"deterrence": 0.5}, ["deterrence"]),
        ({"fixed": {"hub_places": 100.0}}, ["fixed figures"]),
    ],
)
def test_runs_that_were_asked_for_otherwise_are_not_gone_on_with(
    kosovo: Scheme, two_there: Path, change: dict[str, object], names: list[str]
) -> None:
    codes, fields = refused(lambda: simulate(kosovo, **{**SMALL, **change}, resume=two_there))
    assert fields == names
    assert set(codes) == {Code.SIMULATION_RUNS_OTHER}


def test_a_whole_number_is_the_same_however_it_is_written(kosovo: Scheme, tmp_path: Path) -> None:
    ask = {"years": 1, "replications": 1, "seed": 7, "warm_up_years": 0}
    simulate(kosovo, **ask, scale=1, fixed={"hub_places": 10}, keep=tmp_path)
    again = simulate(kosovo, **ask, scale=1.0, fixed={"hub_places": np.float64(10)}, resume=tmp_path)
    assert again.replications == 1


def test_nor_are_runs_of_another_scheme_text_switch_or_version(
    kosovo: Scheme, two_there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_text = kosovo.model_copy(update={"files": {**kosovo.files, "kosovo-2025/scheme.yaml": "0" * 64}})
    assert refused(lambda: simulate(other_text, **SMALL, resume=two_there))[1] == ["scheme"]
    other_switch = switched(kosovo, off=[kosovo.events[0].id])
    assert refused(lambda: simulate(other_switch, **SMALL, resume=two_there))[1] == ["switches"]
    monkeypatch.setattr(returnhub, "__version__", "0.0.9")
    assert refused(lambda: simulate(kosovo, **SMALL, resume=two_there))[1] == ["returnhub"]


def test_runs_are_never_written_over(kosovo: Scheme, two_there: Path) -> None:
    assert refused(lambda: simulate(kosovo, **SMALL, keep=two_there))[0] == [Code.SIMULATION_RUNS_THERE]
    assert len(list(two_there.glob("*.parquet"))) == 2


def test_a_folder_with_something_else_in_it_is_left_alone(kosovo: Scheme, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    for option in ("keep", "resume"):
        assert refused(lambda option=option: simulate(kosovo, **SMALL, **{option: tmp_path}))[0] == [
            Code.SIMULATION_RUNS_FOREIGN
        ]
    (tmp_path / "letter.txt").rename(tmp_path / "manifest.json")
    assert refused(lambda: simulate(kosovo, **SMALL, resume=tmp_path))[0] == [Code.SIMULATION_RUNS_FOREIGN]
    assert [file.name for file in tmp_path.iterdir()] == ["manifest.json"]


def test_there_is_nothing_to_go_on_with_in_a_new_folder_or_an_empty_one(
    kosovo: Scheme, tmp_path: Path
) -> None:
    for folder in (tmp_path / "new", tmp_path):
        assert refused(lambda folder=folder: simulate(kosovo, **SMALL, resume=folder))[0] == [
            Code.SIMULATION_RUNS_MISSING
        ]
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_place_of_the_folder_and_a_place_that_cannot_be_written_are_refused(
    kosovo: Scheme, tmp_path: Path
) -> None:
    file = tmp_path / "runs"
    file.touch()
    for place in (file, file / "below", Path("/proc/runs")):
        assert refused(lambda place=place: simulate(kosovo, **SMALL, keep=place))[0] == [Code.FILE_UNWRITABLE]


def test_a_full_disk_is_told_and_what_was_written_stays(
    kosovo: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room_for = iter(range(2))

    def full(handle: int) -> None:
        if next(room_for, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keeping.os, "fsync", full)
    assert refused(lambda: simulate(kosovo, **SMALL, keep=tmp_path))[0] == [Code.FILE_UNWRITABLE]
    assert len(list(tmp_path.glob("*.parquet"))) == 2


def test_one_folder_is_for_one_run_at_a_time(kosovo: Scheme, two_there: Path) -> None:
    def meanwhile(done: int, total: int) -> None:
        simulate(kosovo, **SMALL, resume=two_there)

    codes, _ = refused(lambda: simulate(kosovo, **SMALL, resume=two_there, progress=meanwhile))
    assert codes == [Code.SIMULATION_RUNS_BUSY]


def test_a_folder_is_for_keeping_or_for_going_on(kosovo: Scheme, tmp_path: Path) -> None:
    both = {"keep": tmp_path / "new", "resume": tmp_path / "old"}
    assert refused(lambda: simulate(kosovo, **SMALL, **both))[0] == [Code.OPTION_WRONG]


def test_a_frame_that_nobody_asks_for_is_never_read(
    kosovo: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    scan = keeping.Folder.scan
    monkeypatch.setattr(
        keeping.Folder, "scan", lambda self, name, numbers: read.append(name) or scan(self, name, numbers)
    )
    found = simulate(kosovo, **SMALL, keep=tmp_path)
    assert found.band("claims_a_year").mean > found.band("moved_a_year").mean
    assert not found.partial
    assert read == ["measures"]
    assert not hasattr(found, "weakly")


def test_frames_go_from_a_folder_of_runs_into_files_without_a_stop_in_memory(
    kosovo: Scheme, whole: Result, tmp_path: Path
) -> None:
    kept = simulate(kosovo, **SMALL, keep=tmp_path / "runs")
    kept.write(tmp_path / "a" / "kept")
    whole.write(tmp_path / "held")
    for name, frame in whole.frames().items():
        ours, theirs = (pl.read_parquet(tmp_path / f / f"{name}.parquet") for f in ("a/kept", "held"))
        assert ours.equals(theirs), name
        assert ours.equals(frame), name
    with pytest.raises(Problems):
        kept.write(tmp_path / "held" / "costs.parquet")


def test_a_kept_result_may_be_changed_like_any_other(kosovo: Scheme, whole: Result, tmp_path: Path) -> None:
    kept = simulate(kosovo, **SMALL, keep=tmp_path)
    assert same(dataclasses.replace(kept, partial=True), dataclasses.replace(whole, partial=True))
