"""What a checker reads: the first finding, how it was found, and what the check cannot tell."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.record_lines import Typed
from tests.record.handmade import KEY, Log, plan


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)
    typed = Typed()
    typed.started()
    shutil.copy("log/checkpoint", "kept.note")
    typed.out("append LOG", b'{"what":"moved"}\n')
    typed.out("checkpoint LOG --key my.key")
    typed.out("export LOG -o export --with-content")
    return typed


def _change(file: Path, old: bytes, new: bytes) -> None:
    raw = file.read_bytes()
    assert raw.count(old) == 1
    file.write_bytes(raw.replace(old, new))


def test_a_sound_log_ends_with_what_cannot_be_told(typed: Typed) -> None:
    said = typed.out("verify export --key log.vkey")
    first, *rest = said.splitlines()
    assert first.startswith("✓ Checkpoint of 5 entries, signed by record.example/hub-a+")
    assert "✕" not in said
    assert rest.index("Checked") < rest.index("What this check cannot tell")
    assert "Whether the log was rewritten as a whole: no kept checkpoint was given." in said
    assert "changed" not in said


def test_the_first_changed_entry_is_named_at_the_top(typed: Typed) -> None:
    id_ = typed.json("show LOG 1")["entry"]["id"]
    _change(Path("export/tile/entries/000.p/5"), id_.encode(), b"0" * 8 + id_.encode()[8:])
    code, out, err = typed.code("verify export --key log.vkey")
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[2] == "1 finding, the first entry first"
    assert lines[3].startswith("✕ Entry 1, recorded ")
    assert "altered since" in out
    assert lines[-1] == "This shows that the record was changed, not who changed it. (exit 1)"
    found = typed.json("verify export --key log.vkey", code=1)
    assert (found["findings"][0]["kind"], found["findings"][0]["index"]) == ("altered", 1)
    assert found["findings"][0]["says"] in " ".join(out.split())


def test_a_changed_content_is_named(typed: Typed) -> None:
    _change(Path("export/private/content/000"), b"complaint made", b"complaint lost")
    out = typed.code("verify export --key log.vkey")[1]
    assert "✕ The content of entry 1, recorded" in out
    assert "it is not what the entry commits to" in out


def test_what_is_no_log_in_files_is_told_apart(typed: Typed) -> None:
    Path("empty").mkdir()
    assert 'there is no checkpoint in "empty"' in typed.refused("verify empty --key log.vkey")
    assert 'there is no log at "nowhere"' in typed.refused("verify nowhere --key log.vkey")
    assert "is a web address" in typed.refused("verify https://record.example/ --key log.vkey")
    said = typed.refused("verify postgresql://me:secret@host/db?password=secret --key log.vkey")
    assert '"postgresql://me:***@host/db?password=***" is a database' in said


def test_an_erasure_that_waits_is_not_called_a_changed_record(typed: Typed) -> None:
    who = '--basis "UK GDPR" --by A --approved-by B --reason order --yes'
    typed.out(f"erase LOG 0 {who}")
    said = " ".join(typed.code("verify LOG --key log.vkey")[1].split())
    assert "it was erased and the entry that says so waits for the next checkpoint, or it was taken" in said
    assert "Look again under the next checkpoint" in said
    assert "the record was changed" not in said
    typed.out("checkpoint LOG --key my.key")
    assert "1 content erased, each by an entry that says so" in typed.out("verify LOG --key log.vkey")


def test_a_log_cut_since_a_kept_checkpoint_is_said_to_be_cut(typed: Typed) -> None:
    shutil.copy("export/checkpoint", "later.note")
    shutil.copy("export/checkpoints/3", "export/checkpoint")
    Path("export/checkpoints/5").unlink()
    out = " ".join(typed.code("verify export --key log.vkey --checkpoint later.note")[1].split())
    assert "Entry 3 was signed and is gone, with all after it: the log was cut or put back" in out


def test_a_promise_that_was_not_kept_is_shown_by_the_receipt(typed: Typed) -> None:
    typed.out("append LOG --receipts late --key my.key", b'{"what":"never"}\n')
    receipt = next(Path("late").iterdir())
    found = typed.json(f"verify export --key log.vkey --receipt {receipt}")
    assert "receipt_not_due" in [c["code"] for c in found["cannot_tell"]]


def test_a_wrong_key_is_not_called_a_changed_record(typed: Typed) -> None:
    Typed("other").out("init LOG --origin record.example/hub-a --key second.key")
    wrong = Typed("other").json("show LOG")["keys"][0]["vkey"]
    Path("wrong.vkey").write_text(wrong)
    code, out, _ = typed.code("verify export --key wrong.vkey")
    assert code == 1
    assert "Check first that the key is the log's" in out


def test_a_proof_file_by_itself_says_which_entry_stands_where(typed: Typed) -> None:
    typed.out("prove LOG 0 -o one.tlog-proof --with-content")
    out = typed.out("verify one.tlog-proof --key log.vkey")
    assert "✓ Checkpoint of 5 entries" in out
    assert "✓ Entry 0, recorded " in out
    assert "with the content in this file" in " ".join(out.split())
    proof = Path("one.tlog-proof").read_text()
    Path("one.tlog-proof").write_text(proof.replace("index 0", "index 1"))
    code, out, _ = typed.code("verify one.tlog-proof --key log.vkey")
    assert code == 1
    assert "the hashes of the proof do not lead to the root" in " ".join(out.split())


def test_a_receipt_by_itself_is_called_a_promise(typed: Typed) -> None:
    receipt = sorted(Path("receipts").iterdir())[0]
    out = typed.out(f"verify {receipt} --key log.vkey")
    assert "✓ Receipt signed by record.example/hub-a+" in out
    assert "a receipt alone is a promise" in " ".join(out.split())


def test_a_copy_kept_by_a_witness_names_the_entry_that_was_made_again(typed: Typed) -> None:
    typed.out("witness init mine --name watch.example")
    typed.out("witness trust mine log.vkey")
    kept = typed.json("witness sign mine export --keep-tiles")["kept"]
    other = Typed("again")
    other.out("init LOG --origin record.example/hub-a --key my.key")
    other.out("append LOG", b'{"what":"nothing"}\n{"what":"nothing"}\n')
    Path("my.key.signed").unlink()
    other.out("checkpoint LOG --key my.key")
    out = typed.code(f"verify again --key log.vkey --kept {kept}")[1]
    assert "✕ Entry 0" in out
    assert "Found by your kept copy" in " ".join(out.split())


def test_a_guards_name_writes_nothing_else_on_the_page(tmp_path: Path, typed: Typed) -> None:
    steps = [replace(s, guards={"a\x1b[2K\r\nb" + "c" * 500: False}) for s in plan(1, 1)]
    Log(steps).write(tmp_path / "hostile")
    said = typed.out(f"verify hostile --key {KEY.vkey}")
    assert "The guard a\ufffd[2K\ufffd\ufffdbccc" in said
    assert "c" * 80 not in said.replace("\n", "")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_longer_than_the_terminal(
    width: int, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    _change(Path("export/private/content/000"), b"complaint made", b"complaint lost")
    out = typed.code("verify export --key log.vkey")[1]
    assert max(map(len, out.splitlines())) <= width


def test_an_answer_for_machines_is_one_object(typed: Typed) -> None:
    _, out, _ = typed.code("verify export --key log.vkey --json")
    whole = json.loads(out)
    assert whole["schema"] == "returnhub/record-verify/1"
    assert whole["result"]["holds"]
    assert whole["result"]["late"] == {"count": 0, "longest_seconds": 0}
