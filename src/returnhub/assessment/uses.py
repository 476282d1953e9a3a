"""Where each figure is used, so that a reader can go from any number to its row and back."""

from __future__ import annotations

from returnhub.scheme import uses as named
from returnhub.scheme.figures import FigureId
from returnhub.scheme.law import read_law
from returnhub.scheme.model import Scheme
from returnhub.scheme.needed import HUB, MAY, SENDING
from returnhub.scheme.shipped import shipped

CLAIMS, SCHEME, WHO, PLACES, LIMITS, OUTCOMES, COST, BREAK_EVEN, INTERVENTIONS = (
    "claims",
    "scheme",
    "who",
    "places",
    "limits",
    "outcomes",
    "cost",
    "break-even",
    "interventions",
)
"""The parts of the page, as they are named in its addresses, in its order."""

PARTS = (CLAIMS, SCHEME, WHO, PLACES, LIMITS, OUTCOMES, COST, BREAK_EVEN, INTERVENTIONS)

_FOR: dict[str, tuple[str, ...]] = {
    "who arrives": (OUTCOMES,),
    "decisions and appeals": (OUTCOMES,),
    "returns without a hub": (OUTCOMES,),
    "how times differ between people": (PLACES, OUTCOMES),
    "the synthetic caseload": (WHO,),
    "costs": (COST, BREAK_EVEN),
    "the break-even beside what studies found": (BREAK_EVEN,),
    "the way to the hub": (PLACES,),
    "people who come back": (OUTCOMES,),
    "kinds of place": (SCHEME,),
}
"""What the model needs a figure for -> the parts of the page that rest on it."""

_FROM_A_HOST_ON = ("no_consulate_days_ratio", "not_recognised_share_ratio", "no_flight_days_ratio")
"""What the answers of law/hosts change; the law brings these figures too."""

_HUB: dict[str, tuple[str, ...]] = {
    "custody": (SCHEME,),
    "stay": (PLACES, OUTCOMES),
    "host_procedure": (OUTCOMES,),
    "place_kinds": (SCHEME,),
    "expected_stay": (SCHEME,),
}
"""A field of a hub -> the parts; all other fields of a hub are about its places."""


def uses(scheme: Scheme) -> dict[FigureId, tuple[str, ...]]:
    """Figure -> the parts of the page that rest on it; a figure that nothing uses has no parts."""
    found: dict[str, set[str]] = {name: set() for name in scheme.figures}
    # The law brings figures for the synthetic caseload, and some for hosts; a scheme may replace them.
    for name in read_law(shipped("law"), []).figures:
        found[name].add(OUTCOMES if name in _FROM_A_HOST_ON else WHO)
    for need in (*SENDING, *HUB, *MAY):
        if need.id in found:
            found[need.id] |= set(_FOR[need.needed_for])
    for use in named.uses(scheme):
        found[use.figure] |= set(_parts(scheme, use.path))
    for claim in scheme.claims.values():
        for name in claim.figures:
            found[name].add(CLAIMS)
    return {name: tuple(part for part in PARTS if part in parts) for name, parts in found.items()}


def _parts(scheme: Scheme, path: tuple[str | int, ...]) -> tuple[str, ...]:
    match path:
        case ("interventions", int(n), *_):
            return (INTERVENTIONS, OUTCOMES) if scheme.interventions[n].active else (INTERVENTIONS,)
        case ("events", int(n), *_) if not scheme.events[n].active:
            return (LIMITS,)
        case ("resources" | "events", *_):
            return PLACES, LIMITS
        case ("hubs", _, str(field), *_):
            return _HUB.get(field, (PLACES,))
        case ("costs", *_):
            return COST, BREAK_EVEN
        case ("agreement", "cap_in_all" | "cap_a_year"):
            return SCHEME, PLACES
        case _:
            return (SCHEME,)
