"""The assessment in a real browser: widths, colour schemes, keyboard, print, and no traffic at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from returnhub.assessment.assess import assess
from returnhub.assessment.maps import maps
from returnhub.assessment.margins import margins
from returnhub.assessment.report.page import render
from returnhub.assessment.sensitivity import tornado
from returnhub.scheme.load import load


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    made = assess(load("kosovo-2025"), years=3, replications=3, people=500)
    scheme = made.scheme
    made = replace(
        made,
        tornado=tornado(scheme, years=3, trajectories=2, lucks=1),
        maps=maps(scheme, years=3, stay_runs=1, places_runs=1),
        margins=margins(scheme, years=3, runs=1),
    )
    path = tmp_path_factory.mktemp("page") / "kosovo-2025.html"
    path.write_text(render(made), encoding="utf-8")
    return path.as_uri()


class Seen:
    """What a page did while it was open, apart from being read."""

    def __init__(self, page: Page) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))


@pytest.mark.parametrize(
    ("width", "colours"), [(320, "light"), (320, "dark"), (768, "light"), (1280, "light")]
)
def test_the_page_is_accessible_still_and_never_scrolls_sideways(
    browser: Browser, report: str, width: int, colours: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours)  # pyright: ignore[reportArgumentType]: one of two words
    seen = Seen(page)
    page.goto(report)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Colours do not change with the width, and measuring them is most of the work.
    rules = {"color-contrast": {"enabled": width == 320}}
    found = Axe().run(page, options={"reporter": "no-passes", "rules": rules})
    assert found.violations_count == 0, found.generate_report()
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []
    assert seen.complaints == []
    page.close()


def test_text_in_charts_is_large_enough_to_read_on_a_phone_and_on_a_desk(
    browser: Browser, report: str
) -> None:
    for width in (320, 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(report)
        sizes = page.evaluate(
            """[...document.querySelectorAll('.rh-chart')].filter(s => s.checkVisibility())
               .map(s => 14 * s.getBoundingClientRect().width / s.viewBox.baseVal.width)"""
        )
        assert len(sizes) >= 9
        assert min(sizes) >= 12
        page.close()


def test_the_first_key_goes_to_the_claims_and_focus_is_seen(browser: Browser, report: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the claims"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**#claims")
    page.close()


def test_the_page_prints_with_all_its_tables_and_no_pane_cut(browser: Browser, report: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(report)
    page.emulate_media(media="print")
    assert page.evaluate(
        "[...document.querySelectorAll('table')].every(t => t.checkVisibility() && t.getClientRects().length)"
    )
    assert page.evaluate(
        "[...document.querySelectorAll('.pane')].every(p => getComputedStyle(p).overflowX === 'visible')"
    )
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 100_000
    page.close()


def test_the_page_may_not_run_a_script_even_if_one_got_in(
    browser: Browser, report: str, tmp_path: Path
) -> None:
    text = Path(report.removeprefix("file://")).read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(
        text.replace("</main>", "<script>document.title = 'ran'</script></main>"), encoding="utf-8"
    )
    page = browser.new_page()
    page.goto(broken.as_uri())
    assert page.title() != "ran"
    page.close()
