"""How the recount reads people: who belongs together, whom a hub may take, for whom conditions hold."""

from __future__ import annotations

import datetime as dt

import polars as pl

from returnhub.placement.check_rules import Limit, Rules
from returnhub.scheme.hosts import Answer
from returnhub.scheme.model import Hub
from returnhub.scheme.suitability import PlaceKind, PlacesFor
from returnhub.screening.bulk import screen
from returnhub.screening.rule import TO_THE_HUB, About, Group
from returnhub.screening.verdict import RULE

_HOST_FACTS = {
    "origin_recognises_host": "recognises",
    "consulate_in_host": "consulate",
    "documents_issued_in_host": "documents",
}


def beside(cases: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The caseload with what a household makes of each person; the household's number is in `home`.

    `members` counts the household in the caseload, `child` is true of somebody known to be under 18 on
    the first day, `whole` where nobody of the household can be missing from the file: a family with
    children of which no child is in it, or a person alone of whom nobody knows whether there is a
    child, may have somebody who would be left behind.
    """
    years = rules.start.year - 18
    grown = rules.start.replace(year=years, day=28 if rules.start.day == 29 else rules.start.day)
    said = pl.col("family_with_children")
    facts = cases.with_columns(
        members=pl.when(pl.col("household").is_not_null()).then(pl.len().over("household")).otherwise(1),
        child=(pl.col("birth_on") > grown).fill_null(value=False),
    )
    lacks_child = said.any(ignore_nulls=True).over("household") & ~pl.col("child").any().over("household")
    alone = pl.col("members") == 1
    return facts.with_columns(
        whole=pl.col("household").is_not_null() & ~lacks_child & ~(alone & said.fill_null(value=True))
    ).rename({"household": "home"})


def needed(hub: Hub, rules: Rules) -> dict[Limit, pl.Expr]:
    """What the hub needs of a person, as expressions over `beside`; one that is null is not met."""
    takes, is_for = hub.takes, rules.scheme.is_for
    origin = pl.col("origin").cast(pl.String)
    of_here = pl.lit(value=True)
    for only in (is_for.origins, takes.origins):
        if only is not None:
            of_here = of_here & origin.is_in(list(only))
    of_here = of_here & ~origin.is_in([*is_for.not_origins, *takes.not_origins])
    needs: dict[Limit, pl.Expr] = {Limit.ORIGINS: of_here, Limit.READY: pl.lit(rules.is_ready(hub))}
    if not takes.families_with_children:
        needs[Limit.FAMILIES] = ~pl.col("family_with_children") & ~pl.col("child")
    if not takes.women:
        needs[Limit.WOMEN] = pl.col("sex") == "male"
    if takes.care_up_to < 2:
        needs[Limit.CARE] = pl.col("care_needed") <= takes.care_up_to
    return needs


def lives_in(kind: PlaceKind) -> pl.Expr:
    """Several in family places, a man alone in men's, a woman alone in women's.

    Somebody alone whose sex is recorded as another has a family place to themselves; of whom it is
    not known, no place but one for anybody.
    """
    alone = pl.col("members") == 1
    match kind.places_for:
        case PlacesFor.MEN:
            return alone & (pl.col("sex") == "male")
        case PlacesFor.WOMEN:
            return alone & (pl.col("sex") == "female")
        case PlacesFor.FAMILIES:
            return ~alone | (pl.col("sex") == "another")


def accepted_until() -> pl.Expr:
    """Last day on which the host's acceptance can be used: any day if it has still to be asked for.

    An acceptance of which nobody wrote down the end may have ended.
    """
    asked = pl.col("host_accepted_on").is_not_null()
    return pl.coalesce("host_acceptance_until", pl.when(asked).then(dt.date.min).otherwise(dt.date.max))


def has_place(people: pl.DataFrame, taken: pl.DataFrame | None) -> pl.Series:
    """Who has a place already, or was told of one."""
    names = [] if taken is None or "case" not in taken.columns else taken["case"].drop_nulls().to_list()
    return people["case"].is_in(names)


def held(there: pl.DataFrame, hub: Hub, rules: Rules) -> pl.Series:
    """Whether conditions hold for each person on the first day, screened again.

    Asked are the rules about the person that count for a move to a hub, and of all the others about
    the person those that turn on how the origin stands to the host, with this host's answers. Where
    readiness is supposed, so is a way onward that nobody knows to be shut.
    """
    asked = rules.ruleset.asked(rules.start, list(Group), About.PERSON)
    of_host = [RULE + a.rule.id for a in asked if not _HOST_FACTS.keys().isdisjoint(a.facts)]
    wanted = {RULE + a.rule.id for a in asked if a.rule.group in TO_THE_HUB} | set(of_host)
    answers = screen(
        there.with_columns(_of_host(hub, rules)), rules.ruleset, rules.start, list(Group), About.PERSON
    )
    if rules.suppose_ready:
        answers = answers.with_columns(pl.col(of_host).fill_null(value=True))
    return answers.select(pl.all_horizontal(wanted).fill_null(value=False)).to_series()


def _of_host(hub: Hub, rules: Rules) -> list[pl.Expr]:
    """How each origin stands to the hub's host: as the person's own file says, else as the table does.

    A file has one column, so it cannot say of which of several hosts it speaks; then only the table counts.
    """
    one_host = len({h.host.code for h in rules.scheme.hubs}) == 1
    answers: list[pl.Expr] = []
    for fact, question in _HOST_FACTS.items():
        table = {o: getattr(row, question) for o, row in rules.scheme.hosts.get(hub.host.code, {}).items()}
        known = {o: a is Answer.YES for o, a in table.items() if a is not Answer.NOT_KNOWN}
        origin = pl.col("origin").cast(pl.String)
        told = origin.replace_strict(known, default=None, return_dtype=pl.Boolean)
        answers.append((pl.coalesce(fact, told) if one_host else told).alias(fact))
    return answers
