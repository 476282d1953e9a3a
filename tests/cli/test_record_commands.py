"""The whole way of a keeper and of a checker, by the commands, in a folder and in a database."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.cli.record_lines import CONTENTS, ORIGIN, Typed
from tests.postgres import NoServerError, server

from returnhub.cli.record.log import now
from returnhub.record.checkpoint import Handover
from returnhub.record.folder import FolderLog
from returnhub.record.keys import new_key, read_key, write_key
from returnhub.record.note import Note


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)
    return Typed()


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    try:
        with server() as conninfo:
            yield conninfo
    except NoServerError as fault:
        pytest.skip(str(fault))


@pytest.fixture(params=["folder", "database"])
def either(request: pytest.FixtureRequest, typed: Typed) -> Typed:
    if request.param == "database":
        typed.log = _new_database(request.getfixturevalue("database"))
    return typed


def _new_database(conninfo: str) -> str:
    name = f"log_{os.urandom(4).hex()}"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    host = re.search(r"host=(\S+)", conninfo)
    assert host is not None
    return f"postgresql://postgres@/{name}?host={host[1]}"


def test_a_log_is_started_kept_proved_and_checked(either: Typed) -> None:
    first, _second = either.started()
    Path("kept.note").write_text(either.json("show LOG")["latest"]["checkpoint"])
    assert re.search(r"3 entries in the tree, 0 waiting", either.out("show LOG"))
    assert '"happened": "2026-11-20"' in either.out("show LOG 0")
    either.out(f"prove LOG {first} -o one.tlog-proof --with-content")
    assert "stands under it" in either.out("verify one.tlog-proof --key log.vkey")
    either.out("append LOG", b'{"what":"moved"}\n')
    either.out("checkpoint LOG --key my.key")
    assert "only grew" in either.out("prove LOG --since kept.note -o grew.txt")
    assert Path("grew.txt").read_text().startswith("old 3\n")
    either.out("export LOG -o export")
    receipts = " ".join(f"--receipt {r}" for r in sorted(Path("receipts").iterdir()))
    said = either.out(f"verify export --key log.vkey --checkpoint kept.note {receipts}")
    assert "receipts          2" in said
    assert "What was never put on record." in said


def test_the_key_is_handed_over_and_the_old_key_still_opens_the_log(either: Typed) -> None:
    either.started()
    said = either.out("hand-over LOG --key my.key --to new.key")
    assert "signs for record.example/hub-a from now on" in said
    assert stat.S_IMODE(Path("new.key").stat().st_mode) == 0o600
    either.out("append LOG", b"1\n")
    assert "the key that has to sign now is not here" in either.refused("checkpoint LOG --key my.key")
    either.out("checkpoint LOG --key new.key")
    either.out("export LOG -o export")
    found = either.json("verify export --key log.vkey")
    assert found["holds"]
    assert found["signed_by"] == either.json("show LOG")["keys"][1]["vkey"]


def test_a_content_is_erased_openly_and_the_tree_still_holds(either: Typed) -> None:
    (first, _) = either.started()
    Path("kept.note").write_text(either.json("show LOG")["latest"]["checkpoint"])
    line = f'erase LOG {first} --basis "UK GDPR Art. 17(1)(d)" --reason "court order" --by "A Clerk"'
    assert "a second person has to approve" in either.refused(f'{line} --approved-by "a  CLERK" --yes')
    assert "there is no terminal" in either.refused(f'{line} --approved-by "An Officer"')
    said = " ".join(either.out(f'{line} --approved-by "An Officer" --yes').split())
    assert "is erased" in said
    assert "Not gone: backups" in said
    assert "was erased before" in either.refused(f'{line} --approved-by "An Officer" --yes')
    either.out("checkpoint LOG --key my.key")
    assert "it was erased" in either.out("show LOG 0")
    shown = either.json("show LOG 3")
    assert shown["entry"]["erasure"] == {"basis": "UK GDPR Art. 17(1)(d)", "id": first, "index": 0}
    assert shown["content"] == {"approved_by": "An Officer", "asked_by": "A Clerk", "reason": "court order"}
    either.out("export LOG -o export --with-content")
    found = either.json("verify export --key log.vkey --checkpoint kept.note")
    assert (found["holds"], found["erased"]) == (True, 1)


@pytest.mark.parametrize(("answer", "code", "says"), [("n", 2, "nothing was erased"), ("y", 0, "is erased")])
def test_on_a_terminal_an_erasure_is_asked_about(
    answer: str, code: int, says: str, typed: Typed, tmp_path: Path
) -> None:
    typed.started()
    line = ["erase", "log", "0", "--basis", "Art. 17", "--by", "A", "--approved-by", "B", "--reason", "asked"]
    keyboard, terminal = os.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    run = [sys.executable, "-m", "returnhub", "record", *line]
    done = subprocess.run(run, cwd=tmp_path, stdin=terminal, capture_output=True, text=True, check=False)
    os.close(keyboard)
    os.close(terminal)
    assert (done.returncode, says in done.stdout + done.stderr) == (code, True), done
    assert "Erase the content of entry 0 of record.example/hub-a for good?" in done.stderr
    assert (typed.json("show LOG 0")["content"] is None) == (code == 0)


def test_a_checkpoint_names_what_ran_and_which_guards_were_on(either: Typed) -> None:
    either.started()
    seal = either.json("show LOG 2")["entry"]["seal"]
    assert seal["software"].startswith("returnhub ")
    assert re.fullmatch("[0-9a-f]{64}", seal["source"])
    assert {"uk-2025"} <= seal["rules"].keys()
    assert seal["store"] == ("folder" if either.log == "log" else "postgresql")
    assert bool(seal["guards"]) == (either.log != "log")
    assert all(seal["guards"].values())


def test_a_proof_goes_to_stdout_whole(typed: Typed) -> None:
    typed.started()
    text = typed.out("prove LOG 1")
    typed.out("prove LOG 1 -o one.tlog-proof")
    assert text == Path("one.tlog-proof").read_text()
    assert text.startswith("c2sp.org/tlog-proof@v1\n")
    assert typed.json("prove LOG 1")["proof"] == text


def test_nothing_waits_is_said_and_signs_nothing(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert "Nothing is on record yet" in typed.out("checkpoint LOG --key my.key")
    assert typed.json("checkpoint LOG --key my.key")["size"] == 0
    typed.out("append LOG", CONTENTS)
    assert typed.json("checkpoint LOG --key my.key")["new"]
    assert "Nothing waits" in typed.out("checkpoint LOG --key my.key")
    assert not typed.json("checkpoint LOG --key my.key")["new"]


def test_a_whole_json_file_is_one_content(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    Path("one.json").write_text('{\n  "what": "moved",\n  "n": 1.0\n}\n')
    assert len(typed.out("append LOG one.json").split()) == 1
    typed.out("checkpoint LOG --key my.key")
    assert typed.json("show LOG 0")["content"] == {"what": "moved", "n": 1}


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_no_contents(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert len(typed.out("append LOG -", b'\xef\xbb\xbf{"a":1}\r\n\r\n"b"\r\n').split()) == 2


def test_a_key_that_is_there_is_used_and_said_so(typed: Typed) -> None:
    typed.out(f"init other --origin {ORIGIN} --key my.key")
    before = Path("my.key").read_text()
    assert "my.key (was there)" in typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert Path("my.key").read_text() == before
    assert stat.S_IMODE(Path("my.key").stat().st_mode) == 0o600


def test_a_database_started_twice_is_brought_up_to_date(typed: Typed, database: str) -> None:
    typed.log = _new_database(database)
    typed.started()
    assert "3 entries" in typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert "there is a log in this database already" in typed.refused(
        "init LOG --origin other.example/log --key other.key"
    )
    assert not Path("other.key").exists()


def test_the_sequencer_goes_on_until_it_is_stopped(typed: Typed, tmp_path: Path) -> None:
    typed.started()
    line = [sys.executable, "-m", "returnhub", "record"]
    loop = subprocess.Popen(
        [*line, "checkpoint", "log", "--key", "my.key", "--every", "0.1"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert loop.stderr is not None
    assert loop.stderr.readline().startswith("A pass every 0.1 s")
    assert loop.stdout is not None
    for size in (5, 7):
        typed.out("append LOG", b'{"what":"moved"}\n')
        assert f"  {size} entries, signed by {ORIGIN}+" in loop.stdout.readline()
    loop.send_signal(signal.SIGTERM)
    _, err = loop.communicate(timeout=20)
    assert (loop.returncode, "Stopped. 0 entries waiting" in err) == (0, True)


def test_a_hand_over_is_done_only_when_the_new_key_signs_alone(typed: Typed) -> None:
    typed.started()
    record = [sys.executable, "-m", "returnhub", "record"]
    # a sequencer that still has the old key takes the hand-over up, and cannot sign it
    line = [*record, "checkpoint", "log", "--key", "my.key", "--every", "0.01"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        typed.out("append LOG", b"1\n")
        running.stdout.readline()
        # warm now, unlike a process of its own, in which the first manifest takes a while
        line = [*record, "hand-over", "log", "--key", "my.key", "--to", "new.key"]
        said = subprocess.run(line, check=True, capture_output=True, text=True, timeout=60).stdout
        running.terminate()
    assert "signs for record.example/hub-a from now on" in said
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key new.key")
    assert typed.json("verify LOG --key log.vkey")["holds"]


def test_a_hand_over_that_was_cut_short_is_ended_by_the_same_line(typed: Typed) -> None:
    typed.started()
    old, new = read_key(Path("my.key")), new_key(ORIGIN)
    write_key(Path("new.key"), new)
    log = FolderLog.open(Path("log"), now)
    text = Handover(ORIGIN, old.public, new.public, now()).text
    log.hand_over(Note(text, (old.sign(text, now()), new.sign(text, now()))))
    assert "the key that has to sign now is not here" in typed.refused("checkpoint LOG --key my.key")
    assert "from now on" in typed.out("hand-over LOG --key my.key --to new.key")
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key new.key")


def test_a_role_that_may_not_do_it_is_told_so(database: str, typed: Typed) -> None:
    typed.log = _new_database(database)
    typed.started()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE reads LOGIN; GRANT returnhub_reader TO reads")
    typed.log = typed.log.replace("postgres@", "reads@")
    assert "the role that you log in as may not do this" in typed.refused("append LOG", b"1\n")
    typed.out("export LOG -o copy")


def test_a_rolled_back_log_takes_up_nothing_and_is_not_signed_again(typed: Typed) -> None:
    typed.started()
    subprocess.run(["cp", "-r", "log", "backup"], check=True)
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key my.key")
    typed.log = "backup"
    for appended in (0, 1):
        said = typed.refused("checkpoint LOG --key my.key", code=1)
        assert "the key has signed 5 entries of this log, and it holds 3: it was put back or cut" in said
        assert typed.json("show LOG")["waiting"] == appended
        typed.out("append LOG", b"2\n")


def test_a_log_that_did_not_grow_from_a_kept_checkpoint_is_answered_with_no(typed: Typed) -> None:
    typed.started()
    later = Path("later.note")
    typed.out("append LOG", b"1\n")
    subprocess.run(["cp", "-r", "log", "backup"], check=True)
    typed.out("checkpoint LOG --key my.key")
    later.write_bytes(Path("log/checkpoint").read_bytes())
    typed.log = "backup"
    code, out, _ = typed.code("prove LOG --since later.note")
    assert code == 1
    assert "did not grow from there" in out
    assert "not who changed it" in out
    found = typed.json("prove LOG --since later.note", code=1)
    assert (found["grew"], found["proof"]) == (False, None)


def test_json_of_an_append_gives_ids_times_and_what_waits(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    found = typed.json("append LOG", CONTENTS)
    assert [sorted(e) for e in found["entries"]] == [["id", "recorded"]] * 2
    assert found["waiting"] == 2


def test_a_root_in_json_is_the_one_in_the_checkpoint(typed: Typed) -> None:
    typed.started()
    head = typed.json("show LOG")["latest"]
    assert head["checkpoint"].split("\n")[2] == head["root"]
    assert len(base64.b64decode(head["root"])) == 32
    assert json.loads(json.dumps(head)) == head


def test_a_proof_with_content_is_for_its_owner_alone(typed: Typed) -> None:
    typed.started()
    typed.out("prove LOG 0 -o open.tlog-proof")
    Path("theirs.tlog-proof").write_text("")
    typed.out("prove LOG 0 -o theirs.tlog-proof --with-content")
    assert stat.S_IMODE(Path("theirs.tlog-proof").stat().st_mode) == 0o600
    assert "with the content in this file" in typed.out("verify theirs.tlog-proof --key log.vkey")
