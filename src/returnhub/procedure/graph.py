"""A procedure's table as a picture: stages from top to bottom, where a case may rest at the right.

Each stage's box lists its events; a line leads from the event to the stage that follows. Lines to
one stage run together in one lane, so labels never meet a line. SVG with classes only; `CSS` colours it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from returnhub.procedure import hub_path, sending_state
from returnhub.procedure.draw import MANY, shared
from returnhub.procedure.events import Event, Stage
from returnhub.procedure.table import Procedure

CSS = """
.rh-graph { display: block; width: 100%; height: auto; max-width: 900px;
  font-family: Arial, "Liberation Sans", Helvetica, sans-serif; font-size: 14px; }
.rh-graph text { fill: #0b0c0c; }
.rh-graph .stage { font-weight: bold; }
.rh-graph .section { font-weight: bold; fill: #505a5f; }
.rh-graph .box { fill: #ffffff; stroke: #505a5f; }
.rh-graph .rest { fill: #e6eef6; stroke: #12436d; }
.rh-graph .area { fill: #f3f2f1; stroke: none; }
.rh-graph .lane { fill: none; stroke: #505a5f; stroke-width: 1.25; }
.rh-graph .to-rest { stroke: #2073bc; }
.rh-graph .head, .rh-graph .join { fill: #505a5f; stroke: none; }
.rh-graph .to-rest.head, .rh-graph .to-rest.join { fill: #2073bc; stroke: none; }
@media (prefers-color-scheme: dark) {
  .rh-graph text { fill: #f3f2f1; }
  .rh-graph .section { fill: #b1b4b6; }
  .rh-graph .box { fill: #101820; stroke: #b1b4b6; }
  .rh-graph .rest { fill: #1f3a54; stroke: #6bace6; }
  .rh-graph .area { fill: #1b242d; }
  .rh-graph .lane { stroke: #b1b4b6; }
  .rh-graph .to-rest { stroke: #6bace6; }
  .rh-graph .head, .rh-graph .join { fill: #b1b4b6; }
  .rh-graph .to-rest.head, .rh-graph .to-rest.join { fill: #6bace6; }
}
@media print { .rh-graph .area { fill: none; stroke: #b1b4b6; } }
"""

_LINE = 20
_BOX = 330
_LANE = 11
_REST = 216
_CHARACTER = 8.2

_SECTIONS: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    ("In the sending state", sending_state.PRESENT),
    ("Preparing a move", hub_path.PREPARING),
    ("On the way and in the hub", (Stage.DEPARTED, *hub_path.STAYING)),
)


@dataclass(slots=True)
class _Port:
    """An event's line of text and the stage that it leads to."""

    y: float
    event: Event
    to: Stage


@dataclass(slots=True)
class _Layout:
    boxes: list[tuple[Stage, float, float]] = field(default_factory=list[tuple[Stage, float, float]])
    areas: list[tuple[str, float, float]] = field(default_factory=list[tuple[str, float, float]])
    ports: list[_Port] = field(default_factory=list[_Port])
    title_y: dict[Stage, float] = field(default_factory=dict[Stage, float])
    bottom: float = 0


def as_svg(procedure: Procedure, ident: str) -> str:
    """The graph of a procedure. `ident` starts every id, so that several pictures fit on one page."""
    plan = _stack(procedure)
    rests = _place_rests(procedure, plan)
    lanes, right = _lanes(plan, rests)
    width = right + 14 + _REST + 8
    height = max([plan.bottom, *(y + 14 + 9 * len(_wrap(s.value)) for s, y in rests.items())]) + 12
    says = (
        f"{procedure.says} {len(procedure.stages())} stages; a case may rest at: "
        f"{'; '.join(s.value for s in procedure.ends())}. The table beside it lists every step, also "
        "those that a fact takes out of a stage where a case may rest."
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rh-graph" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" aria-labelledby="{escape(ident)}-title {escape(ident)}-desc">',
        f'<title id="{escape(ident)}-title">The procedure {escape(procedure.name)}</title>',
        f'<desc id="{escape(ident)}-desc">{escape(says)}</desc>',
    ]
    for name, top, bottom in plan.areas:
        parts.append(f'<rect class="area" x="0" y="{top:g}" width="{_BOX + 24}" height="{bottom - top:g}"/>')
        parts.append(f'<text class="section" x="12" y="{top + 18:g}">{escape(name)}</text>')
    parts += _draw_lanes(plan, rests, lanes, right)
    for stage, top, bottom in plan.boxes:
        kind = "box rest" if stage in procedure.end else "box"
        parts.append(f'<rect class="{kind}" x="12" y="{top:g}" width="{_BOX}" height="{bottom - top:g}"/>')
        parts.append(f'<text class="stage" x="22" y="{top + 19:g}">{escape(stage.value)}</text>')
    parts += [f'<text x="32" y="{p.y + 5:g}">{escape(p.event.value)}</text>' for p in plan.ports]
    for stage, y in rests.items():
        lines = _wrap(stage.value)
        tall = 18 * len(lines) + 10
        x = right + 14
        parts.append(
            f'<rect class="box rest" x="{x:g}" y="{y - tall / 2:g}" width="{_REST}" height="{tall}"/>'
        )
        for i, line in enumerate(lines):
            at = y - tall / 2 + 20 + 18 * i
            parts.append(f'<text class="stage" x="{x + 8:g}" y="{at:g}">{escape(line)}</text>')
    return "".join([*parts, "</svg>"])


def _stack(procedure: Procedure) -> _Layout:
    """The stages one under another, each with its events; what most of a section shares goes to its head."""
    plan = _Layout()
    groups = shared(procedure)
    y = 4.0
    for name, members in _SECTIONS:
        stages = [s for s in members if s in procedure.stages()]
        if not stages:
            continue
        top = y
        y += 30
        heads = [g for g in groups if g.to is not None and len(set(g.stages) & set(stages)) >= MANY]
        in_head = {step for g in heads for step in g.steps}
        if heads:
            plan.areas.append((f"{name}, at several stages or all", top, y))
            for g in heads:
                assert g.to is not None, "kept above"
                plan.ports.append(_Port(y + 4, g.event, g.to))
                y += _LINE
            y += 8
        else:
            plan.areas.append((name, top, y))
        for stage in stages:
            box_top = y
            plan.title_y[stage] = y + 14
            y += 28
            for step in procedure.leaving(stage):
                if step in in_head or step.to is stage:
                    continue
                plan.ports.append(_Port(y + 6, step.event, step.to))
                y += _LINE
            y += 4
            plan.boxes.append((stage, box_top, y))
            y += 10
        plan.areas[-1] = (plan.areas[-1][0], top, y)
        y += 14
    plan.bottom = y
    return plan


def _place_rests(procedure: Procedure, plan: _Layout) -> dict[Stage, float]:
    """Where a case may rest: as near as possible to the middle of what leads there, without overlap."""
    wanted: dict[Stage, float] = {}
    for stage in procedure.ends():
        if stage in plan.title_y:
            continue
        sources = [p.y for p in plan.ports if p.to is stage]
        wanted[stage] = sum(sources) / len(sources) if sources else plan.bottom
    placed: dict[Stage, float] = {}
    low = 6.0
    for stage in sorted(wanted, key=lambda s: wanted[s]):
        half = (18 * len(_wrap(stage.value)) + 10) / 2
        y = max(wanted[stage], low + half)
        taken = {p.y for p in plan.ports}
        while any(abs(y - t) < 3 for t in taken):
            y += 3
        placed[stage] = y
        low = y + half + 10
    return placed


def _lanes(plan: _Layout, rests: dict[Stage, float]) -> tuple[dict[Stage, float], float]:
    """One lane a target, reused where spans do not meet; stages by the boxes, rests by the right."""
    spans: dict[Stage, tuple[float, float]] = {}
    for p in plan.ports:
        y = rests.get(p.to, plan.title_y.get(p.to, p.y))
        a, b = spans.get(p.to, (y, y))
        spans[p.to] = (min(a, p.y, y), max(b, p.y, y))
    columns: list[list[tuple[float, float]]] = []
    at: dict[Stage, int] = {}
    for group in (
        [s for s in spans if s not in rests],
        [s for s in spans if s in rests],
    ):
        first = len(columns)
        for stage in sorted(group, key=lambda s: spans[s][1] - spans[s][0]):
            a, b = spans[stage]
            for i in range(first, len(columns) + 1):
                if i == len(columns):
                    columns.append([])
                if all(b + 12 < c or d + 12 < a for c, d in columns[i]):
                    columns[i].append((a, b))
                    at[stage] = i
                    break
    left = _BOX + 40
    return {s: left + _LANE * i for s, i in at.items()}, left + _LANE * max(1, len(columns))


def _draw_lanes(
    plan: _Layout, rests: dict[Stage, float], lanes: dict[Stage, float], right: float
) -> list[str]:
    parts: list[str] = []
    for stage, x in lanes.items():
        kind = " to-rest" if stage in rests else ""
        y = rests.get(stage, plan.title_y.get(stage, 0))
        ports = [p for p in plan.ports if p.to is stage]
        ends = [p.y for p in ports] + [y]
        parts.append(f'<path class="lane{kind}" d="M{x:g} {min(ends):g}V{max(ends):g}"/>')
        for p in ports:
            start = 38 + _CHARACTER * len(p.event.value)
            parts.append(f'<path class="lane{kind}" d="M{start:g} {p.y:g}H{x:g}"/>')
            parts.append(f'<circle class="join{kind}" cx="{x:g}" cy="{p.y:g}" r="2.5"/>')
        if stage in rests:
            parts.append(f'<path class="lane{kind}" d="M{x:g} {y:g}H{right + 8:g}"/>')
            parts.append(f'<path class="head{kind}" d="M{right + 7:g} {y - 5:g}v10l7 -5z"/>')
        else:
            parts.append(f'<path class="lane" d="M{x:g} {y:g}H{_BOX + 18}"/>')
            parts.append(f'<path class="head" d="M{_BOX + 19} {y - 5:g}v10l-7 -5z"/>')
    return parts


def _wrap(text: str) -> list[str]:
    """Lines of at most as many characters as a rest's box holds."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > int((_REST - 16) / (_CHARACTER + 0.4)):
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
