"""An independent recount: every hard limit counted again from the named people and the scheme alone.

It shares no code with what makes a plan (an import contract holds that), reads the scheme's figures
by itself and screens everybody again. A plan counts only after this has found nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import polars as pl

from returnhub.placement import check_counts
from returnhub.placement.check_rules import WEEK, Breach, Limit, Rules, each, kinds
from returnhub.scheme.hosts import Answer
from returnhub.scheme.model import Hub, Scheme
from returnhub.scheme.suitability import PlacesFor
from returnhub.screening.bulk import screen
from returnhub.screening.rule import About, Group
from returnhub.screening.rules import TO_THE_HUB, load_ruleset
from returnhub.screening.verdict import RULE

_HOST_FACTS = {
    "origin_recognises_host": "recognises",
    "consulate_in_host": "consulate",
    "documents_issued_in_host": "documents",
}


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
) -> list[Breach]:
    """Every limit that the proposals break, in the order of `Limit`; none if they keep all.

    `proposals` has a row a person: case, household, hub, kind, week (0 begins on `start`),
    arrive_on, leave_by, reason; the other arguments are those of `plan.place`.
    """
    ruleset = load_ruleset(scheme.rules.profile, scheme)
    rules = Rules(scheme, ruleset, start, weeks, suppose_ready, fixed or {})
    found = [*_listed(proposals, cases, taken), *_written(proposals, rules)]
    placed = _placed(proposals, cases, rules)
    found += _households(placed)
    stays = check_counts.stays(placed, rules, taken)
    for hub in scheme.hubs:
        there = placed.filter(pl.col("hub") == hub.id)
        found += [*_whom(there, hub, rules), *_when(there, hub, rules)]
        found += check_counts.of_hub(stays, hub, rules)
    found += check_counts.of_agreement(stays, rules)
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
    has = [] if taken is None or "case" not in taken.columns else taken["case"].drop_nulls().to_list()
    again = proposals.filter(pl.col("hub").is_not_null() & pl.col("case").is_in(has))
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


def _placed(proposals: pl.DataFrame, cases: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Those with a proposal that can be counted, each beside their facts and household.

    `members` counts the household in the caseload, whether or not the others have a proposal;
    `child` is true of somebody known to be under 18 on the first day.
    """
    years = rules.start.year - 18
    grown = rules.start.replace(year=years, day=28 if rules.start.day == 29 else rules.start.day)
    facts = cases.with_columns(
        members=pl.when(pl.col("household").is_not_null()).then(pl.len().over("household")).otherwise(1),
        child=(pl.col("birth_on") > grown).fill_null(value=False),
    )
    facts = facts.with_columns(
        children=pl.col("child").any().over("household"),
        family=pl.col("family_with_children").any(ignore_nulls=True).over("household"),
    ).rename({"household": "home"})
    hubs = [h.id for h in rules.scheme.hubs]
    counts = pl.col("hub").is_in(hubs) & pl.col("week").is_between(0, rules.weeks - 1)
    return proposals.filter(counts).join(facts, on="case", how="inner", maintain_order="left")


def _households(placed: pl.DataFrame) -> list[Breach]:
    """All of a household in one hub from one week on, or none of it; and nobody whose household is not whole.

    A family with children of which no child is in the file, or a person alone of whom nobody knows whether
    there is a child, may have somebody who would be left behind.
    """
    homes = placed.group_by("home").agg(
        apart=(pl.struct("hub", "week").n_unique() > 1)
        | (pl.col("case").n_unique() < pl.col("members").first()),
        case=pl.col("case"),
    )
    parted = homes.filter("apart")["case"].explode()
    alone, said = pl.col("members") == 1, pl.col("family_with_children")
    somebody_lacks = (
        pl.col("home").is_null()
        | (pl.col("family") & ~pl.col("children"))
        | (alone & said.fill_null(value=True))
    )
    lacking = placed.filter(somebody_lacks)["case"]
    wrong = pl.concat([parted, lacking])
    return each(Limit.TOGETHER, None, placed["case"].filter(placed["case"].is_in(wrong.implode())))


def _whom(there: pl.DataFrame, hub: Hub, rules: Rules) -> list[Breach]:
    """Whom the hub may take: verdict, origin, families, women, care, and who lives in which places."""
    takes, is_for = hub.takes, rules.scheme.is_for
    origin = pl.col("origin").cast(pl.String)
    of_here = pl.lit(value=True)
    for only in (is_for.origins, takes.origins):
        if only is not None:
            of_here = of_here & origin.is_in(list(only))
    of_here = of_here & ~origin.is_in([*is_for.not_origins, *takes.not_origins])
    needs: dict[Limit, pl.Expr] = {Limit.ORIGINS: of_here}
    if not takes.families_with_children:
        needs[Limit.FAMILIES] = ~pl.col("family_with_children") & ~pl.col("child")
    if not takes.women:
        needs[Limit.WOMEN] = pl.col("sex") == "male"
    if takes.care_up_to < 2:
        needs[Limit.CARE] = pl.col("care_needed") <= takes.care_up_to
    needs[Limit.WHO_LIVES_WHERE] = _lives(hub)
    needs[Limit.READY] = pl.lit(rules.is_ready(hub))
    # what is not known is not so: a null breaks the limit as a no does
    return [
        *each(Limit.VERDICT, hub.id, there.filter(~_held(there, hub, rules))["case"]),
        *(
            b
            for limit, needed in needs.items()
            for b in each(limit, hub.id, there.filter(~needed.fill_null(value=False))["case"])
        ),
    ]


def _lives(hub: Hub) -> pl.Expr:
    """Several in family places, a man alone in men's, a woman alone in women's.

    Somebody alone whose sex is recorded as another has a family place to themselves; of whom it is
    not known, no place but one for anybody.
    """
    if not hub.place_kinds:
        return pl.lit(value=True)
    alone = pl.col("members") == 1
    fits = {
        PlacesFor.MEN: alone & (pl.col("sex") == "male"),
        PlacesFor.WOMEN: alone & (pl.col("sex") == "female"),
        PlacesFor.FAMILIES: ~alone | (pl.col("sex") == "another"),
    }
    either = pl.lit(value=False)
    for kind in hub.place_kinds:
        either = either | ((pl.col("kind") == kind.id) & fits[kind.places_for])
    return either


def _held(there: pl.DataFrame, hub: Hub, rules: Rules) -> pl.Series:
    """Whether conditions hold for each person on the first day, screened again.

    Asked are the rules about the person that count for a move to a hub, and of all the others about
    the person those that turn on how the origin stands to the host, with this host's answers.
    """
    wanted = [
        RULE + a.rule.id
        for a in rules.ruleset.asked(rules.start, list(Group), About.PERSON)
        if a.rule.group in TO_THE_HUB or not _HOST_FACTS.keys().isdisjoint(a.facts)
    ]
    answers = screen(
        there.with_columns(_of_host(hub, rules)), rules.ruleset, rules.start, list(Group), About.PERSON
    )
    return answers.select(pl.all_horizontal(wanted).fill_null(value=False)).to_series()


def _of_host(hub: Hub, rules: Rules) -> list[pl.Expr]:
    """How each origin stands to the hub's host; where the table does not know, the person's own file may.

    A file has one column, so it cannot say of which of several hosts it speaks.
    """
    one_host = len({h.host.code for h in rules.scheme.hubs}) == 1
    answers: list[pl.Expr] = []
    for fact, question in _HOST_FACTS.items():
        table = {o: getattr(row, question) for o, row in rules.scheme.hosts.get(hub.host.code, {}).items()}
        known = {o: a is Answer.YES for o, a in table.items() if a is not Answer.NOT_KNOWN}
        origin = pl.col("origin").cast(pl.String)
        told = origin.replace_strict(known, default=None, return_dtype=pl.Boolean)
        answers.append((pl.coalesce(told, fact) if one_host else told).alias(fact))
    return answers


def _when(there: pl.DataFrame, hub: Hub, rules: Rules) -> list[Breach]:
    """Dates agree with weeks; nobody before the hub opens, the notice has run, or after acceptance ends."""
    first = pl.lit(rules.start) + pl.duration(days=WEEK * pl.col("week"))
    arrive, leave = pl.col("arrive_on"), pl.col("leave_by")
    stays = pl.duration(days=WEEK * rules.stay_weeks(hub))
    agree = (arrive == first) & (leave == arrive + stays)
    notice = rules.start + dt.timedelta(days=math.ceil(rules.figure("notice_days")))
    # an acceptance of which nobody wrote down the end may have ended
    until = pl.coalesce(
        "host_acceptance_until",
        pl.when(pl.col("host_accepted_on").is_not_null()).then(pl.lit(dt.date.min)),
    )
    shut = [w for w in range(rules.weeks) if not rules.suppose_ready and rules.open_for(hub, w) < 0]
    return [
        *each(Limit.DATES, hub.id, there.filter(~agree)["case"]),
        *each(Limit.OPEN, hub.id, there.filter(pl.col("week").is_in(shut))["case"]),
        *each(Limit.NOTICE, hub.id, there.filter(arrive < notice)["case"]),
        *each(Limit.ACCEPTANCE, hub.id, there.filter(arrive > until)["case"]),
    ]
