"""A forecast as a picture, and as the table beside it."""

from __future__ import annotations

from returnhub.charts import Certified, Chart, Measure, Weeks, Words, bands
from returnhub.planning.forecast import Forecast


def chart_of(found: Forecast) -> Chart | None:
    """The band with the bound as a stepped line; none where there is no band."""
    band = found.band
    if band is None:
        return None
    weeks = Weeks(found.ends, band.low, band.lower, band.middle, band.upper, band.high)
    return bands(
        "forecast",
        Words("People in the hub, if people leave " + band.says),
        weeks,
        Measure.PEOPLE,
        measured="People in the hub or with a place held, at the week's end",
        certified=Certified("people whom the numbers allow", found.bound),
    )


def table_of(found: Forecast) -> list[tuple[object, ...]]:
    """A row a week: its last day, people if all stay to the limit, of them held, the bound, the band."""
    band = found.band
    return [
        (
            end,
            found.by_limit[n],
            found.held[n],
            found.bound[n],
            None if band is None else (round(band.low[n]), round(band.high[n])),
        )
        for n, end in enumerate(found.ends)
    ]
