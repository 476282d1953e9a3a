"""The one way to write: a command is a function of who acts and when, and runs whole or not at all.

A command appends its events and writes its rows in one transaction. Before it returns, every deferred
constraint is asked, so that a refusal is told where it arose; the commit asks again. Locks are taken in one
order, the case before the scheme (docs/how-to/locks.md), and held to the end, so nothing comes in between.

Outside a request a command that met a deadlock or a serialisation failure is tried again, three times in all;
inside one the request is (`service.transaction`), because a transaction is tried as a whole.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from returnhub.journal.actor import Actor
from returnhub.journal.models import Event
from returnhub.problems import Code, Problems, refuse
from returnhub.record.entry import canonical, write_time

P = ParamSpec("P")
T = TypeVar("T")

ATTEMPTS = 3
AGAIN = frozenset({"40P01", "40001"})
"""SQLSTATEs after which a transaction is tried again: deadlock, serialisation failure."""

LOCKED = "55P03"
"""SQLSTATE of a lock that was not had in time: somebody else is at work on the same case or scheme."""

COMMANDS: dict[str, Callable[..., Any]] = {}
"""Every command by its verb, filled as the rooms are imported."""


class AlreadyDoneError(Exception):
    """A command with this key has been done before: `event` is what it made then. Nothing was written now."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__(str(event.pk))


@dataclass(slots=True)
class Act:
    """What a command works with: who acts, the time it counts as now, and the events it has made."""

    actor: Actor
    now: dt.datetime
    key: UUID | None = None
    events: list[int] = field(default_factory=list[int])

    @property
    def today(self) -> dt.date:
        """The day where cases are decided."""
        return timezone.localdate(self.now)

    def event(
        self,
        kind: str,
        *,
        case: int | None = None,
        reason: str = "",
        happened: dt.datetime | None = None,
        corrects: int | None = None,
        **data: object,
    ) -> int:
        """Put an event on record and in the journal; its number. `data` has to be JSON."""
        body: dict[str, object] = {
            "actor": self.actor.id,
            "case": case,
            "data": data,
            "kind": kind,
            "reason": reason,
            "role": self.actor.role,
        }
        if happened is not None:
            body["happened"] = write_time(happened.astimezone(dt.UTC))
        if corrects is not None:
            body["corrects"] = corrects
        key, self.key = self.key, None
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT id FROM guard.append(%s, %s)", [canonical(body).decode(), key])
            number = int(cursor.fetchone()[0])
        self.events.append(number)
        return number


def command(
    verb: str,
) -> Callable[[Callable[Concatenate[Act, P], T]], Callable[..., T]]:
    """Make a function `f(act, *, ...)` a command `f(actor, *, now=None, key=None, ...)` under a verb.

    Raises Problems: command.not_allowed if the actor's role has not this verb; command.refused with the name
    of the guard that refused; and what the function itself raises. AlreadyDoneError if `key` was used before.
    """

    def decorate(function: Callable[Concatenate[Act, P], T]) -> Callable[..., T]:
        @functools.wraps(function)
        def run(
            actor: Actor,
            *arguments: P.args,
            now: dt.datetime | None = None,
            key: UUID | None = None,
            **named: P.kwargs,
        ) -> T:
            if verb not in actor.may:
                raise refuse(Code.COMMAND_NOT_ALLOWED, verb=verb, role=actor.role)
            _done_before(key)
            alone = not connections["default"].in_atomic_block
            for attempt in range(1, ATTEMPTS + 1):
                act = Act(actor, now or timezone.now(), key)
                try:
                    with transaction.atomic():
                        made = function(act, *arguments, **named)
                        ask_guards()
                        return made
                except DatabaseError as fault:
                    if alone and attempt < ATTEMPTS and sqlstate(fault) in AGAIN:
                        continue
                    if guard_of(fault) == "journal_event_key_once":
                        _done_before(key)
                    raise as_problems(fault) from fault
            raise AssertionError("the last attempt returns or raises")

        COMMANDS[verb] = run
        return run

    return decorate


def ask_guards() -> None:
    """Ask every deferred constraint now; the commit asks again."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def sqlstate(fault: DatabaseError) -> str:
    """The SQLSTATE behind a fault of the database; "" without one."""
    return getattr(fault.__cause__, "sqlstate", None) or ""


def guard_of(fault: DatabaseError) -> str:
    """The name of the constraint that refused; "" if none did."""
    diag = getattr(fault.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) or ""


def as_problems(fault: DatabaseError) -> Problems | DatabaseError:
    """A refusal of a guard as Problems (command.refused); any other fault as it is."""
    if sqlstate(fault) == LOCKED:
        return refuse(Code.COMMAND_NOT_POSSIBLE, kind="busy", allowed_next=())
    guard = guard_of(fault)
    if not guard:
        return fault
    diag = getattr(fault.__cause__, "diag", None)
    return refuse(
        Code.COMMAND_REFUSED,
        guard=guard,
        why=getattr(diag, "message_primary", None) or "",
        more=getattr(diag, "message_detail", None) or "",
    )


def _done_before(key: UUID | None) -> None:
    if key is None:
        return
    event = Event.objects.filter(key=key).first()
    if event is not None:
        raise AlreadyDoneError(event)
