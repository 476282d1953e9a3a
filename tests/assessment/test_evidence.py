from __future__ import annotations

import polars as pl
import pytest

from returnhub.assessment.assess import Assessment
from returnhub.assessment.uses import uses
from returnhub.assessment.who import VERDICTS
from returnhub.simulation.ends import END_OF
from returnhub.simulation.over_runs import filled
from returnhub.simulation.result import Outcome


def test_every_outcome_is_drawn_somewhere() -> None:
    assert set(END_OF) == set(Outcome)


def test_of_a_thousand_people_each_stands_in_one_place(kosovo: Assessment) -> None:
    standings = kosovo.evidence.outcomes.standings
    assert sum(s.band.mean for s in standings) == pytest.approx(1000)
    assert sum(s.without.mean for s in standings) == pytest.approx(1000)


def test_people_who_went_through_the_hub_add_up_to_those_moved(kosovo: Assessment) -> None:
    out = kosovo.evidence.outcomes
    assert sum(s.moved for s in out.standings) == pytest.approx(out.moved.mean, abs=0.01)


def test_of_a_thousand_screened_people_each_has_one_verdict(kosovo: Assessment) -> None:
    who = kosovo.evidence.who
    assert who is not None
    assert sum(who.per_1000[v] for v in VERDICTS) == pytest.approx(1000)
    assert sum(who.if_known[v] for v in VERDICTS) == pytest.approx(1000)
    assert who.if_known["unknown"] == 0


def test_each_person_not_cleared_has_one_first_reason(kosovo: Assessment) -> None:
    who = kosovo.evidence.who
    assert who is not None
    for verdict in ("barred", "unknown"):
        assert sum(r.per_1000 for r in who.reasons if r.verdict == verdict) == pytest.approx(
            who.per_1000[verdict]
        )


def test_cost_lines_less_what_is_saved_come_to_the_net_cost(kosovo: Assessment) -> None:
    m = kosovo.evidence.money
    assert sum(item.more.mean for item in m.lines) == pytest.approx(m.net.mean, rel=1e-6)
    assert m.gross.mean - m.saved.mean == pytest.approx(m.net.mean, rel=1e-6)


def test_a_run_without_a_cost_counts_as_nought_and_not_as_missing() -> None:
    frame = pl.DataFrame({"rep": [0], "line": ["a"], "gbp": [10.0]}, schema_overrides={"rep": pl.Int32})
    assert filled(frame, ["line"], "gbp", 2)["gbp"].to_list() == [10.0, 0.0]


def test_every_check_of_the_run_is_in_the_assessment_and_holds(kosovo: Assessment) -> None:
    assert kosovo.holds
    names = {check.name for check in kosovo.checks}
    assert {check.name for check in kosovo.evidence.result.checks} <= names


def test_the_figures_of_the_hub_say_where_they_are_used(kosovo: Assessment) -> None:
    used = uses(kosovo.scheme)
    assert "places" in used[kosovo.scheme.hubs[0].places]
    assert "break-even" in used["deterrence"]
    assert set(used) == set(kosovo.scheme.figures)
