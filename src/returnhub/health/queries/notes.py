"""A person's clinical file, asked as the one role that may read it."""

from __future__ import annotations

from returnhub.casework.models import Case
from returnhub.health.clinic import CLINICIANS, as_clinician
from returnhub.health.models import ClinicNote
from returnhub.journal.actor import Actor


def notes_of(actor: Actor, case: Case) -> list[ClinicNote]:
    """The clinical notes on a person that this actor may read, the newest first; none for anybody else."""
    with as_clinician(actor):
        return list(
            ClinicNote.objects.using(CLINICIANS).raw(
                'SELECT id, record, "case", kind, author, text, at FROM clinic.note'
                ' WHERE "case" = %s ORDER BY id DESC',
                [case.pk],
            )
        )
