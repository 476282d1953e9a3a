"""The shipped statements, conflicts and claims, read from their files as they stand."""

from __future__ import annotations

import difflib
from itertools import combinations

import pytest
from pydantic import BaseModel

from returnhub.scheme.lines import read_yaml
from returnhub.scheme.shipped import shipped
from returnhub.scheme.statements import (
    AnswerKind,
    Claim,
    Conflict,
    Finding,
    Hand,
    Statement,
    Voice,
)

SCHEMES = ("none", "kosovo-2025", "rwanda-2022")

ASKED_FOR = {
    "how_far_it_has_come": ("commitment", "offer", "agreement", "no formal"),
    "kosovo_president_and_prime_minister": ("president", "prime minister"),
    "approached_or_not_asked": ("approached", "considered", "not asked"),
    "like_rwanda_or_not": ("different", "essentially identical"),
    "asylum_or_processing_or_neither": ("asylum", "not offshore processing"),
    "exhausted_only_or_stalled_too": ("exhausted", "stalled"),
    "on_or_off_the_agenda": ("on it", "not on"),
    "which_infrastructure": ("eur 8bn", "hospitals", "centres for asylum"),
    "kurti_words": ("friendly and political duty", "other words"),
    "albanian_boats": ("past year", "december 2022", "largest groups"),
    "half_fewer_and_the_taskforce": ("work of the joint taskforce", "still planned"),
    "motive": ("debt", "deal"),
}


class Said(BaseModel):
    """One scheme's statements.yaml."""

    statements: list[Statement]
    conflicts: list[Conflict]


def said(scheme: str) -> Said:
    return Said.model_validate(read_yaml(shipped("schemes") / scheme / "statements.yaml").top.plain())


def claims(scheme: str) -> list[Claim]:
    nodes = read_yaml(shipped("schemes") / scheme / "claims.yaml").top.plain()
    assert isinstance(nodes, list)
    return [Claim.model_validate(node) for node in nodes]


def every_statement() -> list[Statement]:
    return [s for scheme in SCHEMES for s in said(scheme).statements]


def seen_from(scheme: str) -> set[str]:
    """The statements that a scheme's own claims and conflicts can name: its own and the base's."""
    return {s.id for name in {"none", scheme} for s in said(name).statements}


def alike(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one.lower().split(), other.lower().split(), autojunk=False)
    return matcher.ratio()


def test_no_two_statements_say_the_same():
    close = [
        (a.id, b.id)
        for a, b in combinations(every_statement(), 2)
        if a.id == b.id or alike(a.says, b.says) > 0.6
    ]
    assert close == []


def test_a_statement_told_twice_would_be_noticed():
    once = every_statement()[0].says
    assert alike(once, once.replace("returned", "sent back")) > 0.6


def test_every_statement_has_a_source_an_outlet_and_somebody_whose_word_it_is():
    for statement in every_statement():
        assert statement.source, statement.id
        assert statement.outlet, statement.id
        if statement.voice is not Voice.OUTLET:
            assert statement.person or statement.office, statement.id


def test_what_an_outlet_made_of_somebody_elses_words_is_second_hand():
    reworded = [s for s in every_statement() if s.voice is Voice.OUTLET and s.person]
    assert {"ec_kurti_reworded", "ec_montenegro_centres"} <= {s.id for s in reworded}
    assert all(s.hand is Hand.SECOND for s in reworded)


def test_quotation_marks_hold_a_few_words_only():
    for statement in every_statement():
        quoted = statement.says.split('"')[1::2]
        assert all(len(words.split()) <= 6 for words in quoted), statement.id


def test_nine_states_were_considered_and_four_are_named():
    nine = next(s for s in every_statement() if s.id == "nine_considered").says
    assert nine.startswith("Nine")
    for state in ("Kosovo", "Serbia", "North Macedonia", "Bosnia and Herzegovina"):
        assert state in nine
    assert "Montenegro" not in nine
    assert "Albania" not in nine


def test_nobody_speaks_for_serbia_as_no_statement_was_found():
    assert [s.id for s in every_statement() if s.state == "SRB"] == []


@pytest.mark.parametrize(("conflict", "sides"), ASKED_FOR.items())
def test_the_conflict_stands_with_its_sides_and_what_turns_on_it(conflict: str, sides: tuple[str, ...]):
    found = {c.id: c for name in ("none", "kosovo-2025") for c in said(name).conflicts}[conflict]
    holds = [side.holds.lower() for side in found.sides]
    for words in sides:
        assert any(words in side for side in holds), (conflict, words, holds)
    assert len(found.matters) > 60


def test_no_conflict_of_the_offer_is_there_that_was_not_asked_for():
    assert {c.id for name in ("none", "kosovo-2025") for c in said(name).conflicts} == set(ASKED_FOR)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_conflicts_name_statements_that_exist_each_on_one_side(scheme: str):
    known = seen_from(scheme)
    for conflict in said(scheme).conflicts:
        named = [s for side in conflict.sides for s in side.statements]
        assert set(named) <= known, conflict.id
        assert len(named) == len(set(named)), conflict.id


@pytest.mark.parametrize("scheme", SCHEMES)
def test_claims_are_made_and_disputed_by_statements_that_exist(scheme: str):
    known = seen_from(scheme)
    for claim in claims(scheme):
        assert set(claim.holders) | set(claim.disputed_by) <= known, claim.id
        assert not set(claim.holders) & set(claim.disputed_by), claim.id


@pytest.mark.parametrize(("scheme", "least"), [("none", 3), ("kosovo-2025", 15), ("rwanda-2022", 5)])
def test_there_are_enough_claims_each_with_its_own_name(scheme: str, least: int):
    names = [c.id for c in claims(scheme)]
    assert len(names) == len(set(names)) >= least


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_claim_is_computed_or_sourced_or_says_why_nobody_can_know(scheme: str):
    for claim in claims(scheme):
        match claim.kind:
            case AnswerKind.COMPUTED:
                assert claim.answer, claim.id
                assert claim.finding is None, claim.id
            case AnswerKind.SOURCED:
                assert claim.finding not in (None, Finding.CANNOT_BE_KNOWN), claim.id
                assert claim.because, claim.id
            case AnswerKind.CANNOT_BE_KNOWN:
                assert claim.because, claim.id
                assert claim.answer is None, claim.id


def test_the_design_s_claims_about_the_offer_are_among_the_computed_ones():
    computed = {c.answer for c in claims("kosovo-2025") if c.kind is AnswerKind.COMPUTED}
    assert computed >= {
        "breakeven_deterrence_within_studies",
        "moved_hundreds_or_thousands",
        "odds_of_being_moved_negligible",
        "late_barriers_fall",
        "differs_from_offshore_processing",
        "capacity_binds",
        "onward_return_completes",
    }
