"""The pages of a file: another day, facts and conflicts, reads, evidence, refusals."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.casework.case_pages import day, says, signed_in, text_of
from tests.service_database import Database
from tests.service_people import a_case, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands import counsel
from returnhub.casework.commands.facts import Answer, record_fact
from returnhub.casework.models import Case, Fact
from returnhub.casework.queries.actions import Speaks, actions
from returnhub.casework.queries.facts import IN_DATE, known_facts, table_of
from returnhub.casework.queries.looking import looking_at
from returnhub.casework.queries.screening import reasons, verdict_in_database
from returnhub.journal.models import Read
from returnhub.procedure import PROCEDURES, Event, Stage


@pytest.fixture(scope="module")
def world(database: Database) -> SimpleNamespace:
    officer, lawyer = someone(Role.SCREENING), someone(Role.LAWYER)
    return SimpleNamespace(
        officer=officer, lawyer=lawyer, client=signed_in(officer), counsel=signed_in(lawyer)
    )


@pytest.fixture
def case(world) -> Case:
    return a_case(world.officer, name="Invented Person")


def at(case: Case, page: str = "") -> str:
    return f"/cases/{case.reference}/{page}"


def answered(case: Case, fact: str, value: object, supplier: str, found_on: dt.date, by) -> Fact:
    return record_fact(by, case=case.pk, answer=Answer(fact, value, found_on, supplier))


def typed(value: str, supplier: str, found_on: dt.date, **more: object) -> dict[str, object]:
    return {
        "value": value,
        "supplier": supplier,
        "evidence": "",
        "note": "",
        **day("found_on", found_on),
        **more,
    }


def test_opening_a_page_puts_one_reading_on_the_file(world, case):
    says(world.client, at(case))
    says(world.client, at(case, "facts/fit_to_travel/"))
    found = Read.objects.filter(case=case.pk).order_by("id").values_list("actor", "role", "what")
    assert list(found) == [
        (world.officer.id, "screening_officer", "case"),
        (world.officer.id, "screening_officer", "fact fit_to_travel"),
    ]
    assert "Fact fit to travel" in says(world.client, at(case, "reads/"))


def test_a_page_as_of_another_day_shows_the_stage_of_that_day_under_a_banner(world, case):
    now, then = says(world.client, at(case)), says(world.client, at(case, f"?as_of={days_ago(250)}"))
    assert "Stage: appeal rights exhausted" in now
    assert "Stage: appeal pending" in then
    assert f"You are looking at {days_ago(250):%-d %B %Y}" in then
    assert "What you can do" not in then


def test_a_page_as_known_before_a_case_was_recorded_knows_nothing_of_it(world, case):
    then = says(world.client, at(case, f"?known={days_ago(1)}"))
    assert "Stage: claim pending" in then
    assert "Invented Person" not in then
    for page in ("facts/", "screening/", "timeline/", "custody/", "lawyers/", "voluntary-return/", "family/"):
        assert "You are looking at" in says(world.client, at(case, f"{page}?known={days_ago(1)}"))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"fit_to_travel": None},
        {"trafficking_status": "reasonable_grounds"},
        {"fitness_examined_on": days_ago(30)},
    ],
)
def test_the_verdict_on_the_page_is_the_database_s(world, changed):
    case = a_case(world.officer, **changed)
    for on in (today(), today() + dt.timedelta(days=20)):
        looking = looking_at(on)
        object.__setattr__(looking, "on", on)
        explained, kept = reasons(case, looking), verdict_in_database(case, on)
        assert explained is not None
        assert explained.verdict.value == kept.verdict
        by_state = {r.asked.rule.id: r.state.value for r in explained.reasons}
        assert sorted(r for r, s in by_state.items() if s == "fails") == sorted(kept.fails)
        assert sorted(r for r, s in by_state.items() if s == "unknown") == sorted(kept.unknown)


def test_the_states_on_the_page_are_what_the_rules_read(world, case):
    answered(case, "age_disputed", True, "lawyer", today(), world.officer)
    answered(case, "stateless", None, "caseworker", today(), world.officer)
    looking = looking_at()
    shown = table_of(world.officer, case, looking, ())
    assert {f.fact.id for f in shown if f.state == IN_DATE} == set(known_facts(case, looking))
    assert {"age_disputed", "stateless"}.isdisjoint(known_facts(case, looking))


def test_a_conflict_is_settled_with_a_reason_and_both_answers_stay(world, case):
    answered(case, "age_disputed", True, "lawyer", today(), world.officer)
    page = says(world.client, at(case, "facts/age_disputed/settle/"))
    assert "Supplied by lawyer" in page
    assert "Supplied by caseworker" in page
    assert "Settle the conflict: age disputed" in says(world.client, at(case, "screening/"))
    keep = Fact.objects.get(case=case, fact="age_disputed", supplier="caseworker")
    without = world.client.post(at(case, "facts/age_disputed/settle/"), {"keep": keep.pk, "reason": ""})
    assert without.status_code == 422
    assert "Fill in: Why is this answer right?" in text_of(without)
    done = world.client.post(
        at(case, "facts/age_disputed/settle/"), {"keep": keep.pk, "reason": "Papers seen"}
    )
    assert done.status_code == 303
    after = says(world.client, at(case, "facts/age_disputed/"))
    assert "Now: In date No" in after
    assert "Put right" in after
    assert Fact.objects.filter(case=case, fact="age_disputed").count() == 2


def test_an_answer_says_what_it_makes_of_the_rules_before_it_is_saved(world, case):
    checked = world.client.post(at(case, "facts/fit_to_travel/add/"), typed("no", "doctor", today()))
    assert "This makes 1 rule barred: Fit to travel" in text_of(checked)
    assert Fact.objects.filter(case=case, fact="fit_to_travel").count() == 1
    saved = world.client.post(
        at(case, "facts/fit_to_travel/add/"), typed("no", "doctor", today(), step="save")
    )
    assert saved.status_code == 303
    assert verdict_in_database(case, today()).fails == ("fit_to_travel",)


def test_not_known_is_an_answer_and_makes_the_rule_unknown(world, case):
    form = world.client.get(at(case, "facts/fit_to_travel/add/")).content.decode()
    assert 'value="not_known"' in form
    assert "checked" not in form
    sent = typed("not_known", "doctor", today())
    assert "This makes 1 rule unknown" in text_of(
        world.client.post(at(case, "facts/fit_to_travel/add/"), sent)
    )
    world.client.post(at(case, "facts/fit_to_travel/add/"), {**sent, "step": "save"})
    assert verdict_in_database(case, today()).unknown == ("fit_to_travel",)


def test_what_was_typed_is_kept_beside_each_error(world, case):
    tomorrow = today() + dt.timedelta(days=1)
    answer = world.client.post(
        at(case, "facts/at_risk_level/add/"), typed("99", "doctor", tomorrow, note="Kept words")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "There is a problem" in page
    for kept in ('value="99"', "Kept words", f'value="{tomorrow.year}"'):
        assert kept in page
    assert Fact.objects.filter(case=case, fact="at_risk_level").count() == 1


def test_a_supplier_that_the_fact_does_not_name_is_refused(world, case):
    answer = world.client.post(at(case, "facts/fit_to_travel/add/"), typed("yes", "caseworker", today()))
    assert answer.status_code == 422


def test_a_corrected_answer_never_counted_and_is_still_shown(world, case):
    old = answered(case, "care_needed", 2, "doctor", today(), world.officer)
    sent = {"reason": "Read wrongly", "instead": "answer", **typed("0", "doctor", today())}
    assert world.client.post(at(case, f"facts/care_needed/correct/{old.pk}/"), sent).status_code == 303
    page = says(world.client, at(case, "facts/care_needed/"))
    assert "Now: In date No" in page
    assert "Put right" in page
    line = says(world.client, at(case, "timeline/"))
    assert "Put right by screening_officer" in line
    assert line.index("Answer put right: care needed") < line.index("Answer recorded: care needed")
    assert "Case opened" in line


def test_an_act_that_the_procedure_has_not_is_refused_and_what_is_allowed_is_said(world, case):
    page = says(world.client, at(case, "do/record_happening/"))
    assert "Whereabouts lost" in page
    assert "Arrived" in page
    assert "Returned onward" not in page
    sent = {"event": Event.HOST_CLAIM_MADE.value, **day("on", today())}
    refused = world.client.post(at(case, "do/record_happening/"), sent)
    assert refused.status_code == 422
    assert "Whereabouts lost" in text_of(refused)
    overview = says(world.client, at(case))
    assert "Not possible now" in overview
    assert "This is possible at “place proposed”" in overview


def test_a_role_without_the_verb_has_no_form_for_it(world, case):
    monitor = signed_in(someone(Role.MONITOR))
    assert "What you can do Record a departure without authority" in says(monitor, at(case))
    for verb in ("open_bar", "write_note", "refer", "assign"):
        assert monitor.get(at(case, f"do/{verb}/")).status_code == 404
        assert monitor.post(at(case, f"do/{verb}/"), {"text": "x", "reason": "x"}).status_code == 404


def test_a_form_that_is_sent_twice_happens_once(world, case):
    sent = {"text": "Asked again", "idempotency_key": "7b0f7bd5-9f8b-4f0e-9a52-5b1e0a6f7a11"}
    first = world.client.post(at(case, "do/write_note/"), sent)
    again = world.client.post(at(case, "do/write_note/"), sent)
    assert (first.status_code, again.status_code) == (303, 302)
    assert says(world.client, at(case)).count("Asked again") == 1


def test_a_file_is_handed_out_as_a_download_that_nothing_runs(world, case):
    sent = {
        "file": SimpleUploadedFile("../note\n1.pdf", b"%PDF-1.4 note"),
        "title": "A health note",
        "supplier": "doctor",
    }
    assert world.client.post(at(case, "evidence/"), sent).status_code == 303
    number = case.evidence.get().pk
    answer = world.client.get(at(case, f"evidence/{number}/"))
    assert answer.content == b"%PDF-1.4 note"
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert Read.objects.filter(case=case.pk, what=f"evidence {number}").exists()


@pytest.mark.parametrize(
    ("content", "title"), [(b"", "Empty"), (b"\x7fELF\x00\x00", "A programme"), (b"MZ\x00\x01", "Another")]
)
def test_a_file_of_another_kind_is_refused_and_what_was_typed_stays(world, case, content, title):
    sent = {"file": SimpleUploadedFile("x.pdf", content), "title": title, "supplier": "doctor"}
    answer = world.client.post(at(case, "evidence/"), sent)
    assert answer.status_code == 422
    assert f'value="{title}"' in answer.content.decode()
    assert not case.evidence.exists()


def test_a_lawyer_lodges_and_only_they_read_their_notes(world, case):
    counsel.represent(world.officer, case=case.pk, lawyer=world.lawyer.id)
    other = someone(Role.LAWYER)
    counsel.represent(world.officer, case=case.pk, lawyer=other.id)
    assert (
        world.counsel.post(at(case, "do/write_privileged_note/"), {"text": "Between us"}).status_code == 303
    )
    assert "Between us" in says(world.counsel, at(case, "lawyers/"))
    for reader in (world.client, signed_in(other)):
        assert "Between us" not in says(reader, at(case, "lawyers/"))
    assert world.counsel.post(at(case, "do/lodge_submissions/"), {"says": "New papers"}).status_code == 303
    assert "Stage: further submissions pending" in says(world.client, at(case))
    assert "New papers" in says(world.client, at(case))


def test_who_gives_authority_is_told_what_speaks_against_it():
    against = (Speaks("bar", "Court order: stays."),)
    may = {"movements.give_authority", "movements.record_departure"}
    possible, closed = actions(PROCEDURES["return_hub"], Stage.PLANNED, may, against)
    assert [c.why for c in closed] == ["Court order: stays."]
    assert [p.text for p in possible] == ["Record a departure without authority"]
    possible, closed = actions(PROCEDURES["return_hub"], Stage.PLANNED, may)
    assert "Give authority" in [p.text for p in possible]


def test_every_verb_that_the_table_needs_is_offered_at_some_stage():
    procedure = PROCEDURES["return_hub"]
    may = {"casework.refer", "casework.screen", "movements.give_authority"}
    seen = {p.verb for stage in procedure.stages() for p in actions(procedure, stage, may)[0]}
    assert seen == may
