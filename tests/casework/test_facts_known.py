"""What is known on a day, in whatever order answers come: each supplier's newest counts, and all agree."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service_people import SCHEME, a_scheme, days_ago, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import CalledAs, NewCase, open_case
from returnhub.casework.commands.facts import Answer, record_fact
from returnhub.casework.commands.found import known

SUPPLIERS = ("court", "lawyer", "caseworker")
GOOD_FOR = 1
"""Days that an answer on `court_stay` is good for (law/facts.yaml)."""

ANSWERS = st.lists(
    st.tuples(st.sampled_from(SUPPLIERS[:2]), st.integers(0, 4), st.booleans()), min_size=1, max_size=6
)


@pytest.fixture(scope="module")
def officer(database):
    a_scheme()
    return someone(Role.SCREENING)


def expected(answers: list[tuple[str, int, bool]], ago: int) -> bool | None:
    """By the sentence alone: of each supplier the newest answer, the later of two of one day, if in date."""
    newest = {
        supplier: max(
            (
                (-found, order, value)
                for order, (s, found, value) in enumerate(answers)
                if s == supplier and found >= ago
            ),
            default=None,
        )
        for supplier in SUPPLIERS
    }
    said = {a[2] for a in newest.values() if a is not None and -a[0] <= ago + GOOD_FOR}
    return said.pop() if len(said) == 1 else None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS)
def test_what_is_known_does_not_depend_on_when_it_was_recorded(officer, answers):
    case = open_case(officer, new=NewCase(SCHEME, [CalledAs("Example Person")])).pk
    for supplier, ago, value in answers:
        record_fact(officer, case=case, answer=Answer("court_stay", value, days_ago(ago), supplier))
    for ago in range(5):
        assert known(case, days_ago(ago)).get("court_stay") == expected(answers, ago), ago
