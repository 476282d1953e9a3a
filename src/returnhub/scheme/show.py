"""What a scheme says, in a page of text; what nobody has said stands there too."""

from __future__ import annotations

import datetime as dt
import textwrap

from returnhub.procedure import PROCEDURES
from returnhub.procedure.draw import as_text
from returnhub.scheme.amounts import in_words
from returnhub.scheme.limits import EventKind
from returnhub.scheme.model import Agreement, CustodyKind, Hub, Scheme

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_YES_NO = {True: "yes", False: "no", None: "not said"}
_ON = {True: "on", False: "off"}
_HELD = {
    CustodyKind.CLOSED: "closed: people are held",
    CustodyKind.OPEN: "open: people may leave, and leaving is counted",
    CustodyKind.NONE: "none: no residence is asked",
}


class _Page:
    """Lines of a page: headings, and labelled texts whose lines hang under the text."""

    def __init__(self, width: int) -> None:
        self._width = width
        self.lines: list[str] = []

    def title(self, text: str) -> None:
        self.lines += textwrap.wrap(text, self._width)

    def head(self, text: str) -> None:
        self.lines += ["", text]

    def says(self, label: str, text: str) -> None:
        """One label with its text; the label's column is 14 wide."""
        first = f"  {label:<12}  "
        self.lines += textwrap.wrap(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=" " * 16,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first.rstrip()]

    def each(self, label: str, texts: list[str]) -> None:
        """Several texts under one label."""
        for n, text in enumerate(texts):
            self.says(label if n == 0 else "", text)


def page(scheme: Scheme, width: int = 100) -> str:
    """The whole page, no line wider than `width` (60 or more)."""
    out = _Page(width)
    out.title(f"{scheme.id}   {scheme.title}")
    out.title(f"{scheme.status.kind.value}, {day(scheme.status.date)}: {scheme.status.says}")
    out.head("What it is")
    out.says("says", scheme.says)
    hosts = sorted({hub.host.name for hub in scheme.hubs})
    out.says(
        "states", f"{scheme.sending.name} sends" + (f", {' and '.join(hosts)} would host" if hosts else "")
    )
    out.says("starts", day(scheme.starts))
    if scheme.extends:
        out.says("extends", scheme.extends)
    _for_whom(scheme, out)
    for hub in scheme.hubs:
        _hub(scheme, hub, out)
    _agreement(scheme, scheme.agreement, out)
    _limits(scheme, out)
    _arrivals(scheme, out)
    _oversight(scheme, out)
    _costs(scheme, out)
    _not_known(scheme, out)
    out.head(f"Procedure {scheme.procedure.value}, stage by stage")
    out.lines += as_text(PROCEDURES[scheme.procedure.value], width).splitlines()
    return "\n".join(line.rstrip() for line in out.lines)


def day(date: dt.date) -> str:
    """`21 October 2025`, whatever the machine's language."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _for_whom(scheme: Scheme, out: _Page) -> None:
    whom = scheme.is_for
    out.head("Whom it is for")
    out.says("says", whom.says)
    out.says("from", f"the point in a case: {whom.point.value}")
    if whom.origins is not None:
        out.says("origins", ", ".join(whom.origins) or "none")
    if whom.not_origins:
        out.says("not from", ", ".join(whom.not_origins))
    out.says("stalled", f"stalled cases too: {_YES_NO[whom.stalled_cases]}")
    out.says("power", whom.power)
    out.says("rules", f"{scheme.rules.profile}: {scheme.rules.says}")


def _hub(scheme: Scheme, hub: Hub, out: _Page) -> None:
    def figure(name: str) -> str:
        return in_words(scheme.figure(name))

    out.head(f"{hub.name}, in {hub.host.name}")
    out.says("places", figure(hub.places))
    out.says("opens after", figure(hub.opens_after_days))
    if hub.full_after_days:
        out.says("full after", f"{figure(hub.full_after_days)} more")
    if hub.transfers_a_week:
        out.says("a week", f"{figure(hub.transfers_a_week)} moved at most")
    custody = hub.custody
    out.says("custody", f"{_HELD[custody.kind]}. {custody.says}")
    out.says("held by", custody.authority)
    if custody.ground:
        out.says("ground", custody.ground)
    if custody.reviewed_every_days:
        out.says("reviewed", f"every {figure(custody.reviewed_every_days)}")
    out.says("law there", custody.jurisdiction)
    out.each("not said", list(custody.unknown))
    stay = hub.stay
    out.says("stay", f"at most {figure(stay.limit)}, then {stay.at_limit.value}")
    out.says(
        "documents", f"median {figure(stay.document_days)}; ever documented {figure(stay.document_share)}"
    )
    out.says("voluntary", f"{figure(stay.voluntary_return)} return of their own will")
    out.says("leave", figure(stay.leaves))
    out.says("taken back", figure(stay.transfer_back))
    out.says("new barrier", figure(stay.late_barrier))
    host = hub.host_procedure
    out.says("host asylum", f"open to people in the hub: {_YES_NO[host.open_to_people]}. {host.says}")
    claims = f"{figure(host.claim_share)} claim there, decided in {figure(host.decision_days)}"
    out.says("", f"{claims}, {figure(host.grant_share)} granted")
    for n, way in enumerate(hub.way_back):
        whose = f"who bears it: {way.who_bears_it}; agreed: {_YES_NO[way.agreed]}"
        out.says("" if n else "way back", f"{way.when}: {_small(way.leads_to)} ({whose})")
    _places(scheme, hub, out)


def _places(scheme: Scheme, hub: Hub, out: _Page) -> None:
    """What decides who could be placed in a hub."""
    for n, kind in enumerate(hub.place_kinds):
        free = f", step-free {in_words(scheme.figure(kind.step_free))} of them" if kind.step_free else ""
        text = f"for {kind.places_for.value}: {in_words(scheme.figure(kind.share))}{free}"
        out.says("" if n else "kinds", text)
    if hub.expected_stay:
        out.says("planned with", f"a stay of {in_words(scheme.figure(hub.expected_stay))} for everybody")
    takes = hub.takes
    if takes.says:
        out.says("takes", takes.says)
    ready = hub.ready
    answers = {
        "monitor": ready.monitor,
        "way to complain": ready.complaint_way,
        "way out": ready.exit_route,
    }
    said = ", ".join(f"{what}: {_YES_NO[answer]}" for what, answer in answers.items())
    out.says("ready", f"{said}. {ready.says}".strip())


def _agreement(scheme: Scheme, agreement: Agreement, out: _Page) -> None:
    out.head("Agreement")
    signed = f"signed {day(agreement.signed)}" if agreement.signed else "not signed"
    binding = f"legally binding: {_YES_NO[agreement.legally_binding]}"
    form = "no agreement" if agreement.form == "none" else agreement.form
    out.says("form", f"{form}, {signed}; {binding}; public: {_YES_NO[agreement.public]}")
    out.says("says", agreement.says)
    for label, name in (("cap in all", agreement.cap_in_all), ("cap a year", agreement.cap_a_year)):
        if name:
            out.says(label, in_words(scheme.figure(name)))
    for term in agreement.terms:
        out.says(term.stands, f"{term.says} ({term.duty_of.value})")


def _limits(scheme: Scheme, out: _Page) -> None:
    """What is short and what may happen; a scheme without a hub meets neither."""
    if not scheme.hubs:
        return
    out.head("What is short besides places")
    for resource in scheme.resources:
        needs = "; ".join(f"{n.step.value}: {in_words(scheme.figure(n.amount))}" for n in resource.needs)
        where = f" at {resource.hub}" if resource.hub else ""
        has = in_words(scheme.figure(resource.a_week))
        out.says("", f"{resource.id}: {resource.kind.value}, {has}{where}. What a step takes: {needs}.")
    if not scheme.resources:
        out.says("", "Nothing is described.")
    out.head("What may happen to a hub, and how it is placed")
    for event in scheme.events:
        chance = in_words(scheme.figure(event.chance))
        days = f", for {in_words(scheme.figure(event.days))}" if event.days else ""
        late = " later" if event.kind is EventKind.OPENS_LATE else ""
        out.says(_ON[event.active], f"{event.id}: chance {chance}{days}{late}. {event.says}")
    out.says("order", f"{scheme.placement.order.value}. {scheme.placement.says}".strip())


def _arrivals(scheme: Scheme, out: _Page) -> None:
    """What can be switched on besides: interventions on arrivals, and how one offer sways another."""
    out.head("What would change arrivals: --with ID switches it on, --without ID off")
    for one in scheme.interventions:
        keeps = in_words(scheme.figure(one.prevents))
        away = in_words(scheme.figure(one.displaced))
        text = f"{one.id}: {one.title}. Of those it reaches, kept from coming that way: {keeps}"
        out.says(_ON[one.active], f"{text}; of these, by another way all the same: {away}. {one.says}")
    for sway in scheme.sways:
        share = in_words(scheme.figure(sway.by))
        out.says(_ON[sway.active], f"{sway.id}: {sway.of} {sway.way} {sway.then} by {share}. {sway.says}")
    if not scheme.interventions and not scheme.sways:
        out.says("", "Nothing is described.")


def _oversight(scheme: Scheme, out: _Page) -> None:
    out.head("Who watches: does their power reach it?")
    for body in scheme.oversight:
        out.says(body.reaches.value, f"{body.body} ({body.kind}): {body.why}")
    if not scheme.oversight:
        out.says("", "Nobody is named.")


def _costs(scheme: Scheme, out: _Page) -> None:
    out.head("Costs")
    for payer in dict.fromkeys(line.payer for line in scheme.costs):
        out.lines.append(f"  paid by {payer}")
        for line in (c for c in scheme.costs if c.payer == payer):
            amount = in_words(scheme.figure(line.amount))
            when = "" if line.from_year == 1 and line.to_year is None else f", from year {line.from_year}"
            when += f" to {line.to_year}" if line.to_year else ""
            after = (
                f", once {in_words(scheme.figure(line.after_people))} were moved" if line.after_people else ""
            )
            owed = "; owed even if nobody is moved" if line.committed else ""
            out.says("", f"{line.id}: {amount}, for each {line.per.value}{when}{after}{owed}")


def _not_known(scheme: Scheme, out: _Page) -> None:
    out.head("What nobody has said, and what the model supposes")
    for unknown in scheme.unknown:
        out.says(
            "", f"{unknown.question} Who could say: {unknown.who_could_say}. Supposed: {unknown.assumed}"
        )
    out.each("left out", list(scheme.left_out))
    assumed = sum(f.is_assumption for f in scheme.figures.values())
    out.says("figures", f"{len(scheme.figures)}, of them {assumed} assumptions")
    statements, conflicts = len(scheme.statements), len(scheme.conflicts)
    out.says(
        "statements", f"{statements}, with {conflicts} conflicts between them; {len(scheme.claims)} claims"
    )


def _small(text: str) -> str:
    """A sentence's start in the middle of another."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
