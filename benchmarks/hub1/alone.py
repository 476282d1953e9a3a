"""`python -m benchmarks.hub1.alone ours 1 10`: one replication in a process of its own, for its memory."""

from __future__ import annotations

import json
import pkgutil
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

RUNS = {"ours": "benchmarks.hub1.ours:ours", "SimPy": "benchmarks.hub1.peer_simpy:run"}
STATUS = Path("/proc/self/status")


class Alone(NamedTuple):
    """What one replication took; `peak_mb` is 0 where the system does not say."""

    seconds: float
    peak_mb: float


def alone(name: str, scale: float, years: float) -> Alone:
    """One replication of a simulator in a new Python."""
    command = [sys.executable, "-m", "benchmarks.hub1.alone", name, str(scale), str(years)]
    return Alone(**json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main(name: str, scale: float, years: float) -> None:
    """Run it and print what it took."""
    run = pkgutil.resolve_name(RUNS[name])
    began = time.perf_counter()
    run(1, scale, years)
    seconds = time.perf_counter() - began
    # Not getrusage: its peak begins at that of the process from which this one was started.
    kb = re.search(r"VmHWM:\s+(\d+)", STATUS.read_text()) if STATUS.exists() else None
    print(json.dumps({"seconds": seconds, "peak_mb": int(kb[1]) / 1024 if kb else 0.0}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
