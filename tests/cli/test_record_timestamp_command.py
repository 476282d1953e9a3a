"""Time-stamps by an outside authority, asked for, kept and checked by the commands."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from tests.cli.record_lines import Typed
from tests.record.authority import Authority

from returnhub.cli.record import log


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stamps") / "authority")


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Authority) -> Typed:
    monkeypatch.chdir(tmp_path)
    typed = Typed()
    typed.started()
    shutil.copy(authority.folder / "root", "roots.pem")
    return typed


def reply(typed: Typed, authority: Authority, log: str = "log") -> None:
    """What the authority answers to the log's request, in reply.tsr."""
    typed.out(f"timestamp {log} --request asked.tsq")
    Path("reply.tsr").write_bytes(authority.reply(Path("asked.tsq").read_bytes()))


def test_a_checkpoint_is_stamped_kept_and_told_of(typed: Typed, authority: Authority) -> None:
    reply(typed, authority)
    # more goes on record while the request is under way
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key my.key")
    said = typed.out("timestamp LOG --reply reply.tsr --roots roots.pem")
    assert "The checkpoint of 3 entries was there on" in said
    assert Path("log/timestamps/3.tsr").is_file()
    typed.out("export LOG -o copy")
    said = typed.out("verify copy --key log.vkey --roots roots.pem")
    assert "✓ Checkpoint of 3 entries: was there on" in said
    (stamp,) = typed.json("verify copy --key log.vkey --roots roots.pem")["timestamps"]
    assert (stamp["size"], stamp["state"]) == (3, "ok")
    assert "What time 1 time-stamp of outside authorities can prove" in typed.out(
        "verify copy --key log.vkey"
    )


def test_a_second_stamp_does_not_take_the_place_of_an_earlier_one(typed: Typed, authority: Authority) -> None:
    reply(typed, authority)
    typed.out("timestamp LOG --reply reply.tsr --roots roots.pem")
    said = typed.refused("timestamp LOG --reply reply.tsr --roots roots.pem", code=1)
    assert "has a time-stamp already" in said


def test_a_stamp_of_somebody_else_shows_nothing(typed: Typed, authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    reply(typed, other)
    said = typed.refused("timestamp LOG --reply reply.tsr --roots roots.pem", code=1)
    assert "no authority that was named made this time-stamp" in said
    typed.out("timestamp LOG --reply reply.tsr --roots other/root")
    assert "? Checkpoint of 3 entries: no authority that was named" in typed.out(
        "verify log --key log.vkey --roots roots.pem"
    )


def test_a_stamp_of_another_past_is_told(typed: Typed, authority: Authority) -> None:
    reply(typed, authority)
    other = Typed("other")
    other.out("init LOG --origin other.example/log --key other.key")
    other.out("append LOG", b"1\n2\n")
    other.out("checkpoint LOG --key other.key")
    said = other.refused("timestamp LOG --reply reply.tsr --roots roots.pem", code=1)
    assert "is of another text than a checkpoint that is here" in said
    Path("other/timestamps").mkdir()
    shutil.copy("reply.tsr", "other/timestamps/3.tsr")
    code, out, _ = other.code("verify LOG --key other/keys --roots roots.pem")
    assert code == 1
    assert "✕ Checkpoint of 3 entries: the time-stamp is of another text" in out
    assert not other.json("verify LOG --key other/keys --roots roots.pem", code=1)["holds"]


def test_a_seal_that_says_later_than_the_stamp_was_set_forward(
    typed: Typed, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = log.now
    monkeypatch.setattr(log, "now", lambda: real() + dt.timedelta(hours=3))
    typed.out("append LOG", b"1\n")
    typed.out("checkpoint LOG --key my.key")
    reply(typed, authority)
    typed.out("timestamp LOG --reply reply.tsr --roots roots.pem")
    code, out, _ = typed.code("verify LOG --key log.vkey --roots roots.pem")
    assert code == 1
    assert "before its seal's own time" in " ".join(out.split())
    assert "A time-stamp and this log do not go together" in out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("timestamp LOG", "either --request FILE is needed"),
        ("timestamp LOG --request a --reply b --roots c", "either --request FILE is needed"),
        ("timestamp LOG --reply b", "either --request FILE is needed"),
        ("timestamp LOG --request a --roots c", "either --request FILE is needed"),
        ("timestamp nowhere --request a", "there is no checkpoint in"),
        ("timestamp postgresql://me:secret@host/db --request a", "me:***@host/db"),
        ("timestamp LOG --reply nowhere --roots my.key", 'no file or folder "nowhere"'),
        ("verify receipts/x --key log.vkey --roots roots.pem", "one file by itself"),
    ],
)
def test_a_wrong_line_is_wrong_use(typed: Typed, line: str, says: str) -> None:
    Path("receipts/x").write_bytes(next(Path("receipts").iterdir()).read_bytes())
    assert says in typed.refused(line)


def test_what_is_no_reply_or_no_certificate_is_refused(typed: Typed) -> None:
    Path("junk").write_bytes(b"junk")
    line = "timestamp LOG --reply junk --roots"
    assert "not the reply of a time-stamp authority" in typed.refused(f"{line} roots.pem", code=1)
    assert "no certificate in PEM" in typed.refused(f"{line} junk", code=1)
