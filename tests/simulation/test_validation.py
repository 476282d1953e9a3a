"""The simulator against theory, peers and relations: every claim of docs/validation.md, with fewer runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from validation.claims import CLAIMS
from validation.evidence import QUICK, Apart, Evidence, Row, of_sums, poisson
from validation.make import make
from validation.page import PICTURES, Made, page

DOCS = Path(__file__).resolve().parents[2] / "docs"
MADE = Made("0.1", "2026-11-22", QUICK)
# HUB-1 needs the compiled peer: test_hub1_peers.py.
HERE = [name for name in CLAIMS if name != "hub1"]


def claim(*rows: Row, missing: str = "") -> Evidence:
    return Evidence("it", "It", "It is so.", "a = b", "nobody", "Within 4.5.", rows, (), missing)


def far() -> Row:
    return of_sums("share moved", above=[5.0, 6.0, 7.0], below=[10.0, 10.0, 10.0], expected=0.1)


def near() -> Row:
    return poisson("people moved", counts=[9.0, 12.0, 10.0], expected=10.0)


@pytest.mark.parametrize("name", HERE)
def test_every_number_of_a_claim_lies_within_its_bound(name: str) -> None:
    found = CLAIMS[name](QUICK)
    assert found.ident == name
    assert found.rows
    assert [row for row in found.rows if not row.holds] == []
    assert f"## {found.title}\n" in (DOCS / "validation.md").read_text("utf-8")


@pytest.mark.parametrize("name", CLAIMS)
def test_the_page_shows_the_picture_of_every_claim(name: str) -> None:
    address = f"{PICTURES}/{name}.svg"
    assert f"]({address})" in (DOCS / "validation.md").read_text("utf-8")
    assert (DOCS / address).read_text("utf-8").startswith("<svg")


def test_no_picture_is_left_of_a_claim_that_is_gone() -> None:
    assert {path.stem for path in (DOCS / PICTURES).iterdir()} == set(CLAIMS)


def test_a_claim_that_does_not_hold_is_shown_as_such_and_fails_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make({"it": lambda _: claim(near(), far())}, MADE, tmp_path) == 1
    told = (tmp_path / "validation.md").read_text("utf-8")
    assert "0 of 1 claims hold" in told
    assert "| **DOES NOT HOLD** |" in told
    assert [("**does not hold**" in line) for line in told.splitlines() if "moved |" in line] == [False, True]
    assert "do not hold: it" in capsys.readouterr().err


def test_claims_that_hold_are_written_with_their_picture(tmp_path: Path) -> None:
    assert make({"it": lambda _: claim(near())}, MADE, tmp_path) == 0
    assert "1 of 1 claims hold, on 1 numbers" in (tmp_path / "validation.md").read_text("utf-8")
    assert (tmp_path / PICTURES / "it.svg").is_file()


def test_a_distance_that_cannot_be_told_does_not_hold() -> None:
    assert not Row("nothing", 1.0, 1.0, 0.0, float("nan"), Apart.ERRORS, 4.5).holds


def test_a_claim_that_could_not_be_measured_says_why() -> None:
    told = page([claim(missing="There is no compiler.")], MADE)
    assert "**not measured**. There is no compiler." in told
    assert "0 of 0 claims hold" in told
