"""HUB-1, a model of three hubs: ours against a simulator of it in C++ that is written by hand."""

from __future__ import annotations

from benchmarks.hub1 import compiled, figures
from benchmarks.hub1.bench import MOST_Z, YEARS
from benchmarks.hub1.ours import ours

from validation.evidence import Effort, Evidence, Row, Scores
from validation.peers import agrees

SCALE = 0.1
PEER_RUNS = 300


def evidence(effort: Effort) -> Evidence:
    """Measured on 27 metrics where there is a C++ compiler."""
    if compiled.compiler() is None:
        return _told((), missing="There is no C++ compiler (g++) here.")
    with compiled.program() as cpp:
        return against(cpp, effort)


def against(cpp: compiled.Program, effort: Effort) -> Evidence:
    """Ours against the compiled peer, each with runs of its own."""
    scale = SCALE * effort.long
    mine = [ours(effort.seed + k, scale, YEARS) for k in range(2 * effort.runs)]
    theirs = cpp.run(effort.seed, scale, YEARS, replications=PEER_RUNS).found
    return _told(tuple(agrees(mine, theirs, MOST_Z)))


def _told(rows: tuple[Row, ...], missing: str = "") -> Evidence:
    return Evidence(
        "hub1",
        "HUB-1: the same as C++ written by hand",
        "HUB-1 has five stages of competing risks, three hubs whose lines people leave, four ways out of "
        "a stay and a limit, and costs. Declared as a model of ours it finds the same as "
        f"`benchmarks/hub1/path.cpp` on {len(figures.METRICS)} metrics: ends, people in each hub and line, "
        "waits, costs, events.",
        "z = (mean of ours - mean of the peer's) / standard error of the difference",
        "the statement of HUB-1 in `benchmarks/hub1`; the peer shares no code and no random numbers with "
        "ours",
        f"Every z between -{MOST_Z:g} and {MOST_Z:g}.",
        rows,
        (
            Scores(
                "Ours less the peer's, in standard errors", {row.what: row.distance for row in rows}, MOST_Z
            ),
        ),
        missing,
    )
