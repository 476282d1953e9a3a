"""The parts of the page that come from the scheme's files: terms, statements, figures, clauses, checks."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.assessment.assess import Assessment
from returnhub.assessment.claims import ClaimAnswer
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import (
    CONFIDENCE_TAG,
    FINDINGS,
    amount,
    cites,
    day,
    origin,
    sentence,
)
from returnhub.assessment.uses import uses
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Reach, Scheme
from returnhub.scheme.statements import AnswerKind, Finding, Statement

_REACH = {
    Reach.YES: Cell("\N{CHECK MARK} Yes", tag="yes"),
    Reach.NO: Cell("\N{MULTIPLICATION X} No", tag="no"),
    Reach.NOT_SETTLED: Cell("? Not settled", tag="unsettled"),
}

_ANSWERED = {
    AnswerKind.COMPUTED: "Computed by the model from the figures below",
    AnswerKind.SOURCED: "From sourced figures",
    AnswerKind.CANNOT_BE_KNOWN: "It can't be known, for the reason given",
}


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as the page shows it."""

    answer: ClaimAnswer
    label: str
    tag: str
    answered: str
    holders: tuple[Statement, ...]
    disputed_by: tuple[Statement, ...]


def claim_cards(a: Assessment) -> tuple[ClaimCard, ...]:
    """Every claim with the statements that make it and dispute it."""
    said = a.scheme.statements
    return tuple(
        ClaimCard(
            answer=answer,
            label=FINDINGS[answer.finding][0],
            tag=FINDINGS[answer.finding][1],
            answered=_ANSWERED[answer.claim.kind],
            holders=tuple(said[s] for s in answer.claim.holders),
            disputed_by=tuple(said[s] for s in answer.claim.disputed_by),
        )
        for answer in a.claims
    )


def claim_summary(a: Assessment) -> str:
    """How many claims there are and what is found of them."""
    found = [answer.finding for answer in a.claims]
    parts = [f"{found.count(f)} {words}" for f, words in _SUMMARY.items() if f in found]
    return f"Of {len(found)} claims, " + ", ".join(parts) + "."


_SUMMARY = {
    Finding.HOLDS: "hold",
    Finding.HOLDS_IN_PART: "hold in part",
    Finding.DOES_NOT_HOLD: "do not hold",
    Finding.DEPENDS: "depend on unknown figures",
    Finding.CANNOT_BE_KNOWN: "can't be known",
}


def terms(scheme: Scheme) -> Grid:
    """The agreement's terms, each with whose duty it is and how it stands."""
    rows = [
        (
            Cell(term.says, note=cites(term.source)),
            sentence(term.duty_of.value),
            Cell(sentence(term.stands), tag="source" if term.stands == "agreed" else "plain"),
        )
        for term in scheme.agreement.terms
    ]
    return grid(
        "Terms of the agreement or offer",
        ("Term", "Whose duty", "How it stands"),
        rows,
        size="medium",
        file="terms.csv",
    )


def ways_back(scheme: Scheme) -> tuple[Grid, ...]:
    """For each hub, every way that leads on or back."""
    agreed = {
        True: Cell("Agreed", tag="yes"),
        False: Cell("Not agreed", tag="no"),
        None: Cell("Not said", tag="unsettled"),
    }
    return tuple(
        grid(
            f"The way on and the way back: {hub.name}",
            ("When", "Leads to", "Who bears it", "Agreed?"),
            [(way.when, way.leads_to, way.who_bears_it, agreed[way.agreed]) for way in hub.way_back],
            size="medium",
        )
        for hub in scheme.hubs
    )


def unknown(scheme: Scheme) -> Grid:
    """What nobody has said and what the model takes for it."""
    rows = [(u.question, u.who_could_say, u.assumed) for u in scheme.unknown]
    return grid(
        "Open questions",
        ("Question", "Who could say", "What the model takes"),
        rows,
        size="medium",
        file="open-questions.csv",
    )


def oversight(scheme: Scheme) -> Grid:
    """Which court, monitor, parliament or complaints body reaches this hub."""
    rows = [
        (
            Cell(body.body, note=cites(body.source)),
            sentence(body.kind),
            _REACH[body.reaches],
            body.why,
            sentence(body.confidence),
        )
        for body in scheme.oversight
    ]
    head = ("Body", "Kind", "Reaches it?", "Why", "Confidence")
    return grid("Courts and monitors", head, rows, size="wide", file="courts-and-monitors.csv")


def reach_lead(scheme: Scheme) -> str:
    """Which courts and monitors surely reach the hub, in a sentence."""
    place = "this hub" if scheme.hubs else "what is done under this scheme"

    def some(kind: str) -> str:
        sure = [b.body for b in scheme.oversight if b.kind == kind and b.reaches is Reach.YES]
        open_ = sum(b.kind == kind and b.reaches is Reach.NOT_SETTLED for b in scheme.oversight)
        found = ", ".join(sure) if sure else f"none for certain of every {kind} listed"
        return f"{found}" + (f" ({open_} not settled)" if open_ else "")

    return f"Courts that reach {place}: {some('court')}. Monitors that reach it: {some('monitor')}."


def figure_rows(scheme: Scheme, *, assumptions: bool) -> Grid:
    """Every figure that is an assumption, or every one that is not."""
    used = uses(scheme)
    rows = [_figure_row(f, used[f.id]) for f in scheme.figures.values() if f.is_assumption is assumptions]
    head = ("Figure", "Value or range", "Where it comes from", "Why, and who could settle it")
    caption = "Assumptions" if assumptions else "Sourced figures"
    return grid(caption, head, rows, size="wide", file=f"{caption.lower().replace(' ', '-')}.csv")


def _figure_row(f: Figure, parts: tuple[str, ...]) -> Row:
    text, tag = CONFIDENCE_TAG[f.confidence]
    settles = f"Could be settled by: {f.settles}." if f.settles else ""
    used = ", ".join(PART_WORDS[p] for p in parts) or "not used by the model"
    dated = f"As of {day(f.date)}." if f.date else ""
    by_origin = "; ".join(f"{sentence(origin(o))} {amount(f, x)}" for o, x in f.by_origin.items())
    return Row(
        (
            Cell(f.id.replace("_", " "), note=f"{f.says} Used in: {used}."),
            Cell("by state of origin" if f.by_origin and f.range is None and not f.value else amount(f)),
            Cell(
                text + (", disputed" if f.disputed else ""),
                tag=tag,
                note=f"{cites(f.source) or 'No source gives it'}. {dated}".strip(),
            ),
            Cell(f.why or "As sourced.", note=settles),
        ),
        id=f"figure-{f.id}",
        more=f"By state of origin: {by_origin}." if by_origin else "",
    )


PART_WORDS = {
    "claims": "claims",
    "scheme": "what the scheme says",
    "who": "who could be moved",
    "places": "places and queues",
    "limits": "what limits it",
    "interventions": "interventions on arrivals",
    "outcomes": "where people end",
    "cost": "cost",
    "break-even": "break-even",
}


def checks(a: Assessment) -> Grid:
    """Every check with what it found."""
    rows = [
        (
            sentence(check.name),
            Cell("\N{CHECK MARK} Holds", tag="yes")
            if check.holds
            else Cell("\N{MULTIPLICATION X} Fails", tag="no"),
            sentence(check.says),
        )
        for check in a.checks
    ]
    return grid("Checks inside this report", ("Check", "Result", "What was found"), rows, size="medium")


def checks_lead(a: Assessment) -> str:
    """Whether every check holds."""
    failed = sum(not check.holds for check in a.checks)
    if failed:
        return f"{failed} of {len(a.checks)} checks fail. Do not use these results."
    return (
        f"All {len(a.checks)} checks hold. They run inside every assessment; one that fails stops the "
        "command with an error."
    )


def inputs(a: Assessment) -> Grid:
    """Each file read, with its hash."""
    files = dict(a.scheme.files)
    if a.evidence.who is not None:
        files[f"rules {a.evidence.who.profile}, as read"] = a.evidence.who.rules_digest
    rows = [(name, digest.removeprefix("sha256:")) for name, digest in sorted(files.items())]
    return grid("Files read, with their SHA-256", ("File", "SHA-256"), rows, file="inputs.csv")
