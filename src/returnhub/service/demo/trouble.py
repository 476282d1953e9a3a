"""Trouble of every kind, so that each page has something on it that somebody has to look at."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

from returnhub.hubs.models import Hub
from returnhub.journal.actor import Actor
from returnhub.scheme.model import Scheme


def make_trouble(
    acting: Mapping[str, Actor], scheme: Scheme, hub: Hub, today: dt.date, luck: random.Random
) -> None:
    """Orders, conflicts, lapsed custody, a breach, a suspension, complaints, notes: some of each."""
