"""What every chart promises: nothing cut, nothing overlapping, the numbers said and tabled."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from chart_samples import every_chart

from returnhub.charts import CSS, Chart, as_csv, as_html
from returnhub.charts.letters import LINE, width

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {f"{name} at {w}": chart for w in (640, 340) for name, chart in every_chart(w).items()}
EACH = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)


def view(root: ET.Element) -> tuple[float, float]:
    _, _, w, h = (float(v) for v in (root.get("viewBox") or "").split())
    return w, h


def texts(chart: Chart) -> list[tuple[str, float, float, float]]:
    """Each line of text with its left, right and baseline."""
    found = []
    for t in ET.fromstring(chart.svg).iter(f"{SVG}text"):
        says, x, y = t.text or "", float(t.get("x") or 0), float(t.get("y") or 0)
        wide = width(says, bold="strong" in (t.get("class") or "")) / 1.08
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[t.get("text-anchor") or "start"]
        found.append((says, left, left + wide, y))
    return found


@EACH
def test_no_text_leaves_the_picture(chart: Chart) -> None:
    wide, tall = view(ET.fromstring(chart.svg))
    cut = [t for t in texts(chart) if t[1] < -1 or t[2] > wide + 1 or t[3] < 11 or t[3] > tall - 3]
    assert cut == []


@EACH
def test_no_text_meets_another(chart: Chart) -> None:
    lines = texts(chart)
    met = [
        (a, b)
        for i, a in enumerate(lines)
        for b in lines[:i]
        if a[1] < b[2] and b[1] < a[2] and abs(a[3] - b[3]) < LINE - 4
    ]
    assert met == []


@EACH
def test_every_mark_lies_in_the_picture_and_every_number_is_a_number(chart: Chart) -> None:
    assert not re.search(r'[ "](nan|inf|-inf)', chart.svg)
    root = ET.fromstring(chart.svg)
    wide, tall = view(root)
    for r in root.findall(f"{SVG}rect"):
        x, y, w, h = (float(r.get(k) or 0) for k in ("x", "y", "width", "height"))
        assert x >= -0.01
        assert y >= 0
        assert x + w <= wide + 0.6
        assert y + h <= tall


@EACH
def test_title_and_description_name_the_picture_and_ids_start_with_its_own(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    ids = [e.get("id") or "" for e in root.iter() if e.get("id")]
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == ids[:2]
    assert root[0].text == chart.title
    assert root[1].text == chart.alt
    assert {i.split("-")[0] for i in ids} == {ids[0].split("-")[0]}


@EACH
def test_there_are_no_style_attributes_and_the_stylesheet_knows_every_class(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    assert not [e for e in root.iter() if "style" in e.attrib]
    classes = {c for e in root.iter() for c in (e.get("class") or "").split()}
    assert [c for c in classes if not re.search(rf"\.{c}\b", CSS)] == []


@EACH
def test_every_pattern_used_is_defined(chart: Chart) -> None:
    used = set(re.findall(r"url\(#([^)]+)\)", chart.svg))
    assert used == set(re.findall(r'<pattern id="([^"]+)"', chart.svg))


@EACH
def test_the_table_has_a_caption_scopes_and_a_row_for_each(chart: Chart) -> None:
    root = ET.fromstring(as_html(chart.table))
    assert root[0].tag == "caption"
    assert {th.get("scope") for th in root.iter("th")} <= {"col", "row"}
    assert len(list(root.iter("tr"))) == 1 + max(1, len(chart.table.rows))
    assert len(as_csv(chart.table).splitlines()) == 1 + len(chart.table.rows)


@pytest.mark.parametrize(
    "name",
    [
        "no weeks",
        "empty weeks",
        "no bars",
        "no shares",
        "no intervals",
        "no zones",
        "no flow",
        "no spread",
        "no strips",
    ],
)
def test_an_empty_chart_says_no_one(name: str) -> None:
    chart = CHARTS[f"{name} at 640"]
    assert "No one" in [t[0] for t in texts(chart)]
    assert "no one" in chart.alt.lower()


def test_all_charts_on_one_page_share_no_id() -> None:
    ids = [i for c in every_chart().values() for i in re.findall(r' id="([^"]+)"', c.svg)]
    assert len(ids) == len(set(ids))


def test_text_is_14_pixels_or_more_and_every_colour_has_a_dark_and_a_printed_one() -> None:
    assert [int(n) for n in re.findall(r"font-size: (\d+)px", CSS)] == [14]
    light, dark, printed = (set(re.findall(r"(--[a-z-]+):", part)) for part in re.split(r"@media", CSS))
    assert light == dark == printed
