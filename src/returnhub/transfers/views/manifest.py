"""The manifest: as it stands, each issue of it, and what has changed since."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from returnhub.accounts.scope import actor_in
from returnhub.casework.views.page import key_in
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
from returnhub.transfers.views.page import address, opened, readers, sent, show


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

        answer = sent(request, form, run, "The manifest was issued.", address("manifest", number))
        if answer is not None:
            return answer
    now = content_of(file.transfer)
    issued = issues(file.transfer)
    _read(request, number)
    return show(
        request,
        "manifest",
        f"Manifest of {file.plan.name}",
        422 if form.errors else 200,
        file=file,
        content=read_content(now),
        issues=issued,
        last=issue_of(issued[0], now) if issued else None,
        apart=apart_of(file.transfer),
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
    _read(request, number)
    return show(
        request,
        "issue",
        f"Manifest of {file.plan.name}, issue {issue}",
        file=file,
        issue=issue_of(found, content_of(file.transfer)),
    )


def _read(request: HttpRequest, number: int) -> None:
    actor = actor_in(request)
    record_reads(actor, people_of(actor, number), f"manifest of transfer {number}")
