"""One case and many: the same verdict, missing facts are unknown, wrong types are refused, reasons mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from screening_cases import ASKED_ON, random_cases, settled

from returnhub.caseload.columns import schema
from returnhub.problems import Code, Problems
from returnhub.screening.bulk import screen
from returnhub.screening.condition import FactName, Op
from returnhub.screening.explain import Need, change, explain
from returnhub.screening.lacks import lacking
from returnhub.screening.rules import Ruleset, load_ruleset
from returnhub.screening.single import function_of, judge
from returnhub.screening.testing import EVERY_GROUP
from returnhub.screening.verdict import State, Verdict, combine

UK = load_ruleset("uk-2025")
SETTLED = settled(UK)


def frame(*changes: Mapping[str, object]) -> pl.DataFrame:
    rows = [{"case": f"RH-{i}"} | SETTLED | dict(c) for i, c in enumerate(changes)]
    return pl.DataFrame(rows, schema=schema(UK.facts))


@given(st.lists(st.sampled_from([True, False, None])))
def test_one_failing_rule_bars_and_one_unknown_rule_keeps_a_case_open(values: list[bool | None]) -> None:
    verdict = combine(values)
    assert (verdict is Verdict.BARRED) == (False in values)
    assert (verdict is Verdict.CONDITIONS_HOLD) == all(v is True for v in values)


def test_an_empty_case_is_unknown() -> None:
    judged = judge({}, UK, ASKED_ON)
    assert judged.verdict is Verdict.UNKNOWN
    assert {a.state for a in judged.answers} == {State.UNKNOWN}


def test_a_frame_without_a_fact_column_is_unknown_and_not_met() -> None:
    found = screen(frame({}).drop("court_stay"), UK, ASKED_ON)
    assert found["verdict"].to_list() == ["unknown"]
    assert found["first_reason"].to_list() == ["no_court_stay"]


def test_the_first_reason_is_a_failing_rule_even_if_an_unknown_one_comes_before() -> None:
    found = screen(frame({"power_to_send": None, "court_stay": True}), UK, ASKED_ON)
    assert found.select("verdict", "first_reason").row(0) == ("barred", "no_court_stay")


def test_rules_about_steps_can_be_left_out() -> None:
    found = screen(frame({"exit_plan_on": None}), UK, ASKED_ON, about="person")
    assert found["verdict"].to_list() == ["conditions_hold"]
    assert "rule:exit_plan" not in found.columns


def test_rules_on_the_onward_return_are_asked_by_themselves() -> None:
    found = screen(frame({"host_claim_open": True, "court_stay": None}), UK, ASKED_ON, groups=["onward"])
    assert found.select("verdict", "first_reason").row(0) == ("barred", "no_host_claim_open")


def test_columns_as_a_spreadsheet_gives_them_are_taken() -> None:
    plain = frame({}, {"custody": "held"}).with_columns(
        pl.col(pl.Enum).cast(pl.String), pl.col("at_risk_level").cast(pl.Int64)
    )
    assert screen(plain, UK, ASKED_ON)["verdict"].to_list() == ["conditions_hold", "barred"]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("court_stay", "false"),
        ("court_stay", 0),
        ("at_risk_level", True),
        ("refused_on", "2026-01-01"),
        ("refused_on", dt.datetime(2026, 1, 1)),
        ("custody", "Held"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_and_not_taken_for_no(fact: str, value: object) -> None:
    with pytest.raises(Problems) as caught:
        judge(SETTLED | {fact: value}, UK, ASKED_ON)
    assert [(p.code, p.where.column) for p in caught.value.items] == [(Code.CASELOAD_VALUE_WRONG, fact)]


def test_columns_of_the_wrong_type_are_refused_all_at_once() -> None:
    wrong = frame({}).with_columns(court_stay=pl.lit("no"), custody=pl.lit("in prison"), refused_on=pl.lit(5))
    with pytest.raises(Problems) as caught:
        screen(wrong, UK, ASKED_ON)
    assert {p.where.column for p in caught.value.items} == {"court_stay", "custody", "refused_on"}


def test_hiding_facts_never_turns_unknown_or_barred_into_met() -> None:
    whole = random_cases(UK.facts, 3_000, ASKED_ON, missing=0.0, seed=5, like=SETTLED)
    before = screen(whole, UK, ASKED_ON, EVERY_GROUP)
    for fact in UK.facts:
        hidden = whole.with_columns(pl.lit(None).cast(whole[fact].dtype).alias(fact))
        after = screen(hidden, UK, ASKED_ON, EVERY_GROUP)
        for name in before.columns[3:]:
            assert (after[name].is_null() | (after[name] == before[name])).all(), (fact, name)


def test_an_old_examination_is_explained_by_its_date_and_what_a_new_one_has_to_find() -> None:
    case = SETTLED | {"fitness_examined_on": dt.date(2026, 11, 1)}
    explained = explain(case, UK, ASKED_ON)
    (reason,) = explained.reasons
    assert (explained.verdict, reason.asked.rule.id) == (Verdict.UNKNOWN, "fit_to_travel")
    assert reason.missing == ("fit_to_travel",)
    assert [f.out_of_date for f in reason.found] == [False, True]
    assert reason.change == (
        Need("fitness_examined_on", Op.GE, dt.date(2026, 11, 11)),
        Need("fitness_examined_on", Op.LE, ASKED_ON),
        Need("fit_to_travel", Op.EQ, True),
    )
    assert len(explained.met) == 44


def test_failing_rules_come_before_unknown_ones() -> None:
    explained = explain(SETTLED | {"power_to_send": None, "court_stay": True}, UK, ASKED_ON)
    assert [r.state for r in explained.reasons] == [State.FAILS, State.UNKNOWN]


def test_what_would_change_a_rule_does_change_it() -> None:
    cases = random_cases(UK.facts, 300, ASKED_ON, missing=0.3, seed=8)
    changed = 0
    for case in cases.with_columns(pl.col(pl.Enum).cast(pl.String)).iter_rows(named=True):
        for asked in UK.asked(ASKED_ON, EVERY_GROUP):
            holds = function_of(asked.condition)
            needs = change(asked.condition, case)
            assert bool(needs) is (holds(case) is not True)
            if needs:
                changed += 1
                assert holds(meeting(case, needs, UK)) is True, (asked.rule.id, needs)
    assert changed > 5_000


def meeting(case: dict[str, object], needs: tuple[Need, ...], ruleset: Ruleset) -> dict[str, object]:
    """The case with facts that meet all needs: dates are searched near the days that the needs name."""
    met = dict(case)
    for need in needs:
        # two facts against each other: both may have to be found anew
        if isinstance(need.to, FactName):
            met[need.to.name] = ASKED_ON - dt.timedelta(days=60)
    for _ in range(3):
        for fact in dict.fromkeys(n.fact for n in needs):
            mine = [n for n in needs if n.fact == fact]
            for value in candidates(ruleset, fact, mine, met):
                if all(holds(value, n, met) for n in mine):
                    met[fact] = value
                    break
    return met


def candidates(ruleset: Ruleset, fact: str, needs: list[Need], case: dict[str, object]) -> list[object]:
    known = ruleset.facts[fact]
    if known.codes:
        return list(known.codes)
    if known.low is not None and known.high is not None:
        return list(range(known.low, known.high + 1))
    days = [case.get(n.to.name) if isinstance(n.to, FactName) else n.to for n in needs]
    dates = [d for d in days if isinstance(d, dt.date)] or [ASKED_ON]
    near = [d + dt.timedelta(days=k) for d in dates for k in (0, -1, 1)]
    return near if known.type == "date" else [True, False]


def holds(value: object, need: Need, case: dict[str, object]) -> bool:
    to = case.get(need.to.name) if isinstance(need.to, FactName) else need.to
    if isinstance(to, tuple):
        return (value in to) is (need.op is Op.EQ)
    return {
        Op.EQ: value == to,
        Op.NE: value != to,
        Op.LT: value < to,
        Op.LE: value <= to,
        Op.GT: value > to,
        Op.GE: value >= to,
    }[need.op]


def test_facts_lacking_are_those_of_unknown_people_only() -> None:
    cases = frame({}, {"court_stay": None}, {"court_stay": None, "adult": True, "interim_measure": True})
    cases = cases.with_columns(fitness_examined_on=pl.lit(dt.date(2026, 11, 1)))
    lacks = lacking(cases, screen(cases, UK, ASKED_ON), UK, ASKED_ON)
    assert lacks.to_dict(as_series=False) == {
        "court_stay": [False, True, False],
        "fit_to_travel": [True, True, False],
    }
