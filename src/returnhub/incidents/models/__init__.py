"""Incidents, what was done about each, and who was told."""

from __future__ import annotations

from returnhub.incidents.models.incidents import Incident, Kind, Severity, Standing, Status
from returnhub.incidents.models.steps import Step, Told

__all__ = ["Incident", "Kind", "Severity", "Standing", "Status", "Step", "Told"]
