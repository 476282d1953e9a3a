"""Drawings of a procedure's table: text, Markdown, picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from returnhub.procedure import PROCEDURES, Procedure, as_markdown, as_svg, as_text
from returnhub.procedure.draw import own, shared
from returnhub.procedure.graph import CSS

EACH = pytest.mark.parametrize("table", PROCEDURES.values(), ids=PROCEDURES)
SVG = "{http://www.w3.org/2000/svg}"


@EACH
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_text_is_wider_than_asked(table: Procedure, width: int) -> None:
    assert max(len(line) for line in as_text(table, width).splitlines()) <= width


@EACH
def test_every_step_is_in_the_text_once_alone_or_shared(table: Procedure) -> None:
    alone = [s for stage in table.stages() for s in own(table, stage)]
    together = [s for group in shared(table) for s in group.steps]
    assert sorted(map(repr, [*alone, *together])) == sorted(map(repr, table.steps))


@EACH
def test_text_and_markdown_name_every_stage_and_event(table: Procedure) -> None:
    for drawn in (re.sub(r"\s+", " ", as_text(table)), as_markdown(table)):
        assert [w for w in (*table.stages(), *table.events()) if w.value not in drawn] == []


@EACH
def test_every_row_of_a_markdown_table_has_six_cells(table: Procedure) -> None:
    rows = [line for line in as_markdown(table).splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {7}


@EACH
def test_the_picture_names_every_stage_with_title_and_description(table: Procedure) -> None:
    root = ET.fromstring(as_svg(table, "g1"))
    drawn = " ".join(t.text or "" for t in root.iter(f"{SVG}text"))
    assert [s for s in table.stages() if s.value not in drawn] == []
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "g1-title g1-desc"
    assert [e.get("id") for e in root[:2]] == ["g1-title", "g1-desc"]


@EACH
def test_the_picture_carries_no_style_and_only_classes_that_the_stylesheet_knows(table: Procedure) -> None:
    root = ET.fromstring(as_svg(table, "g"))
    classes = {c for e in root.iter() for c in (e.get("class") or "").split()}
    assert not [e for e in root.iter() if "style" in e.attrib]
    assert [c for c in classes if f".{c}" not in CSS] == []


@EACH
def test_no_two_boxes_overlap_and_none_leaves_the_picture(table: Procedure) -> None:
    root = ET.fromstring(as_svg(table, "g"))
    _, _, width, height = (float(v) for v in (root.get("viewBox") or "").split())
    boxes = [
        tuple(float(e.get(k) or 0) for k in ("x", "y", "width", "height"))
        for e in root.iter(f"{SVG}rect")
        if "box" in (e.get("class") or "")
    ]
    for i, (x, y, w, h) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
        for x2, y2, w2, h2 in boxes[:i]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_two_pictures_on_a_page_share_no_id() -> None:
    ids = [re.findall(r'id="([^"]+)"', as_svg(t, n)) for n, t in PROCEDURES.items()]
    flat = [i for each in ids for i in each]
    assert len(flat) == len(set(flat))
