"""What a person reads where runs are kept, gone on with, or run on a cluster."""

from __future__ import annotations

from returnhub.problems import Code

SENTENCES: dict[Code, tuple[str, str]] = {
    Code.SIMULATION_RUNS_MISSING: (
        'no runs are kept in "{file}"',
        "check the folder, or begin there: --keep in place of --resume",
    ),
    Code.SIMULATION_RUNS_THERE: (
        'runs are kept in "{file}" already',
        "go on with them: --resume in place of --keep; or name another folder",
    ),
    Code.SIMULATION_RUNS_FOREIGN: (
        'something other than runs is in "{file}"',
        "name a new folder, or one in which runs are kept",
    ),
    Code.SIMULATION_RUNS_OTHER: (
        "the runs there are of {found}, and {expected} is asked for",
        "ask as you did then, or keep these runs in another folder",
    ),
    Code.SIMULATION_RUNS_BUSY: (
        'another command is at work in "{file}"',
        "wait for it, or name another folder",
    ),
    Code.SIMULATION_CLUSTER_MISSING: (
        "a cluster needs Dask, and it is not installed here",
        "install it: pip install 'returnhub[cluster]'",
    ),
    Code.SIMULATION_CLUSTER_UNREACHABLE: (
        "no Dask scheduler answers at {file} within {seconds} seconds",
        "check the address, that it runs, and that it may be reached from here",
    ),
    Code.SIMULATION_CLUSTER_DIFFERS: (
        "a worker has {found}, and here it is {expected}",
        "install the same on every worker and start it again",
    ),
}

KINDS: dict[tuple[Code, str], tuple[str, str]] = {
    (Code.SIMULATION_CLUSTER_UNREACHABLE, "no worker"): (
        "the Dask scheduler at {file} has no worker",
        "start one: dask worker {file}; what was kept is gone on with by --resume",
    ),
    (Code.SIMULATION_CLUSTER_UNREACHABLE, "lost"): (
        "the Dask scheduler at {file} was lost",
        "start it again; what was kept is gone on with by --resume",
    ),
    (Code.SIMULATION_CLUSTER_UNREACHABLE, "killed"): (
        "one worker after the other at {file} died over the same run",
        "give workers more memory; what was kept is gone on with by --resume",
    ),
}
"""Finer words, by `given["kind"]`."""
