"""An independent recount: every hard limit counted again from the named people and the scheme alone.

It shares no code with what makes a plan (an import contract holds that), reads the scheme's figures
by itself and screens everybody again. A plan counts only after this has found nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import polars as pl

from returnhub.placement import check_counts, check_people, check_turns
from returnhub.placement.check_rules import WEEK, Breach, Limit, Rules, each, kinds
from returnhub.scheme.model import Hub, Scheme
from returnhub.screening.rules import load_ruleset


def recount(
    proposals: pl.DataFrame,
    cases: pl.DataFrame,
    scheme: Scheme,
    start: dt.date,
    weeks: int,
    *,
    suppose_ready: bool = False,
    fixed: Mapping[str, float] | None = None,
    taken: pl.DataFrame | None = None,
    in_turn: bool = True,
) -> list[Breach]:
    """Every limit that the proposals break, in the order of `Limit`; none if they keep all.

    `proposals` has a row a person: case, household, hub, kind, week (0 begins on `start`),
    arrive_on, leave_by, reason; the other arguments are those of `plan.place`. `in_turn` is false of a
    plan within parity bounds, for which somebody may have to wait for people behind them.
    """
    ruleset = load_ruleset(scheme.rules.profile, scheme)
    rules = Rules(scheme, ruleset, start, weeks, suppose_ready, fixed or {})
    found = [*_listed(proposals, cases, taken), *_written(proposals, rules)]
    people = check_people.beside(cases, rules)
    placed = _placed(proposals, people, rules)
    found += _households(placed)
    stays = check_counts.stays(placed, rules, taken)
    for hub in scheme.hubs:
        there = placed.filter(pl.col("hub") == hub.id)
        found += [*_whom(there, hub, rules), *_when(there, hub, rules)]
        found += check_counts.of_hub(stays, hub, rules)
    found += check_counts.of_agreement(stays, rules)
    if in_turn:
        found += check_turns.out_of_turn(proposals, people, rules, taken)
    order = list(Limit)
    return sorted(found, key=lambda b: (order.index(b.limit), b.hub or "", b.week or 0))


def _listed(proposals: pl.DataFrame, cases: pl.DataFrame, taken: pl.DataFrame | None) -> list[Breach]:
    """Everybody once, nobody from elsewhere or with a place already, in the household of the caseload."""
    times = proposals["case"].value_counts(name="times")
    counted = (
        cases.select("case").join(times, on="case", how="left").with_columns(pl.col("times").fill_null(0))
    )
    wrong = counted.filter(pl.col("times") != 1)["case"]
    homes = cases.select("case", pl.col("household").alias("home"))
    joined = proposals.join(homes, on="case", how="left", maintain_order="left")
    again = proposals.filter(pl.col("hub").is_not_null() & check_people.has_place(proposals, taken))
    stranger = ~joined["case"].is_in(cases["case"].implode()) | joined["household"].ne_missing(joined["home"])
    return [
        *each(Limit.LISTED_ONCE, None, wrong),
        *each(Limit.KNOWN, None, joined.filter(stranger)["case"]),
        *each(Limit.ONE_PLACE, None, again["case"]),
    ]


def _written(proposals: pl.DataFrame, rules: Rules) -> list[Breach]:
    """Each row is a whole proposal, to a kind of place that exists in a week asked about, or a reason."""
    parts = ("hub", "kind", "week", "arrive_on", "leave_by")
    some = pl.any_horizontal(pl.col(p).is_not_null() for p in parts)
    every = pl.all_horizontal(pl.col(p).is_not_null() for p in parts)
    whole = (every & pl.col("reason").is_null()) | (~some & pl.col("reason").is_not_null())
    there_are = [f"{h.id}/{k}" for h in rules.scheme.hubs for k in kinds(h)]
    kind = pl.concat_str("hub", "kind", separator="/").is_in(there_are)
    known = pl.col("hub").is_in([h.id for h in rules.scheme.hubs])
    within = pl.col("week").is_between(0, rules.weeks - 1)
    return [
        *each(Limit.WHOLE, None, proposals.filter(~whole)["case"]),
        *each(Limit.HUB, None, proposals.filter(~known)["case"]),
        *each(Limit.KIND, None, proposals.filter(known & ~kind)["case"]),
        *each(Limit.HORIZON, None, proposals.filter(~within)["case"]),
    ]


def _placed(proposals: pl.DataFrame, people: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Those with a proposal that can be counted, each beside their facts and household."""
    hubs = [h.id for h in rules.scheme.hubs]
    counts = pl.col("hub").is_in(hubs) & pl.col("week").is_between(0, rules.weeks - 1)
    return proposals.filter(counts).join(people, on="case", how="inner", maintain_order="left")


def _households(placed: pl.DataFrame) -> list[Breach]:
    """All of a household in one hub from one week on, or none; nobody whose household is not whole."""
    homes = placed.group_by("home").agg(
        apart=(pl.struct("hub", "week").n_unique() > 1)
        | (pl.col("case").n_unique() < pl.col("members").first()),
        case=pl.col("case"),
    )
    parted = homes.filter("apart")["case"].explode()
    wrong = pl.concat([parted, placed.filter(~pl.col("whole"))["case"]])
    return each(Limit.TOGETHER, None, placed["case"].filter(placed["case"].is_in(wrong.implode())))


def _whom(there: pl.DataFrame, hub: Hub, rules: Rules) -> list[Breach]:
    """Whom the hub may take, for whom conditions hold, and who lives in which places."""
    lives = pl.lit(value=not hub.place_kinds)
    for kind in hub.place_kinds:
        lives = lives | ((pl.col("kind") == kind.id) & check_people.lives_in(kind))
    needs = check_people.needed(hub, rules) | {Limit.WHO_LIVES_WHERE: lives}
    # what is not known is not so: a null breaks the limit as a no does
    unmet = {limit: there.filter(~need.fill_null(value=False)) for limit, need in needs.items()}
    unmet[Limit.VERDICT] = there.filter(~check_people.held(there, hub, rules))
    return [breach for limit, them in unmet.items() for breach in each(limit, hub.id, them["case"])]


def _when(there: pl.DataFrame, hub: Hub, rules: Rules) -> list[Breach]:
    """Dates agree with weeks; nobody before the hub opens, the notice has run, or after acceptance ends."""
    first = pl.lit(rules.start) + pl.duration(days=WEEK * pl.col("week"))
    arrive, leave = pl.col("arrive_on"), pl.col("leave_by")
    stays = pl.duration(days=WEEK * rules.stay_weeks(hub))
    agree = (arrive == first) & (leave == arrive + stays)
    notice = rules.start + dt.timedelta(days=math.ceil(rules.figure("notice_days")))
    shut = [w for w in range(rules.weeks) if not rules.suppose_ready and rules.open_for(hub, w) < 0]
    return [
        *each(Limit.DATES, hub.id, there.filter(~agree)["case"]),
        *each(Limit.OPEN, hub.id, there.filter(pl.col("week").is_in(shut))["case"]),
        *each(Limit.NOTICE, hub.id, there.filter(arrive < notice)["case"]),
        *each(Limit.ACCEPTANCE, hub.id, there.filter(arrive > check_people.accepted_until())["case"]),
    ]
