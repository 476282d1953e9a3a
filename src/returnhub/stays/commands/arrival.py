"""The duties of an arrival, done or not wanted, and the key worker. The database has begun them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.clocks import stop_clocks
from returnhub.casework.commands.found import said
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.stays.commands.found import since, the_stay
from returnhub.stays.duties import CLOCK_OF_DUTY, NOT_WANTED
from returnhub.stays.models import Done, Duty, KeyWorker


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language of a talk, and who interpreted; empty where there was none."""

    language: str = ""
    interpreter: str = ""


@command("stays.record_duty")
def record_duty(
    act: Act,
    *,
    case: int,
    duty: Duty,
    at: dt.datetime,
    wanted: bool = True,
    spoken: Spoken | None = None,
) -> Done:
    """Record that a duty was done, or that the person did not want a call. Of what was found nothing is kept.

    Raises Problems: command.field_wrong (a time outside the stay; not wanted where it is owed anyway; the
    health check, which is recorded where health is); command.field_missing (language and interpreter of the
    interview); command.not_possible (`duty_done`).
    """
    found, stay = the_stay(act, case)
    duty, spoken = Duty(duty), spoken or Spoken()
    if duty is Duty.HEALTH_CHECK:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="duty"), found=duty.value, kind="clinician")
    if not wanted and duty not in NOT_WANTED:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="wanted"), found=duty.value, kind="owed")
    if duty is Duty.INTERVIEW:
        said("language", spoken.language, 60)
        said("interpreter", spoken.interpreter, 20)
    if Done.objects.filter(arrival=stay, duty=duty).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="duty_done", allowed_next=())
    at = since(act, stay, "at", at)
    answer = Done.Answer.DONE if wanted else Done.Answer.NOT_WANTED
    event = act.event(
        f"stays.{duty.value}" if wanted else f"stays.{duty.value}_not_wanted",
        case=found.pk,
        happened=at,
        language=spoken.language.strip(),
        interpreter=spoken.interpreter,
    )
    stop_clocks(event, case, (CLOCK_OF_DUTY[duty],))
    return Done.objects.create(
        event_id=event,
        case=found,
        arrival=stay,
        duty=duty,
        answer=answer,
        at=at,
        language=spoken.language.strip(),
        interpreter=spoken.interpreter,
    )


@command("stays.name_key_worker")
def name_key_worker(act: Act, *, case: int, to: int) -> KeyWorker:
    """Name the one person of the hub who answers for a stay from now on; the one before stays to be seen.

    Raises Problems: command.field_wrong for somebody who does not work in this hub, or has the task already.
    """
    found, stay = the_stay(act, case)
    works = Grant.objects.filter(
        user=to, user__is_active=True, role=Role.HUB_MANAGER, hub=stay.hub_id, ended=None
    )
    standing = KeyWorker.objects.filter(arrival=stay, ended=None)
    if not works.exists() or standing.filter(to=to).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="to"), found=to)
    event = act.event("stays.key_worker_named", case=found.pk, to=to)
    standing.update(ended=event)
    stop_clocks(event, found.pk, (Kind.KEY_WORKER,))
    return KeyWorker.objects.create(event_id=event, case=found, arrival=stay, to_id=to)
