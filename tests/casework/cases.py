"""What the tests of casework's commands share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.service_people import EXHAUSTED, SCHEME, a_scheme, answers, days_ago, moment

from returnhub.casework.commands.cases import CalledAs, Happened, NewCase, open_case
from returnhub.casework.models import Case, Fact, Standing
from returnhub.journal.actor import Actor
from returnhub.problems import Problem, Problems
from returnhub.procedure import Event

NOTIFIED = (
    *EXHAUSTED,
    (Event.REFERRED, 12),
    (Event.CONDITIONS_HOLD, 11),
    (Event.PLACE_PROPOSED, 10),
    (Event.DECIDED_TO_MOVE, 9),
    (Event.APPROVED, 8),
    (Event.NOTICES_GIVEN, 7),
)


def refusal(call: Callable[[], object]) -> Problem:
    """The one problem with which something is refused."""
    with pytest.raises(Problems) as caught:
        call()
    assert len(caught.value.items) == 1
    return caught.value.items[0]


def stage(case: int) -> str:
    """Where a case stands."""
    return Standing.objects.get(case=case).stage


def fact(case: int, name: str) -> Fact:
    """The one answer to a question that stands."""
    return Fact.objects.get(case=case, fact=name, ended=None)


def a_notified_case(by: Actor) -> Case:
    """A case that is said to have come to the stage of notices; of the steps to it nothing else is there."""
    a_scheme()
    happened = tuple(Happened(event, moment(days_ago(days))) for event, days in NOTIFIED)
    return open_case(by, new=NewCase(SCHEME, [CalledAs("Example Person")], answers(), happened))
