"""Words that the page uses for values: dates, amounts with units, who said it, findings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from returnhub.assessment.numbers import Form, percent, plain, pounds, span
from returnhub.assessment.who import Reason
from returnhub.scheme.figures import Amount, Confidence, Figure, Source, Unit
from returnhub.scheme.statements import Finding, Statement, Voice

FINDINGS: dict[Finding, tuple[str, str]] = {
    Finding.HOLDS: ("\N{CHECK MARK} Holds", "holds"),
    Finding.HOLDS_IN_PART: ("~ Holds in part", "part"),
    Finding.DOES_NOT_HOLD: ("\N{MULTIPLICATION X} Does not hold", "not"),
    Finding.DEPENDS: ("? Depends on unknown figures", "depends"),
    Finding.CANNOT_BE_KNOWN: ("\N{EN DASH} Can\N{RIGHT SINGLE QUOTATION MARK}t be known", "unknown"),
}
"""What a finding is called and the kind of its tag: always a sign and a word."""

ORIGINS = {
    "IRN": "Iran",
    "AFG": "Afghanistan",
    "IRQ": "Iraq",
    "ALB": "Albania",
    "SYR": "Syria",
    "ERI": "Eritrea",
    "SDN": "Sudan",
    "VNM": "Vietnam",
    "PAK": "Pakistan",
    "BGD": "Bangladesh",
    "IND": "India",
    "NGA": "Nigeria",
    "BRA": "Brazil",
    "OTH": "all others",
}

VERDICTS = {"conditions_hold": "Conditions hold", "unknown": "Unknown", "barred": "Barred"}

CONFIDENCE_TAG = {
    Confidence.ASSUMPTION: ("Assumption", "assumption"),
    Confidence.PRIMARY: ("Primary", "source"),
    Confidence.SECONDARY: ("Secondary", "source"),
    Confidence.GENERAL_KNOWLEDGE: ("General knowledge", "plain"),
}

GLOSSARY = (
    ("Appeal rights exhausted", "The claim was refused and no appeal is open or can be lodged."),
    (
        "Assumption",
        "A figure that no source gives; its row says why the range was chosen and who could settle it.",
    ),
    ("Barred", "At least one rule is shown to fail for this person."),
    (
        "Break-even deterrence",
        "The share of arrivals that a scheme would have to prevent to pay for itself.",
    ),
    (
        "Completed return",
        "A person moved to a hub who has gone on to their state of origin, enforced or of their own will.",
    ),
    ("Conditions hold", "Every rule asked holds. A named person still decides."),
    ("Further submissions", "New reasons or evidence after appeal rights are exhausted."),
    ("Hub", "A place in another state where people whose claim was refused stay before they go on."),
    (
        "Late barrier",
        "Something that stops a return and that arose with time: family life, illness, a new claim.",
    ),
    ("Middle", "The median: half of the runs lie below it."),
    ("Onward return", "A return from the hub to the person\N{RIGHT SINGLE QUOTATION MARK}s state of origin."),
    ("Place", "Room for one person in a hub."),
    (
        "Run",
        "One possible world: figures drawn from their ranges, and "
        "everybody\N{RIGHT SINGLE QUOTATION MARK}s luck drawn anew.",
    ),
    ("State of origin", "The state whose citizen a person is."),
    ("Transfer back", "A person moved to a hub is taken back to the sending state."),
    (
        "Unknown",
        "No rule is shown to fail, and at least one cannot be answered. Nobody is moved on an unknown.",
    ),
    ("Whereabouts unknown", "Nobody can say where the person is."),
)


def day(date: dt.date) -> str:
    """22 November 2026."""
    return f"{date.day} {date:%B %Y}"


def yes_no(answer: bool | None) -> str:
    """Yes, no, or that nobody has said."""
    return "not said" if answer is None else "yes" if answer else "no"


def sentence(text: str) -> str:
    """With a capital first."""
    return text[:1].upper() + text[1:]


def clause(text: str) -> str:
    """Without its full stop, to stand inside a longer sentence."""
    return text.rstrip(". ")


def reason_words(reason: Reason) -> str:
    """Why, for people who are barred; what could not be answered, for those who are unknown."""
    return f"Barred: {clause(reason.says)}" if reason.verdict == "barred" else f"Unknown: {reason.title}"


_CODE = re.compile("`([^`]+)`")


def prose(text: str) -> Markup:
    """Text of a scheme's file, escaped; what stands between backticks as code."""
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(p) if i % 2 else escape(p) for i, p in enumerate(parts)
    )


def origin(code: str) -> str:
    """The name of a state of origin."""
    return ORIGINS.get(code, code)


def origins(codes: Iterable[str]) -> str:
    """Names of states of origin."""
    return ", ".join(origin(code) for code in codes)


_FORMS: dict[Unit, tuple[Form, str]] = {
    Unit.SHARE: (percent, ""),
    Unit.SHARE_A_YEAR: (percent, " a year"),
    Unit.GBP: (pounds, ""),
    Unit.GBP_A_YEAR: (pounds, " a year"),
    Unit.GBP_A_NIGHT: (pounds, " a night"),
    Unit.GBP_A_PERSON: (pounds, " a person"),
    Unit.GBP_A_PLACE_YEAR: (pounds, " a place and year"),
    Unit.GBP_A_DECISION: (pounds, " a decision"),
    Unit.LOG_SPREAD: (plain, ""),
    Unit.RATIO: (plain, ""),
}


def amount(figure: Figure, of: Amount | None = None) -> str:
    """A figure's range with its unit: "50 to 1,000 places", "3% to 10%"; its value where it has no range."""
    it = of or figure
    form, unit = _FORMS.get(figure.unit, (_exact, f" {figure.unit.value}"))
    if it.range is None:
        return form(it.middle) + unit
    text = span(it.range.low, it.range.high, form) + unit
    return f"{text}, most likely {form(it.value)}" if it.value is not None else text


def _exact(x: float) -> str:
    return f"{x:,.0f}" if x >= 100 or x == round(x) else plain(x)


def cites(sources: Iterable[Source]) -> str:
    """Sources as a reader looks them up."""
    return "; ".join(s.cite + (f" ({day(s.date)})" if s.date else "") for s in sources)


def who_said(statement: Statement) -> str:
    """The person with their office, or the outlet where it speaks for itself."""
    if statement.person and statement.office:
        return f"{statement.person}, {statement.office}"
    if statement.person or statement.office:
        return statement.person or statement.office or ""
    return f"{statement.outlet} (its own judgement)" if statement.voice is Voice.OUTLET else statement.outlet
