from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from returnhub.assessment.assess import Assessment, assess, stopped_at, with_maps
from returnhub.assessment.report.page import PARTS, parts, render
from returnhub.scheme.load import load
from returnhub.simulation.result import Check

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """What a reader's software finds in a page: tags with attributes, and text by tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.says: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if data.strip() and "style" not in self.open:
            self.says.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def html(kosovo: Assessment) -> str:
    return render(kosovo)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_policy_admits_the_one_style_sheet_by_its_hash_and_nothing_else(html: str, page: Page) -> None:
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:")


def test_nothing_on_the_page_runs_or_is_fetched(page: Page) -> None:
    assert not page.all("script")
    assert not [name for name, attrs in page.tags for a in attrs if a == "style" or a.startswith("on")]
    addresses = [attrs[a] for _, attrs in page.tags for a in ("src", "href") if a in attrs]
    assert {address[:1] if address.startswith("#") else address[:5] for address in addresses} <= {
        "#",
        "data:",
    }


def test_every_part_is_there_with_the_claims_first(kosovo: Assessment, page: Page) -> None:
    sections = [s["id"] for s in page.all("section") if s.get("class") == "part"]
    assert sections == [part.id for part in parts(kosovo)]
    assert sections[0] == "claims"
    assert set(sections) | {"matters", "margins"} == {part.id for part in PARTS}


def test_headings_go_down_one_step_at_a_time_from_one_h1(page: Page) -> None:
    levels = [int(name[1]) for name, _ in page.tags if re.fullmatch(r"h[1-6]", name)]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_each_address_in_the_page_exists_once(page: Page) -> None:
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    wanted = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert wanted <= set(ids)


def test_every_figure_has_finding_drawing_with_words_and_a_table(html: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(figures) >= 10
    for i, figure in enumerate(figures, 1):
        assert f"Figure {i}</p>" in figure
        finding = re.search(r"<h3[^>]*>(.*?)</h3>", figure)
        assert finding is not None
        assert len(finding.group(1).split()) <= 15, finding.group(1)
        for svg in re.findall(r"<svg.*?</svg>", figure, re.DOTALL):
            assert re.search(r"<title[^>]*>.+?</title><desc[^>]*>.+?</desc>", svg)
        assert "<svg" in figure
        assert "<table" in figure
        assert "What this leaves out." in figure
        assert "Source." in figure


def test_every_table_has_caption_and_scopes_and_stands_in_a_named_pane(html: str) -> None:
    tables = re.findall(r'<div class="pane" role="region" tabindex="0" aria-label="[^"]+">\s*<table', html)
    assert len(tables) == html.count("<table")
    assert html.count("<caption>") == html.count("<table")


def test_the_word_assumption_stands_beside_every_assumption_that_a_claim_names(
    kosovo: Assessment, html: str
) -> None:
    for answer in kosovo.claims:
        card = re.search(
            rf'<article class="claim" id="claim-{answer.claim.id}".*?</article>', html, re.DOTALL
        )
        assert card is not None
        for name in answer.assumptions:
            assert f'href="#figure-{name}"' in card.group()
            assert "tag-assumption" in card.group()


def test_every_figure_of_the_scheme_has_a_row(kosovo: Assessment, page: Page) -> None:
    rows = {attrs["id"] for attrs in page.all("tr") if "id" in attrs}
    assert {f"figure-{name}" for name in kosovo.scheme.figures} <= rows


def test_the_csv_in_the_page_holds_what_the_table_shows(html: str) -> None:
    link = re.search(r'download="odds.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', html)
    assert link is not None
    rows = list(csv.reader(io.StringIO(base64.b64decode(link.group(1)).decode())))
    assert rows[0][:4] == ["Odds", "Low", "Middle", "High"]
    assert rows[1][0] == "Moved, of 1,000 people who arrive by small boat"


def test_the_page_says_how_to_make_it_again(kosovo: Assessment, html: str) -> None:
    assert "returnhub assess kosovo-2025 --replications 4 --years 6 --seed 1 --people 2000" in html
    assert all(digest.removeprefix("sha256:") in html for digest in kosovo.scheme.files.values())


def test_words_that_are_never_said_of_people_are_not_said(page: Page) -> None:
    said = " ".join(text for _, text in page.says).lower()
    for word in (
        "illegal migrant",
        "failed asylum",
        "bogus",
        "absconder",
        "detainee",
        " eligible",
        "headcount",
    ):
        assert word not in said


def test_text_of_a_scheme_is_never_read_as_markup(kosovo: Assessment) -> None:
    nasty = "Says <script>alert(1)</script> & <img src=x onerror=y> `<b>`"
    scheme = kosovo.scheme.model_copy(update={"says": nasty, "title": nasty})
    html = render(replace(kosovo, scheme=scheme))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_a_failed_check_is_said_at_the_top_of_the_page(kosovo: Assessment) -> None:
    failed = replace(
        kosovo, checks=(*kosovo.checks, Check("people in = people out + present", False, "3 lost"))
    )
    assert not failed.holds
    html = render(failed)
    assert html.index("A check has failed") < html.index('id="claims"')


def test_what_was_stopped_by_hand_is_named_and_the_rest_is_shown(kosovo: Assessment) -> None:
    html = render(stopped_at(kosovo, 1))
    assert "These parts were not finished: maps, one more." in html
    assert 'id="claims"' in html


def test_ctrl_c_in_hundreds_of_short_runs_stops_them_at_once(kosovo: Assessment) -> None:
    def stop(done: int, total: int) -> None:
        assert done == 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        with_maps(kosovo, stop)


def test_few_runs_say_that_the_answer_will_move(html: str) -> None:
    assert "First answer, will move." in html


def test_a_page_of_the_same_seed_is_the_same_to_the_letter(kosovo: Assessment, html: str) -> None:
    again = assess(kosovo.scheme, years=6, replications=4, people=2000, made_on=kosovo.made_on)
    assert render(again) == html


@pytest.mark.parametrize("name", ["none", "rwanda-2022"])
def test_a_scheme_without_a_hub_and_one_with_another_procedure_have_a_page_too(name: str) -> None:
    made = assess(load(name), years=3, replications=2, people=500)
    page = Page(render(made))
    assert not page.open
    assert bool(made.evidence.who) == bool(made.scheme.hubs)
