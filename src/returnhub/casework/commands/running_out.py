"""What happens when a clock has run out: once, whoever asks and however often."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from returnhub.casework.clocks import HAPPENS, STAYS_OPEN, Effect
from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.custody import release_is_due
from returnhub.casework.commands.found import hold
from returnhub.casework.models import Case, Clock, Custody, CustodyStep, Happening
from returnhub.journal.command import Act, command

DOES: dict[Effect, Callable[[Act, int, Clock], None]] = {}
"""Effects of which a room above knows what happens: with the event that records it, and the clock. The rooms
say so as they are registered, in `apps.py`."""


@command("casework.run_out")
def run_out_clock(act: Act, *, clock: int) -> bool:
    """Apply and record the effect of a clock whose last day is over; False if nothing was left to do."""
    case = Clock.objects.values_list("case", flat=True).get(pk=clock)
    hold(case)
    found = Clock.objects.filter(pk=clock, ended=None, ran_out=None, ends_on__lt=act.today).first()
    if found is None:
        return False
    effect = Effect(found.effect)
    event = act.event(
        "casework.clock_ran_out",
        case=case,
        clock=clock,
        clock_kind=found.kind,
        owner=found.owner,
        effect=effect,
        ended_on=found.ends_on.isoformat(),
    )
    done = {} if effect in STAYS_OPEN else {"ended": event}
    Clock.objects.filter(pk=clock).update(ran_out=event, **done)
    if effect in HAPPENS:
        _happens(act, found, effect)
    elif effect in (Effect.RELEASE_DUE, Effect.BAIL_REFERRED):
        _custody(act, event, found, effect)
    elif effect in DOES:
        DOES[effect](act, event, found)
    return True


def _happens(act: Act, clock: Clock, effect: Effect) -> None:
    """The procedure's event, at the end of the last day, or after what was recorded since."""
    case = Case.objects.get(pk=clock.case_id)
    event = possible(case, HAPPENS[effect])
    if event is None:
        return
    over = timezone.make_aware(dt.datetime.combine(clock.ends_on + dt.timedelta(days=1), dt.time.min))
    last = (
        Happening.objects.filter(case=case, ended=None).order_by("-at").values_list("at", flat=True).first()
    )
    happen(act, case.pk, event, max(over, last) if last else over, clock.counted)


def _custody(act: Act, event: int, clock: Clock, effect: Effect) -> None:
    custody = Custody.objects.filter(case=clock.case_id, ended=None).first()
    if custody is None:
        return
    if effect is Effect.RELEASE_DUE and custody.lapsed_id is None:
        release_is_due(act, event, custody)
    elif effect is Effect.BAIL_REFERRED:
        CustodyStep.objects.create(
            event_id=event,
            custody=custody,
            kind=CustodyStep.Kind.BAIL,
            on=act.today,
            outcome="referred",
            reason=clock.counted,
        )
