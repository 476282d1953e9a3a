"""Users of each role, of the demo alone: invented names, passwords and secrets that all may know."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from returnhub.accounts import demo
from returnhub.accounts.commands import add_user, grant_role
from returnhub.accounts.models import User
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import TITLES, Role
from returnhub.journal.actor import Actor

PASSWORD = "demo-only-not-secret"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A demo user to be: name, the part of the address before the @, role."""

    name: str
    address: str
    role: Role


EVERYBODY = (
    Somebody("Rowan Referring", "referring", Role.REFERRING),
    Somebody("Sasha Screening", "screening", Role.SCREENING),
    Somebody("Sidney Screening", "screening2", Role.SCREENING),
    Somebody("Dorian Document", "document", Role.DOCUMENT),
    Somebody("Alex Authorising", "authorising", Role.AUTHORISING),
    Somebody("Ash Authorising", "authorising2", Role.AUTHORISING),
    Somebody("Lee Lawyer", "lawyer", Role.LAWYER),
    Somebody("Logan Lawyer", "lawyer2", Role.LAWYER),
    Somebody("Avery Agreement", "agreement", Role.AGREEMENT),
    Somebody("Adrian Agreement", "agreement2", Role.AGREEMENT),
    Somebody("Ariel Analyst", "analyst", Role.ANALYST),
    Somebody("Morgan Monitor", "monitor", Role.MONITOR),
    Somebody("Max Monitor", "monitor2", Role.MONITOR),
    Somebody("Audrey Auditor", "auditor", Role.AUDITOR),
    Somebody("Ada Administrator", "administrator", Role.ADMINISTRATOR),
    Somebody("Emery Escort", "escort", Role.ESCORT),
    Somebody("Ellis Escort", "escort2", Role.ESCORT),
    Somebody("Fran Fitness", "fitness", Role.FITNESS),
    Somebody("Cory Counsellor", "counsellor", Role.COUNSELLOR),
)
IN_A_HUB = (
    Somebody("Harper Hub-Manager", "manager", Role.HUB_MANAGER),
    Somebody("Hollis Hub-Manager", "manager2", Role.HUB_MANAGER),
    Somebody("Oakley Officer", "host", Role.HOST),
    Somebody("Charlie Clinician", "clinician", Role.CLINICIAN),
)
"""Those of the first hub; another manager and officer of the second have a B after their address."""


def add_everybody(clock: Actor) -> tuple[Mapping[str, Actor], list[demo.Person]]:
    """Add the demo's users: who acts by the first part of their address, and what the sign-in page shows."""
    return _add(clock, EVERYBODY, None)


def add_people_of(clock: Actor, hub: int, letter: str = "") -> tuple[Mapping[str, Actor], list[demo.Person]]:
    """Those who work in one hub; their addresses end in its letter."""
    people = [
        replace(one, name=f"{one.name}{f' {letter}'.rstrip()}", address=one.address + letter.lower())
        for one in IN_A_HUB
    ]
    return _add(clock, people, hub)


def _add(
    clock: Actor, people: Iterable[Somebody], hub: int | None
) -> tuple[Mapping[str, Actor], list[demo.Person]]:
    acting: dict[str, Actor] = {}
    shown: list[demo.Person] = []
    for one in people:
        email = f"{one.address}@example.org"
        secret = base64.b32encode(f"returnhub {one.address:>10.10}".encode()).decode()
        user: User = add_user(clock, email=email, name=one.name)
        demo.sign_in(user, PASSWORD, secret)
        grant_role(clock, user=user.pk, role=one.role, hub=hub)
        found = actor_of(user.pk)
        assert found is not None, "the role was granted a line above"
        acting[one.address] = found
        shown.append(demo.Person(TITLES[one.role], one.name, email, PASSWORD, secret))
    return acting, shown
