"""A person's own pages, as a telephone shows them; and the pages of who works with them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.casework.case_pages import signed_in
from tests.movements.way import People, authorised, people
from tests.packets.sending import sent
from tests.service_database import Database
from tests.service_people import a_case, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.counsel import represent, write_privileged_note
from returnhub.casework.models import Bar, Case
from returnhub.journal.actor import Actor
from returnhub.journal.models import Read
from returnhub.languages.commands import enter_text, review_text
from returnhub.person.models import Asked

PAGES = ("home", "papers", "facts", "lawyer", "whole")


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """A person with authority to depart, and a lawyer."""
    return authorised(who)[0]


def code_for(officer: Actor, case: Case, language: str = "en") -> str:
    page = signed_in(officer).post(
        reverse("person:give_code", args=[case.reference]), {"how": "paper", "language": language}
    )
    found = re.search(r"(?:\d\d ){7}\d\d", page.content.decode())
    assert found, page.content.decode()
    assert "no-store" in page["Cache-Control"]
    return found[0]


def at_home(who: People, case: Case, language: str = "en") -> Client:
    client = Client()
    answer = client.post("/me/", {"code": code_for(who.screening, case, language)})
    assert (answer.status_code, answer["Location"]) == (303, "/me/case/")
    return client


def text_of(client: Client, name: str, **more: object) -> str:
    answer = client.get(reverse(f"person:{name}", kwargs=more))
    assert answer.status_code == 200, name
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_without_a_code_every_page_asks_for_one(who: People, case: Case) -> None:
    client = Client()
    client.cookies["returnhub_person"] = "guessed"
    for name in PAGES:
        answer = client.get(reverse(f"person:{name}"))
        assert (answer.status_code, answer["Location"]) == (303, "/me/")
    page = client.get("/me/").content.decode()
    assert "Your code" in page
    assert "Sign in" not in page


def test_a_wrong_code_and_a_used_one_get_the_same_page(who: People, case: Case) -> None:
    code = code_for(who.screening, case)
    assert Client().post("/me/", {"code": code}).status_code == 303
    answers = {
        re.sub(r'value="\w+"', "", answer.content.decode())
        for answer in (Client().post("/me/", {"code": typed}) for typed in (code, "0" * 16, "x", ""))
        if answer.status_code == 422
    }
    assert len(answers) == 1


def test_the_cookie_is_of_these_pages_alone_and_no_script_reads_it(who: People, case: Case) -> None:
    cookie = at_home(who, case).cookies["returnhub_person"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/me/", True, "Lax")


def test_the_page_says_where_the_case_stands_who_decides_and_by_when(who: People, case: Case) -> None:
    client = at_home(who, case)
    with CaptureQueriesContext(connections["default"]) as queries:
        page = text_of(client, "home")
    assert len(queries) <= 25
    assert "Authority was given to move you." in page
    assert "Your notice no longer counts after this day" in page
    assert 'href="/complain/en/"' in page
    papers = text_of(client, "papers")
    assert who.hub.name in papers
    assert f"In case {case.reference} the claim was refused" in papers
    assert Read.objects.filter(case=case.pk, role="person", actor=None, what="own papers").exists()


def test_nobody_elses_name_or_note_is_on_any_page(who: People, case: Case) -> None:
    lawyer = someone(Role.LAWYER)
    represent(who.screening, case=case.pk, lawyer=lawyer.id or 0)
    write_privileged_note(lawyer, case=case.pk, text="Privileged words.")
    client = at_home(who, case)
    for name in PAGES:
        page = text_of(client, name)
        for other in (who.screening, who.authorising, lawyer):
            assert other.name not in page, name
        assert "Privileged words" not in page


def test_what_was_sent_about_them_to_another_state_is_shown_as_it_was_sent(who: People, case: Case) -> None:
    packet = sent(who.screening, case)
    page = text_of(at_home(who, case), "papers")
    assert "What was sent about you to another state" in page
    assert str(packet.event.record) in page
    assert who.screening.name not in page


def test_no_other_persons_paper_is_there(who: People, case: Case) -> None:
    other = authorised(who)[0]
    client = at_home(who, case)
    theirs, own = other.notices.first(), case.notices.first()
    assert "You are to be moved" in text_of(client, "paper", kind="notice", number=case.notices.last().pk)
    assert client.get(reverse("person:paper", args=["notice", own.pk])).status_code == 200
    assert client.get(reverse("person:paper", args=["notice", theirs.pk])).status_code == 404
    assert client.get(reverse("person:paper", args=["decision", own.pk + 1000])).status_code == 404
    assert client.get(reverse("person:paper", args=["note", own.pk])).status_code == 404
    assert other.reference not in "".join(text_of(client, name) for name in PAGES)


def test_a_claim_is_one_page_and_a_receipt_and_the_desk_answers_it(who: People) -> None:
    case = a_case(who.screening)
    client = at_home(who, case)
    form = client.get("/me/tell/claim/").content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', form)
    assert key
    sent = {"words": "I am <b>not</b> safe.", "idempotency_key": key[1]}
    receipt = client.post("/me/tell/claim/", sent).content.decode()
    assert "We got it" in receipt
    assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", receipt)
    assert client.post("/me/tell/claim/", sent).status_code == 303
    asked = Asked.objects.get(case=case)
    assert Bar.objects.filter(case=case, ended=None).count() == 1
    officer = signed_in(who.screening)
    assert case.reference in officer.get("/asked/").content.decode()
    page = officer.get(f"/asked/{asked.pk}/").content.decode()
    assert "I am &lt;b&gt;not&lt;/b&gt; safe." in page
    assert officer.post(f"/asked/{asked.pk}/", {"says": " "}).status_code == 422
    assert officer.post(f"/asked/{asked.pk}/", {"says": "It goes to the asylum office."}).status_code == 303
    assert officer.get(f"/asked/{asked.pk}/").status_code == 404
    assert "It goes to the asylum office." in text_of(client, "home")


def test_evidence_comes_with_its_file_and_what_is_no_file_is_said(who: People) -> None:
    case = a_case(who.screening)
    client = at_home(who, case)
    paper = SimpleUploadedFile("letter.txt", b"A letter.", "text/plain")
    assert client.post("/me/tell/evidence/", {"words": "See it.", "file": paper}).status_code == 200
    assert "letter.txt" in text_of(client, "facts")
    wrong = client.post("/me/tell/evidence/", {"file": SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02")})
    assert wrong.status_code == 422
    assert "This file can&#39;t be taken" in wrong.content.decode()
    assert client.post("/me/tell/wrong/", {"words": ""}).status_code == 422
    assert client.get("/me/tell/other/").status_code == 404


def test_the_lawyer_reads_the_message_and_answers_on_the_clients_file(who: People) -> None:
    case, lawyer = a_case(who.screening), someone(Role.LAWYER)
    client = at_home(who, case)
    assert "08081 570 113" in text_of(client, "lawyer")
    represent(who.screening, case=case.pk, lawyer=lawyer.id or 0)
    assert client.post("/me/lawyer/", {"words": "Come on Monday."}).status_code == 303
    assert client.post("/me/lawyer/", {"words": ""}).status_code == 422
    counsel = signed_in(lawyer)
    address = reverse("person:messages", args=[case.reference])
    assert "Come on Monday." in counsel.get(address).content.decode()
    assert counsel.post(address, {"words": "I come at ten."}).status_code == 303
    assert "I come at ten." in text_of(client, "lawyer")
    assert signed_in(who.screening).get(address).status_code == 404
    assert signed_in(someone(Role.LAWYER)).get(address).status_code == 404


def test_a_page_that_was_closed_asks_for_a_new_code(who: People, case: Case) -> None:
    client = at_home(who, case)
    assert client.get("/me/close/").status_code == 405
    kept = client.cookies["returnhub_person"].value
    assert client.post("/me/close/")["Location"] == "/me/?closed"
    client.cookies["returnhub_person"] = kept
    assert client.get("/me/case/").status_code == 303


def test_every_form_takes_a_token(who: People, case: Case) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = at_home(who, case).cookies
    for address in ("/me/", "/me/close/", "/me/lawyer/", "/me/tell/claim/"):
        assert client.post(address, {"words": "x"}).status_code == 403


def test_what_is_not_translated_is_in_english_and_says_so(who: People, case: Case) -> None:
    client = at_home(who, case, "ps")
    page = text_of(client, "home")
    assert '<html lang="en" dir="ltr"' in page
    assert "Some words are not translated into Pashto yet." in page
    assert "Not translated into Pashto yet" in text_of(client, "papers")
    assert client.get("/me/case/?lang=en").status_code == 200
    assert "not translated" not in text_of(client, "home")


def test_a_page_in_arabic_is_mirrored_and_its_english_words_are_told_apart(who: People, case: Case) -> None:
    translator = someone(Role.AGREEMENT)
    text = enter_text(translator, name="home.title", language="ar", body="أين وصلت قضيتك")
    client = at_home(who, case, "ar")
    assert '<html lang="en" dir="ltr"' in text_of(client, "home")
    review_text(who.screening, text=text.pk, says="I read it.")
    page = text_of(client, "home")
    assert '<html lang="ar" dir="rtl"' in page
    assert "أين وصلت قضيتك</h1>" in page
    assert '<span lang="en" dir="ltr">Authority was given to move you.</span>' in page


def test_what_is_refused_or_is_not_there_is_said_in_the_persons_language(who: People) -> None:
    case, translator = authorised(who)[0], someone(Role.AGREEMENT)
    given = {
        "page.skip": "Kalo te fjalët",
        "refused.title": "Kjo nuk u bë",
        "refused.not_there": "Nuk ka faqe të tillë",
        "refused.too_old": "Faqja ishte e hapur tepër gjatë",
    }
    for name, body in given.items():
        text = enter_text(translator, name=name, language="sq", body=body)
        review_text(who.screening, text=text.pk, says="I read it.")
    client = at_home(who, case, "sq")
    # nobody speaks for them: the database refuses the message
    refused = client.post("/me/lawyer/", {"words": "Help me."})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert f"{given['refused.title']}</h1>" in text
    assert f">{given['page.skip']}</a>" in text
    assert '<span lang="en" dir="ltr">Nothing was changed. This is why:</span>' in text
    assert '<span lang="en" dir="ltr" class="rh-words">No lawyer is recorded for you.' in text
    missing = client.get("/me/papers/notice/0/")
    assert missing.status_code == 404
    assert f"{given['refused.not_there']}</h1>" in missing.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    too_old = strict.post("/me/lawyer/", {"words": "x"})
    assert too_old.status_code == 403
    assert given["refused.too_old"] in too_old.content.decode()


def test_who_has_no_business_with_the_case_gives_no_code(who: People, case: Case) -> None:
    address = reverse("person:give_code", args=[case.reference])
    for role in (Role.AUTHORISING, Role.MONITOR, Role.LAWYER, Role.HUB_MANAGER):
        assert signed_in(someone(role)).get(address).status_code == 404, role
