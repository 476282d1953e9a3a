"""Which step is possible now, and why another is not: one table for each page and each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from returnhub.journal.actor import Actor
from returnhub.onward.views.case_steps import ON_OR_BACK
from returnhub.onward.views.doing import Seen, Step
from returnhub.onward.views.home_steps import HOME_AND_AFTER

STEPS: Mapping[str, Step] = MappingProxyType({**ON_OR_BACK, **HOME_AND_AFTER})


def possible_now(
    actor: Actor, seen: Seen, about: str, href: Callable[[str], str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The steps of a page that the reader may take now, and those they may not with the reason."""
    possible: list[dict[str, str]] = []
    closed: list[dict[str, str]] = []
    for slug, step in STEPS.items():
        if step.about != about or step.verb not in actor.may:
            continue
        why = step.why_not(seen)
        if why:
            closed.append({"text": step.title, "why": why})
        else:
            possible.append({"text": step.title, "href": href(slug)})
    return possible, closed
