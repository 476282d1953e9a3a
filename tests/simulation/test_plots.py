"""Pictures of results: bands and never a line alone, like axes side by side, words for what is missing."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl
import pytest

from returnhub.charts.letters import width
from returnhub.problems import Problems
from returnhub.scheme.model import Scheme
from returnhub.simulation.measure_words import MEASURES
from returnhub.simulation.picture import Picture
from returnhub.simulation.plots import GROUPS
from returnhub.simulation.result import Group, Result
from returnhub.simulation.run import simulate

SVG = "{http://www.w3.org/2000/svg}"
EVERY = ("occupancy", "queue", "waits", "moved", "costs", "stages", "outcomes")
ASKED = {"years": 4, "seed": 1, "scale": 0.05}


@pytest.fixture(scope="module")
def offer(kosovo: Scheme) -> Result:
    return simulate(kosovo, replications=6, **ASKED)


@pytest.fixture(scope="module")
def more(kosovo: Scheme) -> Result:
    return simulate(kosovo.with_(hub_places=2000, hub_opens_after_days=30), replications=6, **ASKED)


@pytest.fixture(scope="module")
def today(none: Scheme) -> Result:
    return simulate(none, replications=6, **ASKED)


def pictures(result: Result) -> dict[str, Picture]:
    drawn = {name: getattr(result.plot, name)() for name in EVERY}
    return drawn | {
        "by line": result.plot.costs(by="line"),
        "by payer": result.plot.costs(by="payer"),
        "measure": result.plot.measure("moved_a_year"),
    }


def texts(picture: Picture) -> list[str]:
    return [t.text or "" for t in ET.fromstring(picture.svg).iter(f"{SVG}text")]


def ticks(picture: Picture) -> list[list[str]]:
    """What stands at the axes of each panel."""
    panels = ET.fromstring(picture.svg).findall(f"{SVG}g")
    at_axis = ([t for t in panel.iter(f"{SVG}text") if t.get("class") == "note"] for panel in panels)
    return [[t.text or "" for t in panel if t.get("text-anchor")] for panel in at_axis]


def test_every_picture_is_one_svg_with_its_words_its_styles_and_its_table(offer: Result) -> None:
    for name, picture in pictures(offer).items():
        root = ET.fromstring(picture.svg)
        assert root[0].text == picture.title, name
        assert root[1].text == picture.alt, name
        assert root.find(f"{SVG}style") is not None, name
        assert picture.title in texts(picture)[0], name
        assert picture.table["scheme"].unique().to_list() == ["kosovo-2025"], name
        assert {"low", "lower", "middle", "upper", "high", "mean"} <= set(picture.table.columns), name
        assert "6 runs, seed 1" in " ".join(texts(picture)), name
        assert "<table" in picture._repr_html_(), name
        assert picture._repr_svg_() == picture.svg, name


def test_no_text_leaves_the_picture(offer: Result, more: Result) -> None:
    for picture in (
        *pictures(offer).values(),
        *pictures(more).values(),
        offer.plot.beside(more).difference("moved"),
    ):
        root = ET.fromstring(picture.svg)
        _, _, wide, tall = (float(n) for n in root.attrib["viewBox"].split())
        panels = [(p, float(p.attrib["transform"].split()[1].rstrip(")"))) for p in root.findall(f"{SVG}g")]
        for whole, down in ((root, 0.0), *panels):
            for text in whole.findall(f"{SVG}text"):
                assert 14 <= down + float(text.attrib["y"]) <= tall - 3, (picture.title, text.text)
                if not text.get("text-anchor"):
                    bold = text.get("class") == "strong"
                    assert float(text.attrib["x"]) + width(text.text or "", bold=bold) <= wide + 1, text.text


def test_pictures_on_one_page_share_no_id(offer: Result, more: Result) -> None:
    drawn = [*pictures(offer).values(), *pictures(more).values(), offer.plot.beside(more).occupancy()]
    ids = [i for picture in drawn for i in re.findall(r' id="([^"]+)"', picture.svg)]
    assert len(ids) == len(set(ids))


def test_what_is_drawn_is_the_band_over_runs(offer: Result) -> None:
    last = offer.weekly["week"].max()
    people = offer.weekly.filter(pl.col("week") == last)["people"]
    row = offer.plot.occupancy().table.row(-1, named=True)
    assert row["middle"] == people.median()
    assert row["low"] == people.quantile(0.05, "linear")
    moved = offer.plot.moved().table
    assert moved["mean"].sum() == pytest.approx(offer.weekly["entered"].sum() / 6)
    payers = offer.plot.costs(by="payer").table
    assert payers["mean"].sum() == pytest.approx(offer.band("cost_net_gbp").mean)


def test_where_people_stand_adds_up_to_all_of_them(offer: Result) -> None:
    stages = offer.plot.stages().table.filter(pl.col("week") == 100)
    claimed = offer.stages.filter(pl.col("week") == 100)["people"].sum() / 6
    assert stages["mean"].sum() == pytest.approx(claimed)
    ends = offer.plot.outcomes("refused").table.filter("with_scheme")
    assert ends["mean"].sum() == pytest.approx(1000)


@pytest.mark.parametrize("group", GROUPS)
def test_outcomes_are_drawn_of_every_group(offer: Result, group: str) -> None:
    assert GROUPS[group].value in offer.plot.outcomes(group).title
    assert len(GROUPS) == len(Group)


def test_results_side_by_side_have_the_same_axes_and_each_its_name(offer: Result, more: Result) -> None:
    both = offer.plot.beside(more)
    for picture in (
        both.occupancy(),
        both.queue(),
        both.moved(),
        both.costs(),
        both.outcomes(),
        both.stages(),
    ):
        first, second = ticks(picture)
        assert first == second, picture.title
        assert {offer.scheme, more.scheme} <= set(texts(picture)), picture.title
        assert picture.table["scheme"].unique(maintain_order=True).to_list() == [offer.scheme, more.scheme]


def test_two_results_of_one_scheme_are_told_apart_by_a_number(offer: Result) -> None:
    again = offer.plot.beside(offer).measure("moved")
    assert again.table["scheme"].to_list() == ["kosovo-2025 (1)", "kosovo-2025 (2)"]


def test_a_difference_is_taken_run_by_run(offer: Result, more: Result) -> None:
    each = more.values("moved") - offer.values("moved")
    row = offer.plot.beside(more).difference("moved").table.row(0, named=True)
    assert row["mean"] == pytest.approx(each.mean())
    assert row["low"] == pytest.approx(pl.Series(each).quantile(0.05, "linear"))


def test_a_difference_needs_a_second_result_with_the_same_people(kosovo: Scheme, offer: Result) -> None:
    other = simulate(kosovo, replications=2, **(ASKED | {"seed": 2}))
    for plots in (offer.plot, offer.plot.beside(other)):
        with pytest.raises(Problems, match="a second result of the same seed, years and scale"):
            plots.difference("moved")


def test_a_scheme_without_hubs_says_so_instead_of_drawing_nothing(today: Result, offer: Result) -> None:
    for name in ("occupancy", "queue", "waits", "moved"):
        picture = getattr(today.plot, name)()
        assert "none has no hub to show" in picture.alt
        assert any("none has no hub to show" in line for line in texts(picture))
        assert picture.table.height == 0
    assert "none has no hub to show" in offer.plot.beside(today).occupancy().alt
    for name in ("costs", "stages", "outcomes"):
        assert getattr(today.plot, name)().table.height


def test_beside_a_scheme_with_a_hub_only_what_is_paid_beyond_today_is_drawn(
    today: Result, offer: Result
) -> None:
    assert today.plot.costs().table["low"].min() > 0
    beside = offer.plot.beside(today).costs().table
    assert beside.filter(pl.col("scheme") == "none")["high"].to_list() == [0, 0, 0, 0]


def test_one_run_has_no_band_and_its_numbers_are_in_the_table(kosovo: Scheme) -> None:
    one = simulate(kosovo, replications=1, **ASKED)
    for name, picture in pictures(one).items():
        assert "One run has no band" in picture.alt, name
        assert picture.table.height, name
        assert "<path" not in picture.svg, name


@pytest.mark.parametrize(
    ("ask", "found", "there_is"),
    [
        (lambda plot: plot.occupancy("berlin"), "berlin", "kosovo"),
        (lambda plot: plot.moved("berlin"), "berlin", "kosovo"),
        (lambda plot: plot.measure("moved_a_yeer"), "moved_a_yeer", "near: ['moved_a_year'"),
        (lambda plot: plot.outcomes("dissuaded"), "dissuaded", "exhausted"),
        (lambda plot: plot.costs(by="month"), "month", "payer"),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is(offer: Result, ask, found, there_is) -> None:
    with pytest.raises(Problems) as refused:
        ask(offer.plot)
    assert f"found: {found}" in str(refused.value)
    assert there_is in str(refused.value)


def test_a_band_of_an_unknown_measure_is_refused_and_not_empty(offer: Result) -> None:
    with pytest.raises(Problems, match=r"near: \['moved_a_year'"):
        offer.band("moved_a_yeer")


def test_a_hub_is_asked_of_a_scheme_without_any(today: Result) -> None:
    with pytest.raises(Problems, match="no result has a hub"):
        today.plot.occupancy("kosovo")


def test_every_measure_has_words(offer: Result) -> None:
    assert set(offer.measures["measure"]) == set(MEASURES)


def test_a_result_in_small_a_broken_check_and_an_early_end_are_told_on_every_picture(offer: Result) -> None:
    broken = [dataclasses.replace(check, holds=False) for check in offer.checks[:1]]
    part = dataclasses.replace(offer, partial=True, checks=(*broken, *offer.checks[1:]))
    said = " ".join(texts(part.plot.queue()))
    for words in ("Simulated in small, with 5% of the people", "Stopped early", "Do not use it. Broken:"):
        assert words in said
        assert words in repr(part)
        assert words in part._repr_html_()


def test_runs_that_are_kept_in_a_folder_draw_the_same_pictures(
    kosovo: Scheme, offer: Result, tmp_path: Path
) -> None:
    kept = simulate(kosovo, replications=6, keep=tmp_path / "runs", **ASKED)
    assert {name: p.svg for name, p in pictures(kept).items()} == {
        name: p.svg for name, p in pictures(offer).items()
    }
    assert repr(kept) == repr(offer)


def test_a_picture_is_saved_as_svg_and_as_nothing_else(offer: Result, tmp_path: Path) -> None:
    picture = offer.plot.occupancy()
    assert picture.save(tmp_path / "people.svg").read_text("utf-8") == picture.svg
    for wrong in (tmp_path / "people.png", tmp_path / "no folder" / "people.svg"):
        with pytest.raises(Problems):
            picture.save(wrong)
    assert [p.name for p in tmp_path.iterdir()] == ["people.svg"]


def test_a_result_reads_as_a_few_lines(offer: Result, today: Result) -> None:
    assert repr(offer).startswith("kosovo-2025: 4 years from January 2026, 6 runs, seed 1\n")
    assert "Share of arrivals that must be deterred for the scheme to pay" in repr(offer)
    assert repr(offer).endswith("Checks that hold: 4 of 4.")
    assert "moved" not in repr(today)
    assert "<caption>kosovo-2025" in offer._repr_html_()


def test_frames_are_written_as_they_are(offer: Result, tmp_path: Path) -> None:
    folder = offer.write(tmp_path / "made" / "frames")
    for name, frame in offer.frames().items():
        assert pl.read_parquet(folder / f"{name}.parquet").equals(frame), name
    assert len(offer.frames()) == len(list(folder.iterdir())) == 12
    with pytest.raises(Problems):
        offer.write(folder / "weekly.parquet")
