"""How dates, times, numbers and references are written on a page. Each of these is a filter of the templates.

Dates are "22 November 2026" and "Fri 27 Nov 2026", times "5pm UK time (6pm in Pristina)". A value of
type `date` never gets a time of day: where only the day is known, only the day is written.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

UK = ZoneInfo("Europe/London")
NOT_KNOWN = "date not known"


def _in_uk(when: dt.datetime) -> dt.datetime:
    if when.tzinfo is None:
        raise ValueError(f"a time without a zone can't be shown: {when}")
    return when.astimezone(UK)


def _day_of(when: dt.date) -> dt.date:
    return _in_uk(when).date() if isinstance(when, dt.datetime) else when


def day(when: dt.date | None) -> str:
    """A date, or the date in the UK of a moment: "22 November 2026"."""
    if when is None:
        return NOT_KNOWN
    return f"{_day_of(when):%-d %B %Y}"


def short_day(when: dt.date | None) -> str:
    """The same for tables and clocks, with the day of the week: "Fri 27 Nov 2026"."""
    if when is None:
        return NOT_KNOWN
    return f"{_day_of(when):%a %-d %b %Y}"


def _hours(when: dt.datetime) -> str:
    if (when.hour, when.minute) == (12, 0):
        return "midday"
    if (when.hour, when.minute) == (0, 0):
        return "midnight"
    minutes = f":{when:%M}" if when.minute else ""
    return f"{when:%-I}{minutes}{'am' if when.hour < 12 else 'pm'}"


def clock_time(when: dt.datetime, zone: str = "", town: str = "") -> str:
    """A time of day: "5pm UK time", and with `zone` and `town` "5pm UK time (6pm in Pristina)"."""
    said = f"{_hours(_in_uk(when))} UK time"
    if not zone:
        return said
    return f"{said} ({_hours(when.astimezone(ZoneInfo(zone)))} in {town})"


def moment(when: dt.date | None, zone: str = "", town: str = "") -> str:
    """A date with its time where a time is known: "22 November 2026, 5pm UK time"."""
    if not isinstance(when, dt.datetime):
        return day(when)
    return f"{day(when)}, {clock_time(when, zone, town)}"


def iso(when: dt.date) -> str:
    """What stands in a `time` element's `datetime`."""
    return when.isoformat()


def recorded_later(recorded: dt.date, happened: dt.date) -> str:
    """ "recorded 2 days later" where the two days differ, and nothing where they don't."""
    days = (_day_of(recorded) - _day_of(happened)).days
    if days == 0:
        return ""
    return (
        f"recorded {counted(days, 'day')} later" if days > 0 else f"recorded {counted(-days, 'day')} before"
    )


def number(value: float | None) -> str:
    """12408 as "12,408"; None as "not known"."""
    return "not known" if value is None else f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 person", "12,408 people"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def people(value: int) -> str:
    """ "1 person", "25 people"."""
    return counted(value, "person", "people")


def bdi(text: object) -> Markup:
    """Text whose direction is its own: a name in its script, a date or a number in a right-to-left page."""
    return Markup("<bdi>{}</bdi>").format(escape(text))


def ref(text: object) -> Markup:
    """A reference, never broken over two lines: RH-48K2-7Q."""
    return Markup('<bdi class="rh-ref">{}</bdi>').format(escape(text))


FILTERS = {
    "day": day,
    "short_day": short_day,
    "clock_time": clock_time,
    "moment": moment,
    "iso": iso,
    "recorded_later": recorded_later,
    "number": number,
    "counted": counted,
    "people": people,
    "bdi": bdi,
    "ref": ref,
}
