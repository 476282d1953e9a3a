"""The Invariants page: every promise with its query, last check and result. Counts are for everybody, rows
are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles, open_to_all
from returnhub.oversight.invariants import queries
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.invariant import Invariant
from returnhub.oversight.invariants.query import shown
from returnhub.oversight.models import Check

BY_ID = {i.id: i for i in INVARIANTS}


@dataclass(frozen=True, slots=True)
class Line:
    """An invariant with its last check, and since when it has stood so."""

    invariant: Invariant
    check: Check | None
    since: datetime | None

    @property
    def state(self) -> str:
        """`broken`, `holds`, `nothing` to check yet, or `never` checked."""
        if self.check is None:
            return "never"
        if self.check.broken:
            return "broken"
        return "holds" if self.check.counted else "nothing"


@open_to_all
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every invariant."""
    last = {check.invariant: check for check in queries.latest()}
    since = queries.since()
    lines = [Line(i, last.get(i.id), since.get(i.id)) for i in INVARIANTS]
    broken = [line for line in lines if line.state == "broken"]
    at = max((check.at for check in last.values()), default=None)
    return render(request, "oversight/invariants.html", {"lines": lines, "broken": broken, "at": at})


@open_to_all
@require_GET
def one(request: HttpRequest, invariant: str) -> HttpResponse:
    """One invariant: the query, the last check, when it broke and held again."""
    return render(request, "oversight/invariant.html", _context(invariant))


@for_roles(Role.MONITOR, Role.AUDITOR)
@require_GET
def affected(request: HttpRequest, invariant: str) -> HttpResponse:
    """What breaks it, for those who may see the cases."""
    context = _context(invariant)
    check = context["line"].check
    context["rows"] = queries.affected(actor_in(request), check) if check else []
    return render(request, "oversight/invariant_affected.html", context)


def _context(name: str) -> dict[str, object]:
    invariant = BY_ID.get(name)
    if invariant is None:
        raise Http404
    check = next(iter(queries.latest([name])), None)
    turns = queries.turns(name)
    line = Line(invariant, check, turns[0].at if turns else None)
    return {"line": line, "turns": turns, "query": "" if invariant.asks else shown(name)}
