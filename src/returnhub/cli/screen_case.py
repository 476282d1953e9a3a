"""How one case reads: what each rule asked, what was found, what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from returnhub.cli import output

if TYPE_CHECKING:
    from returnhub.screening.explain import Explanation, Need, Reason

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
    from returnhub.screening.words import change_in_words, found_in_words

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
    lines = [("asked", rule.says), ("found", f"{found_in_words(reason, as_of)}; {places}")]
    if reason.state.value == "fails":
        lines.append(("means", rule.if_fails))
    if reason.state.value == "unknown":
        lines.append(("ask", rule.if_unknown))
    if reason.change:
        # What a rule needs, not advice: nobody mends a family.
        lines.append(("met if", change_in_words(reason.change)))
    for label, text in lines:
        output.say(output.wrap(f"    {label:<6} {text}", hang=" " * 11))
