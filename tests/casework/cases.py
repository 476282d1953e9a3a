"""What the tests of casework's commands share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from returnhub.casework.models import Fact, Standing
from returnhub.problems import Problem, Problems


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
