"""The frame and every part in a real browser, under the service's own policy, in both directions."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import engines
from jinja2 import UndefinedError
from playwright.sync_api import Browser, Page, expect
from tests.service.frame_site import FRAME, STATIC, every_context, render, served

from returnhub.service.frame import Frame, Link

NewPage = Callable[..., Page]
SOURCE = STATIC.parents[1]
TEMPLATES = sorted(p for p in SOURCE.rglob("*.html") if "templates" in p.parts)
INTERRUPTION = """{% extends "base.html" %}{% from "parts/pages.html" import interruption %}
{% set title = "Record the departure of A. Example?" %}{% block heading %}{% endblock %}
{% block content %}
{% call interruption(title, "#do", "Record departure", {"text": "Go back", "href": "#"},
hidden=[("key", "2c1f")]) %}
<p class="govuk-body">This can't be undone.</p>{% endcall %}{% endblock %}"""
CONFIRMATION = """{% extends "base.html" %}{% from "parts/pages.html" import confirmation %}
{% set title = "Sent" %}{% block heading %}{% endblock %}
{% block content %}{% call confirmation(title, "Your code is", "4821 0937 5516") %}
<p class="govuk-body">You get an answer by 4 December 2026.</p>{% endcall %}{% endblock %}"""
PUBLIC = Frame(
    lang="ar",
    dir="rtl",
    languages=(Link("English", "#en", lang="en"), Link("العربية", "#ar", active=True, lang="ar")),
    synthetic=False,
)
PAGES = ("/before", "/after", "/every", "/right-to-left", "/not-found", "/refused", "/failed", "/too-old")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    mirrored = replace(FRAME, lang="ar", dir="rtl")
    refused = {"frame": FRAME, "refusals": ["The notice has not run."], "back": "/worklist/"}
    env = engines["jinja2"].env
    pages = (
        env.from_string(INTERRUPTION).render(frame=FRAME),
        env.from_string(CONFIRMATION).render(frame=PUBLIC),
        render("parts/every.html", every_context()),
        render("parts/every.html", every_context(mirrored)),
        render("404.html", {"frame": replace(FRAME, done=())}),
        render("refused.html", refused),
        render("500.html", {}),
        render("403_csrf.html", {}),
    )
    with served(dict(zip(PAGES, pages, strict=True))) as address:
        yield address


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens a page of a width; it closes with the test, so that the next one has the focus."""
    with ExitStack() as opened:

        def open_page(width: int, **options: bool) -> Page:
            return opened.enter_context(
                browser.new_context(viewport={"width": width, "height": 900}, **options)
            ).new_page()

        yield open_page


@pytest.fixture
def opened(new_page: NewPage, site: str) -> Page:
    page = new_page(1280)
    page.goto(f"{site}/every")
    return page


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_part_is_accessible_quiet_and_never_scrolls_sideways(
    new_page: NewPage, site: str, width: int
) -> None:
    page = new_page(width)
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("request", lambda r: None if r.url.startswith(site) else said.append(r.url))
    page.on("response", lambda r: said.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    for path in ("/every",) if width == 768 else PAGES:
        page.goto(f"{site}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page, options={"reporter": "no-passes"})
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"
        assert page.locator("h1").count() == 1
    assert said == []


@pytest.mark.parametrize("width", [320, 1280])
def test_without_script_nothing_is_out_of_reach(new_page: NewPage, site: str, width: int) -> None:
    page = new_page(width, java_script_enabled=False)
    page.goto(f"{site}/every")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("link", name="Worklist 41")).to_be_visible()
    expect(page.get_by_role("button", name="Apply filters, above them")).to_be_visible()
    page.get_by_text("Actions", exact=True).click()
    expect(page.get_by_role("link", name="Record a fact")).to_be_visible()
    expect(page.get_by_text("You can enter up to 300 characters")).to_be_visible()


def test_a_page_with_errors_says_so_first_in_its_title_and_takes_focus_to_them(opened: Page) -> None:
    assert opened.title() == "Error: Overview - RH-48K2-7Q - returnhub"
    expect(opened.locator(".govuk-error-summary")).to_be_focused()
    opened.get_by_role("link", name="Date of the examination must be a real date").click()
    expect(opened.get_by_label("Day", exact=True)).to_be_focused()
    assert opened.get_by_label("Day", exact=True).input_value() == "31"


def test_the_first_stop_of_the_keyboard_skips_to_the_page_itself(new_page: NewPage, site: str) -> None:
    page = new_page(1280)
    page.goto(f"{site}/not-found")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_banners_stand_in_their_fixed_order(opened: Page) -> None:
    said = opened.locator(".rh-banners").inner_text()
    words = ("Suspension in force", "not ready", "as known on 5 March 2026", "Everyone here is made up")
    places = [said.index(w) for w in words]
    assert places == sorted(places)


def test_a_verdict_is_a_mark_and_a_word(opened: Page) -> None:
    tags = opened.locator(".rh-tags .rh-tag").all_inner_texts()
    assert tags[:3] == ["✓ Conditions hold", "? Unknown", "✕ Barred"]


def test_on_a_phone_the_filters_fold_and_a_row_is_a_card_that_names_its_cells(
    new_page: NewPage, site: str
) -> None:
    page = new_page(320)
    page.goto(f"{site}/every")
    expect(page.get_by_label("Clock", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Show filters").click()
    expect(page.get_by_label("Clock", exact=True)).to_be_visible()
    cell = page.locator("td[data-label='What is needed']").first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"What is needed"'


def test_paper_shows_what_is_folded_and_who_printed_it(opened: Page) -> None:
    opened.emulate_media(media="print")
    expect(opened.locator(".rh-print-only")).to_contain_text(
        "printed 25 November 2026, 2:02pm UK time by J. Officer"
    )
    expect(opened.get_by_text("not counting 21 and 22 November")).to_be_visible()
    expect(opened.locator(".rh-filter")).to_be_hidden()


def test_right_to_left_mirrors_the_vendors_sheets_too(new_page: NewPage, site: str) -> None:
    page = new_page(1280)
    sides: list[bool] = []
    for path in ("/every", "/right-to-left"):
        page.goto(f"{site}{path}")
        item = page.locator(".moj-timeline__item").first
        box = item.bounding_box()
        title = item.locator(".moj-timeline__title").bounding_box()
        assert box is not None
        assert title is not None
        sides.append(title["x"] - box["x"] < 40)
    assert sides == [True, False]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: "/".join(Path(p).parts[-2:]))
def test_no_template_holds_what_the_policy_blocks(path: Path) -> None:
    text = path.read_text("utf-8")
    blocked = r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*\ssrc=)|javascript:"
    assert re.findall(blocked, text) == []


def test_what_is_sent_holds_neither_the_font_nor_the_mark_of_others() -> None:
    sheet = (STATIC / "returnhub" / "returnhub.css").read_text("utf-8")
    assert re.findall(r"GDS Transport|crest|crown|@font-face", sheet) == []
    assert re.findall(r"[{;](?:margin|padding|border)-(?:left|right)[-:]", sheet) == []
    pictures = set(re.findall(r'url\("?images/([^)"]+)', sheet))
    assert pictures <= {p.name for p in (STATIC / "returnhub" / "images").iterdir()}


@pytest.mark.parametrize("name", ["returnhub.css", "returnhub.js"])
def test_what_is_sent_packed_is_what_is_sent_plain(name: str) -> None:
    packed = (STATIC / "returnhub" / f"{name}.gz").read_bytes()
    assert gzip.decompress(packed) == (STATIC / "returnhub" / name).read_bytes()


def test_a_first_page_is_light_on_the_wire() -> None:
    page = len(gzip.compress(render("404.html", {"frame": FRAME}).encode()))
    files = sum(p.stat().st_size for p in (STATIC / "returnhub").glob("*.gz"))
    assert page + files < 100_000


def test_a_name_that_a_page_lacks_is_an_error_and_not_a_gap() -> None:
    context = every_context()
    del context["events"]
    with pytest.raises(UndefinedError, match="events"):
        render("parts/every.html", context)


def test_what_was_typed_and_who_is_named_cannot_write_html() -> None:
    hostile = "<script>alert(1)</script>"
    account = FRAME.account
    assert account is not None
    shown = render(
        "404.html", {"frame": replace(FRAME, scheme=hostile, account=replace(account, name=hostile))}
    )
    assert "<script>alert" not in shown
    assert shown.count("&lt;script&gt;") == 2
