"""The person whose page is open: known to the database by a token that their browser alone holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.person.models import Opening

MAY = frozenset({"person.ask", "person.write_to_lawyer", "casework.add_evidence"})
"""What the person's own acts are made of. The database takes none without the token of an open page."""


@dataclass(frozen=True, slots=True)
class Here:
    """A person at their open page, until when."""

    actor: Actor
    case: Case
    until: dt.datetime


def the_person(case: int) -> Actor:
    """Who acts from an open page: the person of one case, and nobody with a user account."""
    return Actor(None, "person", "the person", MAY, case=case)


def here(token: str) -> Here | None:
    """Whose page a token opens, for the rest of this transaction; None for one that opens none."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('returnhub.person', %s, true)", [token])
        cursor.execute("SELECT guard.person_case()")
        number = cursor.fetchone()[0]
    if number is None:
        return None
    opening = Opening.objects.filter(case=number, ended=None).latest("id")
    case = Case.objects.select_related("standing", "person").get(pk=number)
    return Here(the_person(number), case, opening.until)


def close() -> None:
    """Close the page that this transaction's token opened."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.person_close()")
