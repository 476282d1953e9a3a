"""Events and reads, as tables. Nobody inserts into them: `guard.append` and `guard.read` do."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One event: what happened, who did it and why, with two times, and its entry in the record.

    `case` is the number of a case, where there is one. `data` is what was put on record, as JSON. `corrects`
    names an earlier event that this one puts right. `key` makes a command that is sent twice happen once.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    case = models.BigIntegerField(null=True)
    actor = models.BigIntegerField(null=True)
    role = models.TextField()
    reason = models.TextField()
    happened = models.DateTimeField()
    recorded = models.DateTimeField()
    data = models.JSONField()
    corrects = models.BigIntegerField(null=True)
    key = models.UUIDField(null=True)
    record = models.UUIDField(unique=True)
    # of type xid8, which Django does not know; only the database writes and compares it
    tx = models.TextField()

    class Meta:
        managed = False
        db_table = "journal_event"
        ordering = ("id",)


class Read(models.Model):
    """One reading of a case's file: who (none: the person), in which role, when, and what of it."""

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    actor = models.BigIntegerField(null=True)
    role = models.TextField()
    what = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "journal_read"
        ordering = ("-id",)


class Recorded(models.Model):
    """A row that an event of its own transaction made, and that nothing edits afterwards."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Ending(Recorded):
    """A row that can end: superseded, lifted, withdrawn or put right, by another event."""

    ended = models.ForeignKey(Event, models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True
