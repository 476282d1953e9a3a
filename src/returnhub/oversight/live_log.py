"""The live record as an object-centric event log, in the shape of a simulated run; nobody's name is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from psycopg import Connection
from psycopg.rows import TupleRow

from returnhub.procedure import Event, Happening, procedure
from returnhub.procedure.history_log import Lived, as_log
from returnhub.procedure.ocel import Log

_HUBS = "SELECT id::text, name, kind FROM hubs_hub WHERE scheme_id = %(scheme)s ORDER BY id"
_EVENTS = """
SELECT c.reference, coalesce('household-' || m.family_id, 'household-of-' || c.reference),
       (SELECT s.hub_id::text FROM hubs_stay AS s WHERE s.case_id = c.id ORDER BY s.id DESC LIMIT 1),
       h.word, h.at, e.recorded
FROM casework_happening AS h JOIN casework_case AS c ON c.id = h.case_id
JOIN journal_event AS e ON e.id = h.event_id
LEFT JOIN casework_member AS m ON m.person_id = c.person_id AND m.ended_id IS NULL
WHERE c.scheme = %(scheme)s AND h.ended_id IS NULL ORDER BY c.id, h.at, h.id
"""
# by what each person departed to the hub, in the order of their departures
_TRANSFERS = """
SELECT c.reference, array_agg(s.transfer_id::text ORDER BY l.at)
FROM transfers_boarding AS b JOIN transfers_seat AS s ON s.id = b.seat_id
JOIN transfers_transfer AS t ON t.id = s.transfer_id JOIN transfers_leaving AS l ON l.transfer_id = t.id
JOIN casework_case AS c ON c.id = s.case_id
WHERE c.scheme = %(scheme)s AND t.way = 'hub' GROUP BY c.reference
"""


def live_log(connection: Connection[TupleRow], scheme: str) -> Log:
    """What stands as happened in every case of a scheme. Times are UTC; a case is named by its reference."""
    asked = {"scheme": scheme}
    (name,) = connection.execute(
        "SELECT coalesce(min(procedure), 'return_hub') FROM agreements_scheme WHERE id = %(scheme)s", asked
    ).fetchall()[0]
    hubs = {
        number: {"name": name, "custody": kind}
        for number, name, kind in connection.execute(_HUBS, asked).fetchall()
    }
    return as_log(hubs, procedure(name), _lived(connection, asked))


def _lived(connection: Connection[TupleRow], asked: dict[str, str]) -> Iterator[Lived]:
    transfers = dict(connection.execute(_TRANSFERS, asked).fetchall())
    for (case, household, hub), rows in groupby(
        connection.execute(_EVENTS, asked).fetchall(), itemgetter(0, 1, 2)
    ):
        happened = [
            Happening(case, Event(word), _utc(at), max(_utc(at), _utc(recorded)))
            for *_, word, at, recorded in rows
        ]
        yield Lived(case, household, hub, happened, transfers=transfers.get(case, ()))


def _utc(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC).replace(tzinfo=None)
