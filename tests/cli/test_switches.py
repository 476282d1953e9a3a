"""`--with ID` and `--without ID`: what they switch, what they refuse, and how a page says them again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.cli.main import main
from returnhub.problems import Code, Problems
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.switch import Switches, switched, switched_all, switches

SHORT = ["--years", "1", "--replications", "2"]


@pytest.fixture(scope="module")
def none() -> Scheme:
    return load("none")


@pytest.fixture(scope="module")
def kosovo() -> Scheme:
    return load("kosovo-2025")


def test_what_is_switched_is_on_and_nothing_else_changes(kosovo: Scheme) -> None:
    there = switched(kosovo, on=["migration-taskforce"], off=["court-suspension"])
    before, after = switches(kosovo), switches(there)
    assert {name for name in before if before[name] != after[name]} == {
        "migration-taskforce",
        "court-suspension",
    }
    assert after["migration-taskforce"]
    assert not after["court-suspension"]
    back = switched(there, on=["court-suspension"], off=["migration-taskforce"])
    assert back == kosovo


def test_every_name_that_cannot_be_switched_is_told_at_once(none: Scheme) -> None:
    with pytest.raises(Problems) as found:
        switched(none, on=["migration-taskforse", "drones"], off=["opens-lat"])
    assert [(p.code, p.where.field, p.given["name"]) for p in found.value.items] == [
        (Code.SCHEME_SWITCH_UNKNOWN, "with", "migration-taskforse"),
        (Code.SCHEME_SWITCH_UNKNOWN, "with", "drones"),
        (Code.SCHEME_SWITCH_UNKNOWN, "without", "opens-lat"),
    ]
    assert found.value.items[0].given["near"] == ["migration-taskforce"]


def test_a_name_cannot_be_switched_on_and_off(none: Scheme) -> None:
    with pytest.raises(Problems) as found:
        switched(none, on=["opens-late"], off=["opens-late"])
    assert [p.code for p in found.value.items] == [Code.OPTION_WRONG]


def test_a_switch_that_only_one_of_several_schemes_has_turns_that_one(none: Scheme, kosovo: Scheme) -> None:
    event = kosovo.events[0].model_copy(update={"id": "strike", "active": False})
    other = kosovo.model_copy(update={"events": (event,)})
    first, second = switched_all([none, other], on=["strike"])
    assert (first, second.events[0].active) == (none, True)
    with pytest.raises(Problems):
        switched_all([none, kosovo], on=["strike"])


def test_switches_are_said_as_they_are_typed() -> None:
    assert Switches(("a", "b"), ("c",)).words == " --with a --with b --without c"
    assert Switches().words == ""


@pytest.mark.parametrize("command", [["simulate"], ["claims"], ["assess"], ["compare", "none"]])
def test_an_unknown_switch_is_wrong_use_with_near_names_and_the_list(
    command: list[str], capsys: pytest.CaptureFixture[str], in_folder: Path
) -> None:
    assert main([*command, "kosovo-2025", "--with", "migration-taskforse"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert 'nothing called "migration-taskforse" can be switched' in said
    assert "did you mean migration-taskforce?" in said
    assert "albania-cooperation, opens-late, court-suspension, security-closure" in said
    assert list(in_folder.iterdir()) == []


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, dict[str, dict[str, float]]]]:
    def of(*command: str) -> dict[str, dict[str, dict[str, float]]]:
        assert main([*command, *SHORT, "--json"]) == 0
        return json.loads(capsys.readouterr().out)["result"]

    return of


def test_a_run_with_the_taskforce_keeps_people_from_coming_by_boat(
    answer: Callable[..., dict[str, dict[str, dict[str, float]]]],
) -> None:
    without = answer("simulate", "none")["measures"]
    with_it = answer("simulate", "none", "--with", "migration-taskforce")["measures"]
    assert with_it["boat_claims_a_year"]["mean"] < without["boat_claims_a_year"]["mean"]
    assert without["prevented_a_year"]["mean"] == 0


def test_a_comparison_prints_its_switches_with_the_command(
    answer: Callable[..., dict[str, dict[str, dict[str, float]]]], in_folder: Path
) -> None:
    page = in_folder / "page.html"
    answer("compare", "none", "kosovo-2025", "--without", "opens-late", "-o", str(page))
    assert "returnhub compare none kosovo-2025 --without opens-late --replications 2" in page.read_text()


def test_claims_name_the_switches_in_the_command_that_goes_further(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["claims", "none", "--no-run", "--with", "migration-taskforce"]) == 0
    assert "returnhub assess none --with migration-taskforce" in " ".join(capsys.readouterr().out.split())
