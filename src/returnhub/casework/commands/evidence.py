"""Evidence: a file that is checked, stored once under its digest, and never run."""

from __future__ import annotations

from returnhub.accounts.roles import Role
from returnhub.casework.commands.found import said, the_case
from returnhub.casework.files import digest_of, plain_name, type_of
from returnhub.casework.models import Blob, Evidence
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse


@command("casework.add_evidence")
def add_evidence(act: Act, *, case: int, name: str, title: str, content: bytes, supplier: str) -> Evidence:
    """File a document with a case. From a legal representative the supplier is always "lawyer".

    Raises Problems: command.file_wrong with `kind` empty, too_big, locked, type_unknown, or duplicate
    (`evidence` is where the same bytes already are).
    """
    the_case(act, case)
    title = said("title", title, 200)
    supplier = "lawyer" if act.actor.role == Role.LAWYER else said("supplier", supplier, 60)
    kind, digest = type_of(content), digest_of(content)
    same = Evidence.objects.filter(case=case, blob=digest, ended=None).first()
    if same is not None:
        raise refuse(
            Code.COMMAND_FILE_WRONG, Where(field="file"), kind="duplicate", evidence=same.pk, title=same.title
        )
    event = act.event(
        "casework.evidence_added",
        case=case,
        title=title,
        digest=digest,
        size=len(content),
        type=kind,
        supplier=supplier,
    )
    Blob.objects.bulk_create(
        [Blob(digest=digest, size=len(content), type=kind, content=content)], ignore_conflicts=True
    )
    return Evidence.objects.create(
        event_id=event, case_id=case, blob_id=digest, name=plain_name(name), title=title, supplier=supplier
    )
