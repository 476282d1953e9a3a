"""Who may give roles, when, and which; what an administrator never sees."""

import psycopg
import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from tests.casework.case_pages import signed_in
from tests.service_people import SETTING_UP, a_case, someone

from returnhub.accounts import commands, queries
from returnhub.accounts.models import Grant, User
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import FORBIDDEN_PAIRS, OF_A_HUB, Role
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act
from returnhub.journal.models import Event
from returnhub.problems import Code, Problems

pytestmark = pytest.mark.usefixtures("database")


def an_administrator(*, power: bool = False) -> Actor:
    actor = someone(Role.ADMINISTRATOR)
    if power:
        commands.switch_power_on(actor, reason="A new colleague", minutes=10)
    return actor


def a_person() -> User:
    return commands.add_user(SETTING_UP, email=f"p{User.objects.count()}@example.org", name="A. Example")


def refused_by(problems: pytest.ExceptionInfo[Problems]) -> str:
    return str(problems.value.items[0].given.get("guard"))


def test_without_power_the_database_refuses_a_role_and_its_end():
    admin, person = an_administrator(), a_person()
    with pytest.raises(Problems) as no:
        commands.grant_role(admin, user=person.pk, role=Role.SCREENING)
    assert refused_by(no) == "accounts_grant_power"
    grant = commands.grant_role(SETTING_UP, user=person.pk, role=Role.SCREENING)
    with pytest.raises(Problems) as no:
        commands.end_grant(admin, grant=grant.pk, reason="gone")
    assert refused_by(no) == "accounts_grant_power"


def test_with_the_guard_taken_away_the_same_grant_would_stand(database):
    admin, person = an_administrator(), a_person()
    with database.superuser() as connection:
        connection.execute("ALTER TABLE accounts_grant DISABLE TRIGGER power")
    try:
        assert commands.grant_role(admin, user=person.pk, role=Role.SCREENING).pk
    finally:
        with database.superuser() as connection:
            connection.execute("ALTER TABLE accounts_grant ENABLE ALWAYS TRIGGER power")


def test_power_ends_by_itself_and_by_hand():
    admin, person = an_administrator(power=True), a_person()
    commands.grant_role(admin, user=person.pk, role=Role.SCREENING)
    commands.switch_power_off(admin)
    with pytest.raises(Problems):
        commands.grant_role(admin, user=person.pk, role=Role.DOCUMENT)
    past = timezone.now() - timezone.timedelta(minutes=20)
    commands.switch_power_on(admin, reason="again", minutes=10, now=past)
    assert queries.power_of(admin.id) is None
    with pytest.raises(Problems):
        commands.grant_role(admin, user=person.pk, role=Role.DOCUMENT)


@pytest.mark.parametrize(("minutes", "reason", "guard"), [(61, "why", "hour"), (5, "", "reason")])
def test_power_is_short_and_has_a_reason(minutes: int, reason: str, guard: str):
    with pytest.raises(Problems) as no:
        commands.switch_power_on(an_administrator(), reason=reason, minutes=minutes)
    assert refused_by(no) == f"accounts_power_{guard}"


def test_nobody_but_an_administrator_switches_power_on_even_by_raw_sql(database):
    officer = someone(Role.SCREENING)
    said = (
        f'{{"actor":{officer.id},"case":null,"data":{{}},"kind":"accounts.power_on","reason":"",'
        f'"role":"{officer.role}"}}'
    )
    row = "INSERT INTO accounts_power (event_id, user_id, reason, until) VALUES (%s, %s, 'x', now())"
    with database.application() as connection:
        event = connection.execute("SELECT id FROM guard.append(%s)", [said]).fetchone()[0]
        with pytest.raises(psycopg.errors.RestrictViolation, match="own power"):
            connection.execute(row, [event, officer.id])


def test_users_change_only_with_power_and_each_change_is_on_record():
    admin = an_administrator()
    with pytest.raises(Problems) as no:
        commands.add_user(admin, email="new@example.org", name="New Person")
    assert refused_by(no) == "accounts_power_off"
    commands.switch_power_on(admin, reason="A new colleague", minutes=10)
    commands.add_user(admin, email="new@example.org", name="New Person")
    kinds = set(Event.objects.filter(actor=admin.id).values_list("kind", flat=True))
    assert kinds == {"accounts.power_on", "accounts.user_added"}


@pytest.mark.parametrize("pair", FORBIDDEN_PAIRS, ids=lambda p: f"{p[0].value}-{p[1].value}")
def test_forbidden_pairs_are_refused_in_both_orders(pair: tuple[Role, Role]):
    for first, then in (pair, pair[::-1]):
        person = a_person()
        in_a_hub = {role: 1 if role in OF_A_HUB else None for role in pair}
        commands.grant_role(SETTING_UP, user=person.pk, role=first, hub=in_a_hub[first])
        with pytest.raises(Problems) as no:
            commands.grant_role(SETTING_UP, user=person.pk, role=then, hub=in_a_hub[then])
        assert refused_by(no) == "accounts_grant_pairs"
        assert no.value.items[0].given["more"] == FORBIDDEN_PAIRS[pair]


def test_the_page_refuses_a_forbidden_pair_with_its_reason():
    admin, person = an_administrator(power=True), a_person()
    client = signed_in(admin)
    commands.grant_role(SETTING_UP, user=person.pk, role=Role.AUTHORISING)
    page = client.post(
        f"/users/{person.pk}/roles/", {"role": Role.REFERRING.value, "scheme": ""}
    ).content.decode()
    assert "Who gives authority did not ask for it." in page
    assert "There is a problem" in page
    assert (
        client.post(f"/users/{person.pk}/roles/", {"role": Role.SCREENING.value, "scheme": ""}).status_code
        == 302
    )
    assert Grant.objects.filter(user=person, ended=None).count() == 2


def test_power_is_shown_on_every_page_while_it_is_on():
    admin = an_administrator()
    client = signed_in(admin)
    assert "power is on" not in client.get("/users/").content.decode()
    client.post("/power/", {"reason": "A new colleague", "minutes": "10"})
    for path in ("/users/", "/you/", "/power/", "/nowhere/"):
        assert "Administrator power is on" in client.get(path).content.decode(), path
    client.post("/power/off/")
    assert "power is on" not in client.get("/users/").content.decode()


def test_somebody_with_two_roles_acts_in_one_at_a_time():
    actor = someone(Role.SCREENING)
    commands.grant_role(SETTING_UP, user=actor.id, role=Role.DOCUMENT)
    other = Grant.objects.get(user=actor.id, role=Role.DOCUMENT)
    client = signed_in(actor)
    assert ", screening officer" in client.get("/you/").content.decode()
    client.post("/you/role/", {"grant": other.pk})
    assert ", document officer" in client.get("/you/").content.decode()
    theirs = Grant.objects.exclude(user=actor.id).first()
    assert client.post("/you/role/", {"grant": theirs.pk}).status_code == 404


def test_an_administrator_closes_a_user_and_their_session_ends():
    admin, officer = an_administrator(power=True), someone(Role.SCREENING)
    theirs, client = signed_in(officer), signed_in(admin)
    assert theirs.get("/you/").status_code == 200
    assert client.post(f"/users/{officer.id}/close/", {"reason": "Left"}).status_code == 302
    assert actor_of(officer.id) is None
    assert theirs.get("/you/").status_code == 302


def test_what_an_administrator_does_takes_power_on_the_pages_too():
    client, person = signed_in(an_administrator()), a_person()
    for verb in ("link", "second-factor", "close"):
        assert client.post(f"/users/{person.pk}/{verb}/", {"reason": "asked"}).status_code == 409
    said = client.post("/users/add/", {"name": "B. Example", "email": "b@example.org"}).content.decode()
    assert "only while your power is switched on" in said


def test_an_administrator_gets_no_case_content():
    case = a_case(someone(Role.SCREENING), name="Unseen Name")
    client = signed_in(an_administrator(power=True))
    for path in ("/users/", "/you/", "/power/"):
        assert case.reference not in client.get(path).content.decode()
    assert client.get(f"/cases/{case.reference}/").status_code == 404


def test_a_user_without_a_role_sees_their_account_and_nothing_else():
    person = a_person()
    client = Client()
    client.force_login(person)
    assert client.get("/")["Location"] == "/you/"
    assert "You hold no role" in client.get("/you/").content.decode()
    assert client.get("/users/").status_code == 404


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MONITOR])
def test_two_administrators_give_the_roles_that_watch_and_give(role: Role):
    first, second, person = an_administrator(power=True), an_administrator(power=True), a_person()
    assert commands.grant_role(first, user=person.pk, role=role) is None
    with pytest.raises(Problems) as no:
        commands.grant_role(first, user=person.pk, role=role)
    assert no.value.items[0].code is Code.COMMAND_TWO_PEOPLE
    assert (
        f"asked that they become {role.replace('_', ' ')}"
        in signed_in(second).get(f"/users/{person.pk}/").content.decode()
    )
    assert commands.grant_role(second, user=person.pk, role=role)
    assert Grant.objects.filter(user=person, role=role, ended=None).count() == 1


def test_one_administrator_alone_is_refused_by_the_database():
    admin, person = an_administrator(power=True), a_person()
    with transaction.atomic():
        event = Act(admin, timezone.now()).event("accounts.role_granted")
        with pytest.raises(DatabaseError, match="two administrators"), transaction.atomic():
            Grant.objects.create(event_id=event, user_id=person.pk, role=Role.MONITOR)


def test_the_word_of_who_is_no_administrator_any_more_counts_for_nothing():
    first, second, person = an_administrator(power=True), an_administrator(power=True), a_person()
    commands.grant_role(first, user=person.pk, role=Role.MONITOR)
    commands.end_grant(SETTING_UP, grant=Grant.objects.get(user=first.id).pk, reason="left")
    with pytest.raises(Problems) as no:
        commands.grant_role(second, user=person.pk, role=Role.MONITOR)
    assert refused_by(no) == "accounts_grant_two_people"
