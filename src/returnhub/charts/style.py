"""The one stylesheet of all charts: colours by class, for light, dark and print.

Blue solid, orange hatched, teal dotted, plum cross-hatched, light blue striped: colour is never the
only sign. Contrast on white and on #101820 was computed for the palette (blue 10.3, teal 3.2, plum 9.8,
orange 3.0 to 1).
"""

from __future__ import annotations

CSS = """
.rh-chart { display: block; width: 100%; height: auto; max-width: 760px;
  font-family: Arial, "Liberation Sans", Helvetica, sans-serif; font-size: 14px;
  --ink: #0b0c0c; --note: #505a5f; --axis: #505a5f; --grid: #b1b4b6; --ground: #ffffff;
  --blue: #12436d; --teal: #28a197; --plum: #801650; --orange: #f46a25;
  --outer: #bfdcf5; --inner: #6bace6; --edge: #2073bc; }
.rh-chart text { fill: var(--ink); }
.rh-chart .note { fill: var(--note); }
.rh-chart .strong { font-weight: bold; }
.rh-chart .halo { stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.rh-chart .axis { fill: none; stroke: var(--axis); stroke-width: 1; }
.rh-chart .grid { fill: none; stroke: var(--grid); stroke-width: 1; }
.rh-chart .outer { fill: var(--outer); stroke: var(--edge); stroke-width: 1; }
.rh-chart .inner { fill: var(--inner); stroke: var(--edge); stroke-width: 1; }
.rh-chart .certified { fill: none; stroke: var(--ink); stroke-width: 2; }
.rh-chart .certified-edge { fill: none; stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 5 4; }
.rh-chart .solid { fill: var(--blue); stroke: var(--blue); stroke-width: 1; }
.rh-chart .plain { fill: var(--teal); stroke: var(--teal); stroke-width: 1; }
.rh-chart .hatched { stroke: var(--orange); stroke-width: 1; }
.rh-chart .dotted { stroke: var(--teal); stroke-width: 1; }
.rh-chart .crossed { stroke: var(--plum); stroke-width: 1; }
.rh-chart .hatched-ground { fill: var(--orange); }
.rh-chart .dotted-ground { fill: var(--teal); }
.rh-chart .crossed-ground { fill: var(--plum); }
.rh-chart .striped { stroke: var(--edge); stroke-width: 1; }
.rh-chart .striped-ground { fill: var(--outer); }
.rh-chart .stripes { fill: none; stroke: var(--inner); stroke-width: 2; }
.rh-chart .zone-few { fill: var(--ground); stroke: var(--grid); stroke-width: 1; }
.rh-chart .on-solid { fill: var(--ground); }
.rh-chart .outline-ground { fill: none; stroke: var(--ground); stroke-width: 3.5; stroke-linejoin: round; }
.rh-chart .outline { fill: none; stroke: var(--ink); stroke-width: 2.5; }
.rh-chart .outline-dashed { fill: none; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 5 4; }
.rh-chart .outline-halo { fill: none; stroke: var(--ground); stroke-width: 5; }
.rh-chart .lines { fill: none; stroke: var(--ground); stroke-width: 1.25; }
.rh-chart .dots { fill: var(--ground); }
.rh-chart .stage { fill: var(--axis); stroke: var(--axis); stroke-width: 1; }
.rh-chart .link { fill: var(--grid); fill-opacity: .45; stroke: none; }
.rh-chart .to1 { fill: var(--blue); } .rh-chart .to2 { fill: var(--teal); }
.rh-chart .to3 { fill: var(--plum); } .rh-chart .to4 { fill: var(--orange); }
.rh-chart .whisker { fill: none; stroke: var(--ink); stroke-width: 2; }
.rh-chart .mark1 { fill: var(--blue); stroke: var(--blue); stroke-width: 2; }
.rh-chart .mark2 { fill: var(--ground); stroke: var(--orange); stroke-width: 3; }
.rh-chart .whisker1 { fill: none; stroke: var(--blue); stroke-width: 3; }
.rh-chart .whisker2 { fill: none; stroke: var(--orange); stroke-width: 3; stroke-dasharray: 7 4; }
.rh-chart .today { fill: none; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 6 4; }
.rh-chart .land { fill: var(--grid); fill-opacity: .4; stroke: var(--ground); stroke-width: 1; }
.rh-chart .unsaid { fill: var(--ground); stroke: var(--ink); stroke-width: 1; }
.rh-chart .outline-ground { fill: none; stroke: var(--ground); stroke-width: 3.5; stroke-linejoin: round; }
.rh-chart .outline { fill: none; stroke: var(--ink); stroke-width: 1.25; stroke-linejoin: round; }
.rh-chart .stroke { fill: none; stroke: var(--ink); stroke-width: 1.25; }
.rh-chart .paper { fill: var(--ground); }
.rh-chart .frame { fill: none; stroke: var(--grid); stroke-width: 1; }
.rh-chart .badge { fill: var(--ground); stroke: var(--ink); stroke-width: 1.25; }
.rh-chart .differs { fill: none; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 3 2; }
.rh-chart .leader { fill: none; stroke: var(--ink); stroke-width: 1; }
.rh-chart .leader-ground { fill: none; stroke: var(--ground); stroke-width: 3; }
.rh-chart .tag { fill: none; stroke: var(--ink); stroke-width: 1.25; }
@media (prefers-color-scheme: dark) {
  .rh-chart { --ink: #f3f2f1; --note: #b1b4b6; --axis: #b1b4b6; --grid: #505a5f; --ground: #101820;
    --blue: #3f8fdd; --teal: #8fe3d9; --plum: #c95c9c; --orange: #f46a25;
    --outer: #1f3a54; --inner: #2f6da8; --edge: #6bace6; }
}
@media print {
  .rh-chart { --ink: #0b0c0c; --note: #505a5f; --axis: #505a5f; --grid: #b1b4b6; --ground: #ffffff;
    --blue: #12436d; --teal: #28a197; --plum: #801650; --orange: #f46a25;
    --outer: #bfdcf5; --inner: #6bace6; --edge: #2073bc;
    max-width: 100%; break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
.rh-table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.rh-table caption { text-align: left; font-weight: bold; padding-bottom: .5em; }
.rh-table th, .rh-table td { text-align: left; padding: .3em .8em .3em 0; border-bottom: 1px solid #b1b4b6; }
.rh-table tbody th { font-weight: normal; }
.rh-table .number { text-align: right; white-space: nowrap; }
"""
