"""A scheme beside offshore processing: the points on which "different from Rwanda" can be true or false."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.scheme.model import Point, ProcedureName, Scheme


@dataclass(frozen=True, slots=True)
class Compared:
    """One point: what offshore processing does, what the scheme does, and whether that is the same."""

    name: str
    offshore: str
    scheme: str
    same: bool


def points(scheme: Scheme) -> tuple[Compared, ...]:
    """The points compared, in the order of a person's path.

    The offshore side is the UK-Rwanda arrangement: sent on arrival, before any decision, to have the
    claim decided by the host, with protection or return from there and no way back as the rule.
    """
    offshore = scheme.procedure is ProcedureName.OFFSHORE_PROCESSING
    on_arrival = scheme.is_for.point is Point.ON_ARRIVAL
    claims_open = any(hub.host_procedure.open_to_people for hub in scheme.hubs)
    hosts = ", ".join(sorted({hub.host.name for hub in scheme.hubs})) or "no state"
    return (
        Compared("who is sent", "people who have just arrived", f"from: {scheme.is_for.point}", on_arrival),
        Compared(
            "who decides the claim",
            "the host state",
            "the host state" if offshore else f"{scheme.sending.name}, before anyone is moved",
            offshore,
        ),
        Compared(
            "what the place is for",
            "protection or return in the host state",
            "protection or return in the host state" if offshore else "a stay before onward return",
            offshore,
        ),
        Compared(
            "moving people to a state that is not their own",
            "yes, with no tie to it asked",
            f"yes, to {hosts}" if scheme.hubs else "no",
            bool(scheme.hubs),
        ),
        Compared(
            "a state that may end up deciding on protection",
            "yes",
            "yes, people may claim there" if claims_open else "not said, or no",
            claims_open,
        ),
        Compared(
            "payment or support in return",
            "yes",
            "yes" if scheme.costs else "not said",
            bool(scheme.hubs) and bool(scheme.costs),
        ),
    )
