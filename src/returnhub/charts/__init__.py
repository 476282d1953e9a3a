"""Numbers -> a picture (SVG), its words and its table. No state, no script, no style attributes.

Every chart takes `ident`, which starts its ids, so that many stand on one page with the one `CSS`.
"""

from __future__ import annotations

from returnhub.charts.bands import Certified, bands
from returnhub.charts.bars import VERDICTS, Bar, Whole, bars, shares
from returnhub.charts.chart import WIDTH, Chart, Words
from returnhub.charts.flow import Link, Node, flow
from returnhub.charts.intervals import Interval, intervals
from returnhub.charts.map import Area, Kind, states
from returnhub.charts.measure import NO_ONE, Measure, about, between, exact, two_figures
from returnhub.charts.spread import Spread, spread
from returnhub.charts.standing import sentence_alone, standing
from returnhub.charts.strips import Strip, strips
from returnhub.charts.style import CSS
from returnhub.charts.table import Column, Table, as_csv, as_html
from returnhub.charts.time import Weeks
from returnhub.charts.tornado import Swing, tornado
from returnhub.charts.zones import FEW, MOST, Outline, Side, zones

__all__ = [
    "CSS",
    "FEW",
    "MOST",
    "NO_ONE",
    "VERDICTS",
    "WIDTH",
    "Area",
    "Bar",
    "Certified",
    "Chart",
    "Column",
    "Interval",
    "Kind",
    "Link",
    "Measure",
    "Node",
    "Outline",
    "Side",
    "Spread",
    "Strip",
    "Swing",
    "Table",
    "Weeks",
    "Whole",
    "Words",
    "about",
    "as_csv",
    "as_html",
    "bands",
    "bars",
    "between",
    "exact",
    "flow",
    "intervals",
    "sentence_alone",
    "shares",
    "spread",
    "standing",
    "states",
    "strips",
    "tornado",
    "two_figures",
    "zones",
]
