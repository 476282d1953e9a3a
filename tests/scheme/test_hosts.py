"""How states of origin stand to hosts: the shipped table is whole, a damaged one is told with its line."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.cli import words
from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.figures import ORIGINS, Confidence
from returnhub.scheme.hosts import Answer, HostAndOrigin
from returnhub.scheme.law import Law, read_hosts
from returnhub.scheme.load import load, read
from returnhub.scheme.shipped import shipped

HOSTS = ("ALB", "MKD", "MNE", "RWA", "XKX")
YES, NO, NOT_KNOWN = Answer.YES, Answer.NO, Answer.NOT_KNOWN


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, HostAndOrigin]]:
    problems: list[Problem] = []
    found = read_hosts(shipped("law"), HOSTS, problems, Law())
    assert problems == []
    return found


@pytest.fixture
def damage(tmp_path: Path) -> Callable[[str, str], list[Problem]]:
    """`damage(old, new)` edits the table of Kosovo in a copy of the law, and gives what loading refuses."""
    law = Path(shutil.copytree(shipped("law"), tmp_path / "law"))

    def of(old: str, new: str) -> list[Problem]:
        path = law / "hosts" / "XKX.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(Problems) as found:
            load("kosovo-2025", law=law)
        return list(found.value.items)

    return of


def line_of(text: str) -> int:
    lines = (shipped("law") / "hosts" / "XKX.yaml").read_text(encoding="utf-8").splitlines()
    return lines.index(text) + 1


def test_each_host_has_a_row_for_each_origin_with_source_and_date(
    table: dict[str, dict[str, HostAndOrigin]],
) -> None:
    assert {path.stem for path in (shipped("law") / "hosts").glob("*.yaml")} == set(HOSTS)
    for code, rows in table.items():
        assert set(rows) == set(ORIGINS), code
        for row in rows.values():
            assert row.source
            assert dt.date(1990, 1, 1) < row.date <= dt.date(2026, 11, 22)
            assert all(s.date is None or s.date <= row.date for s in row.source), (code, row.origin)


def test_a_source_that_names_no_page_says_that_it_is_general_knowledge(
    table: dict[str, dict[str, HostAndOrigin]],
) -> None:
    for code, rows in table.items():
        for row in rows.values():
            read_somewhere = [s for s in row.source if s.url or s.file]
            if row.confidence in (Confidence.PRIMARY, Confidence.SECONDARY):
                assert read_somewhere, (code, row.origin)
            for source in row.source:
                assert source in read_somewhere or source.cite.startswith(("General knowledge", "The state"))


def test_what_is_not_known_or_supposed_says_why(table: dict[str, dict[str, HostAndOrigin]]) -> None:
    for rows in table.values():
        for row in rows.values():
            if NOT_KNOWN in row.answers or row.confidence is Confidence.ASSUMPTION:
                assert row.why


def test_a_state_without_recognition_has_no_consulate_in_the_host(
    table: dict[str, dict[str, HostAndOrigin]],
) -> None:
    for rows in table.values():
        assert all(row.consulate is NO for row in rows.values() if row.recognises is NO)


def test_kosovo_is_recognised_as_its_sources_say(table: dict[str, dict[str, HostAndOrigin]]) -> None:
    kosovo = {origin: row.recognises for origin, row in table["XKX"].items()}
    yes = {"AFG", "ALB", "BGD", "PAK", "SDN", "SYR"}
    assert {origin for origin, answer in kosovo.items() if answer is YES} == yes
    assert kosovo["OTH"] is NOT_KNOWN
    assert kosovo["NGA"] is NO  # denied by its foreign ministers, whatever Pristina says


def test_a_scheme_has_the_table_of_its_hubs_hosts_alone() -> None:
    kosovo = load("kosovo-2025")
    assert set(kosovo.hosts) == {"XKX"}
    assert "law/hosts/XKX.yaml" in kosovo.files
    assert load("none").hosts == {}


def test_a_host_without_a_table_is_a_warning_and_nothing_is_known_of_it(small: Path) -> None:
    found = read(small)
    assert found.scheme.hosts == {"XXA": {}}
    (warning,) = found.warnings
    assert (warning.code, warning.where.field) == (Code.SCHEME_HOST_UNTOLD, "hubs.hill.host")
    assert "law/hosts/XXA.yaml" in words.line(warning)


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        ("- origin: IRN\n", "- origin: IRX\n", Code.SCHEME_ORIGIN_UNKNOWN, "IRX"),
        ("- origin: IRN\n", "- origin: AFG\n", Code.SCHEME_NAME_TWICE, "AFG"),
        ('  recognises: "no"\n', "  recognises: no\n", Code.YAML_AMBIGUOUS, "IRN.recognises"),
        ('  recognises: "no"\n', "  recognises: perhaps\n", Code.SCHEME_VALUE_UNKNOWN, "IRN.recognises"),
        ("  date: 2026-11-22\n", "", Code.SCHEME_FIELD_MISSING, "IRN.date"),
        ("  flights: not known\n", "  flight: not known\n", Code.SCHEME_FIELD_UNKNOWN, "IRN.flight"),
        ("  date: 2026-11-22\n", "  date: soon\n", Code.SCHEME_FIELD_WRONG, "IRN.date"),
    ],
)
def test_a_damaged_row_is_told_with_file_and_line(
    damage: Callable[[str, str], list[Problem]], old: str, new: str, code: Code, field: str
) -> None:
    problems = damage(old, new)
    found = {p.code: p.where for p in problems}
    assert code in found, problems
    assert (found[code].file, found[code].field) == ("law/hosts/XKX.yaml", field)
    assert all(p.where.line is not None and words.line(p) for p in problems)


def test_an_origin_that_stands_twice_is_told_at_the_second_place(
    damage: Callable[[str, str], list[Problem]],
) -> None:
    problems = damage("- origin: IRQ\n", "- origin: IRN\n")
    twice, missing = sorted(problems, key=lambda p: p.code != Code.SCHEME_NAME_TWICE)
    assert twice.where.line == line_of("- origin: IRQ")
    assert twice.given["first"] == line_of("- origin: IRN")
    assert (missing.code, missing.given["missing"]) == (Code.FIGURE_ORIGIN_MISSING, ["IRQ"])


def test_what_is_not_known_needs_a_reason(damage: Callable[[str, str], list[Problem]]) -> None:
    text = (shipped("law") / "hosts" / "XKX.yaml").read_text(encoding="utf-8")
    row = text[text.index("- origin: OTH") :]
    (problem,) = damage(row, row[: row.index("  why:")])
    assert (problem.code, problem.where.line) == (Code.FIGURE_WHY_MISSING, line_of("- origin: OTH"))
    assert "not known" in words.line(problem)


def test_a_table_that_is_no_list_is_refused(damage: Callable[[str, str], list[Problem]]) -> None:
    text = (shipped("law") / "hosts" / "XKX.yaml").read_text(encoding="utf-8")
    assert {p.where.file for p in damage(text, "nothing\n")} == {"law/hosts/XKX.yaml"}
