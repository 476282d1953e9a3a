"""The parts of the page about when it would pay: two maps, what one more is worth, optimism bias."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.assess import Assessment
from returnhub.assessment.maps import Levels, Maps, PlacesMap, StayMap
from returnhub.assessment.margins import Margin, Margins
from returnhub.assessment.numbers import NOBODY, count, over, percent, plain, pounds, span
from returnhub.assessment.optimism import Optimism
from returnhub.assessment.report.exhibits import OUR_MODEL, Draw, Exhibit, years_of
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import sentence
from returnhub.assessment.small import SCALE
from returnhub.charts import FEW, MOST, Interval, Measure, Outline, Side, Words, intervals, zones
from returnhub.simulation.result import Band

LITTLE = 10
"""Runs of 100 by which the cells of a map must differ before what it maps is said to decide anything."""

_LEFT_OUT = (
    "How many are deterred, which is not predicted; journeys that go elsewhere instead; what a treaty, a "
    "flight or a place beyond today's figures would cost."
)


def maps_lead(found: Maps) -> str:
    """Where on the maps the scheme pays, in two sentences."""
    m = found.places
    zone = _band_of_places(m)
    return (
        f"Whether the scheme pays turns on a rate of deterrence that nobody knows. {zone} What studies "
        f"support ({span(found.stay.studies.low, found.stay.studies.high, percent)} of arrivals) is a "
        "judgement and no forecast."
    )


def _band_of_places(m: PlacesMap) -> str:
    """The rate needed at the fewest and the most places of the sourced range."""
    inside = [i for i, at in enumerate(m.places.at) if m.places.low <= at <= m.places.high]
    first, last = inside[0], inside[-1]
    each = f"With {_whole(m.places.at[first])} places it pays from {over(m.needed_y[first], percent)} on"
    if first == last:
        return f"{each}."
    return f"{each}; with {_whole(m.places.at[last])}, from {over(m.needed_y[last], percent)}."


def exhibits(a: Assessment, found: Maps) -> tuple[Exhibit, Exhibit]:
    """Deterrence against places, then stay against onward return."""
    return _places_exhibit(a, found.places), _stay_exhibit(a, found.stay)


def _places_exhibit(a: Assessment, m: PlacesMap) -> Exhibit:
    across = Side(f"share of arrivals {a.scheme.arrives} that are deterred", m.rates.at, Measure.SHARE)
    up = Side("places in all hubs together", m.places.at, Measure.PLACES)
    outlines = (
        Outline(
            f"{span(m.places.low, m.places.high, _whole)} places: {_range(m.places)}",
            up=(m.places.low, m.places.high),
        ),
        Outline(
            f"{span(m.rates.low, m.rates.high, percent)} deterred: what studies support, a judgement",
            across=(m.rates.low, m.rates.high),
        ),
    )
    rows = [
        Row(
            (
                Cell(_whole(at)),
                *(Cell(_hundred(share)) for share in m.pays_yx[i]),
                Cell(over(m.needed_y[i], percent)),
                Cell(over(m.moved_y[i], count)),
            )
        )
        for i, at in reversed(list(enumerate(m.places.at)))
    ]
    return Exhibit(
        id="map-places",
        finding=_places_finding(m),
        subtitle=f"Runs of 100 in which the scheme pays, {years_of(a)}, by share of arrivals deterred and "
        "number of places",
        draw=_draw(across, up, m.pays_yx.tolist(), outlines),
        words=f"{_band_of_places(m)} {_zones(m.pays_yx)}",
        leaves_out=_LEFT_OUT,
        source=f"{sentence(OUR_MODEL)}, with {SCALE:.0%} of its people, places and fixed sums; {m.runs} runs "
        "for each number of places, the same people and luck in each. The rate needed is a result of each "
        "run, so no rate is simulated.",
        grid=grid(
            "Runs of 100 in which the scheme pays, by places and share deterred",
            (
                "Places",
                *(f"{percent(rate)} deterred" for rate in m.rates.at),
                "Rate needed",
                "Moved a year",
            ),
            rows,
            numbers=range(1, len(m.rates.at) + 3),
            size="wide",
            file="map-places.csv",
        ),
    )


def _stay_exhibit(a: Assessment, m: StayMap) -> Exhibit:
    middle = m.studies.middle
    pays = m.pays_yx(middle)
    across = Side("share of people whom their state of origin ever documents", m.documented.at, Measure.SHARE)
    up = Side("stay limit in days", m.limits.at, Measure.DAYS)
    both = Outline(
        f"{span(m.limits.low, m.limits.high, _whole)} days and "
        f"{span(m.documented.low, m.documented.high, percent)}: {_range(m.limits, m.documented)}",
        (m.documented.low, m.documented.high),
        (m.limits.low, m.limits.high),
    )
    rates = sorted({m.studies.low, middle, m.studies.high})
    every = [m.pays_yx(rate) for rate in rates]
    rows = [
        Row(
            (
                Cell(_whole(limit)),
                Cell(percent(share)),
                Cell(count(m.stay_yx[y, x])),
                Cell(count(m.returned_yx[y, x])),
                *(Cell(_hundred(pays_at[y, x])) for pays_at in every),
                Cell(over(Band.of(m.needed_yxr[y, x]), percent)),
            )
        )
        for y, limit in enumerate(m.limits.at)
        for x, share in enumerate(m.documented.at)
    ]
    stay, back = _ends(m.stay_yx), _ends(m.returned_yx)
    return Exhibit(
        id="map-stay",
        finding=_stay_finding(pays, middle),
        subtitle=f"Runs of 100 in which the scheme pays, {years_of(a)}, if {percent(middle)} of arrivals "
        "are deterred (the middle of the judgement on studies)",
        draw=_draw(across, up, pays.tolist(), (both,)),
        words=f"The stay is moved by its limit and onward return by the share of people whom their state of "
        f"origin ever documents, one share for every origin. Over the map the mean stay goes from {stay} "
        f"days and returns of 100 stays from {back}. {_zones(pays)}",
        leaves_out=f"That a limit also changes what people do before it. {_LEFT_OUT}",
        source=f"{sentence(OUR_MODEL)}, with {SCALE:.0%} of its people, places and fixed sums; "
        f"{m.needed_yxr.shape[2]} runs for each cell, the same people and luck in each. The table adds the "
        "lowest and the highest rate that studies support.",
        grid=grid(
            "Stay and onward return: the stay and returns that follow, and runs of 100 in which it pays",
            (
                "Stay limit, days",
                "Documented",
                "Mean stay, days",
                "Returned, of 100 stays",
                *(f"Pays at {percent(rate)}" for rate in rates),
                "Rate needed",
            ),
            rows,
            numbers=range(1, 5 + len(rates)),
            size="wide",
            file="map-stay.csv",
        ),
    )


def _draw(across: Side, up: Side, shares: Sequence[Sequence[float]], outlines: tuple[Outline, ...]) -> Draw:
    return lambda ident, title, alt, width: (
        zones(
            ident,
            Words(title),
            across,
            up,
            shares,
            holds="pays",
            outlines=outlines,
            board_width=width,
            alt=alt,
        ).svg
    )


def _range(*levels: Levels) -> str:
    assumed = any(one.is_assumption for one in levels)
    return "the range used, an assumption" if assumed else "the sourced range"


def _whole(x: float) -> str:
    """A number of days or places that was set, and is therefore exact."""
    return f"{x:,.0f}"


def _hundred(share: float) -> str:
    return NOBODY if math.isnan(share) else f"{100 * share:.0f}"


def _ends(values: NDArray[np.float64]) -> str:
    known = values[~np.isnan(values)]
    return span(float(known.min()), float(known.max()), count) if known.size else NOBODY


def _places_finding(m: PlacesMap) -> str:
    """The rate needed at the number of places in the middle of its range."""
    middle = math.sqrt(m.places.low * m.places.high)
    i = min(range(len(m.places.at)), key=lambda k: abs(math.log(m.places.at[k] / middle)))
    if math.isnan(m.needed_y[i].mean):
        return f"With {m.places.at[i]:,.0f} places nobody is moved in any run"
    return f"With {m.places.at[i]:,.0f} places it pays once {over(m.needed_y[i], percent)} are deterred"


def _stay_finding(cells: NDArray[np.float64], rate: float) -> str:
    known = cells[~np.isnan(cells)]
    if not known.size:
        return "Nobody is moved at any stay and onward return tried"
    low, high = (round(100 * float(end)) for end in (known.min(), known.max()))
    if high - low < LITTLE:
        return f"Neither stay nor onward return decides whether it pays at {percent(rate)} deterred"
    return f"By stay and onward return it pays in {low} to {high} of 100 runs"


def _zones(cells: NDArray[np.float64]) -> str:
    sure, never = int((cells > MOST).sum()), int((cells < FEW).sum())
    return (
        f"Of {cells.size} cells, it pays in more than 90 of 100 runs in {sure}, in fewer than 10 in {never}, "
        f"and in between in {cells.size - sure - never}."
    )


def margins_lead(found: Margins) -> str:
    """What one more place is worth, in a sentence."""
    place = found.rows[0]
    return (
        f"{place.says} means {over(place.moved, _small)} people moved and {over(place.completed, _small)} "
        f"returns completed over the whole run, for a net {over(place.net_gbp, pounds)}. The same people "
        "with the same luck meet both sides of each difference."
    )


def margins_table(found: Margins) -> Grid:
    """What one more of each is worth."""
    return grid(
        f"What one more is worth over the whole run, {found.runs} runs; below nought is fewer or saved",
        (
            "One more",
            "People moved",
            "Returns completed",
            "Net cost",
            "For each further return",
            "Runs of 100 with more returns",
        ),
        [_margin_row(row) for row in found.rows],
        numbers=(1, 2, 3, 4, 5),
        size="wide",
        file="one-more.csv",
    )


def _margin_row(row: Margin) -> Row:
    return Row(
        (
            Cell(row.says, note=f"measured on {row.measured_on}, shown for one"),
            Cell(over(row.moved, _small)),
            Cell(over(row.completed, _small)),
            Cell(over(row.net_gbp, pounds)),
            Cell(over(row.gbp_per_return, pounds) if row.gains else "no further return"),
            Cell(_hundred(row.gains)),
        )
    )


def _small(x: float) -> str:
    """A number of people in tenths where it is small: a difference may be less than a person."""
    return NOBODY if math.isnan(x) else plain(round(x, 1))


def optimism_lead(o: Optimism) -> str:
    """Cost of a completed return as estimated and raised."""
    text = (
        f"As estimated, a completed return costs {over(o.per_return, pounds)}; with optimism bias added as "
        f"the Green Book asks, {over(o.per_return_raised, pounds)}. What is saved is not raised."
    )
    if o.missing:
        text += f" No share is given for {_and(o.missing)}, so those lines are not raised."
    return text


def optimism_exhibit(a: Assessment, o: Optimism) -> Exhibit:
    """Cost per completed return with and without optimism bias, and by what is bought."""
    pairs = (("As estimated", o.per_return), ("With optimism bias", o.per_return_raised))
    drawn = tuple(
        Interval(says, band.low, band.middle, band.high, other=other)
        for (says, band), other in zip(pairs, (False, True), strict=True)
    )
    rows = [
        Row(
            (
                Cell(sentence(part.nature.value)),
                Cell("not given")
                if part.figure is None
                else Cell(
                    span(part.figure.low, part.figure.high, percent),
                    href=f"#figure-{part.figure.id}",
                    assumption=part.figure.is_assumption,
                ),
                Cell(over(part.gbp, pounds)),
                Cell(over(part.added, pounds)),
            )
        )
        for part in o.parts
    ]
    rows += [
        Row((Cell("All together"), Cell(""), Cell(over(o.gross, pounds)), Cell(_added(o))), total=True),
        Row(
            (
                Cell("For each completed return"),
                Cell(""),
                Cell(over(o.per_return, pounds)),
                Cell(f"{over(o.per_return_raised, pounds)} in all"),
            )
        ),
    ]
    return Exhibit(
        id="optimism-chart",
        finding=f"With optimism bias a completed return costs {over(o.per_return_raised, pounds)}",
        subtitle=f"GBP for each return completed from the hub, {years_of(a)}, discounted, before what "
        "is saved",
        draw=lambda ident, title, alt, width: (
            intervals(
                ident,
                Words(title),
                drawn,
                Measure.GBP,
                kinds=("as estimated", "raised for optimism bias"),
                measured="GBP for each completed return",
                width=width,
                alt=alt,
            ).svg
        ),
        words=optimism_lead(o),
        leaves_out="That returns may be fewer than estimated as well; that is in the ranges themselves.",
        source=f"{sentence(OUR_MODEL)}; shares from HM Treasury's Green Book guidance, in the figures named.",
        grid=grid(
            "Cost by what is bought, and what optimism bias adds, discounted",
            ("What is bought", "Raised by", "As estimated", "Added"),
            rows,
            numbers=(1, 2, 3),
            size="medium",
            file="optimism-bias.csv",
        ),
    )


def _added(o: Optimism) -> str:
    return f"{over(o.raised, pounds)} in all"


def _and(names: Sequence[str]) -> str:
    words = [name.replace("_", " ") for name in names]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
