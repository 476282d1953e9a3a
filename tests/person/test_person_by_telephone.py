"""A person at their page with a telephone: small, without script, every page as axe and a reader find it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from tests.journeys.conftest import Come, address, beside_the_browser, browser, chromium, come, who
from tests.movements import way
from tests.service_people import someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.counsel import represent
from returnhub.casework.models import Case
from returnhub.languages.commands import enter_text, review_text
from returnhub.languages.originals import ORIGINALS, Group, Original
from returnhub.person.commands.codes import give_code
from returnhub.person.models import OneTimeCode

__all__ = ["address", "beside_the_browser", "browser", "chromium", "come", "who"]

TELEPHONE = 360


@pytest.fixture
def case(who: way.People) -> Case:
    found, _ = way.authorised(who)
    represent(who.screening, case=found.pk, lawyer=someone(Role.LAWYER).id or 0)
    return found


def stand_ins(who: way.People, language: str, wanted: Callable[[Original], bool]) -> None:
    """Originals with a letter of another script before each, entered by one and reviewed by another."""
    translator = someone(Role.AGREEMENT)
    for original in filter(wanted, ORIGINALS.values()):
        text = enter_text(translator, name=original.key, language=language, body=f"ئ {original.body}")
        review_text(who.screening, text=text.pk, says="A stand-in.")


def code(who: way.People, case: Case) -> str:
    return give_code(who.screening, case=case.pk, how=OneTimeCode.How.VOICE, language="en").in_groups


def test_from_the_code_to_every_page(come: Come, who: way.People, case: Case) -> None:
    person = come(width=TELEPHONE).open("/me/")
    person.fill(code="12 34").press("Open my page", 422).sees("Check the 16 numbers")
    person.fill(code=code(who, case)).press("Open my page").sees("Authority was given to move you.")
    person.follow("Read your papers").sees("Notice of departure", case.reference)
    person.follow("Print this paper").sees("Your case")
    for page in ("/me/known/", "/me/file/", "/me/tell/wrong/", "/me/tell/go_home/"):
        person.open(page)
    person.open("/me/lawyer/").fill(words="Can you come?").press("Send to my lawyer").sees("Can you come?")
    person.open("/me/tell/evidence/").fill(words="My brother was arrested.").press("Send").sees("We got it")
    person.follow("Back to where").sees("New reasons were handed in for you.", "Not answered yet")
    person.press("Close this page").sees("Your page is closed")


def test_without_script_and_from_right_to_left(come: Come, who: way.People, case: Case) -> None:
    """Every word of the pages in stand-ins that are no language: what would be mirrored is seen as such."""
    stand_ins(who, "ckb", lambda o: o.group is not Group.PAPER and not o.key.startswith(("stage.", "clock.")))
    person = come(width=TELEPHONE).open("/me/?lang=ckb")
    assert person.page.locator("html").get_attribute("dir") == "rtl"
    person.fill(code=code(who, case)).press("ئ Open my page")
    for page in ("/me/case/", "/me/papers/", "/me/known/", "/me/lawyer/", "/me/tell/evidence/", "/me/file/"):
        person.open(page)
        html = person.page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ckb", "rtl"), page
    expect(person.page.locator("span[lang=en]").first).to_be_attached()
    plain = come(width=TELEPHONE, script=False).open("/me/")
    plain.fill(code=code(who, case)).press("Open my page").sees("Authority was given to move you.")
