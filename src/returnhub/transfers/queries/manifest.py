"""What stands on a transfer's manifest now, and what has changed since an issue of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from returnhub.casework.models import Member
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.record.entry import canonical
from returnhub.transfers.models import Crew, Manifest, MonitorAnswer, Plan, Seat, Transfer
from returnhub.transfers.queries.against import papers


def content_of(transfer: Transfer) -> str:
    """What stands on the manifest now, as canonical JSON: the plan, the crew, and each person with papers."""
    plan = Plan.objects.get(transfer=transfer, ended=None)
    seats = list(
        Seat.objects.filter(transfer=transfer, ended=None).select_related("case", "authority").order_by("id")
    )
    names = called(seat.person for seat in seats)
    good = papers((seat.pk for seat in seats), timezone.localdate(plan.arrives_at))
    answer = MonitorAnswer.objects.filter(transfer=transfer, ended=None).first()
    content: dict[str, object] = {
        "transfer": transfer.pk,
        "way": transfer.way,
        "plan": {
            "vehicle": plan.vehicle,
            "name": plan.name,
            "leaves_from": plan.leaves_from,
            "goes_to": plan.goes_to,
            "departs_at": plan.departs_at.isoformat(),
            "arrives_at": plan.arrives_at.isoformat(),
            "seats": plan.seats,
        },
        "crew": [
            {"kind": one.kind, "name": one.name, "language": one.language}
            for one in Crew.objects.filter(transfer=transfer, ended=None).order_by("id")
        ],
        "monitor": "not answered" if answer is None else "taken" if answer.taken else "declined",
        "people": [
            {
                "reference": seat.case.reference,
                "name": names[seat.person].name,
                "papers": good[seat.pk].state,
                "papers_until": _iso(good[seat.pk].until),
                "authority_until": _iso(seat.authority.valid_until if seat.authority else None),
            }
            for seat in seats
        ],
    }
    return canonical(content).decode()


def read_content(content: str) -> dict[str, Any]:
    """What stands on a manifest, with times and days as such."""
    found: dict[str, Any] = json.loads(content)
    for name in ("departs_at", "arrives_at"):
        found["plan"][name] = dt.datetime.fromisoformat(found["plan"][name])
    for one in found["people"]:
        for name in ("papers_until", "authority_until"):
            one[name] = dt.date.fromisoformat(one[name]) if one[name] else None
    return found


def digest_of(content: str) -> str:
    """SHA-256 as hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def apart_of(transfer: Transfer) -> list[tuple[str, list[str]]]:
    """Families that are not together on a transfer: who is on it, and who of the family is not, by name."""
    on_it = set(Seat.objects.filter(transfer=transfer, ended=None).values_list("person", flat=True))
    families = Member.objects.filter(person__in=on_it, ended=None).values("family")
    others = [
        m
        for m in Member.objects.filter(family__in=families, ended=None).order_by("id")
        if m.person_id not in on_it
    ]
    if not others:
        return []
    mine = {
        m.family_id: m.person_id
        for m in Member.objects.filter(family__in=families, person__in=on_it, ended=None)
    }
    names = called({*mine.values(), *(m.person_id for m in others)})
    return [
        (names[person].name, [names[m.person_id].name for m in others if m.family_id == family])
        for family, person in sorted(mine.items())
        if any(m.family_id == family for m in others)
    ]


def family_without_a_seat(transfer: Transfer, person: int) -> list[str]:
    """Who of a person's family has no seat on a transfer, by name."""
    theirs = Member.objects.filter(person=person, ended=None).values("family")
    on_it = Seat.objects.filter(transfer=transfer, ended=None).values("person")
    others = Member.objects.filter(family__in=theirs, ended=None).exclude(person=person)
    found = list(others.exclude(person__in=on_it).order_by("id").values_list("person", flat=True))
    names = called(found)
    return [names[one].name for one in found]


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a manifest, what stood on it, and what has changed since, in sentences.

    People whom the reader no longer sees are left out of both; `hidden` is how many stood on it.
    """

    manifest: Manifest
    content: Mapping[str, Any]
    since: Sequence[str]
    hidden: int


def issue_of(manifest: Manifest, now: str, seen: Collection[str]) -> Issue:
    """An issue beside what would stand on it now, of people whose references are in `seen`."""
    then, new = read_content(manifest.content), read_content(now)
    on_it = len(then["people"])
    for content in (then, new):
        content["people"] = [one for one in content["people"] if one["reference"] in seen]
    return Issue(manifest, then, _changes(then, new), on_it - len(then["people"]))


def issues(transfer: Transfer) -> list[Manifest]:
    """Every issue, the newest first."""
    found = Manifest.objects.filter(transfer=transfer).select_related("event", "by")
    return list(found.order_by("-number"))


def people_of(actor: Actor, transfer: int) -> dict[str, int]:
    """The reader's cases that ever had a seat on a transfer: numbers by reference."""
    found = scope(actor).filter(seats__transfer=transfer).distinct()
    return dict(found.order_by("pk").values_list("reference", "pk"))


def _changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    old = {p["reference"]: p for p in then["people"]}
    new = {p["reference"]: p for p in now["people"]}
    said = [f"{p['name']}, {r}, is no longer on it." for r, p in old.items() if r not in new]
    said += [f"{p['name']}, {r}, was added." for r, p in new.items() if r not in old]
    said += [
        f"What stands of {p['name']}, {r}, has changed." for r, p in new.items() if r in old and old[r] != p
    ]
    if then["plan"] != now["plan"]:
        said.append("The plan has changed.")
    if then["crew"] != now["crew"]:
        said.append("Who goes along has changed.")
    if then["monitor"] != now["monitor"]:
        said.append(f"The monitor's seat: {now['monitor']}.")
    return said


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
