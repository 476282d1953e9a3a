"""Which figures a scheme names, where it names them, and in which units each may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from returnhub.scheme.figures import Unit
from returnhub.scheme.limits import EventKind
from returnhub.scheme.model import Driver, Hub, Scheme

_PERSON = (Unit.GBP_A_PERSON,)
_DECISION = (Unit.GBP_A_DECISION, Unit.GBP_A_PERSON)
_NIGHT = (Unit.GBP_A_NIGHT,)

COST_UNITS: dict[Driver, tuple[Unit, ...]] = {
    Driver.YEAR: (Unit.GBP_A_YEAR,),
    Driver.ONCE: (Unit.GBP,),
    Driver.PLACE_YEAR: (Unit.GBP_A_PLACE_YEAR,),
    Driver.NIGHT_IN_HUB: _NIGHT,
    Driver.NIGHT_IN_SENDING_STATE: _NIGHT,
    Driver.TRANSFER: _PERSON,
    Driver.ONWARD_RETURN: _PERSON,
    Driver.VOLUNTARY_RETURN: _PERSON,
    Driver.ENFORCED_RETURN: _PERSON,
    Driver.TRANSFER_BACK: _PERSON,
    Driver.RELEASE: _PERSON,
    Driver.LEAVING: _PERSON,
    Driver.APPEAL: _DECISION,
    Driver.FURTHER_SUBMISSIONS: _DECISION,
    Driver.REFERRAL: _DECISION,
    Driver.PROTECTION_IN_HOST: _PERSON,
}
"""The units in which a cost line may be given, by what it is counted by."""


class Use(NamedTuple):
    """One place that names a figure: its path in scheme.yaml and the units that fit (none: any)."""

    figure: str
    path: tuple[str | int, ...]
    units: tuple[Unit, ...]
    needed_for: str


def uses(scheme: Scheme) -> Iterator[Use]:
    """Every place in scheme.yaml that names a figure."""
    for n, hub in enumerate(scheme.hubs):
        for figure, field, unit in _hub(hub):
            if figure is not None:
                yield Use(
                    figure, ("hubs", n, *field), (unit,), " ".join(str(f) for f in field).replace("_", " ")
                )
    agreement = scheme.agreement
    if agreement.cap_in_all is not None:
        yield Use(agreement.cap_in_all, ("agreement", "cap_in_all"), (Unit.PEOPLE,), "the cap in all")
    if agreement.cap_a_year is not None:
        yield Use(
            agreement.cap_a_year,
            ("agreement", "cap_a_year"),
            (Unit.PEOPLE_A_YEAR, Unit.PEOPLE),
            "the cap a year",
        )
    if agreement.cap_at_one_time is not None:
        yield Use(
            agreement.cap_at_one_time, ("agreement", "cap_at_one_time"), (Unit.PEOPLE,), "the cap at one time"
        )
    yield from _beside(scheme)
    for n, term in enumerate(agreement.terms):
        for k, figure in enumerate(term.figures):
            yield Use(figure, ("agreement", "terms", n, "figures", k), (), f"the term {term.id}")
    for n, line in enumerate(scheme.costs):
        yield Use(
            line.amount, ("costs", n, "amount"), COST_UNITS[line.per], f'a cost for each "{line.per.value}"'
        )
        if line.after_people is not None:
            yield Use(
                line.after_people,
                ("costs", n, "after_people"),
                (Unit.PEOPLE,),
                "the people after whom a cost falls due",
            )
    for n, unknown in enumerate(scheme.unknown):
        for k, figure in enumerate(unknown.figures):
            yield Use(figure, ("unknown", n, "figures", k), (), f"the unknown {unknown.id}")


def _beside(scheme: Scheme) -> Iterator[Use]:
    """What limits, happens to, leads to or orders the hubs."""
    for n, resource in enumerate(scheme.resources):
        at = ("resources", n)
        what = resource.kind.value
        yield Use(resource.a_week, (*at, "a_week"), (Unit.A_WEEK,), what)
        for k, need in enumerate(resource.needs):
            yield Use(
                need.amount, (*at, "needs", k, "amount"), (Unit.FOR_A_PERSON,), f"{what} for a {need.step}"
            )
    for n, event in enumerate(scheme.events):
        chance = Unit.SHARE if event.kind is EventKind.OPENS_LATE else Unit.SHARE_A_YEAR
        yield Use(event.chance, ("events", n, "chance"), (chance,), f"the chance that a hub {event.kind}")
        if event.days is not None:
            yield Use(event.days, ("events", n, "days"), (Unit.DAYS,), f"the days that a hub {event.kind}")
    for n, one in enumerate(scheme.interventions):
        at = ("interventions", n)
        for figure, field, unit in (
            (one.reach, "reach", Unit.SHARE),
            (one.prevents, "prevents", Unit.SHARE),
            (one.displaced, "displaced", Unit.SHARE),
            (one.starts_after_days, "starts_after_days", Unit.DAYS),
            (one.full_after_days, "full_after_days", Unit.DAYS),
        ):
            yield Use(figure, (*at, field), (unit,), one.title)
        if one.cost_a_year is not None:
            yield Use(one.cost_a_year, (*at, "cost_a_year"), (Unit.GBP_A_YEAR,), one.title)
    for n, sway in enumerate(scheme.sways):
        yield Use(sway.by, ("sways", n, "by"), (Unit.SHARE,), f"how {sway.of} sways {sway.then}")
    for n, parity in enumerate(scheme.placement.parity):
        yield Use(
            parity.points, ("placement", "parity", n, "points"), (Unit.SHARE,), f"parity by {parity.by}"
        )


def _hub(hub: Hub) -> tuple[tuple[str | None, tuple[str | int, ...], Unit], ...]:
    stay, host = hub.stay, hub.host_procedure
    return (
        (hub.places, ("places",), Unit.PLACES),
        (hub.opens_after_days, ("opens_after_days",), Unit.DAYS),
        (hub.full_after_days, ("full_after_days",), Unit.DAYS),
        (hub.transfers_a_week, ("transfers_a_week",), Unit.PEOPLE),
        (hub.comes_about, ("comes_about",), Unit.SHARE),
        (hub.expected_stay, ("expected_stay",), Unit.DAYS),
        *(
            (figure, ("place_kinds", n, field), Unit.SHARE)
            for n, kind in enumerate(hub.place_kinds)
            for field, figure in (("share", kind.share), ("step_free", kind.step_free))
        ),
        (hub.custody.reviewed_every_days, ("custody", "reviewed_every_days"), Unit.DAYS),
        (stay.limit, ("stay", "limit"), Unit.DAYS),
        (stay.document_days, ("stay", "document_days"), Unit.DAYS),
        (stay.document_share, ("stay", "document_share"), Unit.SHARE),
        (stay.voluntary_return, ("stay", "voluntary_return"), Unit.SHARE_A_YEAR),
        (stay.leaves, ("stay", "leaves"), Unit.SHARE_A_YEAR),
        (stay.transfer_back, ("stay", "transfer_back"), Unit.SHARE_A_YEAR),
        (stay.late_barrier, ("stay", "late_barrier"), Unit.SHARE_A_YEAR),
        (stay.death, ("stay", "death"), Unit.SHARE_A_YEAR),
        (host.claim_share, ("host_procedure", "claim_share"), Unit.SHARE),
        (host.decision_days, ("host_procedure", "decision_days"), Unit.DAYS),
        (host.grant_share, ("host_procedure", "grant_share"), Unit.SHARE),
    )
