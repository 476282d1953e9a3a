from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from returnhub.cli.main import main

SMALL = Path(__file__).parents[1] / "scheme" / "small-hub"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(SMALL, tmp_path / "my-scheme"))


def _edit(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("name", ["kosovo-2025", "none", "rwanda-2022"])
def test_each_shipped_scheme_passes_its_check(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", "check", name]) == 0
    assert f"{name}: " in capsys.readouterr().out


def test_the_list_says_how_far_each_has_come(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", "list"]) == 0
    assert "kosovo-2025 offer, 21 October 2025" in " ".join(capsys.readouterr().out.split())


def test_all_errors_are_printed_with_file_line_and_mend_and_exit_1(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _edit(small / "figures.yaml", "{low: 20, high: 100}", "{low: 540, high: 30}")
    _edit(small / "scheme.yaml", "kind: open", "kind: opn")
    assert main(["scheme", "check", "my-scheme"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("my-scheme/figures.yaml:5 ")
    assert "540 to 30: the low end is above the high   swap them" in lines[0]
    assert lines[1].startswith("my-scheme/scheme.yaml:")
    assert lines[-1] == "2 errors in 2 files (exit 1)"


def test_the_check_as_json_gives_the_same_and_nothing_else(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scheme", "check", "my-scheme", "--json"]) == 0
    said = capsys.readouterr()
    good = json.loads(said.out)
    assert (good["schema"], good["result"]["holds"], said.err) == ("returnhub/scheme-check/1", True, "")
    assert good["inputs"]["my-scheme/figures.yaml"].startswith("sha256:")
    _edit(small / "figures.yaml", "unit: places", "unit: beds")
    assert main(["scheme", "check", "my-scheme", "--json"]) == 1
    bad = json.loads(capsys.readouterr().out)["result"]
    assert bad["problems"][0]["line"] == 3
    assert bad["problems"][0]["field"] == "hub_places.unit"


def test_a_broken_rule_of_its_own_fails_the_check(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "rules.yaml").write_text("- {id: extra, holds: 1}\n")
    assert main(["scheme", "check", "my-scheme"]) == 1
    assert "rules.yaml:1" in capsys.readouterr().out


def test_a_warning_goes_to_stderr_and_does_not_fail(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (small / "figures.yaml").open("a") as f:
        f.write(
            "- {id: idle, says: Nobody asks., unit: share, value: 0, confidence: assumption, why: Why.}\n"
        )
    assert main(["scheme", "check", "my-scheme"]) == 0
    assert "warning: my-scheme/figures.yaml:" in capsys.readouterr().err


def test_show_prints_what_the_scheme_says_and_its_procedure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", "show", "kosovo-2025"]) == 0
    page = capsys.readouterr().out
    for part in (
        "Whom it is for",
        "Agreement",
        "Who watches",
        "Costs",
        "What nobody has said",
        "Procedure return_hub",
    ):
        assert part in page
    assert "50 to 1,000 places (middle 250, assumption" in page


def test_show_as_json_gives_the_whole_scheme(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", "show", "none", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["result"]["id"] == "none"
    assert "rules_files" not in answer["result"]


def test_the_schema_is_json_and_may_be_of_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scheme", "schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)["properties"]) == {
        "scheme.yaml",
        "figures.yaml",
        "statements.yaml",
        "claims.yaml",
    }
    out = tmp_path / "figures.json"
    assert main(["scheme", "schema", "--file", "figures.yaml", "-o", str(out)]) == 0
    assert json.loads(out.read_text())["type"] == "array"
    assert main(["scheme", "schema", "--file", "figure.yaml"]) == 2
    assert main(["scheme", "schema", "-o", str(tmp_path)]) == 2
    assert "cannot write" in capsys.readouterr().err
