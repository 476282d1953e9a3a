"""What was found of a case and what would change a verdict, in words, for a terminal and a page alike."""

from __future__ import annotations

import datetime as dt

from returnhub.screening.condition import FactName, Op
from returnhub.screening.explain import Found, Need, Reason


def found_in_words(reason: Reason, as_of: dt.date) -> str:
    """Each fact that a rule read, its value, and how old a date is."""
    return "; ".join(_fact(f, as_of) for f in reason.found)


def _fact(found: Found, as_of: dt.date) -> str:
    name, value = found.fact.replace("_", " "), found.value
    if value is None:
        return f"{name}: not known"
    text = f"{name}: {_value(value)}"
    if isinstance(value, dt.date):
        days = (as_of - value).days
        text = f"{name} {_value(value)}"
        if 0 < days <= 366:
            text += f" ({_days(days)} before)"
        elif days < 0:
            text += f" ({_days(-days)} after)"
    return f"{text}, out of date" if found.out_of_date else text


def change_in_words(needs: tuple[Need, ...]) -> str:
    """The smallest change of facts after which the rule holds."""
    return "; ".join(_need(n) for n in needs)


def _need(need: Need) -> str:
    name, to = need.fact.replace("_", " "), need.to
    if isinstance(to, tuple):
        values = " or ".join(str(v) for v in to)
        return f"{name}: {values}" if need.op is Op.EQ else f"{name}: anything but {values}"
    if isinstance(to, dt.date | FactName):
        day = _value(to) if isinstance(to, dt.date) else f'the day of "{to.name.replace("_", " ")}"'
        return {
            Op.EQ: f"{name} {day}",
            Op.NE: f"{name} any day but {day}",
            Op.LT: f"{name} a day before {day}",
            Op.LE: f"{name} {day} or earlier",
            Op.GT: f"{name} a day after {day}",
            Op.GE: f"{name} {day} or later",
        }[need.op]
    if need.op is Op.EQ:
        return f"{name}: {_value(to)}"
    if need.op is Op.NE:
        return f"{name}: anything but {_value(to)}"
    words = {Op.LT: "below", Op.LE: "at most", Op.GT: "above", Op.GE: "at least"}
    return f"{name} {words[need.op]} {_value(to)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%-d %b %Y}" if isinstance(value, dt.date) else str(value)


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"
