"""Who waits for a place, in the scheme's order, with what each needs and how many places would suit today."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.db import connections

from returnhub.agreements.queries.schemes import folder
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.planning.answer import SEED
from returnhub.procedure import Stage
from returnhub.scheme.suitability import Order

_READY = {Order.LONGEST_READY: "rights_exhausted_on", Order.LONGEST_REFUSED: "refused_on", Order.LOT: ""}
"""The fact from which a turn counts, as placement counts it."""

_WAITING = """
SELECT c.id, c.reference, c.person_id, m.family_id, (
  -- one fact as `guard.known` reads all of them
  SELECT min(l.value #>> '{}') FROM (
    SELECT DISTINCT ON (f.supplier) f.value, f.good_until FROM casework_fact AS f
    WHERE f.case_id = c.id AND f.fact = %(fact)s AND f.found_on <= %(today)s
      AND (f.ended_id IS NULL OR f.until > %(today)s)
    ORDER BY f.supplier, f.found_on DESC, f.id DESC) AS l
  WHERE l.value <> 'null' AND (l.good_until IS NULL OR l.good_until >= %(today)s)
  HAVING count(DISTINCT l.value) = 1)
FROM casework_case AS c JOIN casework_standing AS s ON s.case_id = c.id
LEFT JOIN casework_member AS m ON m.person_id = c.person_id AND m.ended_id IS NULL
WHERE s.scheme = %(scheme)s AND s.stage = %(stage)s ORDER BY c.id"""
_KNOWN = "SELECT n, guard.known(n, %s) FROM unnest(%s::bigint[]) AS n"
_FREE = """
SELECT a.places_for, a.step_free, a.care, count(*)
FROM hubs_place AS p JOIN hubs_hub AS h ON h.id = p.hub_id
JOIN hubs_attributes AS a ON a.place_id = p.id AND a.ended_id IS NULL,
LATERAL (SELECT daterange(%(today)s, %(today)s + h.stay_limit_days + 1) AS days) AS w
WHERE h.scheme_id = %(scheme)s AND p.ended_id IS NULL AND guard.hub_takes(h.id, %(today)s)
  AND NOT EXISTS (SELECT FROM hubs_stay AS s WHERE s.place_id = p.id AND s.ended_id IS NULL
                  AND (s.days && w.days OR s.kind = 'there'))
  AND NOT EXISTS (SELECT FROM hubs_outofservice AS o WHERE o.place_id = p.id AND o.ended_id IS NULL
                  AND daterange(o.from_on, o.until_on) && w.days)
GROUP BY 1, 2, 3"""


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody's turn: the day from which it counts (none: not known, or by lot), the household's number."""

    case: int
    reference: str
    person: int
    ready_on: dt.date | None
    household: int


@dataclass(frozen=True, slots=True)
class Row:
    """A person on the list: position, needs in words, how many places are free today that suit them."""

    position: int
    reference: str
    name: str
    ready_on: dt.date | None
    needs: tuple[str, ...]
    suit: int


def turns(actor: Actor, scheme: str, today: dt.date) -> list[Turn]:
    """Everybody who waits in a scheme, within the actor's scope, in the order that the scheme gives."""
    described = folder(scheme)
    order = described.placement.order if described else Order.LONGEST_READY
    asked = {"fact": _READY[order], "today": today, "scheme": scheme, "stage": Stage.SCREENED.value}
    with connections["default"].cursor() as cursor:
        cursor.execute(_WAITING, asked)
        rows = cursor.fetchall()
    seen = set(
        scope(actor).filter(scheme=scheme, standing__stage=Stage.SCREENED).values_list("pk", flat=True)
    )
    homes: defaultdict[int, list[Turn]] = defaultdict(list)
    for case, reference, person, family, ready in rows:
        if case in seen:
            home = family or -case
            homes[home].append(
                Turn(case, reference, person, dt.date.fromisoformat(ready) if ready else None, home)
            )
    found = sorted(homes.values(), key=lambda home: _place(home, by_lot=order is Order.LOT))
    return [turn for home in found for turn in home]


def _place(home: Sequence[Turn], *, by_lot: bool) -> tuple[int, int, bytes]:
    """A household's place in the order: by the week of who was ready last, then by the plan's own lot."""
    days = [turn.ready_on for turn in home]
    lot = blake2b(f"{SEED}:{min(t.reference for t in home)}".encode(), digest_size=8).digest()
    known = [day for day in days if day is not None]
    if by_lot or len(known) < len(days):
        # whose day is not known comes after everybody: no plan has a place for them until it is
        return (0 if by_lot else 1, 0, lot[::-1])
    return (0, (max(known).toordinal() - 1) // 7, lot[::-1])


def rows_of(scheme: str, listed: Sequence[Turn], first: int, today: dt.date) -> list[Row]:
    """Some of them with names, needs and free places that suit; three queries and one for names."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_KNOWN, [today, [turn.case for turn in listed]])
        known = {
            case: json.loads(facts) if isinstance(facts, str) else facts for case, facts in cursor.fetchall()
        }
        cursor.execute(_FREE, {"scheme": scheme, "today": today})
        free = cursor.fetchall()
    names = called(turn.person for turn in listed)
    together = Counter(turn.household for turn in listed)
    return [
        Row(
            position=first + n,
            reference=turn.reference,
            name=names[turn.person].name,
            ready_on=turn.ready_on,
            needs=needs(known[turn.case], together[turn.household]),
            suit=sum(count for *like, count in free if suits(known[turn.case], *like)),
        )
        for n, turn in enumerate(listed, 1)
    ]


def suits(known: Mapping[str, object], places_for: str, step_free: bool, care: int) -> bool:
    """Whether a place suits somebody, as `guard.unsuited` says it: not known is not no.

    >>> man = {"sex": "male", "family_with_children": False, "needs_step_free": False, "care_needed": 0}
    >>> suits(man, "men", False, 0), suits(man, "women", False, 0)
    (True, False)
    """
    sex, family, needed = known.get("sex"), known.get("family_with_children"), known.get("care_needed")
    lives = {
        "men": sex == "male" and family is False,
        "women": sex == "female",
        "families": family is True,
        "anybody": True,
    }[places_for]
    enough = care >= 2 or (isinstance(needed, int) and needed <= care)
    return lives and enough and (step_free or known.get("needs_step_free") is False)


def needs(known: Mapping[str, object], together: int) -> tuple[str, ...]:
    """What somebody needs of a place, in words; what is not known is said, because it is taken as needed."""
    said: list[str] = []
    family = known.get("family_with_children")
    if family is True:
        said.append("a place for a family")
    elif family is None:
        said.append("whether with children: not known")
    else:
        said.append({"male": "a man alone", "female": "a woman alone"}.get(str(known.get("sex")), "alone"))
    if together > 1:
        said.append(f"with {together - 1} more of the household on this page")
    if known.get("needs_step_free") is not False:
        said.append("step-free" if known.get("needs_step_free") else "step-free: not known")
    if "care_needed" not in known:
        said.append("care: not known")
    elif known["care_needed"]:
        said.append("care")
    return tuple(said)
