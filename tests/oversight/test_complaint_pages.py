"""A complaint from anybody, without an account: what they see, and what nobody else does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.service_database import Database
from tests.service_people import a_hub, a_scheme, someone

from returnhub.accounts.roles import Role
from returnhub.hubs.models import Hub
from returnhub.languages.commands import enter_text, review_text

TOLD = "They took my telephone and <b>hit</b> my brother."


@pytest.fixture(scope="module")
def hub(database: Database) -> Hub:
    a_scheme()
    return a_hub()


@pytest.fixture
def anybody(hub: Hub) -> Client:
    return Client(enforce_csrf_checks=True)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, page
    return found[1]


def sent(client: Client, **said: str) -> tuple[str, str]:
    """The receipt's page and the code on it."""
    check = client.post("/complain/en/", {"step": "check", "words": TOLD, **said})
    assert check.status_code == 200
    token = field(check.content.decode(), "token")
    receipt = client.post(
        "/complain/en/", {"step": "send", "words": TOLD, "token": token, **said}
    ).content.decode()
    code = re.search(r"\d{4} \d{4} \d{4}", receipt)
    assert code, receipt
    return receipt, code[0]


def test_the_page_asks_nobody_to_sign_in_and_leaves_no_cookie(anybody: Client) -> None:
    for address in ("/complain/en/", "/complain/ar/", "/complain/en/code/"):
        answer = anybody.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
    assert not sent(anybody)[0].count("Sign in")
    assert not anybody.cookies


def test_only_what_happened_has_to_be_said(anybody: Client) -> None:
    empty = anybody.post("/complain/en/", {"step": "check", "place_says": "the yard"})
    assert empty.status_code == 422
    page = empty.content.decode()
    assert "Error: Make a complaint" in page
    assert "Say what happened" in page
    assert "the yard" in page


def test_the_receipt_has_a_code_an_entry_and_a_day(anybody: Client, hub: Hub) -> None:
    page, code = sent(anybody, danger="yes", place=str(hub.pk), by="family", punish="not_sure")
    assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", page)
    assert "answers by" in page
    assert code not in anybody.get("/complain/en/").content.decode()


def test_changing_something_keeps_everything_that_was_typed(anybody: Client) -> None:
    page = anybody.post("/complain/en/", {"step": "change", "words": TOLD, "by": "ngo"}).content.decode()
    assert "They took my telephone and &lt;b&gt;hit&lt;/b&gt;" in page
    assert re.search(r'value="ngo"\s+checked', page)


def test_a_form_that_is_sent_twice_is_one_complaint(anybody: Client, database: Database) -> None:
    check = anybody.post("/complain/en/", {"step": "check", "words": "Twice."}).content.decode()
    data = {"step": "send", "words": "Twice.", "token": field(check, "token")}
    first, second = (anybody.post("/complain/en/", data).content.decode() for _ in range(2))
    assert re.findall(r"[0-9a-f-]{36}", first) == re.findall(r"[0-9a-f-]{36}", second)
    with database.superuser() as boss:
        row = boss.execute("SELECT count(*) FROM oversight.complaint WHERE text = 'Twice.'").fetchone()
    assert row == (1,)


def test_a_code_that_was_made_up_sends_nothing(anybody: Client) -> None:
    page = anybody.post(
        "/complain/en/", {"step": "send", "words": TOLD, "token": "482109375516"}
    ).content.decode()
    assert "Check your answers" in page


def test_another_sites_page_sends_nothing(anybody: Client) -> None:
    check = anybody.post("/complain/en/", {"step": "check", "words": TOLD}).content.decode()
    data = {"step": "send", "words": TOLD, "token": field(check, "token")}
    page = anybody.post(
        "/complain/en/", data, headers={"Origin": "https://elsewhere.example"}
    ).content.decode()
    assert "Check your answers" in page


def test_whoever_has_the_code_reads_the_thread_and_adds_to_it(anybody: Client) -> None:
    code = sent(anybody)[1]
    page = anybody.post("/complain/en/code/", {"code": code}).content.decode()
    assert "No answer yet" in page
    assert "&lt;b&gt;hit&lt;/b&gt;" in page
    for _ in range(2):
        page = anybody.post(
            "/complain/en/code/", {"code": code, "words": "It was on Monday."}
        ).content.decode()
    assert page.count("It was on Monday.") == 1
    assert anybody.post("/complain/en/code/", {"code": code, "words": " "}).status_code == 422


def test_a_code_may_be_typed_in_any_scripts_digits(anybody: Client) -> None:
    code = sent(anybody)[1].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert "No answer yet" in anybody.post("/complain/en/code/", {"code": code}).content.decode()


def test_an_address_that_guesses_is_stopped_and_learns_nothing(anybody: Client) -> None:
    code = sent(anybody)[1]
    guesses = [
        anybody.post("/complain/en/code/", {"code": f"{n:012d}"}, REMOTE_ADDR="10.9.8.7") for n in range(21)
    ]
    assert {g.status_code for g in guesses[:20]} == {422}
    assert "Check the 12 digits" in guesses[0].content.decode()
    assert guesses[20].status_code == 429
    right = anybody.post("/complain/en/code/", {"code": code}, REMOTE_ADDR="10.9.8.7").content.decode()
    wrong = guesses[20].content.decode()
    assert right.replace(code, "") == wrong.replace("000000000020", "")
    assert anybody.post("/complain/en/code/", {"code": code}, REMOTE_ADDR="10.9.8.6").status_code == 200


def test_a_language_that_is_not_translated_yet_says_so(anybody: Client) -> None:
    page = anybody.get("/complain/fa/").content.decode()
    assert "has not been translated into" in page
    assert 'dir="ltr"' in page
    assert anybody.get("/complain/xx/").status_code == 404
    assert anybody.get("/complain/", headers={"Accept-Language": "ar-SY,en"})["Location"] == "/complain/ar/"


def test_how_to_complain_is_said_in_a_reviewed_language_and_the_code_stays_left_to_right(
    anybody: Client,
) -> None:
    text = enter_text(someone(Role.AGREEMENT), name="complaint", language="ar", body="يمكنك تقديم شكوى.")
    assert "يمكنك" not in anybody.get("/complain/ar/").content.decode()
    review_text(someone(Role.SCREENING), text=text.pk, says="I grew up with it.")
    assert '<p class="govuk-body" lang="ar" dir="rtl">يمكنك' in anybody.get("/complain/ar/").content.decode()
    assert '<bdi dir="ltr">' in sent(anybody)[0]


def test_an_address_that_floods_is_told_to_call_and_keeps_its_words(
    anybody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("returnhub.oversight.commands.complaints.MOST_SENT", 1)
    for status in (200, 429):
        check = anybody.post("/complain/en/", {"step": "check", "words": "Flood."}).content.decode()
        answer = anybody.post(
            "/complain/en/",
            {"step": "send", "words": "Flood.", "token": field(check, "token")},
            REMOTE_ADDR="10.1.1.1",
        )
        assert answer.status_code == status
    assert "Flood." in answer.content.decode()
    assert "08081 570 112" in answer.content.decode()
