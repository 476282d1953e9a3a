"""The list of texts by language, and the page of one: entered by one person, reviewed by another."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.casework.case_pages import signed_in
from tests.service_database import Database
from tests.service_people import someone

from returnhub.accounts.roles import Role
from returnhub.languages.models import Text

ONE = "/texts/complaint/vi/"


@pytest.fixture(scope="module")
def translator(database: Database) -> Client:
    return signed_in(someone(Role.SCREENING))


@pytest.fixture(scope="module")
def reviewer(database: Database) -> Client:
    return signed_in(someone(Role.AGREEMENT))


def test_the_list_says_how_each_text_stands_in_each_language(translator: Client) -> None:
    page = translator.get("/texts/").content.decode()
    assert "Notice of intention" in page
    assert page.count("Missing") >= 7 * 6
    assert "Tigrinya" in page
    assert "where you are" in translator.get("/texts/?group=stage&page=2").content.decode()


def test_one_enters_a_text_and_another_reviews_it(translator: Client, reviewer: Client) -> None:
    assert translator.post(ONE, {"body": " "}).status_code == 422
    wrong = translator.post("/texts/home.stay_from/vi/", {"body": "Ở {nơi}"})
    assert wrong.status_code == 422
    assert "Keep {day}, {hub}" in wrong.content.decode()
    assert translator.post(ONE, {"body": "Cách khiếu nại."}).status_code == 303
    assert "another person must review it" in translator.get(ONE).content.decode()
    text = Text.objects.get(key="complaint", language="vi", ended=None)
    sent = {"step": "review", "text": str(text.pk), "says": "I grew up with it."}
    assert translator.post(ONE, sent).status_code == 409
    assert reviewer.post(ONE, {**sent, "says": ""}).status_code == 422
    assert reviewer.post(ONE, {**sent, "text": "0"}).status_code == 404
    assert reviewer.post(ONE, sent).status_code == 303
    page = reviewer.get(ONE).content.decode()
    assert "Reviewed by" in page
    assert 'lang="vi" dir="ltr"' in page
    assert "Reviewed<span" in translator.get("/texts/").content.decode()


def test_there_is_no_page_of_another_text_or_language(translator: Client) -> None:
    for address in ("/texts/none/vi/", "/texts/complaint/en/", "/texts/complaint/de/"):
        assert translator.get(address).status_code == 404
    assert signed_in(someone(Role.LAWYER)).get(ONE).status_code == 404
