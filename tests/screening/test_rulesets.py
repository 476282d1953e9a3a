"""Loading rules: everything wrong at once with file and line, one version a day, a scheme's own rules."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme.law import read_facts
from returnhub.scheme.load import load
from returnhub.scheme.shipped import shipped
from returnhub.screening.casebook import read_tests
from returnhub.screening.rule import Group
from returnhub.screening.rules import load_ruleset, profiles

RULE = """
- id: no_court_stay
  group: to_the_hub
  about: person
  title: No court stay
  says: No court has stopped the removal.
  source: [{cite: "Order of a court"}]
  confidence: general knowledge
  if_fails: A court's order stops the removal.
  if_unknown: Read the court's register today.
  versions:
"""

PROFILE = """
id: tiny
title: One rule
date: 2026-01-01
says: One rule for tests.
differs: It is smaller.
source: [{cite: "A test"}]
confidence: assumption
rules: [no_court_stay]
"""


def law(folder: Path, versions: str, profile: str = PROFILE) -> Path:
    """A folder of law with one rule."""
    for name in ("rules", "profiles"):
        (folder / name).mkdir(parents=True)
    shutil.copy(shipped("law") / "facts.yaml", folder / "facts.yaml")
    (folder / "rules" / "one.yaml").write_text(RULE + versions)
    (folder / "profiles" / "tiny.yaml").write_text(profile)
    return folder


def problems(folder: Path, profile: str = "tiny") -> tuple[Problem, ...]:
    with pytest.raises(Problems) as caught:
        load_ruleset(profile, law=folder)
    return caught.value.items


def test_the_shipped_profiles_have_thirty_rules_or_more_in_three_groups() -> None:
    assert set(profiles()) == {"uk-2025", "eu-proposal-2025", "eu-agreed-2026"}
    for name in profiles():
        ruleset = load_ruleset(name)
        assert len(ruleset.rules) >= 30
        assert {r.group for r in ruleset.rules} == set(Group)


def test_families_with_children_are_barred_by_the_proposal_and_not_by_the_deal() -> None:
    names = {p: {r.id for r in load_ruleset(p).rules} for p in profiles()}
    assert names["eu-proposal-2025"] - names["eu-agreed-2026"] == {"adult", "no_children_in_household"}
    assert names["eu-agreed-2026"] - names["eu-proposal-2025"] == {"adult_or_in_a_family"}
    assert "no_children_in_household" in names["uk-2025"]


def test_every_rule_counts_in_some_profile() -> None:
    used = {r.id for p in profiles() for r in load_ruleset(p).rules}
    tested = {r for t in read_tests(read_facts(shipped("law"), [])) for r in t.expect}
    assert tested == used


def test_a_version_that_ends_hands_over_to_the_next_on_the_next_day() -> None:
    ruleset = load_ruleset("uk-2025")
    before = {a.rule.id: a.number for a in ruleset.in_force(dt.date(2023, 11, 19))}
    after = {a.rule.id: a.number for a in ruleset.in_force(dt.date(2023, 11, 20))}
    assert (before["intention_notice_run"], after["intention_notice_run"]) == (1, 2)


def test_two_versions_on_one_day_are_refused(tmp_path: Path) -> None:
    versions = """
    - {from: 2025-01-01, to: 2026-06-30, holds: "court_stay = FALSE"}
    - {from: 2026-06-30, holds: "court_stay = FALSE"}
"""
    found = problems(law(tmp_path, versions))
    assert [p.code for p in found] == [Code.RULE_VERSION_OVERLAP]
    assert found[0].where.file.endswith("rules/one.yaml")
    assert found[0].where.line is not None


def test_a_day_without_a_version_is_refused(tmp_path: Path) -> None:
    versions = """
    - {from: 2025-01-01, to: 2026-06-30, holds: "court_stay = FALSE"}
    - {from: 2026-07-02, holds: "court_stay = FALSE"}
"""
    found = problems(law(tmp_path, versions))
    assert [(p.code, p.given["date"]) for p in found] == [(Code.RULE_VERSION_GAP, dt.date(2026, 7, 1))]


def test_a_day_before_the_first_version_is_no_answer() -> None:
    with pytest.raises(Problems) as caught:
        load_ruleset("uk-2025").asked(dt.date(2021, 12, 31))
    assert caught.value.items[0].code is Code.SCREENING_NO_RULE_IN_FORCE


def test_a_profile_can_pin_a_version(tmp_path: Path) -> None:
    versions = """
    - {from: 2025-01-01, to: 2026-06-30, holds: "court_stay = FALSE"}
    - {from: 2026-07-01, holds: "court_stay = FALSE AND interim_measure = FALSE"}
"""
    pinned = PROFILE.replace("[no_court_stay]", "[{id: no_court_stay, version: 1}]")
    asked = load_ruleset("tiny", law=law(tmp_path, versions, pinned)).asked(dt.date(2027, 1, 1))
    assert [a.number for a in asked] == [1]


def test_a_pin_on_a_version_that_is_not_there_is_refused(tmp_path: Path) -> None:
    versions = '    - {from: 2025-01-01, holds: "court_stay = FALSE"}\n'
    pinned = PROFILE.replace("[no_court_stay]", "[{id: no_court_stay, version: 2}]")
    assert [p.code for p in problems(law(tmp_path, versions, pinned))] == [Code.SCHEME_REFERENCE_MISSING]


def test_everything_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    versions = """
    - {from: 2025-01-01, to: 2025-12-31, holds: "court_sty = FALSE"}
    - {from: 2026-01-01, holds: "court_stay = 'no' AND now() > refused_on"}
"""
    folder = law(tmp_path, versions, PROFILE.replace("[no_court_stay]", "[no_court_stay, no_such_rule]"))
    found = problems(folder)
    assert {p.code for p in found} == {
        Code.RULE_FACT_UNKNOWN,
        Code.RULE_NOT_ALLOWED,
        Code.SCHEME_REFERENCE_MISSING,
    }
    assert all(p.where.file and p.where.line for p in found)


def test_an_unknown_profile_names_the_known_ones(tmp_path: Path) -> None:
    folder = law(tmp_path, '    - {from: 2025-01-01, holds: "court_stay = FALSE"}\n')
    found = problems(folder, "tinny")
    assert [p.code for p in found] == [Code.RULE_PROFILE_UNKNOWN]
    assert found[0].given["near"] == ["tiny"]


def test_a_profile_that_names_a_path_is_refused(tmp_path: Path) -> None:
    folder = law(tmp_path, '    - {from: 2025-01-01, holds: "court_stay = FALSE"}\n')
    assert problems(folder, "../profiles/tiny")[0].code is Code.RULE_PROFILE_UNKNOWN


def test_a_scheme_adds_rules_and_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    own = tmp_path / "rules.yaml"
    changed = RULE.replace("id: no_court_stay", "id: no_children_in_household")
    own.write_text(
        RULE.replace("id: no_court_stay", "id: only_albanians")
        + "    - {from: 2022-01-01, holds: \"origin = 'ALB'\"}\n"
        + changed
        + '    - {from: 2022-01-01, holds: "court_stay = FALSE"}\n'
    )
    scheme = load("none").model_copy(update={"rules_files": (own,)})
    plain, ruleset = load_ruleset("uk-2025"), load_ruleset("uk-2025", scheme)
    assert len(ruleset.rules) == len(plain.rules) + 1
    assert ruleset.conditions["only_albanians", 1] != ruleset.conditions["no_children_in_household", 1]
    assert ruleset.digest != plain.digest


def test_the_digest_names_the_content() -> None:
    assert load_ruleset("uk-2025").digest == load_ruleset("uk-2025").digest
    assert load_ruleset("uk-2025").digest != load_ruleset("eu-proposal-2025").digest
