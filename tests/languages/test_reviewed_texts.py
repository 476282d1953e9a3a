"""A paper is served in a language only once another person has reviewed its words, whoever tries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone
from tests.movements.test_authority_forged import refused, without
from tests.movements.way import People, approved, people
from tests.service_database import Database
from tests.service_people import days_ago, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.offers import offer_voluntary_return
from returnhub.casework.models import Case, Offer
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.languages.commands import enter_text, review_text
from returnhub.languages.models import Review, Text
from returnhub.languages.queries import state, words
from returnhub.movements.commands.notices import give_notice
from returnhub.movements.models import Notice

KNOWS = "I grew up with it."


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def translator(who: People) -> Actor:
    return someone(Role.AGREEMENT)


@pytest.fixture
def case(who: People) -> Case:
    return approved(who)


def notice(who: People, case: Case, language: str, interpreter: str = "") -> Notice:
    return give_notice(
        who.screening,
        case=case.pk,
        kind=Notice.Kind.INTENTION,
        language=language,
        interpreter=interpreter,
        served_on=today(),
        served_how="handed over",
    )


def test_a_notice_is_served_in_a_language_once_another_person_has_reviewed_it(
    who: People, translator: Actor, case: Case
) -> None:
    with refuses("movements_notice_reviewed"):
        notice(who, case, "sq", interpreter="Albanian")
    text = enter_text(translator, name="notice_of_intention", language="sq", body="Fjalët.")
    with refuses("movements_notice_reviewed"):
        notice(who, case, "sq")
    with refuses("languages_review_by_another"):
        review_text(translator, text=text.pk, says=KNOWS)
    review_text(who.screening, text=text.pk, says=KNOWS)
    assert notice(who, case, "sq").language == "sq"
    enter_text(translator, name="notice_of_intention", language="sq", body="Fjalë të tjera.")
    assert state("notice_of_intention", "sq").is_ == "draft"
    with refuses("movements_notice_reviewed"):
        notice(who, case, "sq")
    with refuses("languages_review_of_standing_text"):
        review_text(someone(Role.SCREENING), text=text.pk, says=KNOWS)


def test_english_is_the_original_and_an_interpreter_is_said_beside_it(who: People, case: Case) -> None:
    made = notice(who, case, "en", interpreter="Tigrinya")
    assert (made.language, made.interpreter) == ("en", "Tigrinya")
    with refuses("movements_notice_language"):
        notice(who, case, "de")


def test_raw_sql_serves_no_notice_that_nobody_reviewed(database: Database, who: People, case: Case) -> None:
    def forge(language: str) -> None:
        said = Act(who.screening, timezone.now()).event("tests.forged", case=case.pk)
        Notice.objects.create(
            event_id=said,
            case=case,
            kind="departure",
            language=language,
            destination="x",
            route="x",
            served_on=today(),
            served_how="x",
            runs_until=today(),
            departs_from=today(),
            valid_until=today(),
        )

    for language, guard in (("ar", "movements_notice_reviewed"), ("de", "movements_notice_language")):
        with refused(guard):
            forge(language)
        with without(database, ("in_language", "movements_notice")):
            forge(language)


def test_help_with_return_is_offered_in_reviewed_words_or_read_out(
    database: Database, who: People, case: Case
) -> None:
    with refuses("casework_offer_reviewed"):
        offer_voluntary_return(who.screening, case=case.pk, language="ti", offered_on=today())
    made = offer_voluntary_return(
        who.screening, case=case.pk, language="ti", interpreter="Tigrinya", offered_on=today()
    )
    assert made.interpreter == "Tigrinya"

    def forge() -> None:
        said = Act(who.screening, timezone.now()).event("tests.forged", case=case.pk)
        Offer.objects.create(event_id=said, case=case, stage="x", offered_on=today(), language="ti")

    with refused("casework_offer_reviewed"):
        forge()
    with without(database, ("in_language", "casework_offer")):
        forge()


def test_nobody_forges_a_review_of_their_own_words(
    database: Database, who: People, translator: Actor
) -> None:
    text = enter_text(translator, name="decision", language="vi", body="Chữ.")

    def forge(by: Actor) -> None:
        said = Act(by, timezone.now()).event("tests.forged")
        Review.objects.create(event_id=said, text=text, by_id=by.id, on=today(), says="x")

    stranger = someone(Role.DOCUMENT)
    for by, guard in (
        (translator, "languages_review_by_another"),
        (stranger, "languages_review_officer"),
    ):
        with refused(guard):
            forge(by)
        with without(database, ("by_another", "languages_review")):
            forge(by)
    with refused("languages_review_recorded"):
        said = Act(translator, timezone.now()).event("tests.forged")
        Review.objects.create(event_id=said, text=text, by_id=who.screening.id, on=today(), says="x")


def test_a_translation_of_other_english_counts_for_nothing(
    database: Database, who: People, translator: Actor
) -> None:
    def forge() -> None:
        said = Act(translator, timezone.now()).event("tests.forged")
        Text.objects.create(
            event_id=said, key="complaint", language="vi", body="x", original="0" * 64, by_id=translator.id
        )

    with refused("languages_text_of_english"):
        forge()
    with without(database, ("of_english", "languages_text")):
        forge()
    text = enter_text(translator, name="complaint", language="ps", body="خبرې.")
    review_text(who.screening, text=text.pk, says=KNOWS)
    assert state("complaint", "ps").is_ == "reviewed"
    with database.superuser() as boss:
        boss.execute("UPDATE languages_english SET digest = repeat('0', 64) WHERE key = 'complaint'")
        row = boss.execute("SELECT guard.language_ready('complaint', 'ps')").fetchone()
    assert row == (False,)


def test_slots_are_those_of_the_english(translator: Actor) -> None:
    for body in ("Nga {day}.", "Nga {departs_from} {destination} {route} {valid_until} {more}.", "Pa."):
        with refuses("command.field_wrong"):
            enter_text(translator, name="notice_of_departure", language="sq", body=body)
    for given in ({"name": "none"}, {"language": "en"}, {"body": " "}):
        with refuses("command.field_missing" if "body" in given else "command.field_wrong"):
            enter_text(translator, **{"name": "complaint", "language": "sq", "body": "x", **given})


def test_words_that_nobody_reviewed_are_shown_in_english_and_marked(who: People, translator: Actor) -> None:
    enter_text(translator, name="papers.title", language="fa", body="کاغذها")
    text = enter_text(translator, name="home.stay_from", language="fa", body="{day} {hub}")
    review_text(who.screening, text=text.pk, says=KNOWS)
    say = words("fa")
    assert say("papers.title").language.code == "en"
    assert not say("papers.title").translated
    assert say("home.stay_from", hub="{day}", day="امروز").text == "امروز {day}"
    assert say("home.stay_from", hub="x", day="y").translated
    assert say.missing(["papers.title", "home.stay_from"]) == 1
    assert words("en")("papers.title").translated


def test_who_lost_the_office_reviews_nothing(who: People) -> None:
    nobody = replace(who.screening, may=frozenset())
    with refuses("command.not_allowed"):
        review_text(nobody, text=1, says=KNOWS)
    with refuses("command.not_theirs"):
        review_text(who.screening, text=10**9, says=KNOWS)


def test_the_day_of_a_review_is_not_still_to_come(database: Database, who: People, translator: Actor) -> None:
    text = enter_text(translator, name="rights_on_arrival", language="ckb", body="x")
    said = days_ago(-3)

    def forge() -> None:
        event = Act(who.screening, timezone.now()).event("tests.forged")
        Review.objects.create(event_id=event, text=text, by_id=who.screening.id, on=said, says="x")

    with refused("languages_review_past"):
        forge()
    with without(database, ("by_another", "languages_review")):
        forge()
