"""What the grammar takes, and that everything else is a Problem: no file, clock, function or crash."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from returnhub.problems import Code, Problems
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped
from returnhub.screening.condition import All, AnyOf, AsOf, Compare, GoodFrom, Not, OneOf, Op, Unit, text
from returnhub.screening.parse import parse
from returnhub.screening.rules import load_ruleset, profiles

FACTS = read_facts(shipped("law"), [])

REFUSED = {
    "a file": ("birth_on IN (SELECT zzz FROM read_csv('/etc/passwd'))", Code.RULE_NOT_ALLOWED),
    "an address": ("sex IN (SELECT x FROM read_parquet('http://127.0.0.1:9/x'))", Code.RULE_NOT_ALLOWED),
    "a subquery": ("EXISTS (SELECT 1)", Code.RULE_NOT_ALLOWED),
    "other rows": ("count(*) > 1", Code.RULE_NOT_ALLOWED),
    "a window": ("row_number() OVER () = 1", Code.RULE_NOT_ALLOWED),
    "the clock": ("refused_on < now()", Code.RULE_NOT_ALLOWED),
    "today": ("refused_on < CURRENT_DATE", Code.RULE_NOT_ALLOWED),
    "another parameter": ("refused_on < :known_at", Code.RULE_NOT_ALLOWED),
    "a function": ("lower(sex) = 'male'", Code.RULE_NOT_ALLOWED),
    "CASE": ("CASE WHEN court_stay = TRUE THEN FALSE ELSE TRUE END", Code.RULE_NOT_ALLOWED),
    "IS": ("court_stay IS NOT TRUE", Code.RULE_NOT_ALLOWED),
    "NULL": ("court_stay = NULL", Code.RULE_NOT_ALLOWED),
    "COALESCE": ("COALESCE(court_stay, FALSE) = FALSE", Code.RULE_NOT_ALLOWED),
    "a cast": ("CAST(at_risk_level AS INT) = 1", Code.RULE_NOT_ALLOWED),
    "a short cast": ("court_stay::int = 1", Code.RULE_NOT_ALLOWED),
    "arithmetic": ("at_risk_level + 1 < 3", Code.RULE_NOT_ALLOWED),
    "a negative number": ("at_risk_level > -1", Code.RULE_NOT_ALLOWED),
    "a name in quotes": ('"court_stay" = TRUE', Code.RULE_NOT_ALLOWED),
    "another way to write =": ("court_stay == TRUE", Code.RULE_NOT_ALLOWED),
    "a comment": ("court_stay = TRUE -- always", Code.RULE_NOT_ALLOWED),
    "a block comment": ("court_stay = /* x */ TRUE", Code.RULE_NOT_ALLOWED),
    "a second statement": ("court_stay = TRUE; DROP TABLE cases", Code.RULE_NOT_ALLOWED),
    "LIKE": ("sex LIKE 'm%'", Code.RULE_NOT_ALLOWED),
    "BETWEEN": ("at_risk_level BETWEEN 1 AND 2", Code.RULE_NOT_ALLOWED),
    "a letter that looks like another": ("сourt_stay = TRUE", Code.RULE_NOT_ALLOWED),
    "a zero byte": ("court_stay = TRUE\x00", Code.RULE_NOT_ALLOWED),
    "a template": ("court_stay = {{ x }}", Code.RULE_NOT_ALLOWED),
    "a table": ("cases.court_stay = TRUE", Code.RULE_NOT_ALLOWED),
    "a word too many": ("court_stay = TRUE court_stay", Code.RULE_NOT_ALLOWED),
    "a fact alone": ("court_stay", Code.RULE_SYNTAX),
    "a constant": ("TRUE", Code.RULE_NOT_ALLOWED),
    "a value first": ("'male' = sex", Code.RULE_SYNTAX),
    "nothing": ("   ", Code.RULE_SYNTAX),
    "no text": (None, Code.RULE_SYNTAX),
    "half a comparison": ("court_stay =", Code.RULE_SYNTAX),
    "an open bracket": ("(court_stay = TRUE", Code.RULE_SYNTAX),
    "an open quote": ("sex = 'male", Code.RULE_SYNTAX),
    "an empty list": ("sex IN ()", Code.RULE_SYNTAX),
    "weeks": ("refused_on < :as_of - 2 weeks", Code.RULE_SYNTAX),
    "a fact that is not there": ("court_sty = TRUE", Code.RULE_FACT_UNKNOWN),
    "a code that is not there": ("sex = 'mail'", Code.RULE_VALUE_UNKNOWN),
    "a number beyond the fact's": ("at_risk_level < 9", Code.RULE_VALUE_UNKNOWN),
    "a code for a number": ("at_risk_level = 'high'", Code.RULE_TYPE_WRONG),
    "a number for a code": ("sex = 1", Code.RULE_TYPE_WRONG),
    "a text for a date": ("refused_on < '2026-01-01'", Code.RULE_TYPE_WRONG),
    "an order of codes": ("sex < 'male'", Code.RULE_TYPE_WRONG),
    "two facts of two types": ("refused_on < court_stay", Code.RULE_TYPE_WRONG),
    "a day that no calendar has": ("refused_on < DATE '2026-02-30'", Code.RULE_DATE_WRONG),
    "a shift beyond the calendar": ("refused_on < :as_of - 999999 years", Code.RULE_DATE_WRONG),
    "deep brackets": ("(" * 900 + "court_stay = TRUE" + ")" * 900, Code.RULE_TOO_DEEP),
    "deep NOT": ("NOT " * 450 + "court_stay = TRUE", Code.RULE_TOO_DEEP),
    "a million characters": ("court_stay = TRUE OR " * 50_000, Code.RULE_TOO_LONG),
}


@pytest.mark.parametrize(("written", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_in_the_grammar_is_refused(written: object, code: Code) -> None:
    with pytest.raises(Problems) as caught:
        parse(written, FACTS)
    assert code in {p.code for p in caught.value.items}


def test_a_refused_text_opens_no_file_and_no_address(tmp_path: Path) -> None:
    opened = tmp_path / "opened.csv"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        for written in (
            f"sex IN (SELECT x FROM read_csv('{opened}'))",
            f"sex IN (SELECT x FROM read_parquet('http://127.0.0.1:{port}/x'))",
        ):
            with pytest.raises(Problems) as caught:
                parse(written, FACTS)
            assert {p.code for p in caught.value.items} == {Code.RULE_NOT_ALLOWED}
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_megabyte_is_refused_before_it_is_read() -> None:
    start = time.perf_counter()
    with pytest.raises(Problems):
        parse("(" * 1_000_000, FACTS)
    assert time.perf_counter() - start < 0.1


def test_a_long_chain_is_read_without_deep_recursion() -> None:
    chain = parse(" AND ".join(["sex = 'male'"] * 110), FACTS)
    assert isinstance(chain, All)
    assert len(chain.parts) == 110


def test_a_condition_becomes_a_tree() -> None:
    tree = parse(
        "birth_on <= :as_of - 18 years AND NOT custody IN ('held') OR refused_on < country_evidence_on", FACTS
    )
    assert isinstance(tree, AnyOf)
    assert tree.parts[0] == All(
        (
            Compare("birth_on", Op.LE, AsOf(-18, Unit.YEARS)),
            Not(OneOf("custody", ("held",))),
        )
    )


def test_a_fact_that_goes_out_of_date_is_never_read_without_its_date() -> None:
    tree = parse("fit_to_travel = TRUE", FACTS)
    assert isinstance(tree, GoodFrom)
    assert tree.dated_by == "fitness_examined_on"
    assert tree.since == AsOf(-14)


@pytest.mark.parametrize("profile", profiles())
def test_every_shipped_condition_reads_back_as_the_same_tree(profile: str) -> None:
    for condition in load_ruleset(profile).conditions.values():
        assert parse(text(condition), FACTS) == condition


SIGNS = (
    "TRUE FALSE AND OR NOT IN ( ) , = <> < >= :as_of - + 5 days working months DATE NULL IS SELECT now ; ' \""
)
words = st.sampled_from([*FACTS, *SIGNS.split(), "'held'", "'2026-11-25'"])


@given(st.one_of(st.text(max_size=200), st.lists(words, max_size=30).map(" ".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_condition_or_a_problem(written: str) -> None:
    try:
        condition = parse(written, FACTS)
    except Problems:
        return
    assert parse(text(condition), FACTS) == condition
