"""The law's table of hosts over people: what it does not know is a null, and the rules answer unknown."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.caseload.host_facts import HOST_AND_ORIGIN, with_host
from returnhub.caseload.make import Made, make
from returnhub.scheme.figures import ORIGINS, Confidence, Source
from returnhub.scheme.hosts import Answer, HostAndOrigin
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.screening.bulk import screen
from returnhub.screening.rules import load_ruleset

DAY = dt.date(2027, 1, 1)
SAID = {Answer.YES: True, Answer.NO: False, Answer.NOT_KNOWN: None}
DEALS, REACH = "rule:origin_deals_with_host", "rule:document_within_reach"


def row(origin: str, recognises: Answer, consulate: Answer, documents: Answer) -> HostAndOrigin:
    return HostAndOrigin(
        origin=origin,
        recognises=recognises,
        consulate=consulate,
        documents=documents,
        flights=Answer.NOT_KNOWN,
        date=DAY,
        source=(Source(cite="Made up"),),
        confidence=Confidence.ASSUMPTION,
        why="For a test.",
    )


def people(*origins: str | None) -> pl.DataFrame:
    return pl.DataFrame({"case": [str(n) for n in range(len(origins))], "origin": origins})


def onward(cases: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    return screen(cases, load_ruleset(scheme.rules.profile, scheme), DAY, groups=["onward"])


def test_each_answer_becomes_its_fact_and_not_known_becomes_a_null(scheme: Scheme) -> None:
    table = scheme.hosts["XKX"]
    found = with_host(people(*ORIGINS), table)
    for name, question in zip(HOST_AND_ORIGIN, ("recognises", "consulate", "documents"), strict=True):
        assert found[name].to_list() == [SAID[getattr(table[o], question)] for o in ORIGINS]


def test_without_recognition_and_documents_the_onward_return_is_barred(scheme: Scheme) -> None:
    found = onward(with_host(people("IRN"), scheme.hosts["XKX"]), scheme)
    assert found[DEALS].to_list() == [False]
    assert found["verdict"].to_list() == ["barred"]


def test_what_is_not_known_leaves_the_rule_unknown_and_bars_nobody(scheme: Scheme) -> None:
    found = onward(with_host(people("OTH", "IND"), scheme.hosts["XKX"]), scheme)
    assert found[DEALS].to_list() == [None, None]
    assert found[REACH].to_list() == [None, None]
    assert found["verdict"].to_list() == ["unknown", "unknown"]


def test_read_as_no_the_same_people_would_be_barred(scheme: Scheme) -> None:
    """What the guard is for: a null filled with false turns not known into a bar."""
    cases = with_host(people("OTH", "IND"), scheme.hosts["XKX"]).with_columns(
        pl.col(HOST_AND_ORIGIN).fill_null(value=False)
    )
    assert onward(cases, scheme)["verdict"].to_list() == ["barred", "barred"]


def test_an_origin_that_deals_with_the_host_meets_both_rules(scheme: Scheme) -> None:
    found = onward(with_host(people("ALB", "PAK"), scheme.hosts["XKX"]), scheme)
    assert found[DEALS].to_list() == [True, True]
    assert found[REACH].to_list() == [True, True]


def test_a_host_without_a_table_and_a_person_without_an_origin_are_not_known(scheme: Scheme) -> None:
    nowhere = with_host(people(*ORIGINS), {})
    assert nowhere.select(HOST_AND_ORIGIN).null_count().sum_horizontal()[0] == 3 * len(ORIGINS)
    assert with_host(people(None), scheme.hosts["XKX"]).row(0)[2:] == (None, None, None)
    bare = with_host(pl.DataFrame({"case": ["1"]}), scheme.hosts["XKX"])
    assert bare.row(0) == ("1", None, None, None)


def test_a_fact_in_the_file_stands_and_the_table_fills_the_rest(scheme: Scheme) -> None:
    cases = people("IRN", "IRN").with_columns(documents_issued_in_host=pl.Series([True, None]))
    assert with_host(cases, scheme.hosts["XKX"])["documents_issued_in_host"].to_list() == [True, False]
    again = with_host(cases, scheme.hosts["XKX"], file_first=False)
    assert again["documents_issued_in_host"].to_list() == [False, False]


def test_one_host_after_another_is_asked_by_its_own_table(scheme: Scheme) -> None:
    """A caseload made for Kosovo holds Kosovo's answers: in Albania they would be wrong."""
    cases = with_host(people("IND"), scheme.hosts["XKX"])
    albania = {"IND": row("IND", Answer.YES, Answer.YES, Answer.NOT_KNOWN)}
    kept = with_host(cases, albania)
    taken = with_host(cases, albania, file_first=False)
    assert kept.select(HOST_AND_ORIGIN).row(0) == (False, False, None)
    assert taken.select(HOST_AND_ORIGIN).row(0) == (True, True, None)


def test_people_made_for_a_scheme_have_the_answers_of_its_first_hubs_host(scheme: Scheme, made: Made) -> None:
    truth = made.truth.select("origin", *HOST_AND_ORIGIN)
    expected = with_host(truth.select("origin"), scheme.hosts["XKX"], file_first=False)
    assert truth.equals(expected.select(truth.columns))


def test_files_lack_these_facts_too_as_often_as_others(scheme: Scheme, made: Made) -> None:
    there = made.truth["origin_recognises_host"].is_not_null()
    lacks = made.known["origin_recognises_host"].is_null() & there
    share = lacks.sum() / there.sum()
    assert 0.5 < share / scheme.figure("fact_missing_share").middle < 2
    known = made.known.filter(made.known["origin_recognises_host"].is_not_null())
    same = made.truth.filter(made.known["origin_recognises_host"].is_not_null())
    assert known["origin_recognises_host"].equals(same["origin_recognises_host"])


def test_a_scheme_with_a_host_of_no_table_makes_people_of_whom_nothing_of_it_is_known() -> None:
    rwanda = load("rwanda-2022")
    untold = rwanda.model_copy(update={"hosts": {"RWA": {}}})
    truth = make(200, untold, seed=1).truth
    assert truth.select(HOST_AND_ORIGIN).count().sum_horizontal()[0] == 0


@given(
    answers=st.dictionaries(
        st.sampled_from(ORIGINS), st.tuples(*[st.sampled_from(list(Answer))] * 3), max_size=6
    ),
    origins=st.lists(st.sampled_from([*ORIGINS, None]), min_size=1, max_size=20),
)
def test_no_answer_is_ever_made_up(answers: dict[str, tuple[Answer, ...]], origins: list[str | None]) -> None:
    table = {origin: row(origin, *three) for origin, three in answers.items()}
    found = with_host(pl.DataFrame({"origin": pl.Series(origins, dtype=pl.Enum(ORIGINS))}), table)
    for origin, *said in found.iter_rows():
        three = answers.get(origin)
        assert said == ([None] * 3 if three is None else [SAID[a] for a in three])


@pytest.mark.parametrize("name", HOST_AND_ORIGIN)
def test_each_of_them_is_a_fact_of_the_law(scheme: Scheme, name: str) -> None:
    assert name in scheme.facts
