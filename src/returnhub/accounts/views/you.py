"""One's own account: in which role one acts, and the recovery codes."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from returnhub.accounts import commands, queries
from returnhub.accounts.forms import CodeForm
from returnhub.accounts.middleware import ROLE
from returnhub.accounts.roles import TITLES, Role
from returnhub.accounts.scope import signed_in
from returnhub.pages.errors import errors_of


@signed_in
@require_GET
def you(request: HttpRequest) -> HttpResponse:
    """Who is signed in, which roles they hold, and in which they act now."""
    grants = queries.grants_of(request.user.pk)
    acts_under = queries.acts_under(grants, request.session.get(ROLE))
    context = {
        "person": request.user,
        "grants": [(g, TITLES[Role(g.role)], g == acts_under) for g in grants],
        "codes_left": queries.recovery_codes_left(request.user.pk),
    }
    return render(request, "accounts/you.html", context)


@signed_in
@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Act in another role that one holds."""
    held = {str(g.pk) for g in queries.grants_of(request.user.pk)}
    chosen = request.POST.get("grant", "")
    if chosen not in held:
        raise Http404
    request.session[ROLE] = int(chosen)
    return redirect("home")


@signed_in
@never_cache
def new_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, with a code of the authenticator; the old ones end."""
    form = CodeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        commands.make_recovery_codes(commands.oneself(request.user), user=request.user.pk)
        codes = RecoveryCodes.activate(request.user).get_unused_codes()
        return render(request, "accounts/recovery_codes.html", {"codes": codes, "leads_to": ""})
    errors = errors_of(form) if form.is_bound else ()
    return render(request, "accounts/new_codes.html", {"form": form, "errors": errors})
