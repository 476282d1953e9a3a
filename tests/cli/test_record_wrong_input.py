"""What goes wrong at a record's command line: each told in words, with a mend, and nothing left half done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.record_lines import CONTENTS, ORIGIN, Typed


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)
    return Typed()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log, a second one with its key, and files of every kind, which no test changes."""
    folder = tmp_path_factory.mktemp("place")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        typed, other = Typed(), Typed("other")
        typed.started()
        typed.out("export LOG -o export")
        other.out("init LOG --origin other.example/log --key other.key")
        other.out("append LOG --receipts other-receipts --key other.key", b"1\n")
        other.out("checkpoint LOG --key other.key")
        other.out("prove LOG 0 -o other.tlog-proof")
    next((folder / "other-receipts").iterdir()).rename(folder / "other.receipt")
    (folder / "empty").touch()
    (folder / "a-file").write_text("not a key\n")
    (folder / "binary").write_bytes(bytes(range(256)) * 16)
    (folder / "not-a-log").mkdir()
    (folder / "not-a-log" / "notes.txt").write_text("mine")
    (folder / "open.key").write_text((folder / "my.key").read_text())
    (folder / "open.key").chmod(0o644)
    return folder


@pytest.fixture
def there(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Lines typed in that place; it is as before when they are done."""
    monkeypatch.chdir(place)
    before = {p: p.stat().st_mtime_ns for p in place.rglob("*") if p.is_file() and p.name != "lock"}
    yield Typed()
    after = {p: p.stat().st_mtime_ns for p in place.rglob("*") if p.is_file() and p.name != "lock"}
    assert after == before


WRONG_USE = [
    ("show nowhere", 'there is no log at "nowhere"'),
    ("append nowhere", 'there is no log at "nowhere"'),
    ("init LOG --origin record.example/hub-a --key my.key", 'there is something at "log" already'),
    ("init new --origin 'with space' --key new.key", "cannot be the name of a log"),
    ("init new --origin record.example/hub-a --key other.key", "a log's key bears its name"),
    ("init new --origin record.example/hub-a --key new/my.key", "would lie inside the log"),
    ("init new --origin record.example/hub-a --key log/../new/my.key", "would lie inside the log"),
    ("init new --origin record.example/hub-a --key nowhere/my.key", 'there is no folder "nowhere"'),
    ("init new --origin record.example/hub-a --key a-file", "this is not a private key"),
    ("checkpoint LOG --key nowhere.key", 'there is no key at "nowhere.key"'),
    ("checkpoint LOG --key open.key", "chmod 600 open.key"),
    ("checkpoint LOG --key a-file", "this is not a private key"),
    ("checkpoint LOG --key binary", "this is not a private key"),
    ("checkpoint LOG --key not-a-log", "this is not a private key"),
    ("checkpoint LOG --key my.key --every 6", "at most 5 seconds, as receipts promise 10"),
    ("checkpoint LOG --key my.key --every 0", "more than 0 and at most 5"),
    ("checkpoint LOG --key my.key --every nan", "more than 0 and at most 5"),
    ("checkpoint LOG --key my.key --witness https://x.example", "https://witness.example.org=KEY is needed"),
    ("checkpoint LOG --key my.key --witness https://x.example=nowhere", "neither a public key nor a file"),
    ("append LOG nowhere.jsonl", 'there is no file or folder "nowhere.jsonl"'),
    ("append LOG - --receipts r", "--key as well is needed"),
    ("append LOG - --key my.key", "--receipts as well is needed"),
    ("append LOG - --receipts r --key other.key", "this key does not sign for the log"),
    ("append LOG - --receipts a-file --key my.key", "it is a file"),
    ("show LOG 99", 'there is no entry "99"'),
    ("show LOG 5f5f5f5f-0000-4000-8000-000000000000", "there is no entry"),
    ("show LOG rubbish", 'there is no entry "rubbish"'),
    ("prove LOG", "an ENTRY or --since CHECKPOINT is needed"),
    ("prove LOG 0 --since log/checkpoint", "one of the two"),
    ("prove LOG 0 -o nowhere/x", 'there is no folder "nowhere"'),
    ("prove LOG --since nowhere", 'there is no file or folder "nowhere"'),
    ("hand-over LOG --key my.key --to log/new.key", "would lie inside the log"),
    ("hand-over LOG --key my.key --to other.key", "a log's key bears its name"),
    ("hand-over LOG --key my.key --to my.key", "the new key is the old one"),
    ("prove LOG 0 -o my.key", "it is a private key"),
    ("prove LOG 0 -o log/checkpoint", "it would lie in the log's own folder"),
    ("timestamp LOG --request my.key", "it is a private key"),
    ("export LOG -o log", "is a log itself"),
    ("verify nowhere --key log.vkey", 'there is no log at "nowhere"'),
    ("verify export --key nowhere.vkey", "is neither a public key nor a file"),
    ("verify export --key my.key", "this is a private key, and checkers need the public one"),
    ("verify export --key empty", "is neither a public key nor a file"),
    ("verify export --key log.vkey --checkpoint nowhere", 'there is no file or folder "nowhere"'),
    ("verify export --key log.vkey --quorum 1", "0 to 0, as many witnesses as you named"),
    ("verify export --key log.vkey --tolerance -1", "0 to 86,400 seconds"),
    ("verify export --key log.vkey --tolerance nan", "0 to 86,400 seconds"),
    ("verify export --key log.vkey --witness log.vkey", "this is a log's key"),
    ("verify export --key log.vkey --kept not-a-log", "there is no log"),
    ("checkpoint LOG --key other.key", "this key does not sign for the log"),
    ("verify postgresql://nowhere/x --key log.vkey", "check reads files copy it first: record export"),
    ("verify other.tlog-proof --key log.vkey --checkpoint log/checkpoint", "one file by itself"),
    ("show 'postgresql://127.0.0.1:9/x'", "the database says no"),
    ("witness sign nowhere export", 'there is no witness at "nowhere"'),
    ("witness serve nowhere", 'there is no witness at "nowhere"'),
    ("witness show log", 'there is no witness at "log"'),
    ("witness init new --name 'with space'", "cannot be the name"),
]

WRONG_FILE = [
    ("show not-a-log", 'the folder "not-a-log" is no log'),
    ("show a-file", '"a-file" is a file, and a log is a folder'),
    ("append export", "is a copy of a log"),
    ("init not-a-log --origin record.example/hub-a --key new.key", "is not empty"),
    ("prove LOG --since a-file", "this is not a signed note"),
    ("prove LOG --since binary", "the text is not UTF-8"),
    ("prove LOG --since other/checkpoint", "this is a checkpoint of another log, other.example/log"),
    ("prove LOG 2 --with-content", "has no content that could be handed out"),
    ("export LOG -o not-a-log", "is not empty"),
    ("verify export --key log.vkey --checkpoint a-file", "this is not a checkpoint"),
    ("verify export --key log.vkey --checkpoint other/checkpoint", "checkpoint of another log"),
    ("verify export --key log.vkey --receipt other.receipt", "receipt of another log"),
    ("verify export --key log.vkey --receipt binary", "this is not a receipt"),
    ("verify other.tlog-proof --key log.vkey", "another log"),
    ("verify binary --key log.vkey", "this is not a receipt"),
]


@pytest.mark.parametrize(("line", "says"), WRONG_USE)
def test_a_wrong_line_is_wrong_use(line: str, says: str, there: Typed) -> None:
    assert says in there.refused(line, CONTENTS)


@pytest.mark.parametrize(("line", "says"), WRONG_FILE)
def test_a_wrong_file_is_said_to_be_wrong(line: str, says: str, there: Typed) -> None:
    assert says in there.refused(line, CONTENTS, code=1)


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        (b"", "there is nothing to put on record"),
        (b"\n \n", "there is nothing to put on record"),
        (b'{"a":1}\n{"a":\n', "stdin:2"),
        (b'{"a":1}\nnonsense\n', "Expecting value, at column 1"),
        (b'{"n":NaN}\n', "NaN is not a number"),
        (b'{"n":-Infinity}\n', "-Infinity is not a number"),
        (b'{"n":1e999}\n', "stdin:1"),
        (b'{"a":1,"a":2}\n', '"a" is named twice'),
        (b'{"n":9007199254740993}\n', "write very large numbers as texts"),
        (b'{"t":"\\ud800"}\n', "stdin:1"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "stdin:1"),
        (b'{"a":1}\n\xff\xfe\n', "the text is not UTF-8: byte 1 is 0xff"),
        (b'{"a":"\x00"}\n', "it holds zero bytes"),
        (b"[" * 100_000 + b"\n", "nested too deeply"),
        (b'"' + b"x" * (1 << 20) + b'"\n', "is too long: 1048576 at most"),
    ],
)
def test_nothing_is_put_on_record_if_one_line_is_wrong(contents: bytes, says: str, typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert says in typed.refused("append LOG", contents, code=1)
    assert typed.json("show LOG")["waiting"] == 0


def test_many_wrong_lines_are_told_at_once_and_not_all_of_them(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    assert "20 errors in 1 file" in typed.refused("append LOG", b"x\n" * 50, code=1)


def test_json_lines_in_a_json_file_are_told_where_they_belong(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    Path("two.json").write_bytes(CONTENTS)
    said = typed.refused("append LOG two.json", code=1)
    assert "two.json:2" in said
    assert "name it .jsonl" in said


def test_a_proof_of_what_waits_says_to_make_a_checkpoint_first(typed: Typed) -> None:
    typed.out(f"init LOG --origin {ORIGIN} --key my.key")
    id_ = typed.out("append LOG", b"1\n").strip()
    assert "make one: record checkpoint" in typed.refused(f"prove LOG {id_}", code=1)
    assert "no checkpoint yet" in typed.refused("export LOG -o export", code=1)
    assert not Path("export").exists()


def test_a_damaged_log_is_told_and_left_as_it_is(typed: Typed) -> None:
    typed.started()
    bundle = Path("log/tile/entries/000.p/3")
    bundle.write_bytes(b"\xff" * 99)
    typed.out("append LOG", b"1\n")
    assert "find what changed: record verify" in typed.refused("show LOG 0", code=1)
    assert typed.code("verify log --key log.vkey")[0] == 1
    shutil.rmtree("log/tile")
    assert "is missing" in typed.refused("show LOG 0", code=1)
    assert typed.code("verify log --key log.vkey")[0] == 1


@pytest.mark.parametrize("noun", ["record", "record witness"])
def test_a_noun_without_its_verb_prints_the_help(noun: str, typed: Typed) -> None:
    code, _, err = typed.code(noun.removeprefix("record").strip())
    assert code == 2
    assert "Commands:" in err
