"""The simulator against theory, peers and relations: every claim of docs/validation.md, with fewer runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from validation.claims import CLAIMS
from validation.draw import picture
from validation.evidence import FULL, QUICK, Apart, Evidence, Row, of_sums
from validation.page import PICTURES, Made, page

DOCS = Path(__file__).resolve().parents[2] / "docs"
# HUB-1 needs the compiled peer: test_hub1_peers.py.
HERE = [name for name in CLAIMS if name != "hub1"]


@pytest.mark.parametrize("claim", HERE)
def test_every_number_of_a_claim_lies_within_its_bound(claim: str) -> None:
    found = CLAIMS[claim](QUICK)
    assert [row for row in found.rows if not row.holds] == []
    assert found.ident == claim
    assert picture(found).startswith("<svg")
    assert f"## {found.title}\n" in (DOCS / "validation.md").read_text("utf-8")


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_page_shows_the_picture_of_every_claim(claim: str) -> None:
    address = f"{PICTURES}/{claim}.svg"
    assert f"]({address})" in (DOCS / "validation.md").read_text("utf-8")
    assert (DOCS / address).is_file()


def test_a_number_beyond_its_bound_is_shown_as_not_holding() -> None:
    far = of_sums("share moved", above=[5.0, 6.0, 7.0], below=[10.0, 10.0, 10.0], expected=0.1)
    assert not far.holds
    wrong = Evidence("wrong", "Wrong", "It is so.", "a = b", "nobody", "Within 4.5 errors.", (far,), ())
    told = page([wrong], Made("0.1", "2026-11-22", FULL))
    assert "| **DOES NOT HOLD** |" in told
    assert "**does not hold** |" in told


def test_a_distance_that_cannot_be_told_does_not_hold() -> None:
    assert not Row("nothing", 1.0, 1.0, 0.0, float("nan"), Apart.ERRORS, 4.5).holds


def test_a_claim_that_could_not_be_measured_says_why() -> None:
    missing = Evidence(
        "x", "Peer", "It agrees.", "z", "it", "Under 4.", (), (), missing="There is no compiler."
    )
    assert "**not measured**. There is no compiler." in page([missing], Made("0.1", "2026-11-22", FULL))
