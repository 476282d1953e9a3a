"""The hub board: 1,000 places over 26 weeks, with somebody on most of them, as a page.

A database of its own is set up, filled by rows as the owner of the tables (guards off: what is measured is
reading), and the page is asked for as a browser asks for it, signed in, all of it: session, role,
navigation, queries, names, HTML, compression left out. Beside it stand the queries alone, and a board that
asks for every cell by itself through the ORM, which is what a calendar of rooms is commonly written as; of
that a part of the cells is asked for and the rest is supposed to take as long.

    python -m benchmarks board
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable

from benchmarks.own_service import filled, own_service

PLACES, ROUNDS = 1_000, 15
MOST_MS = 300
"""Budget: half of the pages come within this."""
CELLS = 2_000
"""Cells that the peer asks for; it would have 26,000."""

_FILL = """
DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['hubs_unit', 'hubs_room', 'hubs_place',
  'hubs_attributes', 'hubs_stay', 'hubs_outofservice',
  'casework_person', 'casework_name', 'casework_case'] LOOP
  EXECUTE format('ALTER TABLE %%I DISABLE TRIGGER USER', t); END LOOP; END $$;
INSERT INTO hubs_unit (event_id, hub_id, name)
  SELECT 1, %(hub)s, 'House ' || n FROM generate_series(1, 10) AS n;
INSERT INTO hubs_room (event_id, unit_id, name, square_metres)
  SELECT 1, u.id, 'Room ' || n, 24 FROM hubs_unit AS u, generate_series(1, 25) AS n WHERE u.hub_id = %(hub)s;
INSERT INTO hubs_place (event_id, hub_id, room_id, name)
  SELECT 1, %(hub)s, r.id, 'place ' || n FROM hubs_room AS r, generate_series(1, 4) AS n ORDER BY r.id, n;
INSERT INTO hubs_attributes (event_id, place_id, places_for, step_free, care, quiet)
  SELECT 1, id, (ARRAY['anybody', 'men', 'women', 'families'])[1 + id %% 4], id %% 5 = 0, 0, id %% 7 = 0
  FROM hubs_place;
INSERT INTO casework_person (event_id) SELECT 1 FROM generate_series(1, %(people)s);
INSERT INTO casework_name (event_id, person_id, kind, text, latin)
  SELECT 1, id, 'accepted', 'Example Person ' || id, '' FROM casework_person;
INSERT INTO casework_case (event_id, reference, person_id, scheme, procedure, ruleset, referred_by_id)
  SELECT 1, 'RH-' || to_char(id, 'FM000000'), id, %(scheme)s, 'return_hub', '', %(user)s FROM casework_person;
INSERT INTO hubs_stay (event_id, case_id, person, hub_id, place_id, kind, days, arrived_at)
  SELECT 1, c.id, c.person_id, %(hub)s, p.id, CASE WHEN t.turn = 0 THEN 'there' ELSE 'held' END,
    CASE WHEN t.turn = 0 THEN daterange(current_date - 30, current_date + 20 + (p.id %% 50)::integer)
         ELSE daterange(current_date + 75 + (p.id %% 20)::integer, current_date + 160) END,
    CASE WHEN t.turn = 0 THEN now() - interval '30 days' END
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM hubs_place) AS p
  CROSS JOIN generate_series(0, 1) AS t (turn)
  JOIN (SELECT id, person_id, row_number() OVER (ORDER BY id) AS n FROM casework_case) AS c
    ON c.n = p.n + t.turn * %(places)s
  WHERE p.n %% 10 <> t.turn;
INSERT INTO hubs_outofservice (event_id, place_id, from_on, until_on, reason)
  SELECT 1, id, current_date, current_date + 40, 'repair' FROM hubs_place WHERE id %% 25 = 3;
ANALYZE"""


def main() -> int:
    with own_service() as (setup, _):
        return measure(setup)


def measure(setup: str) -> int:
    """The page, its parts and the peer."""
    from django.test import Client

    from returnhub.accounts.models import User
    from returnhub.hubs.models import Hub
    from returnhub.hubs.queries.board import Wanted, board
    from returnhub.hubs.queries.hubs import hub_of

    hub, actor = filled(setup, _FILL, people=2 * PLACES, places=PLACES)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=actor.id))
    address = f"/hubs/{hub}/board/"
    pages: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(address)
        pages.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
    found: Hub = hub_of(actor, hub)
    today = dt.datetime.now(dt.UTC).date()
    shown = board(found, today, today, Wanted(), by_day=False)
    standing = sum(bool(run.spans) for row in shown.rows for run in row.runs)
    reads = _median(lambda: board(found, today, today, Wanted(), by_day=False))
    peer = _median(lambda: cell_by_cell(hub, today), 3) * len(shown.rows) * 26 / CELLS
    p50, p95 = statistics.median(pages[2:]) * 1000, sorted(pages[2:])[-1] * 1000
    print(
        f"{len(shown.rows):,} places x {len(shown.columns)} weeks, {standing:,} runs of a person or a repair"
    )
    print(f"  load average {os.getloadavg()[0]:.1f}; the page has {len(answer.content) / 1000:,.0f} kB")
    print(f"  page, to its last byte: p50 {p50:.0f} ms, slowest {p95:.0f} ms (budget {MOST_MS} ms)")
    print(f"  of it the queries and runs: {reads * 1000:.0f} ms")
    print(f"  beside: every cell by itself through the ORM, {peer:.1f} s; ratio {peer / (p50 / 1000):.0f}")
    return 1 if p50 > MOST_MS else 0


def cell_by_cell(hub: int, today: dt.date) -> int:
    """What stands on each of the first cells, one question each."""
    from returnhub.hubs.models import Place, Stay

    standing = 0
    places = list(Place.objects.filter(hub=hub).order_by("pk")[: CELLS // 26 + 1])
    for n in range(CELLS):
        place, day = places[n // 26], today + dt.timedelta(days=7 * (n % 26))
        standing += (
            Stay.objects.filter(place=place, ended=None, days__contains=day).select_related("case").first()
            is not None
        )
    return standing


def _median(do: Callable[[], object], rounds: int = 9) -> float:
    took: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
