"""The service under load: 50 people at work on one computer, everybody's case among many in the database.

`returnhub up` runs as it does for everybody (its own PostgreSQL with durable settings, two web workers, the
jobs, the record's sequencer). Each of 50 people, signed in in their role, opens a page every 3 seconds:
lists, files, searches in any script with slips of spelling. A page is timed from the moment it was due to
its last byte, so that waiting behind others counts. Style sheets and scripts are left out.

    python -m benchmarks service                          5,000 people
    python -m benchmarks.service --full                   100,000 people; filling takes some ten minutes
    python -m benchmarks.service --full --home FOLDER     the same, in a folder that is kept for the next time
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from benchmarks.service_load import EVERY, Opened, Worker, open_pages, peer
from returnhub.problems import Problems
from returnhub.service.database import start
from returnhub.service.database.home import socket_folder
from returnhub.service.database.server import DATABASE
from returnhub.service.sequencer import EVERY as EVERY_CHECKPOINT

FEW, MANY = 5_000, 100_000
DEMO = 1_000
"""People whom the demo makes by commands."""
WARM_UP, MEASURED, PEER = 15, 60, 20
"""Seconds."""
MOST_MS = 150
"""Budget: 95 of 100 pages come within this."""
MOST_START = 30
"""Budget: seconds to the second start's first answer."""
_TOLD = "benchmark.json"


@dataclass(frozen=True, slots=True)
class Ready:
    """A filled folder: who browses, and the worklist's own query."""

    people: int
    workers: Sequence[Worker]
    query: str


def main() -> int:
    count = MANY if "--full" in sys.argv else FEW
    kept = Path(sys.argv[sys.argv.index("--home") + 1]) if "--home" in sys.argv else None
    home = kept or Path(tempfile.mkdtemp(prefix="rh-bench-")) / "home"
    try:
        ready = prepare(home, count)
        with up(home) as (address, process, took):
            missed = measure(address, ready, home, process.pid)
            print(f"Second start, to the first answer: {took:.1f} s (budget {MOST_START} s){_load_average()}")
            memory(process.pid)
            doctor(home)
        missed += ["second start"] if took > MOST_START else []
    finally:
        if kept is None:
            shutil.rmtree(home.parent)
    print("within the limits" if not missed else f"OUTSIDE the limits: {', '.join(missed)}")
    return 1 if missed else 0


def prepare(home: Path, count: int) -> Ready:
    """Fill the folder's database, if it is not, and sign 50 people in."""
    started = time.perf_counter()

    def say(what: str) -> None:
        print(f"  {time.perf_counter() - started:6.1f} s  {what}", flush=True)

    home.mkdir(parents=True, exist_ok=True)
    os.environ["RETURNHUB_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
    told = home / _TOLD
    with start(home) as server:
        from returnhub.service.install import install, lead_django_to

        addresses = install(server.setup_address, home)
        (home / "set-up-unfinished").unlink(missing_ok=True)
        lead_django_to(addresses.web, addresses.monitors, addresses.lawyers, addresses.clinicians)
        from benchmarks.service_people import fill_up
        from benchmarks.service_workers import sign_in, worklist_query

        if not told.exists():
            told.write_text(json.dumps(fill_up(server.setup_address, home, count, DEMO, say)))
            say("filled")
        size = json.loads(told.read_text())
        print(f"  {size['people']:,} people with {size['facts']:,} facts, {size['size']} on disk")
        return Ready(size["people"], sign_in(), worklist_query())


@contextmanager
def up(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes], float]]:
    """The service as a process of its own: address, process, seconds until it answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = Path(sys.executable).with_name("returnhub")
    began = time.perf_counter()
    with subprocess.Popen(
        [command, "up", "--home", home, "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if b"answers" not in line:
                raise AssertionError(f"up ended: {line!r}")
            yield f"127.0.0.1:{port}", process, time.perf_counter() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(90)


def measure(address: str, ready: Ready, home: Path, supervisor: int) -> list[str]:
    """Pages under load and what stands beside them."""
    _sequenced(home)
    open_pages(address, ready.workers, WARM_UP)
    before, worked = os.getloadavg()[0], processor(supervisor)
    opened = open_pages(address, ready.workers, MEASURED)
    spent = {
        name: (now - worked.get(name, 0)) * 1000 / len(opened) for name, now in processor(supervisor).items()
    }
    kinds = sorted({o.kind for o in opened})
    print(
        f"{ready.people:,} people in the database; {len(ready.workers)} at work for {MEASURED} s,"
        f" each opens a page every {EVERY:.0f} s"
    )
    print(f"  load average {before:.1f} before, {os.getloadavg()[0]:.1f} after")
    print(f"  {'milliseconds':<22}{'pages':>8}{'p50':>8}{'p95':>8}{'p99':>8}")
    for kind in kinds:
        _row(kind, [o for o in opened if o.kind == kind])
    p95 = _row("all", opened)
    said = ", ".join(f"{name} {ms:.0f} ms" for name, ms in sorted(spent.items()))
    print(f"  processor time for each page, whatever else the computer does: {said}")
    wrong = [o for o in opened if o.wrong]
    print(
        f"  budget: p95 under {MOST_MS}; pages that failed: {len(wrong)}",
        *sorted({o.wrong for o in wrong})[:3],
    )
    record = open_pages(address, [peer(w, "/record/") for w in ready.workers], PEER)
    light = _row("beside: /record/", record)
    bare = _bare(home, ready.query)
    listed = [o.took for o in opened if o.kind == "worklist"]
    print(f"  the worklist's own SELECT, through psycopg alone: p50 {bare * 1000:.1f}")
    print(f"  ratios: all pages to /record/ at p95 {p95 / light:.1f}; worklist to its SELECT at p50", end=" ")
    print(f"{statistics.median(listed) / bare:.1f}")
    return [*(["p95"] if p95 * 1000 > MOST_MS else []), *(["pages that failed"] if wrong else [])]


def _row(name: str, opened: Sequence[Opened]) -> float:
    took = sorted(o.took for o in opened)
    p50, p95, p99 = (took[min(len(took) - 1, int(len(took) * q))] for q in (0.5, 0.95, 0.99))
    print(f"  {name:<22}{len(took):>8}{p50 * 1000:>8.0f}{p95 * 1000:>8.0f}{p99 * 1000:>8.0f}")
    return p95


def _sequenced(home: Path) -> None:
    """Wait until what filling put on record is in its tree: the sequencer has nothing to do for a while."""
    with _connection(home) as connection:
        size, since = -1, time.monotonic()
        while time.monotonic() - since < 4 * EVERY_CHECKPOINT:
            found = connection.execute("SELECT max(size) FROM record.checkpoint").fetchone()
            if found and found[0] != size:
                size, since = found[0], time.monotonic()
            time.sleep(0.5)


def _connection(home: Path) -> psycopg.Connection:
    """The database, as the login of the pages."""
    address = make_conninfo(
        dbname=DATABASE,
        host=str(socket_folder(home, (home / "postgres").stat().st_uid)),
        user="returnhub_web_login",
        password=json.loads((home / "passwords.json").read_text())["web"],
    )
    return psycopg.connect(address, autocommit=True)


def _bare(home: Path, query: str) -> float:
    with _connection(home) as connection:
        return statistics.median(
            _timed(lambda: connection.execute(query.encode()).fetchall()) for _ in range(200)
        )


def memory(supervisor: int) -> None:
    """What each process of the service but the database holds: its own share of memory (PSS)."""
    print("Memory, each process's share (PSS)")
    for pid, name in _processes(supervisor):
        if name == "postgres":
            continue
        # one that ended meanwhile has nothing to tell
        with suppress(ProcessLookupError, FileNotFoundError):
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            pss = next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
            print(f"  {name:<32}{pss / 1024:>8.0f} MB")


def processor(supervisor: int) -> dict[str, float]:
    """Seconds of processor time that the service's processes have used, by their names."""
    used: dict[str, float] = {}
    for pid, name in _processes(supervisor):
        # the name in brackets may have blanks in it
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        used[name] = used.get(name, 0) + sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return used


def _processes(supervisor: int) -> Iterator[tuple[int, str]]:
    for pid in _below(supervisor):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        known = ("returnhub.service.jobs", "returnhub.service.sequencer", "granian", "postgres")
        yield pid, next((name for name in known if name in line), "others")


def doctor(home: Path) -> None:
    """How long every promise takes to be asked on everything."""
    command = Path(sys.executable).with_name("returnhub")
    done: list[subprocess.CompletedProcess[str]] = []
    took = _timed(
        lambda: done.append(
            subprocess.run(
                [command, "doctor", "--home", home, "--json"], capture_output=True, text=True, check=False
            )
        )
    )
    try:
        checks = json.loads(done[0].stdout)["result"]["checks"]
    except (ValueError, KeyError):
        checks = []
    slowest = sorted(checks, key=lambda c: -c["seconds"])[:3]
    said = ", ".join(f"{c['id']} {c['seconds']:.1f} s" for c in slowest)
    print(
        f"returnhub doctor: {took:.1f} s, exit {done[0].returncode}, {len(checks)} promises; slowest {said}"
    )


def _below(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _below(int(child))


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _load_average() -> str:
    return f", load average {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problems as problems:
        sys.exit(str(problems))
