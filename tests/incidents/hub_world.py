"""A hub, who runs it, who answers for it and watches it, and a person. Everyone is made up."""

from __future__ import annotations

from dataclasses import dataclass

from tests.service_people import a_case, a_hub, someone

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor


@dataclass(frozen=True)
class World:
    """Who acts, and about whom."""

    hub: Hub
    manager: Actor
    other: Actor
    agreement: Actor
    monitor: Actor
    officer: Actor
    case: Case


def a_world() -> World:
    """A new hub with two managers, and an officer's case."""
    hub = a_hub(people=1)
    officer = someone(Role.SCREENING)
    return World(
        hub,
        someone(Role.HUB_MANAGER, hub=hub.pk),
        someone(Role.HUB_MANAGER, hub=hub.pk),
        someone(Role.AGREEMENT),
        someone(Role.MONITOR),
        officer,
        a_case(officer, name="Lida Example"),
    )
