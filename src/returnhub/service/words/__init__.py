"""What a person reads: every code, guard, verb and stored value in words. One place for every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from string import Formatter
from types import MappingProxyType

from returnhub.problems import Code, Problem
from returnhub.service.words.commands import COMMANDS, FIELDS, FILE_WRONG, NOT_POSSIBLE
from returnhub.service.words.guards import ENDINGS, GUARDS
from returnhub.service.words.labels import label, means
from returnhub.service.words.verbs import VERBS


def sentence(problem: Problem) -> str:
    """A problem as sentences: what was refused and why, and how to mend it."""
    given = problem.given
    if problem.code is Code.COMMAND_REFUSED:
        return refusal(str(given.get("guard", "")), str(given.get("why", "")), str(given.get("more", "")))
    says, mend = _words(problem)
    field = problem.where.field.rsplit(".", 1)[-1]
    values = {
        **given,
        "field": FIELDS.get(field, field.replace("_", " ")),
        "verb": VERBS.get(str(given.get("verb", "")), "do this"),
    }
    if given.get("why"):
        says = str(given["why"])
    if "most" in given and problem.code is Code.COMMAND_FIELD_WRONG:
        says = f"This is {given.get('found')} characters long; {given['most']} is the most"
    elif given.get("found") and problem.code is Code.COMMAND_FIELD_WRONG:
        says = "Check {field}: {found} can't be taken"
    allowed = [VERBS[v] for v in _listed(given.get("allowed_next")) if v in VERBS]
    mend = f"What you can do now: {', '.join(allowed)}" if allowed else mend
    return f"{_filled(says, values)}. {_filled(mend, values)}."


def refusal(guard: str, why: str, more: str) -> str:
    """What a guard refused, in sentences."""
    if guard == "movements_authority_stands":
        said = [against(r["code"], r["what"], r["detail"]) for r in json.loads(more or "[]")]
        return " ".join(["Authority was not given.", *said])
    if guard == "hubs_stay_suits":
        more = _unsuited(more)
    ending = next(
        (words for end, words in ENDINGS.items() if guard.endswith(end)), COMMANDS[Code.COMMAND_REFUSED]
    )
    says, mend = GUARDS.get(guard, ending)
    values = {"why": why.rstrip("."), "more": more.rstrip(".")}
    return f"{_filled(says, values)}. {_filled(mend, values)}."


def against(code: str, what: str = "", detail: str = "") -> str:
    """One thing that speaks against a move, as guard.against gives it."""
    # the command line has these words too, and starts without the rules' parser
    from returnhub.casework.speaking import sentence as speaks

    return speaks("", code, what, detail)


def _unsuited(codes: str) -> str:
    from returnhub.casework.speaking import UNSUITED

    return "; ".join(UNSUITED.get(code, code) for code in codes.split(", "))


def doing(verb: str) -> str:
    """A verb of `accounts.roles` in words."""
    return VERBS.get(verb, verb)


WORDS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"said": label, "means": means, "doing": doing, "sentence": sentence, "against": against}
)
"""Filters of the templates: `bar.kind | said("bar")`, `verb | doing`, `problem | sentence`."""


def _words(problem: Problem) -> tuple[str, str]:
    kind = str(problem.given.get("kind", ""))
    finer = {Code.COMMAND_NOT_POSSIBLE: NOT_POSSIBLE, Code.COMMAND_FILE_WRONG: FILE_WRONG}.get(
        problem.code, {}
    )
    return finer.get(kind) or COMMANDS.get(problem.code) or (str(problem.code), "Tell an administrator")


def _listed(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else []


def _filled(text: str, values: Mapping[str, object]) -> str:
    names = {name: values.get(name, "") for _, name, _, _ in Formatter().parse(text) if name}
    return text.format(**names).rstrip(": ").rstrip() if names else text
