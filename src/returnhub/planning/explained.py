"""Why a plan has this place for a person, or none, as JSON that a page puts into words."""

from __future__ import annotations

from typing import Any

from returnhub.placement.explain import Explanation, HubView
from returnhub.planning.terms import Part, Put
from returnhub.planning.today import PARTS


def explained(put: Put, said: Explanation) -> dict[str, Any]:
    """One person's reasons: the turn, hub by hub what is open or shut, who else could have had the place."""
    turn, others = said.turn, said.others
    parts = {part.id: part for part in put.parts}
    return {
        "household": [r for r in said.household if r != said.case],
        "turn": turn
        and {
            "order": turn.order.value,
            "ready_on": turn.ready_on and turn.ready_on.isoformat(),
            "cohort": turn.cohort and turn.cohort.isoformat(),
            "lot": turn.lot,
            "lots": turn.lots,
            "ahead": list(turn.ahead),
            "sooner": list(turn.sooner),
        },
        "others": others
        and {
            "households": others.households,
            "people": others.people,
            "earlier": others.earlier,
            "first": list(others.first),
        },
        "hubs": [_hub(view, parts[view.hub]) for view in said.hubs],
    }


def kind_in_words(part: Part, kind: str) -> str:
    """A kind of place: for whom, and with which care."""
    whom = kind if part.part == PARTS[2] else part.part
    return f"{whom}, {('no nursing', 'nursing', 'a hospital within reach')[part.care]}"


def _hub(view: HubView, part: Part) -> dict[str, Any]:
    """One part of a hub: what shuts it, or by kind of place which weeks are full and of what."""
    return {
        "hub": part.hub.name,
        "shut": view.shut and view.shut.value,
        "rule": view.rule,
        "because_of": view.because_of,
        "spots": [
            {
                "kind": kind_in_words(part, spot.kind),
                "room": list(spot.room[:3]),
                "full": [{"limit": full.limit, "weeks": _runs(full.weeks)} for full in spot.full],
            }
            for spot in view.spots
        ],
    }


def _runs(weeks: tuple[int, ...]) -> str:
    """Weeks as text, the first week 1: 1-4, 9."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(str(r[0] + 1) if len(r) == 1 else f"{r[0] + 1}-{r[-1] + 1}" for r in runs)
