"""Pages of stays: the hub's day, its people, one stay for the hub and for officers, the standards."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import psycopg
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import day, signed_in
from tests.movements.way import People, authorised
from tests.service_database import Database
from tests.service_people import days_ago, someone, today
from tests.stays.life import Life, arrived, happened, life, running

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.counsel import represent
from returnhub.casework.models import Case
from returnhub.casework.queries.people import called
from returnhub.hubs.models import Hub
from returnhub.journal.models import Read
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.look import ask
from returnhub.procedure import Event
from returnhub.stays.commands.standards import record_day
from returnhub.stays.models import Contact, Occurrence, Review
from returnhub.stays.queries.standards import months


def seen(client: Client, name: str, **given: Any) -> str:
    """A page, within its budget of queries."""
    with CaptureQueriesContext(connections["default"]) as asked:
        shown = client.get(reverse(name, kwargs=given))
    assert shown.status_code == 200, (name, shown.status_code)
    assert len(asked) <= 25, (name, len(asked), [q["sql"][:90] for q in asked])
    return shown.content.decode()


def test_the_day_of_a_hub_shows_who_comes_and_what_is_due(here: Life, case: Case) -> None:
    coming, _ = authorised(here.who)
    text = seen(signed_in(here.manager), "stays:day")
    assert "Without a key worker" in text
    assert case.reference in text
    assert coming.reference in text
    assert "Today is not on record yet" in text


def test_people_of_a_hub_are_listed_for_its_roles_alone(here: Life, case: Case) -> None:
    assert case.reference in seen(signed_in(here.manager), "stays:people")
    assert case.reference not in seen(signed_in(someone(Role.HUB_MANAGER)), "stays:people")
    elsewhere = signed_in(someone(Role.HUB_MANAGER)).get(
        reverse("stays:person", kwargs={"reference": case.reference})
    )
    assert elsewhere.status_code == 404


def test_who_of_a_hub_is_listed_is_in_the_address(here: Life, case: Case) -> None:
    client = signed_in(here.manager)
    for which, listed in (("no_key_worker", True), ("out", False), ("no_custody", False)):
        text = client.get(reverse("stays:people"), {"which": which}).content.decode()
        assert (case.reference in text) is listed, which
        assert ("Nobody in the hub is found so" in text) is not listed, which
    name = called([case.person_id])[case.person_id].name
    for typed, listed in ((case.reference, True), (name.upper(), True), ("Zoltan Elsewhere", False)):
        text = client.get(reverse("stays:people"), {"q": typed}).content.decode()
        assert (case.reference in text.split("</form>")[-1]) is listed, typed


def test_a_stay_is_recorded_through_its_pages(here: Life, case: Case) -> None:
    client = signed_in(here.manager)
    reference = case.reference

    def sent(slug: str, number: int | None = None, **data: str) -> None:
        name = "stays:act" if number is None else "stays:act_on"
        given = {"reference": reference, "slug": slug} | ({} if number is None else {"number": number})
        assert client.get(reverse(name, kwargs=given)).status_code == 200, slug
        answer = client.post(reverse(name, kwargs=given), data)
        assert answer.status_code == 303, answer.content.decode()[-3000:]

    sent("key-worker", to=str(here.other.id))
    sent(
        "duty",
        duty="arrival_interview",
        wanted="yes",
        language="sq",
        interpreter="by_telephone",
        **day("on", today()),
    )
    sent("review", findings="settled in", **day("on", today()))
    sent("contact", whom="lawyer", how="visit", wished="yes", **day("on", today()))
    asked = Contact.objects.get(case=case)
    sent("held", asked.pk, **day("on", today()))
    sent("began", kind="segregation", reason="threatened others", **day("on", today()))
    occurrence = Occurrence.objects.get(case=case)
    sent("over", occurrence.pk, **day("on", today()))
    sent("out", **day("on", today()))
    sent("back", **day("on", today()))
    assert Review.objects.filter(case=case).exists()
    assert Kind.ARRIVAL_INTERVIEW not in running(case)
    text = seen(client, "stays:person", reference=reference)
    for words in ("Albanian", "settled in", "threatened others", "Segregation", "see a clinician"):
        assert words in text, words
    assert Read.objects.filter(case=case.pk, actor=here.manager.id, what="stay").exists()


def test_what_a_form_lacks_is_said_beside_it(here: Life) -> None:
    case = arrived(here)
    client = signed_in(here.manager)
    address = reverse("stays:act", kwargs={"reference": case.reference, "slug": "duty"})
    answer = client.post(address, {"duty": "arrival_interview", "wanted": "yes", **day("on", today())})
    assert answer.status_code == 422
    assert "Fill this in" in answer.content.decode()
    owed = client.post(address, {"duty": "needs_assessment", "wanted": "no", **day("on", today())})
    assert "only a call may be not wanted" in owed.content.decode()


def test_officers_and_the_persons_lawyer_see_the_stay_in_the_file(here: Life) -> None:
    case = arrived(here)
    lawyer = someone(Role.LAWYER)
    represent(here.who.screening, case=case.pk, lawyer=lawyer.id)
    for actor in (here.who.screening, here.who.other, someone(Role.MONITOR), someone(Role.AUDITOR), lawyer):
        text = seen(signed_in(actor), "stays:case", reference=case.reference)
        assert "Stay limit" in text
    client = signed_in(lawyer)
    address = reverse("stays:act", kwargs={"reference": case.reference, "slug": "contact"})
    assert (
        client.post(
            address, {"whom": "lawyer", "how": "telephone", "wished": "no", **day("on", today())}
        ).status_code
        == 303
    )
    assert Kind.LAWYER_CONTACT in running(case)
    assert (
        client.get(reverse("stays:act", kwargs={"reference": case.reference, "slug": "review"})).status_code
        == 404
    )


def test_who_has_not_been_in_a_hub_has_no_stay(who: People) -> None:
    case, _ = authorised(who)
    assert "has not been in a hub" in seen(signed_in(who.screening), "stays:case", reference=case.reference)


def test_nobody_in_custody_in_a_closed_hub_is_shown_as_a_red_flag(who: People) -> None:
    closed = life(who, Hub.Kind.CLOSED)
    case = arrived(closed)
    client = signed_in(closed.manager)
    assert "without custody on record" in seen(client, "stays:day")
    assert "no custody is on record" in seen(client, "stays:person", reference=case.reference)


def test_standards_show_what_is_missing_as_missing(here: Life, case: Case) -> None:
    found = months(here.hub, today())[-1]
    assert found.values["staff"] is None
    assert found.values["space"] == 64 / len(set(here.hub.arrivals.filter(ended=None).values_list("case")))
    for when in (days_ago(40), today()):
        record_day(
            here.manager,
            hub=here.hub.pk,
            on=when,
            health_staff=0,
            outdoor_hours=Decimal("1.5"),
            telephone=True,
        )
    shown = months(here.hub, today())
    assert shown[-1].values["staff"] == 0
    assert shown[-1].values["outdoor"] == 1.5
    assert shown[0].values["outdoor"] is None
    for actor in (here.manager, someone(Role.MONITOR), someone(Role.AGREEMENT), someone(Role.AUDITOR)):
        text = seen(signed_in(actor), "stays:standards_of", number=here.hub.pk)
        assert "not recorded" in text
        assert "Not met" in text
        assert "<svg" in text
    client = signed_in(here.manager)
    assert "Today is not on record" not in seen(client, "stays:day")
    assert seen(client, "stays:standards")


def test_what_is_due_after_a_death_stands_on_the_hubs_day(database: Database, who: People) -> None:
    here = life(who)
    case = arrived(here)
    happened(case, Event.DIED)
    client = signed_in(here.manager)
    assert "After a death" in seen(client, "stays:day")
    assert "Record what was done" in seen(client, "stays:person", reference=case.reference)
    death = Occurrence.objects.get(case=case)
    seen(client, "stays:act_on", reference=case.reference, slug="step", number=death.pk)
    with psycopg.connect(database.addresses.web) as connection:
        found = next(one for one in INVARIANTS if one.id == "nobody_read_out_of_scope")
        assert ask(connection, found, timezone.now(), whole=True).broken == 0


def test_a_manager_records_a_day_by_its_form(here: Life) -> None:
    client = signed_in(here.other)
    seen(client, "stays:record_day")
    data = {"health_staff": "2", "outdoor_hours": "4", "telephone": "yes", **day("on", days_ago(1))}
    assert client.post(reverse("stays:record_day"), data).status_code == 303
    bad = client.post(reverse("stays:record_day"), data | day("on", today() + dt.timedelta(days=1)))
    assert bad.status_code == 422
