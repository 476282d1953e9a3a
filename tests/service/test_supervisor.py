"""Our own PostgreSQL server, on version 18 (the wheel) and 15 (Debian): what it survives, and who gets in."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.postgres import programs

from returnhub.problems import Code, Problems
from returnhub.service.database import Server, leftovers, start, usual
from returnhub.service.database.home import claim, socket_folder
from returnhub.service.database.programs import everywhere
from returnhub.service.database.ways import SAME, Way

ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root becomes somebody else")

HOLDER = """
import sys, time
from pathlib import Path
import psycopg
from returnhub.service.database import start
server = start(Path(sys.argv[1]))
server.claim.tell("http://127.0.0.1:8017")
with psycopg.connect(server.setup_address) as connection:
    connection.execute("CREATE TABLE IF NOT EXISTS kept (what text)")
    connection.execute("INSERT INTO kept VALUES ('committed')")
print(server.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module", params=[18, 15])
def home(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder with a database that all tests of a version share; RETURNHUB_PG_BIN names that version."""
    found = programs(request.param)
    if not found:
        pytest.skip(f"no programs of PostgreSQL {request.param} on this machine")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="rh-up-") as folder:
        patch.setenv("RETURNHUB_PG_BIN", str(found[0].folder))
        yield Path(folder) / "home"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that does not exist yet, with a short path and within everybody's reach."""
    with tempfile.TemporaryDirectory(prefix="rh-up-") as above:
        Path(above).chmod(0o755)
        yield Path(above) / "home"


def ask(server: Server, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.setup_address, autocommit=True) as connection:
        answer = connection.execute(question)
        return answer.fetchall() if answer.description else []


def codes(refused: pytest.ExceptionInfo[Problems]) -> list[Code]:
    return [p.code for p in refused.value.items]


def hold(home: Path, python: str = sys.executable, **more: Any) -> tuple[subprocess.Popen[str], int]:
    """Another process that holds the folder, and its server's number."""
    line = [python, "-c", HOLDER, str(home)]
    pipe = subprocess.PIPE
    holder = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **more)
    assert holder.stdout is not None
    said = holder.stdout.readline()
    if not said:
        pytest.fail(holder.communicate()[1][-2000:])
    return holder, int(said)


def python_for(become: dict[str, Any]) -> str:
    """A Python like ours that another user may run: ours may lie in a folder that only root may enter."""
    code = "import sys, psycopg; print(sys.version_info[:2])"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            line = [python, "-c", code]
            done = subprocess.run(line, capture_output=True, text=True, check=False, env=env, **become)
            if done.stdout.strip() == str(sys.version_info[:2]):
                return python
    pytest.skip("no Python here that an ordinary user may run")


def end(holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.communicate()


def test_what_is_committed_is_there_after_a_stop(home: Path) -> None:
    with start(home) as server:
        ask(server, "CREATE TABLE one (id int)")
        ask(server, "INSERT INTO one VALUES (7)")
    with start(home) as again:
        assert ask(again, "SELECT id, current_database(), current_user FROM one") == [
            (7, "returnhub", "postgres")
        ]
    assert not leftovers.holders(home / "postgres")


def test_a_server_that_is_killed_starts_again_with_what_was_committed(home: Path) -> None:
    with start(home) as server:
        ask(server, "CREATE TABLE two (id int)")
        ask(server, "INSERT INTO two VALUES (7)")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        while server.alive():
            pass
        server.revive()
        assert ask(server, "SELECT id FROM two") == [(7,)]


def test_a_supervisor_that_is_killed_takes_the_server_along_and_loses_nothing(home: Path) -> None:
    holder, first = hold(home)
    end(holder)
    # it is told by the kernel, and ends by itself
    until = time.monotonic() + 20
    while leftovers.holders(home / "postgres"):
        assert time.monotonic() < until, f"the server {first} outlives its supervisor"
    with start(home) as server:
        assert server.claim.after_a_death
        assert ask(server, "SELECT DISTINCT what FROM kept") == [("committed",)]


def test_both_killed_at_once_lose_nothing(home: Path) -> None:
    holder, first = hold(home)
    os.kill(first, signal.SIGKILL)
    end(holder)
    with start(home) as server:
        assert ask(server, "SELECT DISTINCT what FROM kept") == [("committed",)]


def test_a_second_one_is_told_who_holds_the_folder_and_where_it_answers(home: Path) -> None:
    holder, _ = hold(home)
    try:
        with pytest.raises(Problems) as refused:
            start(home)
    finally:
        end(holder)
    assert codes(refused) == [Code.SERVICE_RUNNING]
    assert refused.value.items[0].given["process"] == holder.pid
    assert refused.value.items[0].given["address"] == "http://127.0.0.1:8017"


def test_old_files_that_name_a_number_which_is_another_process_now_stop_nobody(home: Path) -> None:
    with start(home):
        note = (home / "postgres" / "postmaster.pid").read_text()
    # ours, alive, and no server: PostgreSQL by itself takes it for one and gives up
    other = str(os.getppid())
    (home / "postgres" / "postmaster.pid").write_text("\n".join([other, *note.splitlines()[1:]]) + "\n")
    (home / "socket" / ".s.PGSQL.5432.lock").write_text(f"{other}\n")
    (home / "socket" / ".s.PGSQL.5432").touch()
    with start(home) as server:
        assert ask(server, "SELECT 1") == [(1,)]


def test_a_server_that_outlived_its_supervisor_is_stopped_first(home: Path) -> None:
    with start(home) as server:
        line = server._way.line(server.programs.path("postgres"), "-D", str(home / "postgres"))
        address = server.setup_address
    socket = (f"--unix_socket_directories={home / 'socket'}", "--listen_addresses=")
    orphan = subprocess.Popen([*line, *socket], stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        until = time.monotonic() + 20
        while True:
            try:
                psycopg.connect(address).close()
                break
            except psycopg.OperationalError:
                assert time.monotonic() < until
        with start(home) as server:
            assert orphan.wait(1) == 0
            assert server.pid not in (None, orphan.pid)
    finally:
        orphan.kill()
        orphan.wait()


def test_it_has_no_port_on_any_network(home: Path) -> None:
    with start(home) as server:
        assert ask(server, "SHOW listen_addresses") == [("",)]
        sockets = {os.readlink(fd) for fd in Path(f"/proc/{server.pid}/fd").iterdir()}
        ports = [
            line
            for table in ("tcp", "tcp6", "udp", "udp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
            if f"socket:[{line.split()[9]}]" in sockets
        ]
        assert ports == []


@pytest.mark.parametrize("secret", ["", "guessed"])
def test_nobody_gets_in_without_the_password(home: Path, secret: str) -> None:
    with (
        start(home) as server,
        pytest.raises(psycopg.OperationalError, match=r"password authentication failed|no password supplied"),
    ):
        psycopg.connect(server.setup_address, password=secret)


def test_only_the_owner_may_enter_the_folder_and_read_the_password(home: Path) -> None:
    with start(home) as server:
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        for name in ("superuser-password", "postgres.log", "returnhub.lock"):
            assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
        assert (home / "superuser-password").read_text().strip() in server.setup_address
        assert ask(server, "SHOW data_checksums") == [("on",)]
        assert ask(server, "SELECT 'é' < 'f', 'É' ILIKE 'é'") == [(False, True)]


def test_the_log_holds_nothing_of_what_was_written(home: Path) -> None:
    with start(home) as server:
        ask(server, "CREATE TABLE person (name text UNIQUE)")
        ask(server, "INSERT INTO person VALUES ('Amina Invented')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            ask(server, "INSERT INTO person VALUES ('Amina Invented')")
    log = (home / "postgres.log").read_text()
    assert "unique constraint" in log
    assert "Invented" not in log


def test_data_of_another_version_is_refused_with_where_and_how_to_go_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start(home) as server:
        own = server.programs
    other = next((p for p in everywhere({}) if p.major != own.major), None)
    if other is None:
        pytest.skip("only one version of PostgreSQL on this machine")
    monkeypatch.setenv("RETURNHUB_PG_BIN", str(other.folder))
    with pytest.raises(Problems) as refused:
        start(home)
    assert codes(refused) == [Code.SERVICE_DATA_VERSION]
    given = refused.value.items[0].given
    assert (given["found"], given["programs"]) == (str(own.major), other.major)
    assert given["fitting"] == str(own.folder)


def test_a_folder_whose_password_is_gone_or_changed_says_so(home: Path) -> None:
    file = home / "superuser-password"
    with start(home):
        kept = file.read_text()
    try:
        file.write_text("another\n")
        with pytest.raises(Problems) as refused:
            start(home)
        assert codes(refused) == [Code.SERVICE_PASSWORD_WRONG]
        assert not leftovers.holders(home / "postgres")
        file.unlink()
        with pytest.raises(Problems) as refused:
            start(home)
        assert codes(refused) == [Code.SERVICE_PASSWORD_WRONG]
    finally:
        file.write_text(kept)
    with start(home) as server:
        assert server.alive()


def test_what_a_kill_left_of_a_first_start_is_made_anew(folder: Path) -> None:
    claim(folder).release()
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    with start(folder) as server:
        assert server.alive()
    assert not (folder / "postgres.new").exists()


def test_programs_come_from_the_named_folder_then_the_wheel_then_the_system() -> None:
    everything = list(everywhere({"PATH": os.environ["PATH"]}))
    sources = [p.source for p in everything]
    assert sources[0] == "wheel"
    assert sources == sorted(sources, key=["wheel", "system"].index)
    last = everything[-1]
    named = next(everywhere({"RETURNHUB_PG_BIN": str(last.folder)}))
    assert (named.source, named.folder) == ("named", last.folder)


def test_a_named_folder_without_programs_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        next(everywhere({"RETURNHUB_PG_BIN": str(tmp_path)}))
    assert codes(refused) == [Code.SERVICE_PROGRAMS_MISSING]


def test_the_usual_folder_is_the_named_one_or_lies_in_the_users_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/h")
    assert usual({"RETURNHUB_HOME": "/srv/x", "XDG_DATA_HOME": "/d"}) == Path("/srv/x")
    assert usual({"XDG_DATA_HOME": "/d"}) == Path("/d/returnhub")
    assert usual({"XDG_DATA_HOME": "not/from/the/root"}) == Path("/h/.local/share/returnhub")
    assert usual({}) == Path("/h/.local/share/returnhub")


def test_a_folder_with_somebodys_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    tmp_path.chmod(0o755)
    with pytest.raises(Problems) as refused:
        claim(tmp_path)
    assert codes(refused) == [Code.SERVICE_HOME_FOREIGN]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_long_path_gets_a_short_socket_that_nobody_else_may_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    long = Path("/srv") / ("x" * 120)
    made = socket_folder(long, os.geteuid())
    assert made.parent == tmp_path or made.parent == Path("/tmp")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert socket_folder(long, os.geteuid()) == made
    made.rmdir()
    made.symlink_to(tmp_path)
    with pytest.raises(Problems) as refused:
        socket_folder(long, os.geteuid())
    made.unlink()
    assert codes(refused) == [Code.SERVICE_SOCKET_TAKEN]


@needs_root
def test_an_ordinary_user_runs_it_as_themselves(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    become: dict[str, Any] = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
    python = python_for(become)
    folder.mkdir(mode=0o700)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    libraries = {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "HOME": str(folder)}
    holder, first = hold(folder, python, env=os.environ | libraries, **become)
    try:
        assert Path(f"/proc/{first}").stat().st_uid == nobody.pw_uid
    finally:
        end(holder)
    # and then root on the same folder: as its owner, so that it can be theirs again
    with start(folder) as server:
        assert ask(server, "SELECT what FROM kept") == [("committed",)]
        assert Path(f"/proc/{server.pid}").stat().st_uid == nobody.pw_uid


@needs_root
def test_root_without_user_namespaces_runs_it_as_somebody_who_logs_in_nowhere(folder: Path) -> None:
    # the kernel makes no user namespace for who lives in a changed root, as in many a container
    folder.mkdir()
    other = folder.parent / "root"
    other.mkdir()
    script = 'mount --rbind / "$1" && exec chroot "$1" "$2" -c "$3" "$4"'
    line = ["unshare", "--mount", "sh", "-c", script, "sh", str(other), sys.executable, HOLDER, str(folder)]
    pipe = subprocess.PIPE
    holder = subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    assert holder.stdout is not None
    said = holder.stdout.readline()
    if not said:
        told = holder.communicate()[1]
        if "mount" in told.splitlines()[-1]:
            pytest.skip(f"no mounts here: {told.strip()}")
        pytest.fail(told)
    try:
        user = Path(f"/proc/{int(said)}").stat().st_uid
    finally:
        end(holder)
    assert user != 0
    # who runs the server may pass through the folder, and reads nothing else in it
    assert stat.S_IMODE(folder.stat().st_mode) == 0o711
    assert stat.S_IMODE((folder / "superuser-password").stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_says_which_and_why(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        claim(Path("/proc/returnhub"))
    assert codes(refused) == [Code.FILE_UNWRITABLE]
    (tmp_path / "file").touch()
    with pytest.raises(Problems) as refused:
        claim(tmp_path / "file")
    assert codes(refused) == [Code.FILE_UNWRITABLE]


@needs_root
def test_a_full_disk_is_said_to_be_full(folder: Path) -> None:
    folder.mkdir()
    code = """
import sys
from pathlib import Path
from returnhub.problems import Problems
from returnhub.service.database import start
try:
    start(Path(sys.argv[1]))
except Problems as problems:
    print(problems.items[0].code, problems.items[0].given["reason"])
"""
    script = 'mount -t tmpfs -o size=20m none "$1" && exec "$2" -c "$3" "$1/home"'
    line = ["unshare", "--mount", "sh", "-c", script, "sh", str(folder), sys.executable, code]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if "mount" in done.stderr:
        pytest.skip(f"no mounts here: {done.stderr.strip()}")
    assert done.stdout.strip() == "file.unwritable no space left on device", done.stderr


def test_a_program_that_cannot_be_run_says_so_and_starts_nothing(tmp_path: Path) -> None:
    way = Way("gone", SAME.who, SAME.uid, SAME.gid)
    done = subprocess.run(way.line(tmp_path / "none"), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == f"cannot run {tmp_path / 'none'}: No such file or directory"
