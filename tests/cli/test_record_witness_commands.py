"""A witness by the commands: it watches, cosigns what grew, refuses what did not, and keeps the evidence."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.record_lines import ORIGIN, Typed


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)
    typed = Typed()
    typed.started()
    typed.out("witness init mine --name watch.example/one")
    return typed


def _forked(typed: Typed) -> Typed:
    """The same log with another past, and a checkpoint signed by its key."""
    other = Typed("fork")
    other.out(f"init LOG --origin {ORIGIN} --key my.key")
    other.out("append LOG", b'{"what":"nothing"}\n')
    Path("my.key.signed").unlink()
    other.out("checkpoint LOG --key my.key")
    other.out("append LOG", b'{"what":"nothing"}\n')
    other.out("checkpoint LOG --key my.key")
    del typed
    return other


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    line = [sys.executable, "-m", "returnhub", "record", "witness", "serve", "mine", "--port", "0"]
    running = subprocess.Popen(line, cwd=folder, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    yield running.stderr.readline().split()[2].rstrip(";")
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=20)
    assert (running.returncode, err) == (0, "")


def test_a_witness_cosigns_a_log_that_it_was_told_to_watch(typed: Typed) -> None:
    said = typed.refused("witness sign mine log", code=1)
    assert f"does not watch the log {ORIGIN}" in said
    assert f"Watches {ORIGIN}" in typed.out("witness trust mine log.vkey")
    out = typed.out("witness sign mine log -o cosigned.note")
    assert "Cosigned record.example/hub-a, 3 entries: seen for the first time" in out
    assert "nothing new since the last time" in typed.out("witness sign mine log")
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key my.key")
    assert "5 entries: it only grew, from 3" in typed.out("witness sign mine log -o cosigned.note")
    typed.out("export LOG -o export")
    line = "verify export --key log.vkey --witness mine/public --checkpoint cosigned.note"
    assert typed.json(line)["holds"]
    shown = typed.json("witness show mine")["logs"]
    assert [(log["origin"], log["size"], log["evidence"]) for log in shown] == [(ORIGIN, 5, [])]


@pytest.mark.parametrize("log", ["http://127.0.0.1:9", "http://nobody@127.0.0.1/", "empty", "ftp://x"])
def test_a_log_that_cannot_be_read_is_not_accused(typed: Typed, log: str) -> None:
    typed.out("witness trust mine log.vkey")
    Path("empty").mkdir()
    said = typed.refused(f"witness sign mine {log}", code=2)
    assert log in said
    assert "the witness cannot" not in said


def test_a_cosigned_checkpoint_goes_to_stdout_where_no_file_is_named(typed: Typed) -> None:
    typed.out("witness trust mine log.vkey")
    said = typed.out("witness sign mine log")
    assert f"\n{ORIGIN}\n3\n" in said
    assert "\n— watch.example/one " in said


def test_a_cosignature_that_came_as_a_file_is_added_once_it_is_checked(typed: Typed) -> None:
    typed.out("witness trust mine log.vkey")
    typed.out("witness sign mine log -o cosigned.note")
    typed.out("witness init strange --name watch.example/two")
    line = "add-cosignature LOG cosigned.note --witness"
    assert "this is a log's key" in typed.refused(f"{line} log.vkey")
    assert "no key that was given has signed this" in typed.refused(f"{line} strange/public", code=1)
    assert len(typed.json("show LOG")["latest"]["signed_by"]) == 1
    assert "cosigned by watch.example/one+" in typed.out(f"{line} mine/public")
    assert len(typed.json("show LOG")["latest"]["signed_by"]) == 2
    other = Typed("other")
    other.out("init LOG --origin other.example/log --key other.key")
    assert "has no such checkpoint" in other.refused(f"{line} mine/public", code=1)


def test_two_pasts_are_refused_and_kept_as_evidence(typed: Typed) -> None:
    typed.out("witness trust mine log.vkey")
    typed.out("witness sign mine log")
    fork = _forked(typed)
    said = typed.refused("witness sign mine fork", code=1)
    assert "no log holds both the 3 entries that this witness cosigned and the 4" in said
    folder = said.partition("kept in ")[2].partition(":")[0]
    assert len(list(Path(folder).iterdir())) > 0
    assert fork.log in said
    code, out, _ = typed.code("witness show mine")
    assert code == 1
    assert "Two pasts, signed by its key: 1 pair of checkpoints" in " ".join(out.split())
    assert [e["kind"] for e in typed.json("witness show mine", code=1)["logs"][0]["evidence"]] == ["forked"]


def test_a_keeper_asks_a_witness_and_a_split_view_is_refused(typed: Typed, tmp_path: Path) -> None:
    typed.out("witness trust mine log.vkey")
    with _serving(tmp_path) as url:
        out = typed.out(f"checkpoint LOG --key my.key --witness {url}=mine/public")
        assert "witness watch.example/one+" in out
        _forked(typed)
        fork = Typed("fork")
        code, out, err = fork.code(f"checkpoint LOG --key my.key --witness {url}=mine/public")
        assert code == 1
        assert "✓ Checkpoint of 4 entries" in out
        assert "the witness cosigned another tree" in " ".join(err.split())
        assert fork.json(f"checkpoint LOG --key my.key --witness {url}=mine/public", code=1)["refused"]
    typed.out("export LOG -o export")
    assert typed.json("verify export --key log.vkey --witness mine/public --quorum 1")["holds"]
    shutil.copytree("fork", "export-of-fork")
    found = typed.json("verify export-of-fork --key log.vkey --witness mine/public --quorum 1", code=1)
    assert [f["kind"] for f in found["findings"]] == ["unwitnessed"]


def test_a_witness_that_is_away_leaves_the_checkpoint_standing(typed: Typed) -> None:
    typed.out("append LOG", b"1\n")
    code, out, err = typed.code("checkpoint LOG --key my.key --witness http://127.0.0.1:9=mine/public")
    assert code == 1
    assert "✓ Checkpoint of 5 entries" in out
    assert "the checkpoint stands without its cosignature" in " ".join(err.split())
    assert typed.json("show LOG")["latest"]["size"] == 5


def test_a_post_quantum_key_fills_no_screen(typed: Typed) -> None:
    out = typed.out("witness init strong --name watch.example/two --post-quantum")
    assert max(map(len, out.splitlines())) < 200
    assert len(Path("strong/public").read_text().splitlines()) == 2
    typed.out("witness trust strong log.vkey")
    typed.out("witness sign strong log -o cosigned.note")
    typed.out("export LOG -o export")
    line = "verify export --key log.vkey --witness strong/public --checkpoint cosigned.note"
    assert typed.json(line)["holds"]


def test_a_witness_is_not_made_over_another(typed: Typed) -> None:
    assert 'there is a witness at "mine" already' in typed.refused("witness init mine --name other")
