"""How many people stand where: counts alone, small ones withheld, for analysts."""

from __future__ import annotations

from django.db.models import Count

from returnhub.casework.models import Standing
from returnhub.oversight.small_counts import Shown, withhold
from returnhub.procedure import PROCEDURES

VERDICTS = ("conditions_hold", "unknown", "barred")


def by_stage_and_verdict(scheme: str, procedure: str) -> Shown:
    """People in each stage of a scheme by verdict, in the order of its procedure."""
    counted = {
        (row["stage"], row["verdict"]): row["n"]
        for row in Standing.objects.filter(scheme=scheme)
        .values("stage", "verdict")
        .annotate(n=Count("pk"))
        .order_by()
    }
    stages = [stage.value for stage in PROCEDURES[procedure].stages()]
    return withhold([(stage, [counted.get((stage, verdict), 0) for verdict in VERDICTS]) for stage in stages])
