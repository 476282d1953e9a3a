"""How one case reads: what each rule asked, what was found, what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from returnhub.cli import output

if TYPE_CHECKING:
    from returnhub.screening.explain import Explanation, Found, Need, Reason

_SIGNS: dict[str, output.Mark] = {
    "conditions_hold": "ok",
    "unknown": "unknown",
    "barred": "broken",
    "holds": "ok",
    "fails": "broken",
}


def show(explanation: Explanation, case: str, source: str, every: bool, tables: Mapping[str, str]) -> None:
    """Print it. `source` names the file and row; `every` also shows the rules that are met.

    `tables` maps a fact that the file lacks to the law's table that it was taken from.
    """
    verdict = explanation.verdict.value
    output.say(
        f"{case} on {explanation.as_of:%-d %B %Y}, rules {explanation.profile} {explanation.digest[:8]}   "
        f"{output.mark(_SIGNS[verdict])} {verdict.replace('_', ' ').upper()}"
    )
    for reason in explanation.reasons:
        _print(reason, explanation.as_of, source, tables)
    if every:
        for reason in explanation.met:
            _print(reason, explanation.as_of, source, tables)
    elif explanation.met:
        met = len(explanation.met)
        others = "other rule is" if met == 1 else "other rules are"
        output.say(f"{output.mark('ok')} {met} {others} met (--all shows them).")
    output.say("Nobody is transferred on an unknown. A verdict is not a decision: a person decides.")


def as_data(
    explanation: Explanation, case: str, row: int, every: bool, tables: Mapping[str, str]
) -> dict[str, object]:
    """The same for `--json`."""
    return {
        "case": case,
        "row": row,
        "on": explanation.as_of,
        "profile": explanation.profile,
        "digest": explanation.digest,
        "verdict": explanation.verdict,
        "from_tables": dict(tables),
        "fails": [_data(r) for r in explanation.reasons if r.state.value == "fails"],
        "unknown": [_data(r) for r in explanation.reasons if r.state.value == "unknown"],
        "met": [_data(r) for r in explanation.met] if every else [r.asked.rule.id for r in explanation.met],
    }


def _data(reason: Reason) -> dict[str, object]:
    rule = reason.asked.rule
    return {
        "rule": rule.id,
        "version": reason.asked.number,
        "asked": rule.says,
        "source": [s.cite for s in rule.source],
        "confidence": reason.asked.version.confidence,
        "facts": {f.fact: f.value for f in reason.found},
        "missing": list(reason.missing),
        "change": [{"fact": n.fact, "op": n.op, "to": _plain(n)} for n in reason.change],
        "means": rule.if_fails if reason.state.value == "fails" else rule.if_unknown,
    }


def _plain(need: Need) -> object:
    from returnhub.screening.condition import FactName

    return {"fact": need.to.name} if isinstance(need.to, FactName) else need.to


def _print(reason: Reason, as_of: dt.date, source: str, tables: Mapping[str, str]) -> None:
    rule = reason.asked.rule
    cite = rule.source[0].cite
    output.say(
        output.wrap(
            f"{output.mark(_SIGNS[reason.state.value])} {rule.title}   {rule.id} v{reason.asked.number}, "
            f"{cite} ({reason.asked.version.confidence.value})",
            hang="    ",
        )
    )
    places = ", ".join(dict.fromkeys(tables.get(f.fact, source) for f in reason.found))
    lines = [("asked", rule.says), ("found", f"{_found(reason, as_of)}; {places}")]
    if reason.state.value == "fails":
        lines.append(("means", rule.if_fails))
    if reason.state.value == "unknown":
        lines.append(("ask", rule.if_unknown))
    if reason.change:
        # What a rule needs, not advice: nobody mends a family.
        lines.append(("met if", _change(reason.change)))
    for label, text in lines:
        output.say(output.wrap(f"    {label:<6} {text}", hang=" " * 11))


def _found(reason: Reason, as_of: dt.date) -> str:
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
            text += f" ({output.counted(days, 'day')} before)"
        elif days < 0:
            text += f" ({output.counted(-days, 'day')} after)"
    return f"{text}, out of date" if found.out_of_date else text


def _change(needs: tuple[Need, ...]) -> str:
    return "; ".join(_need(n) for n in needs)


def _need(need: Need) -> str:
    from returnhub.screening.condition import FactName, Op

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
