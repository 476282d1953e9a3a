"""A figure in words: `50 to 1,000 places (middle 250)`, with its confidence said where it is weak."""

from __future__ import annotations

from returnhub.scheme.figures import Amount, Confidence, Figure, Unit

_PERCENT = {Unit.SHARE: "", Unit.SHARE_A_YEAR: " a year"}
_MONEY = {
    Unit.GBP: "",
    Unit.GBP_A_YEAR: " a year",
    Unit.GBP_A_NIGHT: " a night",
    Unit.GBP_A_PERSON: " a person",
    Unit.GBP_A_PLACE_YEAR: " a place and year",
    Unit.GBP_A_DECISION: " a decision",
}


def in_words(figure: Figure) -> str:
    """What a figure says, with unit, range and middle; `differs by origin` where it does.

    An assumption is called one, and so is what is disputed.
    """
    text = amount_in_words(figure, figure.unit)
    notes: list[str] = []
    if figure.range is not None and figure.value is not None and figure.range.low < figure.range.high:
        notes.append(f"middle {_number(figure.value, figure.unit)}")
    if figure.confidence is Confidence.ASSUMPTION:
        notes.append("assumption")
    if figure.disputed:
        notes.append("disputed")
    if figure.by_origin:
        notes.append("differs by origin")
    return f"{text} ({', '.join(notes)})" if notes else text


def amount_in_words(amount: Amount, unit: Unit) -> str:
    """A range or a value with its unit."""
    low, high = _number(amount.low, unit), _number(amount.high, unit)
    number = low if amount.low == amount.high else f"{low} to {high}"
    if unit in _PERCENT:
        return number + _PERCENT[unit]
    if unit in _MONEY:
        return f"GBP {number}{_MONEY[unit]}"
    return number if unit is Unit.RATIO else f"{number} {unit.value}"


def _number(x: float, unit: Unit) -> str:
    if unit in _PERCENT:
        return f"{100 * x:.3g}%"
    return f"{x:,.0f}" if float(x).is_integer() or abs(x) >= 100 else f"{x:,.3g}"
