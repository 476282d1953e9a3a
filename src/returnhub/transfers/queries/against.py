"""What speaks against people's travel on a day: the same list as each boarding asks at the commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections

from returnhub.casework.speaking import sentence


@dataclass(frozen=True, slots=True)
class Speaks:
    """One thing against a person's travel: the guard's code, what it is about, a detail, and a sentence."""

    code: str
    what: str
    detail: str
    says: str

    def as_data(self) -> dict[str, str]:
        """As JSON."""
        return {"code": self.code, "what": self.what, "detail": self.detail, "says": self.says}


@dataclass(frozen=True, slots=True)
class Papers:
    """Whether a person's papers are good a week beyond a day (valid, over, unknown), and until when."""

    state: str
    until: dt.date | None


def against_travel(seats: Iterable[int], day: dt.date, scheme: str) -> dict[int, list[Speaks]]:
    """Everything against the travel of who has these seats, on a day; an empty list: nothing is."""
    found: dict[int, list[Speaks]] = {seat: [] for seat in seats}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT s, a.code, a.what, a.detail"
            " FROM unnest(%s::bigint[]) AS s, guard.against_travel(s, %s) AS a",
            [list(found), day],
        )
        for seat, code, what, detail in cursor.fetchall():
            found[seat].append(Speaks(code, what, detail, sentence(scheme, code, what, detail)))
    return found


def papers(seats: Iterable[int], day: dt.date) -> dict[int, Papers]:
    """The papers of who has these seats, for travel on a day."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT s.id, d.state, d.until"
            " FROM transfers_seat AS s, guard.travel_document(s.case_id, %s) AS d"
            " WHERE s.id = ANY (%s::bigint[])",
            [day, list(seats)],
        )
        return {seat: Papers(state, until) for seat, state, until in cursor.fetchall()}
