"""Issuing a manifest: each issue has the next number, and an event with the digest of what stands on it."""

from __future__ import annotations

from returnhub.casework.commands.found import said
from returnhub.journal.command import Act, command
from returnhub.problems import Code, refuse
from returnhub.transfers.commands.found import to_come
from returnhub.transfers.models import Manifest, Seat
from returnhub.transfers.queries.manifest import apart_of, content_of, digest_of


@command("transfers.issue_manifest")
def issue_manifest(act: Act, *, transfer: int, apart: str = "") -> Manifest:
    """Issue the manifest as it stands. Only its digest goes on record, for names stand on it.

    `apart` says why families are not together, where they are not. Raises Problems: command.field_missing
    without it; command.not_possible (`nobody_on_it`, `transfer_cancelled`, `transfer_left`).
    """
    found = to_come(act, transfer)
    if not Seat.objects.filter(transfer=found, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="nobody_on_it", allowed_next=())
    apart = said("apart", apart) if apart_of(found) else ""
    content = content_of(found)
    digest = digest_of(content)
    number = Manifest.objects.filter(transfer=found).count() + 1
    event = act.event(
        "transfers.manifest_issued", reason=apart, transfer=transfer, number=number, digest=digest
    )
    return Manifest.objects.create(
        event_id=event,
        transfer=found,
        number=number,
        content=content,
        digest=digest,
        apart=apart,
        by_id=act.actor.id,
    )
