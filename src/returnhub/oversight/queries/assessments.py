"""Reads the shipped schemes and what was assessed of them. Everything here is public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from returnhub.oversight.models import Assessment
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped_schemes

SILENT = dt.timedelta(minutes=3)
"""After so long without a word from its job, a run has been interrupted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A scheme with the last finished assessment and the last one asked for."""

    scheme: Scheme
    finished: Assessment | None
    last: Assessment | None


def schemes() -> list[Shown]:
    """Every shipped scheme."""
    return [scheme for name in shipped_schemes() if (scheme := one(name)) is not None]


def one(name: str) -> Shown | None:
    """A shipped scheme by its name; None if there is none."""
    if name not in shipped_schemes():
        return None
    asked = Assessment.objects.filter(scheme=name).defer("report__page").order_by("-id")
    return Shown(_loaded(name), asked.filter(state=Assessment.State.DONE).first(), asked.first())


def page_of(scheme: str, number: int) -> str | None:
    """The page of a finished assessment."""
    found = Assessment.objects.filter(scheme=scheme, pk=number, state=Assessment.State.DONE)
    return found.values_list("report__page", flat=True).first()


def interrupted(run: Assessment, now: dt.datetime) -> bool:
    """True if its job has been silent for too long: a process ended under it."""
    return run.state == Assessment.State.RUNNING and run.beat is not None and now - run.beat > SILENT


@cache
def _loaded(name: str) -> Scheme:
    # half a second each; a shipped scheme is what it was when this process began
    return load(name)
