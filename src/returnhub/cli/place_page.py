"""How a plan reads: counts, what was supposed, order and bound, what is full, shares, the recount."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from returnhub.cli import output
from returnhub.placement.check_rules import Breach
from returnhub.placement.parity import Price
from returnhub.placement.plan import Plan
from returnhub.placement.shares import STAY, conditions_hold, shares, widest
from returnhub.placement.suits import Shut
from returnhub.scheme.suitability import GroupBy, Order

if TYPE_CHECKING:
    from returnhub.scheme.model import Hub, Scheme

_LABEL = 12
MOST_SHOWN = 6
"""Limits, breaches and people that the terminal shows; --json has all."""

_NOT_OF_THE_PAIR = (
    *(Shut.TAKEN, Shut.BARRED, Shut.UNKNOWN, Shut.NOT_WHOLE, Shut.HOUSEHOLD_NOT_KNOWN, Shut.NO_READY_DATE),
    *(Shut.NO_MONITOR, Shut.NO_COMPLAINT_WAY, Shut.NO_EXIT_ROUTE, Shut.NOT_OPEN, Shut.TOO_EARLY),
)
"""Reasons that lie with a household or with a hub alone, and are told elsewhere."""
_READY = {"monitor": "a monitor", "complaint_way": "a complaint way", "exit_route": "an exit route"}


@dataclass(frozen=True, eq=False)
class Answer:
    """A plan with what a page needs beside it: the people, the scheme and its folder, breaches, the file."""

    plan: Plan
    people: pl.DataFrame
    scheme: Scheme
    folder: Path
    breaches: tuple[Breach, ...]
    file: Path | None
    stopped: bool = False
    price: Price | None = None
    bounded: tuple[GroupBy, float] | None = None
    """The bound on shares that was asked for; without a price if Ctrl-C came before it."""

    def counts(self) -> dict[str, int]:
        """People placed, waiting though conditions hold, unknown and barred; they add up to everybody."""
        ask = self.plan.ask
        placed = self.plan.proposals["hub"].count()
        shut = [ask.suits.reasons[int(at)].shut for at in ask.suits.own if at >= 0]
        return {
            "placed": placed,
            "waiting": int(conditions_hold(ask).sum()) - placed,
            "unknown": shut.count(Shut.UNKNOWN),
            "barred": shut.count(Shut.BARRED),
        }

    def hub(self, name: str) -> Hub:
        """The hub of that name."""
        return next(h for h in self.scheme.hubs if h.id == name)

    def where(self, *path: str | int) -> str:
        """File and line of a part of the scheme, if it is written down anywhere: `scheme.yaml:41`."""
        from returnhub.scheme.parts import gather

        node = gather(self.folder, []).scheme
        found = None if node is None else node.at(path)
        if node is None or found is None or (path and node.at(path[:-1]).step(path[-1]) is None):
            return ""
        return f"{found.file}:{found.line}"


def show(answer: Answer, *, groups: bool) -> None:
    """Print the plan."""
    for line in _lines(answer, groups):
        output.say(line)


def labelled(label: str, text: str) -> str:
    """A line with its label in a column of its own, wrapped beside it."""
    return output.wrap(f"{label:<{_LABEL}}{text}", hang=" " * _LABEL)


def _lines(answer: Answer, groups: bool) -> Iterator[str]:
    plan = answer.plan
    n = answer.counts()
    people = f"{answer.people.height:,} {'person' if answer.people.height == 1 else 'people'}"
    yield output.wrap(
        f"{people}: {n['placed']:,} placed, {n['waiting']:,} waiting though conditions hold, "
        f"{n['unknown']:,} unknown, {n['barred']:,} barred"
    )
    if what := supposed(plan):
        yield labelled("Supposed", what)
    for hub in answer.scheme.hubs:
        if reasons := closed(hub, answer):
            yield labelled("Shut", f"{hub.name}: {'; '.join(reasons)}{_at(answer, 'hubs', hub)}")
    if not answer.scheme.hubs:
        yield labelled("Shut", f"{answer.scheme.id} has no hub")
    if n["waiting"]:
        yield labelled("Waiting", _waiting(plan))
    for hub, reasons in _not_taken(answer).items():
        some = ", ".join(f"{text} {n:,}" for text, n in list(reasons.items())[:MOST_SHOWN])
        yield labelled("Not taken", f"{answer.hub(hub).name}: {some}")
    yield labelled("Order", order(answer))
    yield labelled("Bound", bound(plan))
    if plan.parity_holds is not None:
        yield labelled("Parity", _parity(answer))
    if answer.bounded is not None and answer.price is None:
        unmet = f"the bound by {answer.bounded[0].value} that was asked for was not looked at before Ctrl-C"
        yield labelled("Parity", f"{unmet}: this plan need not keep it")
    if answer.stopped:
        yield labelled("Stopped", "by Ctrl-C: this is the best plan found until then, with every limit kept")
    elif plan.partial:
        yield labelled("Time", "the solver used up its --seconds: this is the best plan that it found")
    if len(plan.binding):
        yield labelled("Binding", _binding(answer))
    counted = shares(plan.proposals, answer.people, plan.ask)
    if n["placed"]:
        yield from _by_group(counted, answer, groups)
    yield from _checked(answer, n["placed"])
    if answer.file is not None:
        output.note(f"{answer.file} written")
    yield "A proposal is a draft: a named person decides, one person at a time."


def _at(answer: Answer, part: str, hub: Hub) -> str:
    where = answer.where(part, [h.id for h in answer.scheme.hubs].index(hub.id))
    return f" ({where})" if where else ""


def supposed(plan: Plan) -> str | None:
    """What a what-if takes for granted, for pages, `--json` and each row of a file."""
    if not plan.suppose_ready:
        return None
    return (
        f"a what-if: every hub ready and fully open from {day(plan.start)}, with a way onward for everybody "
        "to whom the table of hosts and origins does not say no; nothing says that it is so"
    )


def closed(hub: Hub, answer: Answer) -> list[str]:
    """Why nobody can go to a hub in these weeks, whoever they are; nothing in a what-if."""
    plan = answer.plan
    if plan.suppose_ready:
        return []
    said: list[str] = []
    for value, words in ((None, "nobody has said that {} is ready"), (False, "{} is not ready")):
        lacks = [text for name, text in _READY.items() if getattr(hub.ready, name) is value]
        if lacks:
            some = " or ".join([", ".join(lacks[:-1]), lacks[-1]]) if len(lacks) > 1 else lacks[0]
            said.append(words.format(some))
    h = plan.ask.terms.hubs.index(hub.id)
    if plan.ask.terms.opens[h] >= plan.weeks:
        figure = answer.scheme.figure(hub.opens_after_days)
        opens = answer.scheme.starts + dt.timedelta(days=round(figure.middle))
        kind = ", an assumption" if figure.is_assumption else ""
        said.append(f"it opens on {day(opens)}{kind}, after these weeks")
    return said


def _waiting(plan: Plan) -> str:
    waiting = plan.proposals.filter(conditions_hold(plan.ask))["reason"].drop_nulls()
    return ", ".join(f"{why} {n:,}" for why, n in waiting.value_counts(sort=True).iter_rows())


def order(answer: Answer) -> str:
    """The scheme's order with the place where it says so."""
    rules = answer.scheme.placement
    where = answer.where("placement", "order")
    said = f"({where})" if where else "(usual: the scheme does not say)"
    lot = f"a lot drawn with seed {answer.plan.seed}"
    return f"{rules.order.value} {said}" + (f", {lot}" if rules.order is Order.LOT else f", then {lot}")


def _not_taken(answer: Answer) -> dict[str, dict[str, int]]:
    """By hub, people whose conditions hold and whom it does not take, by the reason and its rule."""
    ask = answer.plan.ask
    holds = conditions_hold(ask).to_numpy()
    found: dict[str, dict[str, int]] = {}
    people = np.add.reduceat(holds[ask.homes.rows].astype(np.int64), ask.homes.first[:-1])
    for h, hub in enumerate(ask.terms.hubs):
        counts: dict[str, int] = {}
        for at, reason in enumerate(ask.suits.reasons):
            if reason.shut in _NOT_OF_THE_PAIR:
                continue
            text = reason.shut.value + (f" ({reason.rule})" if reason.rule else "")
            if number := int(people[ask.suits.shut[:, h] == at].sum()):
                counts[text] = number
        if counts:
            found[hub] = dict(sorted(counts.items(), key=lambda c: -c[1]))
    return found


def bound(plan: Plan) -> str:
    """How far the days waited are above the least possible."""
    if not len(plan.ask.candidates):
        return "none: no hub is open to anybody in these weeks"
    if plan.gap is None:
        return f"{plan.days_waited:,} days waited, and the least possible was not asked for"
    far = f"at most {100 * plan.gap:.1f}% above the least" if plan.gap > 0 else "the least"
    text = f"{plan.days_waited:,} days waited, {far} possible in this order"
    if plan.any_order_days is not None and plan.any_order_days < plan.days_waited:
        text += f"; without the order no fewer than {plan.any_order_days:,}"
    return text


def _parity(answer: Answer) -> str:
    """What a bound on shares did: whether it holds, and its price if it was asked for."""
    if answer.price is None:
        return "the scheme's bound holds" if answer.plan.parity_holds else "the scheme's bound is not kept"
    price = answer.price
    if not price.holds:
        return "no plan within the bound was found that places anybody; try more points, or more --seconds"
    days, people = price.days_with - price.days_without, price.people_without - price.people_with
    placed = f"{abs(people):,} {'fewer' if people > 0 else 'more'} placed" if people else "as many placed"
    found = (
        "; the solver did not finish, so the least price may be far lower (more --seconds would tell)"
        if price.partial
        else ""
    )
    return (
        f"every group by {price.by.value} within {100 * price.points:g} in 100 of all (without: "
        f"{100 * price.apart_without:.0f}), of people whom some hub could take; price: {days:,} more days "
        f"waited ({days / max(1, price.days_without):.1%}), {placed}{found}"
    )


def _binding(answer: Answer) -> str:
    rows = sorted(
        answer.plan.binding.iter_rows(named=True), key=lambda r: -len(_each_week(r["weeks"])), reverse=False
    )
    parts = [
        f"{limit(answer, row['hub'], row['kind'], row['limit'])}, {weeks(_each_week(row['weeks']))}"
        for row in rows[:MOST_SHOWN]
    ]
    more = f"; and {len(rows) - MOST_SHOWN} more, in --json" if len(rows) > MOST_SHOWN else ""
    return "; ".join(parts) + more


def limit(answer: Answer, hub: str | None, kind: str | None, name: str) -> str:
    """A limit in words: `places for men of Hub A`."""
    if hub is None:
        return name
    found = answer.hub(hub)
    for_whom = next((f" for {k.places_for.value}" for k in found.place_kinds if k.id == kind), "")
    return f"{name}{for_whom} of {found.name}"


def _each_week(text: str) -> list[int]:
    """`2-4, 7` as weeks."""
    found: list[int] = []
    for part in text.split(", "):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def weeks(which: list[int] | tuple[int, ...]) -> str:
    """Weeks as people count them, from 1: `week 3`, `weeks 1 to 9 and 12`."""
    runs: list[list[int]] = []
    for week in which:
        if runs and runs[-1][-1] == week - 1:
            runs[-1][-1] = week
        else:
            runs.append([week, week])
    text = [str(a + 1) if a == b else f"{a + 1} to {b + 1}" for a, b in runs]
    listed = " and ".join(p for p in (", ".join(text[:-1]), text[-1]) if p)
    return f"week {listed}" if len(which) == 1 else f"weeks {listed}"


def day(date: dt.date) -> str:
    """`1 December 2026`."""
    return f"{date:%-d %B %Y}"


def _by_group(counted: pl.DataFrame, answer: Answer, groups: bool) -> Iterator[str]:
    of_homes = counted.filter((pl.col("attribute") == GroupBy.HOUSEHOLD) & ~pl.col("small"))
    listed = ", ".join(f"{r['group']} {r['in_100']:.0f}" for r in of_homes.iter_rows(named=True))
    everybody = counted.row(0, named=True)["in_100"]
    yield labelled(
        "By group", f"placed in 100 whose conditions hold: all {everybody:.0f}, {listed}".rstrip(", ")
    )
    # by the stay of the hubs open to somebody a share says which hubs are open, and not who is chosen
    far = widest(counted).filter(pl.col("attribute") != STAY).head(1)
    for row in far.iter_rows(named=True):
        yield labelled(
            "",
            f"farthest from all: {group(answer, row['attribute'], row['group'])} {row['in_100']:.0f}"
            + ("" if groups else "   (--groups for every group, with n)"),
        )
    if groups:
        rows = [
            (
                row["attribute"],
                group(answer, row["attribute"], row["group"]),
                row["n"],
                row["placed"],
                "" if row["in_100"] is None else f"{row['in_100']:.0f}",
                "few" if row["small"] else "",
            )
            for row in counted.iter_rows(named=True)
        ]
        yield output.table(
            rows, head=("told apart by", "group", "people", "placed", "in 100", ""), right=(2, 3, 4)
        )


def group(answer: Answer, attribute: str, name: str) -> str:
    """A group as a page names it: states by their names."""
    if attribute == GroupBy.NATIONALITY:
        return answer.scheme.facts["origin"].codes.get(name, name)
    return name


def _checked(answer: Answer, placed: int) -> Iterator[str]:
    if not answer.breaches:
        of = (
            f"the {placed:,} named people"
            if placed > 1
            else "the named person"
            if placed
            else "the whole list"
        )
        yield labelled("Checked", f"{output.mark('ok')} every limit recounted from {of}")
        return
    for breach in answer.breaches[:MOST_SHOWN]:
        yield labelled("Checked", f"{output.mark('broken')} {_breach(answer, breach)}")
    if len(answer.breaches) > MOST_SHOWN:
        yield labelled("", f"and {len(answer.breaches) - MOST_SHOWN} more, in --json")
    yield labelled(
        "", "This plan breaks a limit: it is not written, and must not be used. Send us the command."
    )


def _breach(answer: Answer, breach: Breach) -> str:
    where = "" if breach.hub is None else f" of {answer.hub(breach.hub).name}"
    when = "" if breach.week is None else f", week {breach.week + 1}"
    who = ", ".join(breach.cases[:MOST_SHOWN]) + (" and more" if len(breach.cases) > MOST_SHOWN else "")
    return f"{breach.limit.value}{where}{when}: {breach.found} people, {breach.allowed} allowed ({who})"


def as_data(answer: Answer) -> dict[str, object]:
    """The same for `--json`; weeks are counted from 1, as on the page."""
    plan = answer.plan
    counted = shares(plan.proposals, answer.people, plan.ask)
    return {
        "scheme": answer.scheme.id,
        "from": plan.start,
        "weeks": plan.weeks,
        "people": answer.people.height,
        **answer.counts(),
        "reasons": dict(plan.proposals["reason"].drop_nulls().value_counts(sort=True).iter_rows()),
        "supposed_ready": plan.suppose_ready,
        "supposed": supposed(plan),
        "order": plan.order.value,
        "days_waited": plan.days_waited,
        "least_days": plan.bound_days,
        "gap": plan.gap,
        "any_order_days": plan.any_order_days,
        "parity_holds": plan.parity_holds,
        "parity_price": None
        if answer.price is None
        else {name: value for name, value in vars(answer.price).items() if name != "plan"},
        "partial": plan.partial,
        "stopped": answer.stopped,
        "shut": {hub.id: reasons for hub in answer.scheme.hubs if (reasons := closed(hub, answer))},
        "not_taken": _not_taken(answer),
        "binding": [
            row | {"weeks": re.sub(r"\d+", lambda m: str(int(m[0]) + 1), row["weeks"])}
            for row in plan.binding.iter_rows(named=True)
        ],
        "shares": counted.to_dicts(),
        "widest": widest(counted).to_dicts(),
        "breaches": [
            {"limit": b.limit, "hub": b.hub, "week": None if b.week is None else b.week + 1, "found": b.found,
             "allowed": b.allowed, "cases": b.cases}
            for b in answer.breaches
        ],
        "file": None if answer.file is None else str(answer.file),
    }  # fmt: skip
