"""Before the processes start: the database brought up to date, and at first the demo's people in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from returnhub.service.up.processes import Addresses


def set_up(address: str, home: Path, say: Callable[[str], None], *, with_people: bool) -> Addresses:
    """Each login's address, from the superuser's; safe to repeat.

    People are made only where there are none yet: synthetic ones, and users whose passwords all may know.
    """
    # read once, when Django starts
    os.environ["RETURNHUB_HOME"] = str(home)
    from returnhub.service.install import install, lead_django_to

    addresses = install(address, home)
    if with_people:
        lead_django_to(addresses.web, addresses.monitors, addresses.lawyers, addresses.clinicians)
        from django.db import connections

        from returnhub.service.demo.world import fill

        try:
            fill(home, say)
        finally:
            connections.close_all()
    return addresses


def sign_ins() -> list[tuple[str, str, str]]:
    """Role, address and password of everybody whom the demo made up; none where this is no demo."""
    from returnhub.accounts.demo import people

    return [(p.role, p.email, p.password) for p in people()]
