"""That a picture shows the numbers it was given: lengths, order, sums, words."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from returnhub.charts import (
    Bar,
    Certified,
    Interval,
    Link,
    Measure,
    Node,
    Outline,
    Side,
    Swing,
    Weeks,
    Whole,
    Words,
    bands,
    bars,
    flow,
    intervals,
    shares,
    tornado,
    zones,
)

SVG = "{http://www.w3.org/2000/svg}"


def rects(svg: str, kind: str) -> list[tuple[float, float]]:
    found = [r for r in ET.fromstring(svg).findall(f"{SVG}rect") if r.get("class") == kind]
    return [(float(r.get("width") or 0), float(r.get("height") or 0)) for r in found]


def test_bars_are_as_long_as_their_numbers() -> None:
    chart = bars("b", Words("t"), (Bar("a", 100), Bar("b", 50), Bar("c", 0)), Measure.PEOPLE, counted=True)
    long, half, none = (w for w, _ in rects(chart.svg, "inner"))
    assert half == pytest.approx(long / 2, abs=0.1)
    assert none == 0
    assert chart.alt == "a: 100. b: 50. c: 0."


def test_a_bars_range_is_said_in_two_figures() -> None:
    chart = bars("b", Words("t"), (Bar("moved", 212, 112.4, 418),), Measure.PEOPLE)
    assert chart.alt == "moved: 210 (110 to 420)."


def test_an_assumption_is_marked() -> None:
    chart = bars("b", Words("t"), (Bar("a", 1, assumption=True),), Measure.PEOPLE)
    assert ">A</text>" in chart.svg


def test_shares_make_up_the_whole_width() -> None:
    chart = shares("s", Words("t"), (Whole("all", (10, 30, 60)),))
    widths = [rects(chart.svg, k)[-1][0] for k in ("plain", "hatched", "crossed")]
    assert [round(w) for w in widths] == [62, 190, 384]
    assert chart.alt == "all, 100 people: Conditions hold 10%; Unknown 30%; Barred 60%."


def test_a_few_among_many_are_neither_none_nor_all() -> None:
    chart = shares("s", Words("t"), (Whole("all", (1, 0, 999)),))
    assert "Conditions hold under 1%; Barred over 99%" in chart.alt


def test_the_widest_swing_comes_first_and_at_most_twelve_are_drawn() -> None:
    swings = tuple(Swing(f"figure {i}", "low", "high", 100 - i, 100 + i) for i in range(20))
    chart = tornado("t", Words("t"), swings, 100, Measure.PEOPLE)
    drawn = re.findall(r">(figure \d+)</text>", chart.svg)
    assert drawn == [f"figure {i}" for i in range(19, 7, -1)]
    assert len(chart.table.rows) == 20
    assert chart.alt.index("figure 19") < chart.alt.index("figure 18")


def test_a_swing_shows_which_end_raises_the_answer() -> None:
    chart = tornado("t", Words("t"), (Swing("places", "10", "1,000", 30, 10),), 20, Measure.PEOPLE)
    assert "10: 30" in chart.svg
    assert "1,000: 10" in chart.svg
    assert rects(chart.svg, "solid")[-1][0] == pytest.approx(rects(chart.svg, "hatched")[-1][0], abs=0.1)


def test_an_interval_without_limit_says_or_more() -> None:
    chart = intervals("i", Words("t"), (Interval("rate", 0.1, 0.2, float("inf")),), Measure.SHARE)
    assert chart.alt == "rate: 20% (10% or more)."


def test_a_node_is_as_tall_as_its_people_and_its_label_has_the_range() -> None:
    nodes = [Node("all", 0, 100, 100, 100), Node("a", 1, 75, 60, 90, 1), Node("b", 1, 25, 10, 40, 1)]
    chart = flow("f", Words("t"), nodes, [Link("all", "a", 75), Link("all", "b", 25)], of="100 people")
    tall_a, tall_b = (h for _, h in rects(chart.svg, "solid"))
    assert tall_a == pytest.approx(3 * tall_b, abs=0.1)
    assert "25 (10 to 40)" in chart.svg
    assert chart.alt == "Of 100 people, largest first: a: 75 (60 to 90); b: 25 (10 to 40)."


def test_a_link_past_a_column_never_runs_through_a_node() -> None:
    nodes = [Node("all", 0, 100, 1, 1), Node("stays", 1, 60, 1, 1), Node("end", 2, 100, 1, 1, 1)]
    links = [Link("all", "stays", 60), Link("all", "end", 40), Link("stays", "end", 60)]
    root = ET.fromstring(flow("f", Words("t"), nodes, links).svg)
    stays = [r for r in root.findall(f"{SVG}rect") if r.get("class") == "stage"][1]
    x, y, h = (float(stays.get(k) or 0) for k in ("x", "y", "height"))
    tracks = [
        p.get("d") or "" for p in root.findall(f"{SVG}path") if (p.get("class") or "").startswith("link")
    ]
    passing = next(d for d in tracks if d.count("C") == 6)
    tops = [float(m) for m in re.findall(rf" {x:.5g} (\d+\.?\d*)", passing)]
    assert tops
    assert all(t >= y + h or t <= y for t in tops)


def test_bands_say_first_last_and_widest_week_and_the_certified_number() -> None:
    ends = [dt.date(2026, 1, 4) + dt.timedelta(weeks=i) for i in range(60)]
    up = [float(i) for i in range(60)]
    weeks = Weeks(ends, [0.0] * 60, up, up, up, [2 * v for v in up])
    chart = bands(
        "w",
        Words("t"),
        weeks,
        Measure.PEOPLE,
        measured="People",
        certified=Certified("Certified", [120] * 60),
    )
    assert "First week 0; last week 0 to 120." in chart.alt
    assert "widest in February 2027" in chart.alt
    assert "Certified: 120" in chart.alt
    assert chart.table.rows[-1][0] == "2027-02-21"


def test_a_gap_in_the_weeks_is_not_drawn_over() -> None:
    ends = [dt.date(2026, 1, 4) + dt.timedelta(weeks=i) for i in range(9)]
    line: list[float | None] = [1, 2, 3, None, None, 4, 5, 6, 7]
    chart = bands("w", Words("t"), Weeks(ends, line, line, line, line, line), Measure.DAYS, measured="Days")
    outer = [p for p in ET.fromstring(chart.svg).findall(f"{SVG}path") if p.get("class") == "outer"]
    assert len(outer) == 2


def a_map(shares: tuple[tuple[float, ...], ...], *outlines: Outline) -> str:
    across, up = Side("x", (0.0, 0.1), Measure.SHARE), Side("y", (10, 20), Measure.DAYS)
    return zones("z", Words("t"), across, up, shares, holds="pays", outlines=outlines).svg


def test_a_map_is_plain_hatched_or_solid_by_runs_in_100_and_prints_each_number() -> None:
    svg = a_map(((0.09, 0.1), (0.9, 0.91)))
    cells = [
        r.get("class") for r in ET.fromstring(svg).findall(f"{SVG}rect") if float(r.get("height") or 0) > 20
    ]
    assert cells == ["zone-few", "striped", "striped", "solid"]
    assert all(f">{n}</text>" in svg for n in (9, 10, 90, 91))


def test_the_lowest_values_of_a_map_lie_at_the_bottom_left() -> None:
    chart = ET.fromstring(a_map(((0.0, 1.0), (0.0, 0.0))))
    solid = next(
        r
        for r in chart.findall(f"{SVG}rect")
        if r.get("class") == "solid" and float(r.get("height") or 0) > 20
    )
    cells = [r for r in chart.findall(f"{SVG}rect") if float(r.get("height") or 0) > 20]
    assert float(solid.get("x") or 0) == max(float(r.get("x") or 0) for r in cells)
    assert float(solid.get("y") or 0) == max(float(r.get("y") or 0) for r in cells)


def test_a_range_is_drawn_round_the_values_inside_it_and_nothing_where_none_is() -> None:
    assert a_map(((0.0, 1.0), (0.0, 0.0)), Outline("range", (0.05, 0.2))).count('class="outline"') == 2
    assert a_map(((0.0, 1.0), (0.0, 0.0)), Outline("range", (0.5, 0.6))).count('class="outline"') == 1
