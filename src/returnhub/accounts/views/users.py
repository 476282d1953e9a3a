"""Users and their roles, for administrators. No page here shows a case."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from returnhub.accounts import commands, queries
from returnhub.accounts.forms import GrantForm, PowerForm, ReasonForm, UserForm
from returnhub.accounts.models import User
from returnhub.accounts.roles import FORBIDDEN_PAIRS, TITLES, TWO_PEOPLE, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.pages.errors import add_problems, errors_of
from returnhub.pages.listing import Column
from returnhub.problems import Problems

for_administrators = for_roles(Role.ADMINISTRATOR)
COLUMNS = [Column("Name"), Column("Email address"), Column("Roles")]


@for_administrators
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who was added."""
    hubs = dict(queries.hubs())
    rows = [(u, [_said(g.role, g.scheme, hubs.get(g.hub, "")) for g in u.held]) for u in queries.users()]
    return render(request, "accounts/users.html", {"rows": rows, "columns": COLUMNS})


@for_administrators
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody who may sign in."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_user(actor_in(request), **form.cleaned_data, key=_key(request))
        except Problems as problems:
            add_problems(form, problems, request.say)
        else:
            messages.success(request, f"{made.name} was added. They hold no role yet")
            return redirect("accounts:user", made.pk)
    return _asks(request, "accounts/add_user.html", form)


@for_administrators
@require_GET
def user(request: HttpRequest, number: int) -> HttpResponse:
    """One user: their roles, now and before, and what can be done."""
    found = _found(number)
    hubs = dict(queries.hubs())
    rows = [(g, _said(g.role, g.scheme, hubs.get(g.hub, ""))) for g in found.every]
    names = queries.names_of({a.event.actor for a in found.waits})
    context = {
        "person": found,
        "now": [(g, said) for g, said in rows if g.ended is None],
        "waits": [(_said(a.role, a.scheme), names[a.event.actor]) for a in found.waits],
        "before": [(g, said) for g, said in rows if g.ended is not None],
    }
    return render(request, "accounts/user.html", context)


@for_administrators
def grant(request: HttpRequest, number: int) -> HttpResponse:
    """Give a role. A role that excludes one that they hold is refused, with the reason."""
    found = _found(number)
    hubs = queries.hubs()
    form = GrantForm(request.POST or None, schemes=queries.schemes(), hubs=hubs)
    if request.method == "POST" and form.is_valid():
        role, scheme, hub = (form.cleaned_data[name] for name in ("role", "scheme", "hub"))
        try:
            made = commands.grant_role(
                actor_in(request),
                user=number,
                role=Role(role),
                scheme=scheme,
                hub=hub,
                key=_key(request),
            )
        except Problems as problems:
            add_problems(form, problems, request.say)
        else:
            now = "is now" if made else "waits for a second administrator to become"
            messages.success(request, f"{found.name} {now} {_said(role, scheme, dict(hubs).get(hub, ''))}")
            return redirect("accounts:user", number)
    two = {role.value: "Given by two administrators together." for role in TWO_PEOPLE}
    held = {Role(g.role) for g in found.every if g.ended is None}
    never = two | {
        other.value: f"Not beside {TITLES[one].lower()}. {why}"
        for pair, why in FORBIDDEN_PAIRS.items()
        for one, other in (pair, pair[::-1])
        if one in held
    }
    return _asks(request, "accounts/grant.html", form, person=found, never=never)


@for_administrators
def end(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """Take a role away."""
    found = _found(number)
    taken = next((g for g in found.every if g.pk == grant and g.ended is None), None)
    if taken is None:
        raise Http404
    said = _said(taken.role, taken.scheme)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.end_grant(
            actor_in(request), grant=grant, reason=form.cleaned_data["reason"], key=_key(request)
        )
        messages.success(request, f"{found.name} is no longer {said}")
        return redirect("accounts:user", number)
    title = f"Take away the role {said}"
    return _asks(request, "accounts/reason.html", form, person=found, title=title, verb_text=title)


ACTS = {
    "link": ("Give a link to choose a password", commands.give_link, ""),
    "second-factor": (
        "Take the second factor away",
        commands.reset_second_factor,
        "At their next sign-in they set up another",
    ),
    "close": ("End every role and sign-in", commands.close_user, "They can no longer sign in"),
}
"""What can be done with a user, by its word in the address: the button, the command, and what happened."""


@for_administrators
@never_cache
def act_on(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Do one of `ACTS`, with a reason."""
    found = _found(number)
    if verb not in ACTS:
        raise Http404
    title, command, done = ACTS[verb]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(actor_in(request), user=number, reason=form.cleaned_data["reason"], key=_key(request))
        if verb == "link":
            return render(request, "accounts/link.html", {"person": found, "link": link_of(request, found)})
        messages.success(request, f"{found.name}: {done[0].lower()}{done[1:]}")
        return redirect("accounts:user", number)
    return _asks(request, "accounts/reason.html", form, person=found, title=title, verb_text=title)


@for_administrators
def power(request: HttpRequest) -> HttpResponse:
    """Switch one's power on, for a time and with a reason; see when it was on."""
    actor = actor_in(request)
    form = PowerForm(request.POST or None, initial={"minutes": 15})
    if request.method == "POST" and form.is_valid():
        commands.switch_power_on(actor, **form.cleaned_data, key=_key(request))
        messages.success(request, "Your power is on. Everything that you do with it goes on the record")
        return redirect("accounts:power")
    on, uses = queries.power_of(actor.id), queries.uses_of_power(actor.id)
    return _asks(request, "accounts/power.html", form, on=on, uses=uses)


@for_administrators
@require_POST
def power_off(request: HttpRequest) -> HttpResponse:
    """Switch one's power off."""
    commands.switch_power_off(actor_in(request))
    messages.success(request, "Your power is off")
    return redirect("accounts:power")


def _found(number: int) -> User:
    found = queries.user_by_number(number)
    if found is None:
        raise Http404
    return found


def _said(role: str, scheme: str, hub: str = "") -> str:
    return TITLES[Role(role)].lower() + "".join(f" in {where}" for where in (hub, scheme) if where)


def _asks(request: HttpRequest, template: str, form: Form, **more: object) -> HttpResponse:
    context = {"form": form, "errors": errors_of(form) if form.is_bound else (), "idempotency_key": uuid4()}
    return render(request, template, context | more, status=422 if form.errors else 200)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def link_of(request: HttpRequest, found: User) -> str:
    """Where somebody chooses a password: once, within three days."""
    number = urlsafe_base64_encode(force_bytes(found.pk))
    path = reverse("choose_password", args=[number, default_token_generator.make_token(found)])
    return request.build_absolute_uri(path)
