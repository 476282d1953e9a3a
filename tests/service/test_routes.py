"""Every route of the service, for every role: what it answers, and that another's record is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.movements import way
from tests.service.routes import CASES, LETTERS, PUBLIC, ROUTES
from tests.service_people import SCHEME, SETTING_UP, a_case, answers, ruleset, someone, today
from tests.transfers import day as travel

from returnhub.accounts import commands as accounts
from returnhub.accounts.models import Grant, User
from returnhub.accounts.roles import Role
from returnhub.accounts.scope import PUBLIC as NO_SIGN_IN
from returnhub.accounts.scope import SIGNED_IN
from returnhub.agreements import commands as agreements
from returnhub.agreements.models import Suspension
from returnhub.casework.commands import counsel, evidence, facts
from returnhub.casework.commands.cases import CalledAs, NewCase, open_case
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Case, Fact, Happening
from returnhub.hubs.commands import readiness as hubs
from returnhub.hubs.models import Item
from returnhub.journal.actor import Actor
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.oversight.commands import complaints, recommendations
from returnhub.transfers.commands.force import record_force

NOT_THERE = 999_999
"""A number that nothing has: what is of one hub is not there for the roles of another."""
MOVING = frozenset({"movements:approval", "movements:notice"})
"""Routes that are about the case for which a move was decided."""
WORDS = {
    "name": "fit_to_travel",
    "verb": "close",
    "slug": "propose",
    "kind": "departure",
    "item": "monitors",
    "lang": "en",
    "on": "2026-11-22",
    "invariant": "no-such",
    "provider_id": "organisation",
    "user": "MQ",
    "token": "no-such",
}
SPECIAL: dict[str, dict[str, object]] = {
    "casework:do": {"verb": "open_bar"},
    "languages:text": {"key": "complaint", "language": "sq"},
    "person:answer": {"number": NOT_THERE},
    "packets:send": {"kind": "acceptance_request"},
    "packets:sign": {"what": "hand"},
    "packets:host_sign": {"what": "take"},
    "packets:host_fact": {"fact": "sex"},
    "movements:request": {"number": NOT_THERE},
    "onward:step": {"slug": "evidence"},
    "onward:person_step": {"slug": "evidence"},
    "casework:do_to": {"verb": "correct_happening"},
    "casework:fact_settle": {"name": "court_stay"},
    "transfers:end_item": {"item": NOT_THERE},
    "transfers:end_crew": {"row": NOT_THERE},
    "transfers:issue": {"issue": NOT_THERE},
    "transfers:act": {"act": "stop"},
}
"""What stands in an address for a route's own words."""


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Every route of the resolver by its whole name."""

    def walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
        for found in resolver.url_patterns:
            if isinstance(found, URLResolver):
                yield from walk(found, (*spaces, found.namespace) if found.namespace else spaces)
            else:
                yield ":".join((*spaces, found.name or str(found.pattern))), found

    return walk(get_resolver(), ())


EVERY = dict(routes())


def test_every_route_says_whom_it_is_for_and_stands_in_the_table():
    assert {name for name, route in EVERY.items() if not hasattr(route.callback, "roles")} == set()
    assert set(EVERY) == set(PUBLIC) | set(ROUTES)


def test_no_route_is_marked_for_fewer_than_get_it():
    marked = {name: route.callback.roles for name, route in EVERY.items()}
    assert {name for name, roles in marked.items() if roles == NO_SIGN_IN} == set(PUBLIC)
    for name, (letters, _) in ROUTES.items():
        if "-" in letters:
            assert marked[name] == SIGNED_IN, name
        else:
            assert {LETTERS[letter] for letter in letters} <= marked[name], name


@dataclass(frozen=True)
class Place:
    """One user of each role, bound to one scheme; two cases of it, and numbers of what there is by route."""

    actors: dict[str, Actor]
    seen: Case
    moving: Case
    numbers: dict[str, int]

    @cached_property
    def clients(self) -> dict[str, Client]:
        return {letter: self._client(actor.id) for letter, actor in self.actors.items()}

    def _client(self, user: int | None) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=user))
        return client

    def path(self, name: str, **others: object) -> str:
        """An address of the route, about the case that all see who see cases."""
        values = {
            "reference": (self.moving if name in MOVING else self.seen).reference,
            "number": self.numbers.get(name) or self.numbers.get(name.split(":", maxsplit=1)[0], NOT_THERE),
            "grant": self.numbers["grant"],
            "scheme": SCHEME,
            **WORDS,
            **SPECIAL.get(name, {}),
            **others,
        }
        return reverse(name, kwargs={k: values[k] for k in EVERY[name].pattern.converters})


@pytest.fixture(scope="module")
def place(database) -> Place:
    actors = {letter: someone(role, SCHEME) for letter, role in LETTERS.items()}
    none = accounts.add_user(SETTING_UP, email="none@example.org", name="Without A. Role")
    actors["-"] = Actor(none.pk, "", none.name, frozenset())
    seen, who = a_case(actors["R"]), way.people()
    moving, decision = way.decided(who)
    numbers = _a_transfer(actors, who) | {
        "movements:approval": decision.pk,
        "movements:breach": _a_breach(who),
    }
    for case in (seen, moving):
        counsel.represent(actors["S"], case=case.pk, lawyer=actors["L"].id)
    return Place(actors, seen, moving, numbers | _what_there_is(actors, seen))


def _a_transfer(actors: dict[str, Actor], who: way.People) -> dict[str, int]:
    """A transfer with somebody on it, on whom force was used."""
    crowd = travel.Crowd(who, *(actors[letter] for letter in "EMHO"))
    transfer = travel.a_transfer(crowd)
    _, seat = travel.seated(crowd, transfer)
    used = record_force(actors["E"], seat=seat.pk, used=travel.used())
    people = dict.fromkeys(("person", "act", "board", "end_item"), seat.pk)
    return {"transfers": transfer.pk, "transfers:used": used.pk} | {
        f"transfers:{k}": v for k, v in people.items()
    }


def _a_breach(who: way.People) -> int:
    gone = record_departure(who.other, case=way.waiting(who).pk, way=Way.HUB, at=timezone.now())
    assert gone.breach is not None
    return gone.breach.pk


def _what_there_is(actors: dict[str, Actor], case: Case) -> dict[str, int]:
    """Evidence, a conflict, a test of readiness, a suspension, a recommendation and a complaint."""
    officer, manager, monitor = actors["S"], actors["G"], actors["M"]
    facts.record_fact(officer, case=case.pk, answer=Answer("court_stay", True, today(), "lawyer"))
    paper = evidence.add_evidence(
        officer, case=case.pk, name="a.txt", title="A letter", content=b"A letter.", supplier="caseworker"
    )
    test = hubs.record_test(
        manager, scheme=SCHEME, item=Item.MONITORS, tested_on=today(), what="They came.", passed=True
    )
    stop = agreements.suspend(
        monitor, scheme=SCHEME, scope=Suspension.Scope.SCHEME, by=Suspension.By.MONITOR, reason="A finding."
    )
    advice = recommendations.recommend(monitor, scheme=SCHEME, text="Mend it.", due_on=today())
    complaints.lodge(
        complaints.NewComplaint(SCHEME, "Something."), complaints.new_code(), today(), "127.0.0.1"
    )
    answer = Fact.objects.get(case=case, fact="fit_to_travel")
    return {
        "accounts": officer.id or 0,
        "grant": Grant.objects.get(user=officer.id).pk,
        "casework": case.pk,
        "casework:evidence_file": paper.pk,
        "casework:fact_correct": answer.pk,
        "hubs": test.pk,
        **dict.fromkeys(
            (name for name, (_, code) in ROUTES.items() if name[:5] == "hubs:" and code == 404), NOT_THERE
        ),
        "packets": NOT_THERE,
        "planning": NOT_THERE,
        "oversight": stop.pk,
        "oversight:recommendation": advice.pk,
        "oversight:complaint": 1,
        "casework:do_to": Happening.objects.filter(case=case).latest("id").pk,
    }


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_answers_its_roles_and_is_not_there_for_the_others(place: Place, name: str):
    letters, answer = ROUTES[name]
    path = place.path(name)
    got = {letter: client.get(path).status_code for letter, client in place.clients.items()}
    assert got == {letter: answer if letter in letters else 404 for letter in place.clients}
    led = Client().get(path)
    assert (led.status_code, led["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_route_answers_whoever_asks(place: Place, name: str):
    values = {"reference": "RH-0000-00", "number": 9, "size": 9, "path": "x", "entry": "x", "invariant": "x"}
    assert Client().get(place.path(name, **values)).status_code == PUBLIC[name]


@pytest.mark.parametrize("name", [n for n in ROUTES if "reference" in EVERY[n].pattern.converters])
def test_another_record_is_not_there_on_any_path(place: Place, name: str, unseen: Case):
    """A case of another scheme, for everybody; their page and a page that never was are the same answer."""
    letters, _ = ROUTES[name]
    path = place.path(name, reference=unseen.reference)
    for letter in letters:
        assert place.clients[letter].get(path).status_code == 404, letter
        assert place.clients[letter].post(path).status_code == 404, letter


def test_another_record_is_not_found_listed_or_counted(place: Place, unseen: Case):
    for letter in CASES:
        for path in (
            f"/search/?q={unseen.reference}",
            "/search/?q=Hidden",
            "/worklist/",
            "/worklist/download/",
        ):
            answer = place.clients[letter].get(path)
            body = b"".join(answer).decode()
            assert "Hidden Example" not in body, (letter, path)
            assert "q=RH" in path or unseen.reference not in body, (letter, path)


@pytest.fixture(scope="module")
def unseen(place: Place) -> Case:
    """A case of a scheme that none of them holds a role in."""
    agreements.open_scheme(
        SETTING_UP,
        scheme="another",
        title="Another",
        procedure="return_hub",
        ruleset=ruleset().digest,
        host="Kosovo",
    )
    called = CalledAs("Hidden Example")
    return open_case(someone(Role.SCREENING), new=NewCase("another", (called,), answers()))


def test_every_form_takes_a_token(place: Place):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=place.actors["S"].id))
    refused = {name: client.post(place.path(name)).status_code for name in ROUTES}
    assert set(refused.values()) <= {403, 404, 405}
