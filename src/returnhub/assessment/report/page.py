"""Render an assessment as one HTML file: no script, no network, its style proven by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from returnhub import __version__
from returnhub.assessment.assess import FIRST_ANSWER, Assessment
from returnhub.assessment.numbers import count, in_1000, over, percent, pounds
from returnhub.assessment.odds import ARRIVAL, REFUSED
from returnhub.assessment.report import (
    clauses,
    costs,
    documents,
    drawings,
    hub,
    interventions,
    limits,
    pays,
    people,
    remains,
    words,
)
from returnhub.assessment.report.exhibits import Exhibit
from returnhub.assessment.report.grid import Csv, data_file
from returnhub.assessment.report.procedures import procedure
from returnhub.assessment.report.summary import rows
from returnhub.assessment.uses import uses
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Point


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page: its address, heading and template."""

    id: str
    title: str
    template: str


@dataclass(frozen=True, slots=True)
class Front:
    """A finding at the top: its range and its words."""

    value: str
    says: str


PARTS = (
    Part("claims", "Claims: what was said, and what holds", "claims"),
    Part("scheme", "What the scheme says", "scheme"),
    Part("whom", "Whom it is for", "whom"),
    Part("who", "Who could not be moved, and why", "who"),
    Part("places", "Places and queues", "places"),
    Part("limits", "What limits it", "limits"),
    Part("outcomes", "Where people end", "outcomes"),
    Part("left", "Who is left where", "left"),
    Part("host", "What the host state bears", "host"),
    Part("odds", "The odds of being moved and of being returned", "odds"),
    Part("cost", "What it costs, and who pays", "cost"),
    Part("break-even", "When it would pay", "breakeven"),
    Part("interventions", "Interventions on arrivals", "interventions"),
    Part("margins", "What one more place, week or return is worth", "margins"),
    Part("variants", "Hundreds or thousands?", "variants"),
    Part("matters", "What matters most", "matters"),
    Part("clauses", "Clauses, courts and monitors", "clauses"),
    Part("statements", "Who said what", "statements"),
    Part("figures", "Every figure, assumptions first", "figures"),
    Part("checks", "Checks", "checks"),
    Part("again", "Do it again", "again"),
    Part("glossary", "How to read this page", "glossary"),
)

_NEEDS_HUB = frozenset({"who", "places", "limits", "host", "break-even", "variants"})


def render(a: Assessment) -> str:
    """The page as one HTML text."""
    return dressed("page.html.jinja", **_values(a))


def dressed(template: str, **values: object) -> str:
    """A page of a template with the one style sheet and a policy that admits nothing else."""
    style = stylesheet()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template(template)
        .render(style=Markup(style), style_hash=f"sha256-{digest}", version=__version__, **values)
    )


@cache
def stylesheet() -> str:
    """The page's one stylesheet with that of its charts."""
    source = _environment().loader
    assert source is not None
    text = source.get_source(_environment(), "page.css")[0]
    return f"\n{text}\n{drawings.stylesheet()}\n"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("returnhub.assessment"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    named: Mapping[str, Callable[..., object]] = {
        "amount": words.amount,
        "cites": words.cites,
        "clause": words.clause,
        "day": words.day,
        "origins": words.origins,
        "prose": words.prose,
        "sentence": words.sentence,
        "who_said": words.who_said,
        "yes_no": words.yes_no,
    }
    made.filters.update(named)
    return made


def parts(a: Assessment) -> tuple[Part, ...]:
    """The sections that apply: a scheme without a hub has no places, and nothing to pay back."""
    left: set[str] = set() if a.scheme.hubs else set(_NEEDS_HUB)
    if not a.scheme.interventions:
        left.add("interventions")
    if a.tornado is None:
        left.add("matters")
    if a.margins is None:
        left.add("margins")
    if not a.evidence.variants:
        left.add("variants")
    return tuple(part for part in PARTS if part.id not in left)


def _values(a: Assessment) -> dict[str, object]:
    here = parts(a)
    values: dict[str, object] = {
        "a": a,
        "scheme": a.scheme,
        "figures": a.scheme.figures,
        "parts": here,
        "front": front(a),
        "first_answer": a.replications < FIRST_ANSWER,
        "assumed_in": _assumed_in(a),
        "glossary": words.GLOSSARY,
        "command": command(a),
        "data": data(a),
    }
    values |= _documents(a) | _money(a)
    values |= {
        "outcomes_lead": people.outcomes_lead(a),
        "flow": people.flow(a),
        "odds_lead": people.odds_lead(a),
        "odds_exhibit": people.odds_exhibit(a),
        "odds_origin": people.odds_by_origin(a),
    }
    who = a.evidence.who
    if who is not None:
        values |= {
            "who_lead": people.who_lead(who),
            "verdicts": people.verdicts(a, who),
            "reasons": people.reasons(who),
            "who_origin": people.by_group(who, "origin"),
            "who_household": people.by_group(who, "household"),
            "who_steps": who.steps,
            "places_lead": hub.places_lead(a),
            "place_exhibits": hub.exhibits(a),
            "limits_lead": limits.lead(a),
            "limits_heading": limits.heading(a),
            "limits_tables": (limits.stops(a), limits.events(a), limits.resources(a)),
            "limits_leaves_out": limits.LEAVES_OUT,
        }
    if a.scheme.interventions:
        values |= {
            "interventions_lead": interventions.lead(a),
            "interventions_heading": interventions.heading(a),
            "interventions_table": interventions.table(a),
            "interventions_what_if": interventions.what_ifs(a),
            "interventions_leaves_out": interventions.LEAVES_OUT,
        }
    if a.evidence.variants:
        values |= {
            "variants_lead": hub.variants_lead(a),
            "variants": hub.variants(a),
            "variants_table": hub.variants_table(a),
        }
    values |= _remains(a) | _more(a)
    return _numbered(values)


def _remains(a: Assessment) -> dict[str, object]:
    e = a.evidence
    return {
        "left_lead": remains.left_lead(a, e.left),
        "left_tables": remains.left_tables(a, e.left),
        "hosts": [
            (one.host.name, remains.host_lead(one), remains.host_tables(a, one, first=one is e.hosts[0]))
            for one in e.hosts
        ],
        "optimism_lead": None if e.optimism is None else pays.optimism_lead(e.optimism),
        "optimism": None if e.optimism is None else pays.optimism_exhibit(a, e.optimism),
    }


def _more(a: Assessment) -> dict[str, object]:
    """What was found by more runs, as far as they were made."""
    e = a.evidence
    values: dict[str, object] = {"maps_lead": None, "map_exhibits": ()}
    if a.maps is not None:
        values |= {"maps_lead": pays.maps_lead(a.maps), "map_exhibits": pays.exhibits(a, a.maps)}
    if a.margins is not None:
        values |= {
            "margins_lead": pays.margins_lead(a.margins),
            "margins_table": pays.margins_table(a.margins),
        }
    if a.tornado is not None:
        names = frozenset(a.scheme.figures)
        values |= {
            "matters_lead": hub.matters_lead(a.tornado),
            "tornado": hub.tornado(a, a.tornado),
            "knowing_lead": None if e.knowing is None else remains.knowing_lead(e.knowing),
            "flips": remains.flips_table(names, a.tornado, e.break_even, e.knowing),
        }
    return values


def _documents(a: Assessment) -> dict[str, object]:
    return {
        "claims": documents.claim_cards(a),
        "claim_summary": documents.claim_summary(a),
        "terms": documents.terms(a.scheme),
        "way_back": documents.ways_back(a.scheme),
        "unknown": documents.unknown(a.scheme),
        "procedure": procedure(a.scheme),
        "clauses_lead": clauses.lead(a),
        "clauses": clauses.tables(a),
        "reach_lead": documents.reach_lead(a.scheme),
        "oversight": documents.oversight(a.scheme),
        "statements": sorted(a.scheme.statements.values(), key=lambda s: (s.date, s.id)),
        "assumption_rows": documents.figure_rows(a.scheme, assumptions=True),
        "sourced_rows": documents.figure_rows(a.scheme, assumptions=False),
        "checks_lead": documents.checks_lead(a),
        "checks": documents.checks(a),
        "inputs": documents.inputs(a),
    }


def _money(a: Assessment) -> dict[str, object]:
    even = a.evidence.break_even
    return {
        "cost_lead": costs.lead(a),
        "cost_summary": costs.summary(a) if a.scheme.hubs else None,
        "cost_years": costs.by_year(a),
        "cost_lines": costs.lines(a),
        "even_lead": costs.even_lead(a, even),
        "even": costs.even_exhibit(a, even) if even is not None else None,
    }


_ORDER = (
    "procedure",
    "verdicts",
    "reasons",
    "place_exhibits",
    "flow",
    "odds_exhibit",
    "cost_years",
    "optimism",
    "even",
    "map_exhibits",
    "variants",
    "tornado",
)
"""Exhibits in the order in which the page shows them."""


def _numbered(values: dict[str, object]) -> dict[str, object]:
    """Figures numbered from 1 as the page shows them."""
    number = 0
    for name in _ORDER:
        value = values.get(name)
        if isinstance(value, Exhibit):
            number += 1
            values[name] = replace(value, number=number)
        elif isinstance(value, tuple):
            shown: list[Exhibit] = []
            for item in value:  # pyright: ignore[reportUnknownVariableType]: checked on the next line
                assert isinstance(item, Exhibit)
                number += 1
                shown.append(replace(item, number=number))
            values[name] = tuple(shown)
    return values


def _assumed_in(a: Assessment) -> dict[str, list[Figure]]:
    """Part of the page -> the assumptions it rests on."""
    found: dict[str, list[Figure]] = {part.id: [] for part in PARTS}
    for name, used in uses(a.scheme).items():
        figure = a.scheme.figure(name)
        if figure.is_assumption:
            for part in used:
                found[part].append(figure)
    return found


def front(a: Assessment) -> tuple[Front, ...]:
    """Three findings, each a range and a sentence."""
    e = a.evidence
    if not a.scheme.hubs:
        return tuple(Front(f"{r.low} to {r.high}" if r.low != r.high else r.low, r.says) for r in rows(a)[:3])
    group = ARRIVAL if a.scheme.is_for.point is Point.ON_ARRIVAL else REFUSED
    odd = e.odds.of("moved", group)
    shown = [
        Front(over(e.result.band("moved_a_year"), count), "people moved to a hub a year"),
        Front(in_1000(odd.band), f"moved, set against all {odd.says} of the same years"),
        Front(over(e.money.per_completed_return, pounds), "for each return completed from the hub"),
    ]
    if e.break_even is not None:
        shown.append(
            Front(
                over(e.break_even.needed, percent),
                f"of arrivals {a.scheme.arrives} would have to be deterred for the scheme to pay",
            )
        )
    return tuple(shown)


def command(a: Assessment) -> str:
    """The command that makes this page again."""
    given = (
        f"returnhub assess {a.scheme.id} --replications {a.replications} --years {a.years} --seed {a.seed}"
    )
    given += a.switches.words
    return f"{given} --people {a.people}" if a.scheme.hubs else given


def data(a: Assessment) -> tuple[Csv, ...]:
    """The numbers behind the page, as files inside it."""
    e = a.evidence
    files = [
        data_file("measures.csv", e.result.measures, "every measure of every run"),
        data_file("outcomes.csv", people.data(a), "where people end, with ranges"),
        data_file("cost-by-year-and-payer.csv", e.money.by_year, "money by year and payer, with ranges"),
    ]
    for weeks in e.weeks:
        every = weeks.people.join(weeks.places, on="week", suffix="_places").join(
            weeks.queue, on="week", suffix="_queue"
        )
        files.append(
            data_file(
                f"weeks-{weeks.hub}.csv",
                every,
                "people, places and people waiting in every week, with ranges",
            )
        )
    return tuple(files)
