"""What is missing: hubs that report nothing, and needs that no clinician speaks of."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.health.words import CONCERNS
from returnhub.oversight.queries import silence as reads


@for_roles(Role.MONITOR, Role.AUDITOR, Role.HUB_MANAGER)
def shown(request: HttpRequest) -> HttpResponse:
    """Each hub by month, and the needs of who is there now; counts alone."""
    actor = actor_in(request)
    context = {
        "hubs": reads.silence(actor, timezone.localdate()),
        "kinds": CONCERNS,
        "monitors": actor.role == Role.MONITOR,
        "quiet_from": reads.QUIET_FROM,
        "weeks": reads.WEEKS,
        "hours": reads.CHECK_HOURS,
    }
    return render(request, "oversight/silence.html", context)
