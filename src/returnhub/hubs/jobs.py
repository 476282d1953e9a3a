"""What happens in hubs by itself when a day has begun. Each run does only what is left to do."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from returnhub.hubs.commands.stays import end_excesses, roll_stay
from returnhub.hubs.queries.hubs import hubs_with_excess, stays_over
from returnhub.journal.actor import the_clock
from returnhub.problems import Problems

LOG = logging.getLogger(__name__)


def roll_stays(now: dt.datetime) -> int:
    """Go on with every stay whose last day is over, and end the excesses that are over; how many stays.

    One that fails is logged, and the others go on.
    """
    actor = the_clock("hubs.roll_stay")
    done = 0
    for stay in stays_over(timezone.localdate(now)):
        try:
            done += roll_stay(actor, stay=stay, now=now)
        except (Problems, DatabaseError):
            LOG.exception("stay %s did not go on", stay)
    for hub in hubs_with_excess():
        try:
            with transaction.atomic():
                end_excesses(hub)
        except DatabaseError:
            LOG.exception("excesses of hub %s were not looked at", hub)
    return done


@app.periodic(cron="2 * * * *")
@app.task(name="hubs.roll_stays", queueing_lock="hubs.roll_stays")
def roll_stays_after_midnight(timestamp: int) -> None:
    """Stays, two past each hour: the first after midnight finds all, whatever the machine's zone."""
    close_old_connections()
    roll_stays(timezone.now())
    close_old_connections()
