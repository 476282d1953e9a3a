"""Every code, guard and verb has its words."""

import re
from pathlib import Path

import pytest

from returnhub.accounts.roles import MAY
from returnhub.casework.speaking import SAYS
from returnhub.oversight.guards.shipped import functions, text
from returnhub.problems import Code, Where, refuse
from returnhub.service.words import refusal, sentence
from returnhub.service.words.commands import COMMANDS, FILE_WRONG, NOT_POSSIBLE
from returnhub.service.words.guards import ENDINGS, GUARDS
from returnhub.service.words.verbs import VERBS

SOURCE = Path(__file__).parents[2] / "src" / "returnhub"


def guards_in_files() -> set[str]:
    return set(re.findall(r"guard\.refuse\('(\w+)'", text()))


def test_every_code_of_a_command_has_words():
    assert {c for c in Code if c.value.startswith("command.")} == set(COMMANDS)


def test_every_verb_has_words_and_no_other():
    assert set(MAY) == set(VERBS)


def test_every_guard_that_refuses_has_words():
    assert guards_in_files() - set(GUARDS) == set()


def test_every_constraint_of_our_tables_has_words(database):
    with database.superuser() as connection:
        found = connection.execute(
            "SELECT c.conname FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid"
            " WHERE t.relname ~ %s AND c.contype IN ('c', 'u', 'x')"
            " UNION SELECT i.relname FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid"
            " JOIN pg_class AS t ON t.oid = x.indrelid WHERE x.indisunique AND t.relname ~ %s",
            ["^(accounts|agreements|casework|hubs|movements|oversight|journal)_"] * 2,
        ).fetchall()
    assert len(found) > 30
    bare = {name for (name,) in found if name not in GUARDS and not name.endswith(tuple(ENDINGS))}
    assert bare == set()


def test_every_reason_against_a_move_has_words():
    found = re.findall(r"(?:SELECT|THEN|ELSE) '(\w+)'", functions()["guard.against"].body)
    assert len(found) > 10
    told = {
        "bar",
        "not_ready",
        "rule_fails",
        "rule_unknown",
        "notice_missing",
        "notice_runs",
        "notice_lapsed",
    }
    assert set(found) <= told | set(SAYS)


@pytest.mark.parametrize("guard", sorted(GUARDS))
def test_a_refusal_says_why_and_how_to_mend_it(guard: str):
    said = refusal(guard, "a reason", "[]" if guard == "movements_authority_stands" else "a detail")
    assert said.endswith(".")
    assert "{" not in said
    assert guard not in said


def test_a_refused_authority_lists_all_that_speaks_against_it():
    unknown = '{"code": "rule_unknown", "what": "fit_to_travel", "detail": "2"}'
    more = f'[{unknown}, {{"code": "no_exit_plan", "what": "", "detail": ""}}]'
    said = sentence(
        refuse(Code.COMMAND_REFUSED, guard="movements_authority_stands", why="", more=more).items[0]
    )
    assert "Fit to travel: not known." in said
    assert "No exit plan says where this person goes" in said


def test_what_is_possible_instead_is_named():
    found = refuse(Code.COMMAND_NOT_POSSIBLE, kind="last_name", allowed_next=("casework.add_name",)).items[0]
    assert sentence(found) == "A person keeps at least one name. What you can do now: add a name."


def test_a_missing_field_is_named_as_the_form_names_it():
    found = refuse(Code.COMMAND_FIELD_MISSING, Where(field="facts.reason")).items[0]
    assert sentence(found) == "Enter a reason. Fill it in and send the form again."


def test_every_way_in_which_something_is_not_possible_has_words():
    code = "\n".join(p.read_text("utf-8") for p in SOURCE.glob("*/commands*/**/*.py"))
    code += "\n".join(p.read_text("utf-8") for p in SOURCE.glob("*/commands.py"))
    for name, words in (("NOT_POSSIBLE", NOT_POSSIBLE), ("FILE_WRONG", FILE_WRONG)):
        found = set(re.findall(rf'COMMAND_{name},[^)]*?kind="(\w+)"', code))
        assert found - set(words) == set(), name
