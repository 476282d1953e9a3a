"""The connection on which clinicians read and write what nobody else may, as the database's own role for it.

Row-level security shows a clinician the files of people who are in their hub now. It is a transaction of its
own, beside the request's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from returnhub.journal.actor import Actor

CLINICIANS = "clinicians"


@contextmanager
def as_clinician(actor: Actor) -> Iterator[CursorWrapper]:
    """A cursor for the while of one transaction in which the database knows who asks."""
    with transaction.atomic(using=CLINICIANS), connections[CLINICIANS].cursor() as cursor:
        cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(actor.id or "")])
        yield cursor
