"""The manifest: as it stands, each issue of it, and what has changed since."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from returnhub.accounts.scope import actor_in
from returnhub.casework.views.page import carried_out, key_in
from returnhub.journal.reads import record_reads
from returnhub.transfers import forms
from returnhub.transfers.commands.manifest import issue_manifest
from returnhub.transfers.queries.manifest import (
    apart_of,
    content_of,
    issue_of,
    issues,
    people_of,
    read_content,
)
from returnhub.transfers.views.page import address, opened, readers, show


@readers
def manifest(request: HttpRequest, number: int) -> HttpResponse:
    """What stands on the manifest now, the changes since the last issue, and every issue."""
    actor, file, key = actor_in(request), opened(request, number), key_in(request)
    may = "transfers.issue_manifest" in actor.may and file.to_come
    form = forms.ApartForm(request.POST or None)
    if request.method == "POST":
        if not may:
            raise Http404

        def run() -> None:
            issue_manifest(actor, transfer=number, apart=form.cleaned_data["apart"], key=key)

        answer = carried_out(request, form, run, "The manifest was issued.", address("manifest", number))
        if answer is not None:
            return answer
    now = content_of(file.transfer)
    issued = issues(file.transfer)
    seen = _read(request, number)
    content = read_content(now)
    content["people"] = [one for one in content["people"] if one["reference"] in seen]
    return show(
        request,
        "manifest",
        f"Manifest of {file.plan.name}",
        422 if form.errors else 200,
        file=file,
        content=content,
        issues=issued,
        last=issue_of(issued[0], now, seen) if issued else None,
        # of their family who is not on it: for who plans, and for nobody who travels along
        apart=apart_of(file.transfer) if may else (),
        form=form,
        may_issue=may,
        key=key,
    )


@readers
def issue(request: HttpRequest, number: int, issue: int) -> HttpResponse:
    """One issue of the manifest, to print."""
    file = opened(request, number)
    found = next((one for one in issues(file.transfer) if one.number == issue), None)
    if found is None:
        raise Http404
    seen = _read(request, number)
    return show(
        request,
        "issue",
        f"Manifest of {file.plan.name}, issue {issue}",
        file=file,
        issue=issue_of(found, content_of(file.transfer), seen),
    )


def _read(request: HttpRequest, number: int) -> set[str]:
    """References of whom the reader sees on it; the reading is put on record."""
    actor = actor_in(request)
    found = people_of(actor, number)
    record_reads(actor, found.values(), f"manifest of transfer {number}")
    return set(found)
