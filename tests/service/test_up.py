"""`returnhub up`: its processes are kept alive, told only what they need, and ended in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from returnhub.problems import Code, Problems, refuse
from returnhub.service.database import leftovers
from returnhub.service.up.child import Child
from returnhub.service.up.keeper import Keeper
from returnhub.service.up.processes import all_of_them
from returnhub.service.up.run import run

MODULES = {
    # writes its name when it is asked to end
    "polite": """
import signal, sys
def told(*_):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit()
signal.signal(signal.SIGTERM, told)
print("up", flush=True)
while True: signal.pause()
""",
    "deaf": """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("up", flush=True)
while True: signal.pause()
""",
    "broken": "raise SystemExit('there is no such table')",
    "parent": """
import signal, subprocess
print(subprocess.Popen(["sleep", "600"]).pid, flush=True)
signal.pause()
""",
}
SUPERVISOR = """
import os, sys
from pathlib import Path
from returnhub.service.database import leftovers
from returnhub.service.up.child import Child
folder = Path(sys.argv[1])
one = Child("polite", "polite", (str(folder / "order"), "told"), dict(os.environ), folder / "log")
one.launch()
while "up" not in one.log.read_text(): pass
print(one.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    """Makes processes of small modules; they are ended with the test."""
    for name, code in MODULES.items():
        (tmp_path / f"{name}.py").write_text(code)
    made: list[Child] = []

    def make(module: str, name: str = "", *arguments: str) -> Child:
        name = name or module
        environment = os.environ | {"PYTHONPATH": str(tmp_path)}
        made.append(Child(name, module, arguments, environment, tmp_path / f"{name}.log"))
        return made[-1]

    yield make
    for one in made:
        one.stop(patience=0)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rh-up-") as above:
        yield Path(above) / "home"


def until(holds: Callable[[], object], *, patience: float = 30) -> None:
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid: int) -> dict[str, int]:
    """The processes that `up` started: which it is, and its number."""
    found: dict[str, int] = {}
    for one in children_of(pid):
        with suppress(OSError):
            line = Path(f"/proc/{one}/cmdline").read_text()
            found |= {name: one for name, part in PARTS.items() if part in line}
    return found


def children_of(pid: int) -> list[int]:
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            if int(Path(entry, "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
    return found


PARTS = {
    "web": "granian",
    "jobs": "returnhub.service.jobs",
    "sequencer": "returnhub.service.sequencer",
    "database": "bin/postgres",
}


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as asking:
            asking.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return asking.recv(5) == b"HTTP/"
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def cli(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "returnhub", "up", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdout=pipe, stderr=pipe, text=True, env=os.environ | environment)


def test_a_process_that_is_killed_is_started_again(child: Callable[..., Child]) -> None:
    one, said = child("deaf"), []
    keeper = Keeper([one], said.append)
    keeper.start()
    until(lambda: "up" in one.log.read_text())
    first = one.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    def again() -> bool:
        keeper.look()
        return one.pid not in (None, first)

    until(again)
    assert said[0].startswith("The process deaf ended (killed by SIGKILL); it is started again in 0.5 s")


def test_what_a_dead_process_started_is_ended_before_it_is_started_again(child: Callable[..., Child]) -> None:
    one = child("parent")
    one.launch()
    until(lambda: one.log.read_text().strip())
    grandchild = int(one.log.read_text())
    assert is_running(grandchild)
    os.kill(one.pid or 0, signal.SIGKILL)
    until(lambda: one.ended() is not None)
    until(lambda: not is_running(grandchild))


def test_processes_end_one_after_the_other_first_to_last(child: Callable[..., Child], tmp_path: Path) -> None:
    order = tmp_path / "order"
    children = [child("polite", name, str(order), name) for name in ("web", "jobs", "sequencer")]
    keeper = Keeper(children, print)
    keeper.start()
    for one in children:
        until(lambda log=one.log: "up" in log.read_text())
    keeper.stop()
    assert order.read_text().split() == ["web", "jobs", "sequencer"]
    assert [one.pid for one in children] == [None, None, None]


def test_a_process_that_does_not_end_when_asked_is_killed(child: Callable[..., Child]) -> None:
    one = child("deaf")
    one.launch()
    until(lambda: "up" in one.log.read_text())
    pid = one.pid or 0
    one.stop(patience=0.1)
    assert not is_running(pid)


def test_a_process_that_never_comes_up_is_given_up_with_its_last_words(child: Callable[..., Child]) -> None:
    keeper = Keeper([child("broken")], lambda _: None)
    keeper.start()
    with pytest.raises(Problems) as refused:
        until(lambda: keeper.look(hopeful=False))
    (problem,) = refused.value.items
    assert problem.code is Code.SERVICE_PROCESS_FAILED
    assert problem.given == {"name": "broken", "reason": "there is no such table"}


def test_processes_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "polite.py").write_text(MODULES["polite"])
    pipe = subprocess.PIPE
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    line = [sys.executable, "-c", SUPERVISOR, str(tmp_path)]
    supervisor = subprocess.Popen(line, stdin=pipe, stdout=pipe, text=True, env=env)
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline())
    assert is_running(pid)
    supervisor.kill()
    supervisor.communicate()
    until(lambda: not is_running(pid))
    assert (tmp_path / "order").read_text() == "told\n"


def test_each_process_is_told_the_addresses_that_it_needs_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://superuser")
    monkeypatch.setenv("PGPASSWORD", "superuser")
    monkeypatch.setenv("RETURNHUB_DATABASE_SEQUENCER", "superuser")
    logins = ("web", "monitors", "lawyers", "clinicians", "sequencer", "jobs")
    addresses: Any = SimpleNamespace(**{login: f"as {login}" for login in logins})
    told = {
        one.name: {
            k: v for k, v in one.environment.items() if "DATABASE" in k or k.startswith("PG") or "super" in v
        }
        for one in all_of_them(addresses, tmp_path, 8000)
    }
    assert told == {
        "web": {
            f"RETURNHUB_DATABASE_{n.upper()}": f"as {n}" for n in ("web", "monitors", "lawyers", "clinicians")
        },
        "jobs": {"RETURNHUB_DATABASE_JOBS": "as jobs"},
        "sequencer": {"RETURNHUB_DATABASE_SEQUENCER": "as sequencer"},
    }


def test_a_port_that_somebody_has_is_named_and_nothing_is_left_running(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        tried = cli("--port", str(port), "--home", str(folder))
        _, said = tried.communicate(timeout=60)
    assert tried.returncode == 2
    assert f"error: port {port} cannot be used: address already in use" in said
    assert (folder / "returnhub.lock").read_bytes() == b""
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_a_server_that_cannot_be_reached_is_refused_without_its_password(folder: Path) -> None:
    url = "postgresql://somebody:open-sesame@127.0.0.1:1/none"
    tried = cli("--home", str(folder), DATABASE_URL=url)
    out, said = tried.communicate(timeout=60)
    assert tried.returncode == 2
    assert "the server that DATABASE_URL names cannot be used" in said
    assert "sesame" not in out + said
    assert not (folder / "postgres").exists()


def test_whatever_is_killed_comes_back_and_whoever_kills_all_leaves_nothing(folder: Path) -> None:
    port = free_port()
    service = cli("--no-people", "--port", str(port), "--home", str(folder))
    try:
        assert service.stdout is not None
        said = service.stdout.readline()
        if f"http://127.0.0.1:{port}" not in said:
            pytest.fail(said + service.communicate(timeout=60)[1])
        before = children(service.pid)
        assert before.keys() == PARTS.keys()
        superuser = (folder / "superuser-password").read_text().strip()
        held = {name: Path(f"/proc/{pid}/environ").read_text() for name, pid in before.items()}
        assert [name for name, text in held.items() if superuser in text] == []
        assert [name for name, text in held.items() if "DATABASE_SEQUENCER=" in text] == ["sequencer"]
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)

        def all_new() -> bool:
            now = children(service.pid)
            return now.keys() == before.keys() and all(now[name] != before[name] for name in now)

        until(all_new, patience=60)
        until(lambda: answers(port), patience=60)
        left = [*children(service.pid).values(), *children_of(children(service.pid)["web"])]
    finally:
        service.kill()
        service.communicate()
    # the database's processes are in nobody's list above
    until(lambda: not any(map(is_running, left)) and not leftovers.holders(folder / "postgres"))


@pytest.mark.parametrize(("asked", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_who_stops_it_while_it_starts_is_heard_at_once(
    folder: Path, asked: signal.Signals, code: int
) -> None:
    service = cli("--no-people", "--port", str(free_port()), "--home", str(folder))
    assert service.stderr is not None
    service.stderr.readline()
    service.send_signal(asked)
    _, said = service.communicate(timeout=60)
    assert service.returncode == code
    assert said.endswith("Stopped. What was committed is kept.\n")
    assert not leftovers.holders(folder / "postgres")


def test_a_set_up_that_was_broken_off_begins_again_with_an_empty_database(folder: Path) -> None:
    seen: list[object] = []

    def set_up(address: str, home: Path) -> Any:
        with psycopg.connect(address) as connection:
            seen.append(connection.execute("SELECT to_regclass('half') IS NULL").fetchone())
            connection.execute("CREATE TABLE IF NOT EXISTS half (id int)")
        raise refuse(Code.FILE_EMPTY)

    def start() -> None:
        with pytest.raises(Problems):
            run(folder, free_port(), set_up, say=lambda _: None, ready=print)

    start()
    start()
    # set-up that ended once is never begun again
    (folder / "set-up-unfinished").unlink()
    start()
    assert seen == [(True,), (True,), (False,)]
