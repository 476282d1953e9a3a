"""The connection on which monitors read and write what nobody else may, as the database's own role for it.

Row-level security shows a monitor their remit; whoever is named on it and holds no remit sees nothing. It is
a transaction of its own, beside the request's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from returnhub.journal.actor import Actor

MONITORS = "monitors"


@contextmanager
def as_monitor(actor: Actor) -> Iterator[CursorWrapper]:
    """A cursor for the while of one transaction in which the database knows who asks."""
    with transaction.atomic(using=MONITORS), connections[MONITORS].cursor() as cursor:
        cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(actor.id or "")])
        yield cursor
