"""Notes of monitors, complaints and recommendations.

They lie in the schema `oversight`, which the application's role can't read: a monitor's pages ask as the
role returnhub_monitors, and row-level security shows a monitor their remit.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Note(models.Model):
    """A monitor's own note, on a case or on a scheme."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    scheme = models.TextField()
    case = models.BigIntegerField(null=True)
    author = models.BigIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"oversight"."note"'
        ordering = ("-id",)


class Complaint(models.Model):
    """A complaint as it was made, without an account. `code` is a hash; who made it need not be said."""

    BY: ClassVar[tuple[str, ...]] = ("person", "family", "lawyer", "ngo", "somebody_else")

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    code = models.BinaryField()
    scheme = models.TextField()
    by = models.TextField()
    danger = models.BooleanField()
    punish = models.TextField()
    where = models.TextField()
    answer_by = models.TextField()
    contact = models.TextField()
    text = models.TextField()
    language = models.TextField()
    at = models.DateTimeField()
    answer_due = models.DateField()
    closed = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = '"oversight"."complaint"'
        ordering = ("-danger", "answer_due", "id")


class Message(models.Model):
    """A message in a complaint: by its maker (`monitor` empty) or by a monitor."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    complaint = models.ForeignKey(
        Complaint, models.DO_NOTHING, related_name="messages", db_column="complaint"
    )
    monitor = models.BigIntegerField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"oversight"."message"'
        ordering = ("id",)


class Recommendation(models.Model):
    """A monitor's recommendation to the scheme, with the day by which an answer is due."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    scheme = models.ForeignKey("agreements.Scheme", models.PROTECT, related_name="recommendations")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    text = models.TextField()
    due_on = models.DateField()


class Reply(models.Model):
    """The answer of those who run the scheme."""

    event = models.ForeignKey("journal.Event", models.PROTECT, related_name="+")
    recommendation = models.OneToOneField(Recommendation, models.PROTECT, related_name="reply")
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    text = models.TextField()


class Check(models.Model):
    """One check of one invariant: when, what it counted, and what it found broken."""

    id = models.BigAutoField(primary_key=True)
    invariant = models.CharField(max_length=60)
    at = models.DateTimeField()
    counted = models.BigIntegerField()
    broken = models.BigIntegerField()
    examples = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["invariant", "-at"], name="oversight_check_latest")]


class Report(models.Model):
    """The page of an assessment, whole and self-contained, under the SHA-256 of it."""

    digest = models.CharField(max_length=64, primary_key=True)
    page = models.TextField()


class Assessment(models.Model):
    """One asked for, run in the background: a scheme's published figures and made-up people, nobody's file.

    `done` of `total` runs are finished; `beat` is when the job last said so. `said` is why it failed.
    """

    class State(models.TextChoices):
        """How far it is; `stopped` by hand."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    id = models.BigAutoField(primary_key=True)
    scheme = models.CharField(max_length=80)
    replications = models.IntegerField()
    years = models.IntegerField()
    people = models.IntegerField()
    asked = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    beat = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["scheme", "-id"], name="oversight_assessment_latest")]
