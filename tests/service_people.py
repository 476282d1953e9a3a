"""People for the service's tests: who acts, by role, and cases at each step. Everyone is made up."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache

import pytest
from django.utils import timezone

from returnhub.accounts import commands as accounts
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import MAY, OF_A_HUB, Role
from returnhub.agreements import commands as agreements
from returnhub.agreements.models import Scheme
from returnhub.casework.commands.cases import CalledAs, Happened, NewCase, open_case
from returnhub.casework.commands.facts import Answer, facts
from returnhub.casework.models import Case
from returnhub.hubs.commands import numbers, places, readiness
from returnhub.hubs.models import Hub, Item, Phase
from returnhub.journal.actor import Actor
from returnhub.problems import Problems
from returnhub.procedure import Event
from returnhub.scheme.load import load
from returnhub.screening.rules import load_ruleset

SCHEME = "kosovo-2025"
SETTING_UP = Actor(None, "clock", "set-up", frozenset({*MAY, "agreements.open_scheme", "hubs.open_hub"}))
_NUMBERS = itertools.count(1)


@cache
def ruleset():
    """The rules of the scheme in these tests."""
    scheme = load(SCHEME)
    return load_ruleset(scheme.rules.profile, scheme)


def a_scheme() -> Scheme:
    """The scheme, operated here."""
    found = Scheme.objects.filter(pk=SCHEME).first()
    return found or agreements.open_scheme(
        SETTING_UP,
        scheme=SCHEME,
        title="A scheme for tests",
        procedure="return_hub",
        ruleset=ruleset().digest,
        host="Kosovo",
    )


def a_hub(
    kind: Hub.Kind = Hub.Kind.OPEN, *, people: int = 40, like: places.Like | None = None, limit: int = 90
) -> Hub:
    """A new hub of the scheme, open, with places for so many people, certified and signed for as many."""
    hub = places.open_hub(
        SETTING_UP, scheme=a_scheme().pk, name=f"Hub {next(_NUMBERS)}", kind=kind, stay_limit_days=limit
    )
    unit = places.add_unit(SETTING_UP, hub=hub.pk, name="House A")
    room = places.add_room(SETTING_UP, unit=unit.pk, name="Room 1", square_metres=Decimal(8 * people))
    for number in range(1, people + 1):
        places.add_place(
            SETTING_UP, room=room.pk, name=f"A1-{number}", like=like or places.Like(step_free=True, care=2)
        )
    with_numbers(hub, people)
    places.set_phase(
        SETTING_UP, hub=hub.pk, kind=Phase.Kind.OPEN, from_on=today(), reason="everything is there"
    )
    return hub


def with_numbers(hub: Hub, people: int) -> None:
    """Have a hub's four numbers all be the same from today."""
    asked = numbers.request_numbers(
        someone(Role.AGREEMENT),
        hub=hub.pk,
        four=numbers.Four(people, people, people, people),
        from_on=today(),
        reason="inspected and signed",
    )
    numbers.answer_numbers(
        someone(Role.AGREEMENT), request=asked.pk, approved=True, reason="seen and in order"
    )


def a_ready_scheme() -> Scheme:
    """The scheme, each item of its readiness tested by one person and signed by another."""
    scheme = a_scheme()
    tester, signer = someone(Role.AGREEMENT), someone(Role.MONITOR)
    for item in Item:
        found = readiness.record_test(
            tester, scheme=scheme.pk, item=item, tested_on=today(), what="Tried, and it worked.", passed=True
        )
        readiness.sign_readiness(signer, readiness=found.pk)
    return scheme


def someone(role: Role, scheme: str = "", hub: int | None = None) -> Actor:
    """A new user in one role; those of a hub in that hub, or else in a new one."""
    if role in OF_A_HUB and hub is None:
        hub = a_hub(people=1).pk
    user = accounts.add_user(
        SETTING_UP, email=f"user{next(_NUMBERS)}@example.org", name=f"{role.value} {next(_NUMBERS)}"
    )
    accounts.grant_role(SETTING_UP, user=user.pk, role=role, scheme=scheme, hub=hub)
    found = actor_of(user.pk)
    assert found is not None
    return found


def today() -> dt.date:
    """The day where cases are decided."""
    return timezone.localdate()


def days_ago(days: int) -> dt.date:
    """A day before today."""
    return today() - dt.timedelta(days=days)


def moment(day: dt.date) -> dt.datetime:
    """Noon of a day, or now if that is still to come."""
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    return min(noon, timezone.now())


def facts_that_hold() -> dict[str, bool | int | str | dt.date]:
    """Facts under which every rule about the person holds today."""
    return {
        "birth_on": dt.date(1991, 5, 4),
        "age_disputed": False,
        "sex": "male",
        "origin": "ALB",
        "stateless": False,
        "identity_confirmed": True,
        "route": "boat",
        "claim_decision": "refused",
        "refused_on": days_ago(400),
        "appeal_lodged": True,
        "appeal_outcome": "dismissed",
        "appeal_decided_on": days_ago(240),
        "rights_exhausted_on": days_ago(200),
        "further_submissions_pending": False,
        "late_evidence_unread": False,
        "reconsideration_ends_on": days_ago(180),
        "judicial_review_pending": False,
        "court_stay": False,
        "interim_measure": False,
        "referral_ground": "refused",
        "papers_missing": False,
        "papers_beyond_control": False,
        "voluntary_return_offered_on": days_ago(60),
        "voluntary_return_accepted": False,
        "power_to_send": True,
        "trafficking_status": "none",
        "torture_concern": False,
        "at_risk_level": 0,
        "protected_elsewhere": False,
        "fitness_examined_on": days_ago(3),
        "fit_to_travel": True,
        "pregnancy_week": 0,
        "treatment_in_host": True,
        "self_harm_risk_open": False,
        "needs_step_free": False,
        "care_needed": 0,
        "unaccompanied_child": False,
        "family_with_children": False,
        "family_split": False,
        "family_life_considered": True,
        "custody": "none",
        "nationality_confirmed": True,
        "whereabouts_known": True,
    }


def answers(**changed: bool | int | str | dt.date | None) -> list[Answer]:
    """Those facts as answers of today, some changed; None leaves one out."""
    whole = facts_that_hold() | changed
    return [Answer(f, v, today(), facts()[f].suppliers[0]) for f, v in whole.items() if v is not None]


EXHAUSTED = (
    (Event.CLAIM_REFUSED, 400),
    (Event.APPEAL_LODGED, 390),
    (Event.APPEAL_DISMISSED, 240),
)


def a_case(by: Actor, *, name: str = "", **changed: bool | int | str | dt.date | None) -> Case:
    """A person whose appeal rights are exhausted and whose conditions hold, but for what is changed."""
    a_scheme()
    happened = tuple(Happened(event, moment(days_ago(days))) for event, days in EXHAUSTED)
    called = CalledAs(name or f"Example Person {next(_NUMBERS)}")
    return open_case(by, new=NewCase(SCHEME, (called,), answers(**changed), happened))


@contextmanager
def refuses(what: str) -> Iterator[None]:
    """What is done inside is refused, by this code or by this guard of the database."""
    with pytest.raises(Problems) as caught:
        yield
    assert what in {v for p in caught.value.items for v in (p.code, p.given.get("guard"))}, caught.value.items
