"""Where a state stands on a day: the latest statement, its own officials first, conflicts shown."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.scheme.figures import Source
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme, State
from returnhub.scheme.positions import ASKED, Stance, Stand, elsewhere, stand, stands
from returnhub.scheme.shipped import shipped_schemes
from returnhub.scheme.statements import Hand, Position, Statement, Voice

UK = State(code="GBR", name="United Kingdom")
START = dt.date(2025, 10, 1)


def said(day: int, position: Position, voice: Voice = Voice.OFFICIAL, hand: Hand = Hand.FIRST) -> Statement:
    return Statement(
        id=f"s{day}_{position.name.lower()}_{voice.name.lower()}",
        date=START + dt.timedelta(days=day),
        state="XKX",
        outlet="An outlet",
        voice=voice,
        hand=hand,
        says="Says something of a hub.",
        position=position,
        source=(Source(cite="An outlet"),),
    )


def on(day: int, *statements: Statement) -> Stand:
    return stand("XKX", "Kosovo", UK, statements, START + dt.timedelta(days=day))


def test_before_any_statement_a_state_has_not_said() -> None:
    found = on(-1, said(0, Position.OFFERS))
    assert (found.stance, found.says, found.by) == (Stance.NOT_SAID, "Not said", None)


def test_the_latest_statement_counts_from_its_own_day_on() -> None:
    both = (said(0, Position.OFFERS), said(30, Position.REFUSES))
    assert [on(day, *both).stance for day in (0, 29, 30, 900)] == [
        Stance.OFFERS,
        Stance.OFFERS,
        Stance.REFUSES,
        Stance.REFUSES,
    ]
    assert not on(30, *both).differs


def test_a_condition_named_within_the_week_does_not_take_an_offer_back() -> None:
    found = on(9, said(0, Position.OFFERS), said(1, Position.CONDITIONAL))
    assert (found.says, found.differs) == ("Offers, on conditions", False)


def test_a_condition_named_a_month_later_stands_alone() -> None:
    assert on(40, said(0, Position.OFFERS), said(30, Position.CONDITIONAL)).says == "Only on conditions"


def test_an_official_comes_before_an_outlet_of_the_same_days_and_the_outlet_is_a_conflict() -> None:
    found = on(9, said(0, Position.REFUSES), said(2, Position.TALKS, Voice.OUTLET))
    assert found.stance is Stance.REFUSES
    assert [s.position for s in found.others] == [Position.TALKS]


def test_what_was_heard_comes_before_what_is_repeated() -> None:
    found = on(9, said(0, Position.CONDITIONAL), said(1, Position.REFUSES, hand=Hand.SECOND))
    assert (found.stance, found.differs) == (Stance.CONDITIONS, True)


def test_of_two_statements_of_one_day_the_more_cautious_counts() -> None:
    found = on(0, said(0, Position.OPEN), said(0, Position.REFUSES))
    assert (found.stance, found.differs) == (Stance.REFUSES, True)


def test_what_a_sending_state_proposes_says_nothing_of_hosting() -> None:
    assert on(9, said(0, Position.PROPOSES)).stance is Stance.NOT_SAID


statements = st.lists(
    st.builds(
        said,
        st.integers(0, 60),
        st.sampled_from(Position),
        st.sampled_from(Voice),
        st.sampled_from(Hand),
    ),
    max_size=12,
)


@given(statements, st.integers(-5, 70), st.randoms(use_true_random=False))
def test_a_stand_depends_on_no_order_and_on_nothing_said_later(every, day, shuffle) -> None:
    mixed = list(every)
    shuffle.shuffle(mixed)
    found = on(day, *mixed)
    known = [s for s in every if s.date <= START + dt.timedelta(days=day)]
    assert (found.stance, found.on_conditions) == (on(day, *known).stance, on(day, *known).on_conditions)
    assert all(s.date <= START + dt.timedelta(days=day) for s in found.history)
    assert (found.by is None) == (not found.history)


@pytest.fixture(scope="module")
def schemes() -> list[Scheme]:
    return [load(name) for name in shipped_schemes()]


@pytest.mark.parametrize(
    ("day", "kosovo", "montenegro", "serbia"),
    [
        (dt.date(2025, 1, 1), "Not said", "Not said", "Not said"),
        (dt.date(2025, 5, 20), "Open to talks", "Refuses", "Not said"),
        (dt.date(2025, 10, 21), "Offers, on conditions", "Only on conditions", "Not said"),
        (dt.date(2026, 11, 22), "Offers, on conditions", "Refuses", "Not said"),
    ],
)
def test_the_shipped_statements_give_the_positions_of_the_reports(
    schemes: list[Scheme], day: dt.date, kosovo: str, montenegro: str, serbia: str
) -> None:
    says = {s.state: s.says for s in stands(schemes, day, UK)}
    assert (says["XKX"], says["MNE"], says["SRB"]) == (kosovo, montenegro, serbia)
    assert list(says)[: len(ASKED)] == list(ASKED)


def test_what_was_said_to_another_sending_state_stands_apart(schemes: list[Scheme]) -> None:
    assert all(s.sender.code != "GBR" for s in elsewhere(schemes, dt.date(2026, 11, 22), UK))
    own = stands(schemes, dt.date(2026, 11, 22), UK)
    assert {s.state for s in own} >= set(ASKED)
    assert "GBR" not in {s.state for s in own}
