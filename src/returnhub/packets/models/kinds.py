"""What `packets.kinds` lists, as tables that the database holds packets to. Nobody but set-up writes them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Kind(models.Model):
    """A kind of packet, who gets it, and the stages of a case in which it may be sent."""

    kind = models.CharField(max_length=40, primary_key=True)
    receiver = models.CharField(max_length=10)
    stages = ArrayField(models.CharField(max_length=80))


class Field(models.Model):
    """A field of a kind: `kinds.Listed`."""

    kind = models.ForeignKey(Kind, models.CASCADE, related_name="fields")
    name = models.CharField(max_length=40)
    shape = models.CharField(max_length=20)
    may_be_unknown = models.BooleanField()
    words = ArrayField(models.CharField(max_length=40))
    given = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "name"), name="packets_field_once")]


class Origin(models.Model):
    """A state of origin by its code in facts, and its name."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=100)
