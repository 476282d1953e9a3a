"""As of which day a file is looked at, and as known on which day: the two dates of every page of a case."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class LookingAt:
    """A file as of the end of one day, with what had been recorded by the end of another."""

    on: dt.date
    known: dt.date
    today: dt.date

    @property
    def is_today(self) -> bool:
        """True if the page shows the case as it stands."""
        return self.on == self.known == self.today

    @property
    def knows_all(self) -> bool:
        """True if everything recorded until now counts."""
        return self.known >= self.today

    @property
    def known_until(self) -> dt.datetime:
        """The moment before which something had to be recorded."""
        return _start_of(self.known + dt.timedelta(days=1))

    @property
    def on_until(self) -> dt.datetime:
        """The moment before which something had to happen."""
        return _start_of(self.on + dt.timedelta(days=1))

    def standing(self) -> Q:
        """Rows of a guarded table that stood by then: recorded, and not yet ended."""
        if self.knows_all:
            return Q(ended=None)
        known = self.known_until
        return Q(event__recorded__lt=known) & (Q(ended=None) | Q(ended__recorded__gte=known))


def looking_at(on: dt.date | None = None, known: dt.date | None = None) -> LookingAt:
    """Two dates as a way of looking; today where none is given, and never later."""
    today = timezone.localdate()
    return LookingAt(min(on or today, today), min(known or today, today), today)


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
