"""The map: equal areas, a letter in its own state, nothing sized by a number, every conflict marked."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.charts import Area, Column, Kind, Table, Words, states
from returnhub.charts.map import _land, clipped, drawable, equal_earth

SVG = "{http://www.w3.org/2000/svg}"
OFFERS, REFUSES = Kind("O", "solid", "offers"), Kind("R", "crossed", "refuses")
TABLE = Table("t", (Column("State"),), (("Kosovo",), ("Serbia",)))


def area(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


@given(st.floats(-60, 60), st.floats(-75, 75))
def test_the_projection_keeps_areas(lon: float, lat: float) -> None:
    h = 0.01
    corners = [(lon, lat), (lon + h, lat), (lon + h, lat + h), (lon, lat + h)]
    flat = area([equal_earth(x, y, 0) for x, y in corners])
    on_the_sphere = math.radians(h) * (math.sin(math.radians(lat + h)) - math.sin(math.radians(lat)))
    assert flat == pytest.approx(on_the_sphere, rel=1e-3)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=12))
def test_nothing_is_drawn_outside_the_frame(ring: list[tuple[float, float]]) -> None:
    for x, y in clipped(ring, -10, -5, 20, 15):
        assert -10 - 1e-9 <= x <= 20 + 1e-9
        assert -5 - 1e-9 <= y <= 15 + 1e-9


def test_a_ring_inside_the_frame_stays_as_it_is() -> None:
    ring = [(0.0, 0.0), (5.0, 0.0), (5.0, 5.0)]
    assert area(clipped(ring, -10, -10, 10, 10)) == pytest.approx(area(ring))
    assert clipped(ring, 6, 6, 9, 9) == []


@pytest.mark.parametrize("code", drawable())
def test_a_letter_stands_inside_its_own_state_alone(code: str) -> None:
    x, y = _land().inside[code]

    def holds(ring: tuple[tuple[float, float], ...]) -> bool:
        sides = zip(ring, ring[1:] + ring[:1], strict=True)
        crossed = (
            (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
            for a, b in sides
        )
        return sum(crossed) % 2 == 1

    assert [name for name, rings in _land().states.items() if any(map(holds, rings))] == [code]


def test_kosovo_has_an_outline_of_its_own_that_its_neighbours_share() -> None:
    kosovo = set(_land().states["XKX"][0])
    for neighbour in ("SRB", "ALB", "MNE", "MKD"):
        assert len(kosovo & {p for ring in _land().states[neighbour] for p in ring}) >= 2


@pytest.mark.parametrize("width", [288, 640, 720])
def test_a_state_shows_letter_pattern_and_words_and_a_conflict_its_second_ring(width: float) -> None:
    areas = (
        Area("XKX", "Kosovo", OFFERS, "offers; statements differ", differs=True),
        Area("SRB", "Serbia", REFUSES, "refuses"),
    )
    chart = states("m", Words("t"), areas, (OFFERS, REFUSES), TABLE, notes=("A note.",), board_width=width)
    letters = re.findall(r">([OR])</text>", chart.svg)
    assert sorted(set(letters)) == ["O", "R"]
    for kind in ("solid", "crossed"):
        assert f'<path class="{kind}"' in chart.svg
    rings = [c for c in ET.fromstring(chart.svg).findall(f"{SVG}circle") if c.get("class") == "differs"]
    assert len(rings) == letters.count("O")
    assert "A note." in chart.svg
    assert chart.alt == "Kosovo: offers; statements differ. Serbia: refuses."


def test_every_letter_is_of_one_size() -> None:
    areas = (Area("SRB", "Serbia", OFFERS, "offers"), Area("MNE", "Montenegro", REFUSES, "refuses"))
    svg = states("m", Words("t"), areas, (OFFERS, REFUSES), TABLE).svg
    assert len(set(re.findall(r'class="badge"[^>]* r="([\d.]+)"', svg))) == 1
