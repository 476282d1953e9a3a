"""What speaks against a move, as the database's guard sees it, in sentences that say what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from django.db import connections

from returnhub.casework.models import Bar, Case
from returnhub.hubs.models import Item
from returnhub.movements.models import Notice, Way
from returnhub.scheme.load import load
from returnhub.screening.rule import About, Rule
from returnhub.screening.rules import load_ruleset

STEPS = frozenset(
    {"not_decided", "not_approved", "notice_missing", "notice_runs", "not_accepted", "no_exit_plan", "stage"}
)
"""Codes of what is still to be done, rather than of what speaks against a person's move."""
_NOTICE = frozenset({"notice_missing", "notice_runs", "notice_lapsed"})
SAID_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "host_accepted": frozenset({"not_accepted", "acceptance_over"}),
        "intention_notice_run": _NOTICE,
        "decision_notified": _NOTICE,
        "departure_notice_run": _NOTICE,
        "departure_notice_valid": _NOTICE,
        "notice_names_route": _NOTICE,
        "exit_plan": frozenset({"no_exit_plan"}),
    }
)
"""Rules about a step, and the codes of the guard that say the same in fewer words."""


@dataclass(frozen=True, slots=True)
class Against:
    """One thing against a move: the guard's code, what it is about, a detail, and a sentence."""

    code: str
    what: str
    detail: str
    says: str
    speaks_against: bool
    """False for a step that is merely still to come."""

    def as_data(self) -> dict[str, str]:
        """As JSON, with the sentence that was shown."""
        return {"code": self.code, "what": self.what, "detail": self.detail, "says": self.says}


def against(case: int, way: Way, as_of: dt.date, scheme: str = "") -> list[Against]:
    """Everything against a person's move on a day; none: nothing is. The guard asks the same."""
    scheme = scheme or Case.objects.values_list("scheme", flat=True).get(pk=case)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT code, what, detail FROM guard.against(%s, %s, %s)", [case, way.value, as_of])
        rows: list[tuple[str, str, str]] = cursor.fetchall()
    return [
        Against(*row, says=sentence(scheme, *row), speaks_against=not _is_step(scheme, *row)) for row in rows
    ]


def _is_step(scheme: str, code: str, what: str, detail: str) -> bool:
    rule = _rules(scheme).get(what) if code.startswith("rule_") else None
    return code in STEPS or (rule is not None and rule.about is About.STEP)


def verdict(case: int, as_of: dt.date) -> str:
    """Whether the conditions for a move to the hub hold for a person: conditions_hold, unknown or barred."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT verdict FROM guard.verdict(%s, %s)", [case, as_of])
        return str(cursor.fetchone()[0])


def known(case: int, as_of: dt.date) -> dict[str, object]:
    """Facts as the rules read them: what is missing, out of date or in conflict is not there."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT f.key, f.value #>> '{}' FROM jsonb_each(guard.known(%s, %s)) AS f", [case, as_of]
        )
        return dict(cursor.fetchall())


def last_event(case: int) -> int:
    """The number of a case's last event: an approval says that it saw everything up to it."""
    with connections["default"].cursor() as cursor:
        cursor.execute('SELECT coalesce(max(id), 0) FROM journal_event WHERE "case" = %s', [case])
        return int(cursor.fetchone()[0])


@cache
def _rules(scheme: str) -> Mapping[str, Rule]:
    found = load(scheme)
    return MappingProxyType({rule.id: rule for rule in load_ruleset(found.rules.profile, found).rules})


SAYS: Mapping[str, str] = MappingProxyType(
    {
        "not_decided": "Nobody has decided that this person is moved.",
        "not_approved": "No second person has approved the decision.",
        "same_person": "The decision and its approval are by one person; it takes two.",
        "not_accepted": "The host has not accepted this person.",
        "acceptance_over": "The host's acceptance ran out{on}.",
        "other_hub": "The host accepted for another hub than the one that was decided.",
        "notice_elsewhere": "The notice of departure names another place than the hub that was decided.",
        "no_exit_plan": "No exit plan says where this person goes if the return or the stay ends otherwise.",
        "no_authority": "Nobody had given authority.",
        "authority_over": "The authority had run out.",
        "no_case": "There is no such case.",
        "suspended": "A suspension is in force: {detail}",
        "stage": "The case stands in another step: {what}.",
    }
)
SUSPENDED = MappingProxyType(
    {
        "person": "of this person",
        "group": "of their family",
        "hub": "of the hub",
        "scheme": "of the whole scheme",
    }
)
READY = MappingProxyType(
    {
        Item.MONITORS: "monitors get in",
        Item.COMPLAINTS: "complaints arrive",
        Item.LAWYERS: "lawyers are reached",
        Item.INTERPRETERS: "interpreters are reached",
        Item.HEALTH_CARE: "health care is there",
        Item.EXIT_ROUTE: "the way out works",
        Item.RECORD: "the record is witnessed",
    }
)
BARS = MappingProxyType(
    {
        Bar.Kind.COURT_ORDER: "A court's order stops this",
        Bar.Kind.INTERIM_MEASURE: "An interim measure stops this",
        Bar.Kind.SUBMISSIONS: "Further submissions are open",
        Bar.Kind.JUDICIAL_REVIEW: "A judicial review is open",
        Bar.Kind.NEW_EVIDENCE: "New evidence is under review",
        Bar.Kind.UNFIT: "A doctor found this person unfit",
        Bar.Kind.TRAFFICKING: "An indication of trafficking is open",
        Bar.Kind.AGE: "The person's age is in dispute",
        Bar.Kind.OTHER: "A bar is open",
    }
)
NOTICES = MappingProxyType(
    {Notice.Kind.INTENTION: "notice of intention", Notice.Kind.DEPARTURE: "notice of departure"}
)


def sentence(scheme: str, code: str, what: str, detail: str) -> str:
    """One thing against a move as a person reads it."""
    if code in ("rule_fails", "rule_unknown"):
        rule = _rules(scheme).get(what)
        if rule is None:
            return f"The rule {what} is not met."
        return (
            f"{rule.title}: {rule.if_fails}"
            if code == "rule_fails"
            else f"{rule.title}: not known. {rule.if_unknown}"
        )
    if code == "bar":
        return f"{BARS[Bar.Kind(what)]}: {detail}"
    if code.startswith("notice_") and what:
        named = NOTICES[Notice.Kind(what)]
        day = f"{dt.date.fromisoformat(detail):%-d %B %Y}" if detail else ""
        return {
            "notice_missing": f"No {named} stands.",
            "notice_runs": f"The {named} still runs: departure is possible from {day}.",
            "notice_lapsed": f"The {named} has lapsed; departure was possible from {day}. Serve a fresh one.",
        }[code]
    if code == "suspended":
        return f"A suspension {SUSPENDED[what]} is in force: {detail}"
    if code == "not_ready":
        return f"The scheme is not ready: nobody has shown and signed that {READY[Item(what)]}."
    on = f" on {dt.date.fromisoformat(detail):%-d %B %Y}" if detail and code == "acceptance_over" else ""
    return SAYS[code].format(on=on, detail=detail, what=what)
