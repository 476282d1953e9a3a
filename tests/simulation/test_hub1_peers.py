"""HUB-1 in ours, in C++ and in SimPy, each written apart from the others: all find the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from benchmarks.agree import z_scores
from benchmarks.hub1 import bench, compiled, figures, peer_simpy
from benchmarks.hub1.bench import Found
from validation import hub1
from validation.evidence import QUICK

SCALE, YEARS = 0.01, 10.0

needs_compiler = pytest.mark.skipif(compiled.compiler() is None, reason="no g++ here")


@pytest.fixture(scope="module")
def cpp() -> Iterator[compiled.Program]:
    with compiled.program() as made:
        yield made


def apart(a: Sequence[Found], b: Sequence[Found]) -> dict[str, float]:
    return {name: z for name, z in z_scores(a, b).items() if abs(z) >= bench.MOST_Z}


@needs_compiler
def test_cplusplus_and_simpy_agree_on_every_metric(cpp: compiled.Program) -> None:
    peers = [peer_simpy.run(seed, SCALE, YEARS) for seed in range(8)]
    assert len(figures.METRICS) == 27
    assert apart(cpp.run(1, SCALE, YEARS, replications=300).found, peers) == {}


@needs_compiler
def test_ours_and_cplusplus_agree_on_every_metric(cpp: compiled.Program) -> None:
    found = hub1.against(cpp, QUICK)
    assert len(found.rows) == 27
    assert [row for row in found.rows if not row.holds] == []


@needs_compiler
@pytest.mark.long
def test_cplusplus_finds_the_same_whether_it_samples_by_tables_or_by_logarithms(
    cpp: compiled.Program,
) -> None:
    with compiled.program(ziggurat=True) as limit:
        a, b = (program.run(1, 0.1, YEARS, replications=500, threads=2).found for program in (cpp, limit))
    assert apart(a, b) == {}


@needs_compiler
def test_cplusplus_finds_the_same_on_two_threads_as_on_one(cpp: compiled.Program) -> None:
    one, two = (cpp.run(1, SCALE, YEARS, replications=6, threads=count) for count in (1, 2))
    assert one.found == two.found
    assert one.peak_mb < 50.0


def test_without_a_compiler_the_benchmark_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiled.shutil, "which", lambda _: None)
    assert bench.main() == 1
    assert "No g++ here" in capsys.readouterr().err


def test_without_a_compiler_the_claim_says_that_it_was_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.shutil, "which", lambda _: None)
    assert "no C++ compiler" in hub1.evidence(QUICK).missing


def test_the_header_holds_every_figure_that_the_python_peers_read() -> None:
    header = figures.header()
    assert "static constexpr double NOTICE[2] = {30.0, 0.4};" in header
    assert "static constexpr int MOST_FRESH_CLAIMS = 2;" in header
    for name, value in vars(figures).items():
        if name.isupper() and isinstance(value, int | float):
            assert f" {name} = {value};" in header


def test_places_at_a_scale_round_halves_up() -> None:
    assert figures.places(0.01) == [3, 5, 10]
    assert figures.places(1.0) == [250, 500, 1000]
