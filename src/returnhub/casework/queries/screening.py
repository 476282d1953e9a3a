"""Why a case has its verdict, on facts as known, under the ruleset that it is pinned to, for a page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db import connections

from returnhub.casework.models import Case, Screening
from returnhub.casework.queries.facts import known_facts
from returnhub.casework.queries.looking import LookingAt
from returnhub.scheme.load import load
from returnhub.screening.explain import Explanation, Reason, explain
from returnhub.screening.rules import Ruleset, load_ruleset


@cache
def ruleset_of(scheme: str, digest: str) -> Ruleset | None:
    """The ruleset that cases of a scheme are pinned to; None if its files have changed since."""
    loaded = load(scheme)
    found = load_ruleset(loaded.rules.profile, loaded)
    return found if found.digest == digest else None


@cache
def facts_read(scheme: str, digest: str, as_of: dt.date) -> dict[str, tuple[str, ...]]:
    """Each fact that rules about the person read on a day, with the titles of those rules."""
    ruleset = ruleset_of(scheme, digest)
    found: dict[str, tuple[str, ...]] = {}
    for asked in ruleset.asked(as_of, about="person") if ruleset else ():
        for fact in asked.facts:
            found[fact] = (*found.get(fact, ()), asked.rule.title)
    return found


@cache
def rule_words(scheme: str, digest: str) -> dict[str, tuple[str, str]]:
    """Each rule's title and whom to ask while it is unknown."""
    ruleset = ruleset_of(scheme, digest)
    return {r.id: (r.title, r.if_unknown) for r in ruleset.rules} if ruleset else {}


def reasons(case: Case, looking: LookingAt, known: Mapping[str, object] | None = None) -> Explanation | None:
    """Every reason of the verdict on a day; None if the case's ruleset is not among the files here."""
    ruleset = ruleset_of(case.scheme, case.ruleset)
    if ruleset is None:
        return None
    return explain(
        known_facts(case, looking) if known is None else known, ruleset, looking.on, about="person"
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the database answers: the verdict, the rules that fail and those that are unknown."""

    verdict: str
    fails: tuple[str, ...]
    unknown: tuple[str, ...]


def verdict_in_database(case: Case, as_of: dt.date) -> Verdict:
    """The verdict that counts at the commit, on all that is known."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT verdict, fails::text, unknown::text FROM guard.verdict(%s, %s)", [case.pk, as_of]
        )
        verdict, fails, unknown = cursor.fetchone()
    return Verdict(verdict, tuple(json.loads(fails)), tuple(json.loads(unknown)))


def screenings(case: Case, looking: LookingAt) -> list[Screening]:
    """Screenings by officers that were recorded by then, the newest first."""
    return list(
        Screening.objects.filter(case=case, event__recorded__lt=looking.known_until)
        .select_related("event")
        .order_by("-id")
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule whose answer differs between two days."""

    reason: Reason
    before: str
    after: str


def compare(old: Explanation, new: Explanation) -> list[Changed]:
    """The rules that answer otherwise on the newer day, with the newer reason."""
    before = {r.asked.rule.id: r.state.value for r in (*old.reasons, *old.met)}
    return [
        Changed(r, before.get(r.asked.rule.id, "not asked"), r.state.value)
        for r in (*new.reasons, *new.met)
        if before.get(r.asked.rule.id) != r.state.value
    ]
