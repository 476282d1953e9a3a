"""Whose cases a fitness assessor sees: people about whom somebody asks whether they are fit."""

from __future__ import annotations

from django.db.models import Q

from returnhub.accounts.roles import Role
from returnhub.casework.queries.scope import REACHES
from returnhub.journal.actor import Actor


def asked_of(actor: Actor) -> Q:
    """Cases in which a request stands open."""
    return Q(fitness_requests__ended=None, fitness_requests__isnull=False)


def register() -> None:
    """Let fitness assessors see these cases and no others."""
    REACHES[Role.FITNESS] = asked_of
