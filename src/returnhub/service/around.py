"""Makes `frame` for every page: the only place that does, so that a page can't forget a banner.

A page that is shown to the public, and the pages of sign-in, ask nothing of the database and know nobody.
A view says what differs with `request.frame_changes`, a mapping of fields of Frame.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest
from django.urls import reverse

from returnhub.accounts.queries import power_of
from returnhub.accounts.roles import TITLES, Role
from returnhub.accounts.scope import PUBLIC
from returnhub.journal.actor import Actor
from returnhub.oversight.queries.suspensions import READERS as SUSPENSION_READERS
from returnhub.service.formats import moment
from returnhub.service.frame import Account, Banner, Done, Frame, RecordLine
from returnhub.service.navigation import navigation, place
from returnhub.service.queries import InForce, SchemeState, record_line, schemes_seen
from returnhub.service.words.labels import READINESS, SUSPENDED_BY

RECORD_FOR = 2.0
"""Seconds that a process shows the same line about the record."""

_record: tuple[float, RecordLine | None] = (float("-inf"), None)


def around(request: HttpRequest) -> dict[str, Any]:
    """The context that every template has: `frame`, and `as_of` where a view looks at another day."""
    context: dict[str, Any] = {"frame": _frame(request)}
    looking_at = getattr(request, "looking_at", None)
    if looking_at is not None:
        on, known = looking_at
        context["as_of"] = {"on": on, "known": known, "today_href": request.path}
    return context


def _frame(request: HttpRequest) -> Frame:
    changes: Mapping[str, Any] = getattr(request, "frame_changes", {})
    match = request.resolver_match
    view = match.func if match else None
    nobody = getattr(view, "roles", None) == PUBLIC and not getattr(view, "framed", False)
    if nobody or not hasattr(request, "user"):
        return dataclasses.replace(Frame(), **changes)
    if not request.user.is_authenticated:
        return dataclasses.replace(Frame(sign_in=reverse("account_login"), record=_record_line()), **changes)
    actor: Actor | None = request.actor or None  # pyright: ignore[reportAttributeAccessIssue]: WhoActs puts it there
    schemes = schemes_seen(actor.scheme) if actor else []
    frame = Frame(
        scheme=schemes[0].title if len(schemes) == 1 else "",
        account=Account(
            name=request.user.name,
            href=reverse("accounts:you"),
            sign_out=reverse("account_logout"),
            role=TITLES[Role(actor.role)].lower() if actor else "",
        ),
        navigation=navigation(actor, request.path) if actor else (),
        power=_power(actor) if actor and actor.role == Role.ADMINISTRATOR else None,
        suspensions=tuple(banner for scheme in schemes for banner in _suspensions(scheme, actor)),
        not_ready=next((_not_ready(s) for s in schemes if s.unready), None),
        done=tuple(Done(str(m), refused=m.level >= ERROR) for m in get_messages(request)),
        record=_record_line(),
        reader=request.user.name,
    )
    return dataclasses.replace(frame, **changes)


def _power(actor: Actor) -> Banner | None:
    power = power_of(actor.id) if actor.id is not None else None
    if power is None:
        return None
    text = f"Until {moment(power.until)}: {power.reason.rstrip('.')}."
    return Banner(text, reverse("accounts:power"), "Switch it off")


def _suspensions(scheme: SchemeState, actor: Actor | None) -> list[Banner]:
    """One banner for each hub or scheme that is suspended, however many suspend it."""
    href = reverse("oversight:suspensions") if actor and actor.role in SUSPENSION_READERS else ""
    by_hub: dict[str, list[InForce]] = {}
    for one in scheme.suspensions:
        by_hub.setdefault(one.hub, []).append(one)
    banners: list[Banner] = []
    for hub, stops in by_hub.items():
        by = " and ".join(dict.fromkeys(SUSPENDED_BY[s.by] for s in stops))
        many = f"{len(stops)} suspensions, " if len(stops) > 1 else ""
        no = f"No authority can be given {f'for {hub}' if hub else 'in it'}."
        text = f"{hub or 'The whole scheme'}, {many}by {by} since {moment(stops[0].since)}. {no}"
        banners.append(Banner(text, href, "Which and why"))
    return banners


def _not_ready(scheme: SchemeState) -> Banner:
    missing = ", ".join(READINESS[item] for item in scheme.unready)
    return Banner(f"No authority can be given in this scheme until these are tested and signed: {missing}.")


def _record_line() -> RecordLine | None:
    global _record  # noqa: PLW0603 what a process last read, for two seconds
    at, line = _record
    if time.monotonic() - at > RECORD_FOR:
        line = record_line(place("service:record"))
        _record = (time.monotonic(), line)
    return line
