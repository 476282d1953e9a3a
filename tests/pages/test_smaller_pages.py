"""The map of positions and the page of two drafts in a real browser; and how many sheets a report takes."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from returnhub.assessment.assess import assess
from returnhub.assessment.drafts import lay_side_by_side, price
from returnhub.assessment.report import drafts, page, positions
from returnhub.cli.pdf import print_page
from returnhub.scheme.load import load
from returnhub.scheme.positions import senders, stands


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    offer = load("kosovo-2025")
    uk, day = senders([offer])["GBR"], dt.date(2026, 11, 22)
    terms = tuple(t.model_copy(update={"stands": "offered"}) for t in offer.agreement.terms)
    agreement = offer.agreement.model_copy(update={"terms": terms[1:]})
    cheaper = offer.figure("host_payment").model_copy(update={"value": 1.0, "range": None})
    second = offer.model_copy(
        update={"id": "second", "agreement": agreement, "figures": {**offer.figures, "host_payment": cheaper}}
    )
    laid = price(lay_side_by_side(offer, second), years=2, replications=2)
    texts = {
        "positions": positions.render(stands([offer], day, uk), (), day, uk),
        "drafts": drafts.render(laid),
        "report": page.render(assess(offer, years=3, replications=3, people=500)),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["positions", "drafts"])
def test_a_page_is_accessible_still_and_never_scrolls_sideways(
    browser: Browser, pages: dict[str, Path], name: str, width: int, colours: str
) -> None:
    shown = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours)  # pyright: ignore[reportArgumentType]: one of two words
    asked: list[str] = []
    said: list[str] = []
    shown.on("request", lambda r: asked.append(r.url))
    shown.on("console", lambda m: said.append(m.text))
    shown.goto(pages[name].as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(shown, options={"reporter": "no-passes"})
    assert found.violations_count == 0, found.generate_report()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []
    shown.close()


def test_one_of_the_maps_two_layouts_is_shown_and_its_text_can_be_read(
    browser: Browser, pages: dict[str, Path]
) -> None:
    for width in (320, 1280):
        shown = browser.new_page(viewport={"width": width, "height": 900})
        shown.goto(pages["positions"].as_uri())
        sizes = shown.evaluate(
            """[...document.querySelectorAll('.rh-chart')].filter(s => s.checkVisibility())
               .map(s => 14 * s.getBoundingClientRect().width / s.viewBox.baseVal.width)"""
        )
        assert len(sizes) == 1
        assert sizes[0] >= 12
        shown.close()


def test_a_whole_report_takes_fewer_sheets_than_eighty(
    pages: dict[str, Path], chromium: str, tmp_path: Path
) -> None:
    target = tmp_path / "report.pdf"
    print_page(pages["report"], target, chromium)
    assert 20 < len(re.findall(rb"/Type\s*/Page\b", target.read_bytes())) < 80
