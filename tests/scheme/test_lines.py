from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.lines import Node, parse, read_yaml


def refused(text: str) -> Problem:
    with pytest.raises(Problems) as found:
        parse(text, "f.yaml")
    return found.value.items[0]


def test_every_value_knows_its_line() -> None:
    top = parse("a: 1\nb:\n  - c: x\n  - d: >-\n      long\n      text\n", "f.yaml")
    assert top.where(("b", 1, "d")).line == 4
    assert top.where(("b", 1, "missing")).line == 4
    assert top.plain() == {"a": 1, "b": [{"c": "x"}, {"d": "long text"}]}


def test_a_list_item_is_named_by_its_id_and_else_counted_from_one() -> None:
    top = parse("hubs:\n  - id: hill\n    stay: 1\n  - stay: 2\n", "f.yaml")
    assert top.field(("hubs", 0, "stay")) == "hubs.hill.stay"
    assert top.field(("hubs", 1, "stay")) == "hubs.2.stay"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60_000", 60000),
        ("0.5", 0.5),
        ("1e5", 1e5),
        ("-3", -3),
        ("true", True),
        ("no", False),
        ("", None),
        ("~", None),
        ("2025-10-21", dt.date(2025, 10, 21)),
        ("2025-13-45", "2025-13-45"),
        ("'012'", "012"),
        ("'no'", "no"),
        ("12%", "12%"),
        ("1,000", "1,000"),
        (".inf", ".inf"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_an_unquoted_value_is_read_as_an_analyst_means_it(text: str, value: object) -> None:
    assert parse(f"a: {text}\nb: x", "f.yaml").plain() == {"a": value, "b": "x"}


@pytest.mark.parametrize(
    ("text", "read_as"), [("012", "10"), ("1:30", "90"), ("0x1F", "31"), ("1:30:00.5", "5400.5")]
)
def test_a_number_that_yaml_reads_differently_is_refused(text: str, read_as: str) -> None:
    problem = refused(f"x: y\na: {text}")
    assert problem.code is Code.YAML_AMBIGUOUS
    assert problem.where.line == 2
    assert problem.given["found"] == read_as


@pytest.mark.parametrize("key", ["NO", "on", "2025", "2025-10-21", "~"])
def test_a_key_that_yaml_takes_for_something_else_is_refused(key: str) -> None:
    problem = refused(f"{key}: 1")
    assert (problem.code, problem.given["written"]) == (Code.YAML_AMBIGUOUS, key)


def test_a_key_that_stands_twice_is_refused_with_both_lines() -> None:
    problem = refused("a: 1\nb: 2\na: 3")
    assert (problem.code, problem.where.line, problem.given["first"]) == (Code.YAML_DUPLICATE_KEY, 3, 1)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a: &x 1\nb: *x", "alias"),
        ("a: *x", "alias"),
        ("&a [*a]", "alias"),
        ("a: !!python/object:os.system x", "tag"),
        ("a: !!binary aGk=", "tag"),
        ("<<: {a: 1}", "merge"),
        ("? [a]\n: b", "key"),
        ("a: 1\n---\nb: 2", "second"),
        ("[" * 50 + "]" * 50, "deep"),
    ],
)
def test_a_feature_of_yaml_that_no_scheme_needs_is_refused(text: str, kind: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.given["kind"]) == (Code.YAML_FORBIDDEN, kind)


def test_deep_nesting_and_a_bomb_of_aliases_are_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    start = time.perf_counter()
    for text in (bomb, "[" * 1_000_000, "{a: " * 300_000, "- " * 300_000):
        assert refused(text).code in (Code.YAML_FORBIDDEN, Code.YAML_SYNTAX)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("a: 1\nb: c: d", 2, "colon"),
        ("a: 1\n\tb: 2", 2, "tab"),
        ("a: @x", 1, "sign"),
        ('a: "x\nb: 1', 1, "quote"),
        ("a: [1, 2\nb: 3", 2, "bracket"),
        ("a: 1\nb: \x07", 2, "character"),
        ("- a\nb: c", 2, "other"),
    ],
)
def test_broken_yaml_names_its_line_and_its_usual_cause(text: str, line: int, kind: str) -> None:
    problem = refused(text)
    assert (problem.code, problem.given["kind"]) == (Code.YAML_SYNTAX, kind)
    assert problem.where.line is not None
    assert abs(problem.where.line - line) <= 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (b"# nothing yet\n", Code.FILE_EMPTY),
        ("a: é".encode("latin-1"), Code.FILE_ENCODING),
        ("a: b".encode("utf-16"), Code.FILE_ENCODING),
        (b"PK\x03\x04\x00\x00", Code.FILE_ENCODING),
        (b"a" * 2_000_001, Code.FILE_TOO_BIG),
    ],
)
def test_a_file_that_is_not_a_text_in_utf8_is_refused_clearly(tmp_path: Path, raw: bytes, code: Code) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(raw)
    with pytest.raises(Problems) as found:
        read_yaml(path, "f.yaml")
    assert [p.code for p in found.value.items] == [code]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: x\r\n")
    assert read_yaml(path).top.plain() == {"a": 1, "b": "x"}


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems) as found:
        read_yaml(tmp_path, "f.yaml")
    assert found.value.items[0].code is Code.FILE_UNREADABLE


def test_a_missing_step_leads_to_the_nearest_value() -> None:
    node = Node({"a": Node([Node(1, "f", 3)], "f", 2)}, "f", 1)
    assert node.at(("a", 5, "x")).line == 2
    assert node.at(("b",)).line == 1


def test_what_is_wrong_is_said_each_time_and_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 012\n")
    for _ in range(2):
        doubts: list[Problem] = []
        read_yaml(path, "f.yaml", doubts)
        assert [p.code for p in doubts] == [Code.YAML_AMBIGUOUS]
        with pytest.raises(Problems):
            read_yaml(path, "f.yaml")
    path.write_text("a: 1\n")
    assert read_yaml(path, "f.yaml").top.plain() == {"a": 1}
