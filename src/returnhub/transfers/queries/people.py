"""Who is on a transfer, and what those who travel with them need to know, and no more.

The host state has no part of a file: it knows of a person what packets carried, here as on its own pages.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from returnhub.accounts.roles import Role
from returnhub.casework.models import Standing
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_reads
from returnhub.languages.codes import LANGUAGES
from returnhub.movements.models import Authority, Notice
from returnhub.packets.queries.host import names_for
from returnhub.procedure import Stage
from returnhub.transfers.models import Force, LastCheck, Plan, Seat, Transfer
from returnhub.transfers.models.transfers import Way
from returnhub.transfers.queries.against import Papers, papers
from returnhub.transfers.queries.reach import transfers_for


@dataclass(frozen=True, slots=True)
class NeedToKnow:
    """What an escort is told: the language for an interpreter; whether there are medical needs ("ask the
    medic"), and a risk of self-harm; each None where it is not known."""

    language: str
    medical: bool | None
    risk: bool | None


@dataclass(frozen=True, slots=True)
class OnIt:
    """A person on a transfer, or one who was: their seat, the last check, papers, what became of them.

    For the host state `name` is the one in its packets, or else the reference, and there are no `needs`.
    """

    seat: Seat
    name: str
    check: LastCheck | None
    papers: Papers
    needs: NeedToKnow | None
    in_scope: bool

    def _one(self, name: str) -> Any:
        return getattr(self.seat, name, None)

    @property
    def boarding(self) -> Any:
        """When they boarded; None if they did not."""
        return self._one("boarding")

    @property
    def stop(self) -> Any:
        """Who stopped them, and why."""
        return self._one("stop")

    @property
    def outcome(self) -> Any:
        """What became of them."""
        return self._one("outcome")

    @property
    def handover(self) -> Any:
        """The handover, signed by one side or both."""
        return self._one("handover")

    @property
    def state(self) -> str:
        """arrived, ... (an outcome), stopped, ended, boarded, may_board, against or not_checked."""
        if self.outcome:
            return str(self.outcome.kind)
        if self.seat.ended_id:
            return "stopped" if self.stop else "ended"
        if self.boarding:
            return "boarded"
        if self.check is None:
            return "not_checked"
        return "against" if self.check.against else "may_board"


def people_on(actor: Actor, transfer: Transfer, plan: Plan, today: dt.date) -> list[OnIt]:
    """Everybody who is or was on a transfer, who is on it first; each reading is put on record."""
    return _told(actor, Seat.objects.filter(transfer=transfer), plan, today, f"transfer {transfer.pk}")


def person_on(actor: Actor, number: int, today: dt.date) -> tuple[OnIt, Plan] | None:
    """One person of the reader's on a transfer of theirs; None alike if there is none."""
    seats = Seat.objects.filter(pk=number, transfer__in=transfers_for(actor), case__in=scope(actor))
    seat = seats.first()
    if seat is None:
        return None
    plan = Plan.objects.select_related("transfer__hub").get(transfer=seat.transfer_id, ended=None)
    return _told(actor, seats, plan, today, f"transfer {seat.transfer_id}")[0], plan


def _told(actor: Actor, found: QuerySet[Seat], plan: Plan, today: dt.date, what: str) -> list[OnIt]:
    seats = list(
        found.select_related(
            "case",
            "authority",
            "ended",
            "transfer__hub",
            "boarding",
            "stop__by",
            "outcome__event",
            "handover__signature__by",
            "handover__by",
        ).order_by("ended_id", "id")
    )
    seats.sort(key=lambda seat: (seat.ended_id is not None, seat.pk))
    checks = {c.seat_id: c for c in LastCheck.objects.filter(seat__in=seats, on=today).order_by("id")}
    good = papers((seat.pk for seat in seats), plan.arrives_at.date())
    cases = [seat.case_id for seat in seats]
    needs = {} if actor.role == Role.HOST else _needs(cases, today)
    names = names_for(actor, {seat.case_id: seat.person for seat in seats})
    mine = set(scope(actor).filter(pk__in=cases).values_list("pk", flat=True))
    record_reads(actor, mine, what)
    return [
        OnIt(
            seat,
            names[seat.case_id] or seat.case.reference,
            checks.get(seat.pk),
            good[seat.pk],
            needs.get(seat.case_id),
            seat.case_id in mine,
        )
        for seat in seats
    ]


def _needs(cases: Iterable[int], today: dt.date) -> dict[int, NeedToKnow]:
    numbers = list(cases)
    notices = Notice.objects.filter(case__in=numbers, ended=None).order_by("id")
    languages = {n.case_id: n.interpreter or n.language for n in notices}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c, guard.known(c, %s) FROM unnest(%s::bigint[]) AS c", [today, sorted(set(numbers))]
        )
        known = {c: json.loads(k) if isinstance(k, str) else k for c, k in cursor.fetchall()}
    return {c: _need(known[c], languages.get(c, "")) for c in numbers}


def _need(known: dict[str, Any], language: str) -> NeedToKnow:
    signs = [known.get("care_needed"), known.get("pregnancy_week"), known.get("needs_step_free")]
    medical = True if any(signs) else None if None in signs else False
    named = LANGUAGES[language].english if language in LANGUAGES else language
    return NeedToKnow(named, medical, known.get("self_harm_risk_open"))


def waiting_for_a_seat(actor: Actor, transfer: Transfer, day: dt.date) -> QuerySet[Standing]:
    """People who may be given a seat, one at a time: with authority for this way in force on the day (or an
    order to be brought back), of this hub, without a seat; whose authority ends first on top.

    Nothing else about a person is asked, and there is no other way to choose among them.
    """
    kind = Stay.Kind.HELD if transfer.way == Way.HUB else Stay.Kind.THERE
    here = Stay.objects.filter(hub=transfer.hub_id, kind=kind, ended=None)
    found = Standing.objects.filter(case__in=scope(actor), case__stays__in=here).exclude(
        case__seats__in=Seat.objects.filter(ended=None)
    )
    if transfer.way == Way.BACK:
        found = found.filter(stage=Stage.WAY_BACK)
    else:
        given = Authority.objects.filter(way=transfer.way, ended=None, valid_until__gte=day)
        found = found.filter(case__authorities__in=given)
    return found.select_related("case").order_by("clock_ends_on", "case_id")


def force_on(seats: Iterable[int]) -> list[Force]:
    """Uses of force on these seats, the newest first, with their reviews."""
    return list(
        Force.objects.filter(seat__in=list(seats)).select_related("by", "review__by", "event").order_by("-id")
    )


def force_of(actor: Actor, number: int) -> Force | None:
    """One use of force on a person of the reader's; None alike if there is none."""
    return (
        Force.objects.filter(pk=number, seat__transfer__in=transfers_for(actor), case__in=scope(actor))
        .select_related("by", "review__by", "case", "seat__transfer__hub", "event")
        .first()
    )


def to_review(actor: Actor) -> QuerySet[Force]:
    """Uses of force that nobody has reviewed, in the reader's schemes, the oldest first."""
    return (
        Force.objects.filter(review=None, case__in=scope(actor), seat__transfer__in=transfers_for(actor))
        .select_related("case", "event")
        .order_by("id")
    )
