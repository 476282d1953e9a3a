"""The comparison of schemes in a real browser: six columns on a phone, a desk, in the dark, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from returnhub.assessment.compare import compare, with_places
from returnhub.assessment.report.side_by_side import render
from returnhub.scheme.load import load


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    offer = load("kosovo-2025")
    schemes = [load("none"), offer, load("rwanda-2022"), load("italy-albania-2025")]
    schemes += [with_places(offer, 50), with_places(offer, 1000)]
    path = tmp_path_factory.mktemp("page") / "compare.html"
    path.write_text(render(compare(schemes, years=3, replications=2)), encoding="utf-8")
    return path


# Colours do not change with the width, so the dark ones are looked at where contrast is measured.
@pytest.mark.parametrize(
    ("width", "colours"), [(320, "light"), (320, "dark"), (768, "light"), (1280, "light")]
)
def test_six_schemes_are_accessible_and_never_scroll_the_page_sideways(
    browser: Browser, page_file: Path, width: int, colours: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours)  # pyright: ignore[reportArgumentType]: one of two words
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rules = {"color-contrast": {"enabled": width == 320}}
    found = Axe().run(page, options={"reporter": "no-passes", "rules": rules})
    assert found.violations_count == 0, found.generate_report()
    assert complaints == []
    page.close()


def test_the_names_of_rows_stay_in_sight_when_a_phone_scrolls_the_columns(
    browser: Browser, page_file: Path
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto(page_file.as_uri())
    left = page.evaluate(
        """() => { const pane = document.querySelector('#summary .pane'); pane.scrollLeft = 300;
             const left = e => e.getBoundingClientRect().left;
             return [pane.scrollLeft, left(pane.querySelector('tbody th')) - left(pane)]; }"""
    )
    assert left[0] > 100
    assert left[1] == pytest.approx(0, abs=1)
    page.close()


def test_it_prints_every_column(browser: Browser, page_file: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(page_file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(
        "[...document.querySelectorAll('.pane')].every(p => getComputedStyle(p).overflowX === 'visible')"
    )
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def test_the_page_says_how_to_make_it_again_and_that_people_differ_between_sending_states(
    page_file: Path,
) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert "returnhub compare none kosovo-2025 rwanda-2022" in text
    assert "--replications 2 --years 3 --seed 1" in text
    assert "Not the same people." in text
    assert not re.search(r"<script|style=", text)


def test_addresses_in_the_page_exist_once(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in re.findall(r'href="(#[^"]+)"', text)} <= set(ids)
