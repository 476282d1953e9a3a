"""An agreement beside the lists: what stands, what nobody has said, who can look in."""

from __future__ import annotations

import pytest

from returnhub.assessment.clauses import (
    Clause,
    ClauseList,
    Standing,
    check_clauses,
    load_clauses,
)
from returnhub.problems import Code, Problems
from returnhub.scheme.model import Reach, Scheme

PROPOSAL_17_2 = (
    "eu_transfer_procedure",
    "eu_conditions_of_stay",
    "eu_onward_return",
    "eu_host_duties",
    "eu_independent_monitor",
    "eu_breach_and_change",
)

MONITOR = {"body": "A committee", "kind": "monitor", "reaches": "yes", "why": "The agreement says so."}
FAR_COURT = {"body": "A court far away", "kind": "court", "reaches": "not settled", "why": "No text says."}


def term(name: str, stands: str, *clauses: str) -> dict[str, object]:
    return {"id": name, "duty_of": "both", "says": name, "stands": stands, "clauses": list(clauses)}


def scheme(
    *terms: dict[str, object],
    oversight: tuple[dict[str, str], ...] = (),
    point: str = "appeal rights exhausted",
    **agreement: object,
) -> Scheme:
    """A scheme of which only the agreement and who watches it matter; an unsigned offer unless said."""
    offer = {
        "form": "offer",
        "legally_binding": None,
        "public": None,
        "says": "An offer.",
        "terms": list(terms),
    }
    return Scheme.model_validate(
        {
            "id": "a-scheme",
            "title": "A scheme",
            "says": "A scheme for tests.",
            "status": {"kind": "offer", "says": "An offer.", "date": "2025-10-21"},
            "procedure": "return_hub",
            "sending": {"code": "GBR", "name": "United Kingdom"},
            "starts": "2026-01-01",
            "rules": {"profile": "uk-2025", "says": "Law of the sender."},
            "is_for": {
                "says": "People whose claim was refused.",
                "point": point,
                "power": "None is known.",
                "source": [{"cite": "made up"}],
            },
            "agreement": {**offer, **agreement},
            "oversight": list(oversight),
        }
    )


def standing(of: Scheme, clause: str) -> Standing:
    return next(a.stands for a in check_clauses(of).answers if a.clause.id == clause)


def test_the_four_lists_are_there_with_the_six_clauses_of_article_17():
    clauses = load_clauses()
    assert {c.list for c in clauses} == set(ClauseList)
    assert {*PROPOSAL_17_2} <= {c.id for c in clauses if c.list is ClauseList.EU}
    assert all(c.source and c.date for c in clauses)


def test_every_clause_id_begins_with_its_list():
    for clause in load_clauses():
        assert clause.id.startswith(clause.list.value.split()[0].lower() + "_"), clause.id


def test_a_clause_that_no_term_names_is_not_said():
    assert standing(scheme(), "eu_onward_return") is Standing.NOT_SAID


def test_a_clause_stands_as_its_best_term_does():
    both = scheme(
        term("heard", "reported", "eu_onward_return"),
        term("put-forward", "offered", "eu_onward_return"),
        term("silent", "not said", "eu_onward_return"),
    )
    assert standing(both, "eu_onward_return") is Standing.OFFERED


def test_nothing_counts_as_agreed_while_nothing_is_signed():
    agreed = term("monitor", "agreed", "eu_independent_monitor")
    assert standing(scheme(agreed), "eu_independent_monitor") is Standing.OFFERED
    assert standing(scheme(agreed, form="treaty"), "eu_independent_monitor") is Standing.AGREED


@pytest.mark.parametrize(
    ("form", "binding", "stands"),
    [
        ("memorandum", False, Standing.OTHERWISE),
        ("treaty", True, Standing.AGREED),
        ("treaty", None, Standing.NOT_SAID),
        ("offer", True, Standing.NOT_SAID),
    ],
)
def test_whether_it_binds_is_read_from_the_agreement(form: str, binding: bool | None, stands: Standing):
    assert standing(scheme(form=form, legally_binding=binding), "fra_legally_binding") is stands


def test_a_memorandum_is_not_the_treaty_that_the_commissioner_asks_for():
    assert standing(scheme(form="memorandum"), "coe_treaty") is Standing.OTHERWISE
    assert standing(scheme(form="treaty"), "coe_treaty") is Standing.AGREED


def test_a_term_cannot_promise_away_that_the_signed_text_does_not_bind():
    promised = term("binding", "agreed", "fra_legally_binding")
    signed = scheme(promised, form="memorandum", legally_binding=False)
    assert standing(signed, "fra_legally_binding") is Standing.OTHERWISE


def test_people_sent_before_a_decision_are_not_people_found_in_no_need_of_protection():
    decided_after = scheme(term("after", "reported", "unhcr_no_protection_need"))
    assert standing(decided_after, "unhcr_no_protection_need") is Standing.REPORTED
    on_arrival = scheme(form="treaty", point="on arrival")
    assert standing(on_arrival, "unhcr_no_protection_need") is Standing.OTHERWISE


def test_courts_and_monitors_are_listed_with_their_reach_and_beside_the_clauses_about_them():
    check = check_clauses(scheme(oversight=(MONITOR, FAR_COURT)))
    assert [o.body for o in check.courts] == ["A court far away"]
    assert [o.reaches for o in check.courts] == [Reach.NOT_SETTLED]
    assert [o.body for o in check.monitors] == ["A committee"]
    watching = next(a for a in check.answers if a.clause.id == "fra_monitoring")
    assert [o.body for o in watching.bodies] == ["A committee"]


def test_a_monitor_that_could_look_in_is_not_a_clause_that_was_agreed():
    assert standing(scheme(oversight=(MONITOR,)), "fra_monitoring") is Standing.NOT_SAID


def test_without_an_agreement_nothing_is_asked_of_it():
    check = check_clauses(scheme(form="none", oversight=(FAR_COURT,)))
    assert check.answers == ()
    assert len(check.courts) == 1


def test_every_term_that_names_an_unknown_clause_is_refused_at_once():
    wrong = scheme(term("first", "agreed", "eu_onward_retrun"), term("second", "agreed", "fra_nothing"))
    with pytest.raises(Problems) as refused:
        check_clauses(wrong)
    assert [p.code for p in refused.value.items] == [Code.SCHEME_REFERENCE_MISSING] * 2
    assert [p.given["name"] for p in refused.value.items] == ["eu_onward_retrun", "fra_nothing"]


def test_answers_are_counted_and_listed_by_who_asks():
    check = check_clauses(scheme(term("onward", "asked", "eu_onward_return", "fra_removal_fails")))
    assert check.count(Standing.ASKED) == 2
    assert sum(check.count(s) for s in Standing) == len(check.answers)
    assert {a.clause.list for a in check.of(ClauseList.FRA)} == {ClauseList.FRA}


def test_a_list_of_ones_own_can_be_asked_instead():
    own = Clause.model_validate(
        {
            "id": "own_clause",
            "list": "UNHCR",
            "asks": "Something of one's own.",
            "date": "2026-01-01",
            "source": [{"cite": "made up"}],
            "confidence": "assumption",
        }
    )
    check = check_clauses(scheme(term("mine", "agreed", "own_clause"), form="treaty"), [own])
    assert [a.stands for a in check.answers] == [Standing.AGREED]
