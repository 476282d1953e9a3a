"""`returnhub place` as a person and a script use it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from returnhub.caseload.make import make
from returnhub.cli import output
from returnhub.cli import place as place_command
from returnhub.cli.main import main
from returnhub.cli.place_case import SHUT
from returnhub.placement import search
from returnhub.placement.suits import Shut
from returnhub.scheme.load import load

DAY = "2026-12-01"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("place") / "people.parquet"
    made = make(600, load("kosovo-2025"), 3, dt.date(2026, 12, 1))
    # what a hundred files hold, so that something is unknown too; of the others everything is known
    pl.concat([made.truth.head(500), made.known.tail(100)]).write_parquet(path)
    return path


def place(people: Path, *more: str, scheme: str = "kosovo-2025", day: str = DAY, weeks: str = "12") -> int:
    return main(["place", str(people), "--scheme", scheme, "--from", day, "--weeks", weeks, *more])


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)


def test_a_hub_of_which_nobody_has_said_that_it_is_ready_gets_nobody_and_the_page_says_why(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(people) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "600 people: 0 placed" in out
    assert "nobody has said that a monitor, a complaint way or an exit route is ready" in out
    assert "it opens on 1 January 2028, an assumption, after these weeks (kosovo-2025/scheme.yaml:" in out
    assert "✓ every limit recounted" in out
    assert "A proposal is a draft: a named person decides" in out


def test_a_what_if_says_so_on_the_page_and_in_every_row_of_the_file(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.csv"
    assert place(people, "--suppose-ready", "-o", str(out)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Supposed a what-if: every hub ready and fully open from 1 December 2026" in said
    assert "a way onward for everybody to whom the table of hosts and origins does not say no" in said
    assert "nothing says that it is so" in said
    file = pl.read_csv(out, try_parse_dates=True)
    (supposed,) = file["supposed"].unique().to_list()
    assert f"Supposed {supposed}" in said
    assert file["case"].to_list() == pl.read_parquet(people)["case"].to_list()
    placed = file.drop_nulls("hub")
    assert placed.height > 0
    # weeks are counted from 1 where people read them
    since = (placed["arrive_on"] - dt.date(2026, 12, 1)).dt.total_days()
    assert (since == 7 * (placed["week"] - 1)).all()


def test_the_counts_of_the_page_the_json_and_the_file_are_the_same_and_add_up(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "plan.parquet"
    assert place(people, "--suppose-ready", "-o", str(out), "--json") == 0
    whole = answer(capsys)
    result = whole["result"]
    assert whole["schema"] == "returnhub/place/1"
    counts = [result[name] for name in ("placed", "waiting", "unknown", "barred")]
    assert sum(counts) == result["people"] == 600
    assert min(counts) > 0
    assert place(people, "--suppose-ready") == 0
    assert "600 people: {} placed, {} waiting though conditions hold, {} unknown, {} barred".format(
        *counts
    ) in " ".join(capsys.readouterr().out.split())
    file = pl.read_parquet(out)
    assert file["hub"].count() == counts[0]
    assert result["breaches"] == []
    assert result["supposed_ready"] is True
    assert "a way onward" in result["supposed"]
    assert result["shares"][0] | {"small": None} == {
        "attribute": "all", "group": "all", "n": counts[0] + counts[1], "placed": counts[0], "small": None,
        "in_100": pytest.approx(100 * counts[0] / (counts[0] + counts[1])),
    }  # fmt: skip


def test_a_scheme_without_a_hub_places_nobody_and_still_tells_verdicts(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(people, scheme="none") == 0
    out = capsys.readouterr().out
    assert "none has no hub" in out
    assert place(people, "--json", scheme="none") == 0
    result = answer(capsys)["result"]
    assert result["placed"] == 0
    assert min(result["waiting"], result["unknown"], result["barred"]) > 0
    assert result["waiting"] + result["unknown"] + result["barred"] == 600


def test_groups_are_listed_with_their_numbers_and_states_by_name(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(people, "--suppose-ready", "--groups") == 0
    out = capsys.readouterr().out
    for words in ("told apart by", "men alone", "nationality", "Pakistan", "can use steps", "stay"):
        assert words in out


def test_the_fill_in_order_alone_asks_for_no_bound(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(people, "--suppose-ready", "--greedy", "--json") == 0
    result = answer(capsys)["result"]
    assert result["least_days"] is None
    assert result["placed"] > 0


def test_a_bound_on_shares_is_kept_and_priced(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(people, "--suppose-ready", "--parity", "sex=5", "--json") == 0
    result = answer(capsys)["result"]
    price = result["parity_price"]
    assert price["holds"] is result["parity_holds"] is True
    assert price["apart_with"] <= 0.05 + 1e-9
    assert price["days_with"] == result["days_waited"] >= price["days_without"]
    assert place(people, "--suppose-ready", "--parity", "sex=5") == 0
    assert "within 5 in 100 of all" in " ".join(capsys.readouterr().out.split())


def test_ctrl_c_keeps_the_best_plan_so_far_and_says_so(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def pressed(_: output.Progress, done: int, steps: int) -> None:
        if done == 1 < steps:
            raise KeyboardInterrupt

    monkeypatch.setattr(output.Progress, "__call__", pressed)
    out = tmp_path / "plan.parquet"
    assert place(people, "--suppose-ready", "-o", str(out)) == 130
    assert "Stopped     by Ctrl-C" in capsys.readouterr().out
    assert pl.read_parquet(out)["hub"].count() > 0
    assert place(people, "--suppose-ready", "--parity", "sex=5") == 130
    said = " ".join(capsys.readouterr().out.split())
    assert "the bound by sex that was asked for was not looked at before Ctrl-C" in said


def test_a_price_that_the_solver_had_no_time_for_is_not_told_as_the_least(
    people: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # no solve ever finishes, as on a machine too slow for its --seconds
    monkeypatch.setattr(search, "solve", lambda *given: None)
    monkeypatch.setattr(place_command, "_stopped", lambda plan, seconds: False)
    assert place(people, "--suppose-ready", "--parity", "sex=5") == 0
    assert "the least price may be far lower" in " ".join(capsys.readouterr().out.split())


def test_somebody_whom_more_than_one_limit_leaves_waiting_is_told_of_each(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = make(3000, load("kosovo-2025"), 1, dt.date(2026, 12, 1)).truth
    many = people.parent / "many.parquet"
    truth.write_parquet(many)
    case = by_reason(many, capsys)["not enough places"]
    assert place(many, "--suppose-ready", "--case", case, weeks="26") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "no room for want of places" in said
    assert "transfers a week in week" in said
    assert "one more place here in all of these weeks would spare at most" in said


def test_wishes_are_read_and_a_slip_in_them_is_refused(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = pl.read_parquet(people)["case"][0]
    wishes = tmp_path / "wishes.csv"
    for hub, code, says in (("kosovo", 0, ""), ("kosvo", 2, "did you mean kosovo?")):
        wishes.write_text(f"case,hub\n{case},{hub}\n")
        assert place(people, "--suppose-ready", "--wishes", str(wishes)) == code
        assert says in capsys.readouterr().err
    wishes.write_text("case,hub\nNOBODY,kosovo\n")
    assert place(people, "--wishes", str(wishes)) == 2
    assert "a case of the caseload" in " ".join(capsys.readouterr().err.split())
    wishes.write_text("who,where\n1,2\n")
    assert place(people, "--wishes", str(wishes)) == 2


def by_reason(people: Path, capsys: pytest.CaptureFixture[str]) -> dict[str | None, str]:
    out = people.parent / "by-reason.parquet"
    assert place(people, "--suppose-ready", "-o", str(out)) == 0
    capsys.readouterr()
    plan = pl.read_parquet(out)
    return {
        reason: plan.filter(pl.col("reason").eq_missing(reason))["case"][0]
        for reason in plan["reason"].unique()
    }


def test_a_person_is_told_why_whatever_the_answer_is(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for reason, case in by_reason(people, capsys).items():
        assert place(people, "--suppose-ready", "--case", case) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert case in out
        assert ("PROPOSED" if reason is None else f"NO PROPOSAL: {reason}") in out
        if reason is None:
            assert "Turn longest ready first: ready since" in out
            assert "without a place or with a later one could have had this one" in out
        else:
            assert "Shut" in out or "Open" in out


def test_a_hub_that_a_rule_shuts_names_the_rule(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = by_reason(people, capsys)["barred"]
    assert place(people, "--suppose-ready", "--case", case, "--json") == 0
    result = answer(capsys)["result"]
    hub = result["hubs"][0]
    assert hub["open"] is False
    assert hub["rule"] in hub["says"]
    assert result["turn"] is None


def test_every_reason_has_its_words() -> None:
    assert set(SHUT) == set(Shut)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"day": "2025-12-31"}, "a day from 2026-01-01 on"),
        ({"day": "31/31/2026"}, "--from"),
        ({"weeks": "0"}, "a number from 1 to 104"),
        ({"weeks": "105"}, "a number from 1 to 104"),
        ({"scheme": "kosvo-2025"}, "did you mean kosovo-2025?"),
        ({"more": ("--case", "NOBODY")}, 'no case is called "NOBODY"'),
        ({"more": ("--parity", "height=5")}, "one of household, sex, age"),
        ({"more": ("--parity", "sex=lots")}, "a number from 0 to 100"),
        ({"more": ("--parity", "sex=5", "--greedy")}, "a plan without --greedy"),
        ({"more": ("--seconds", "0")}, "--seconds"),
        ({"more": ("--wishes", "nowhere.csv")}, "nowhere.csv"),
        ({"more": ("-o", "plan.docx")}, "a name that ends in"),
    ],
)
def test_what_was_typed_wrong_is_refused_with_its_mend(
    people: Path, given: dict[str, Any], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place(people, *given.pop("more", ()), **given) == 2
    said = capsys.readouterr()
    assert says in " ".join(said.err.split())
    assert said.out == ""


def test_files_that_are_no_caseload_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert place(tmp_path / "none.parquet") == 2
    broken = tmp_path / "broken.parquet"
    broken.write_text("nothing of the kind")
    assert place(broken) == 1
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("name,age\nx,3\n")
    assert place(wrong) in (1, 2)
    assert capsys.readouterr().err.count("error:") >= 2
