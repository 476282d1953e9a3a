"""What a consulate asks of a person that no rule does."""

from __future__ import annotations

from returnhub.casework.commands.found import the_case
from returnhub.journal.command import Act, command
from returnhub.packets.models import Identity


@command("packets.record_identity")
def record_identity(
    act: Act,
    *,
    case: int,
    birth_place: str = "",
    father: str = "",
    mother: str = "",
    photograph: bool = False,
    fingerprints: bool = False,
) -> Identity:
    """Record place of birth and parents' names (empty: not known), and whether a photograph and fingerprints
    were taken for a consulate. What stood before is superseded.

    Raises Problems: command.not_theirs; command.refused (packets_identity_named) for more than a name.
    """
    the_case(act, case)
    said = {
        "birth_place": birth_place.strip() or None,
        "father": father.strip() or None,
        "mother": mother.strip() or None,
        "photograph": photograph,
        "fingerprints": fingerprints,
    }
    event = act.event("packets.identity_recorded", case=case, **said)
    Identity.objects.filter(case=case, ended=None).update(ended=event)
    return Identity.objects.create(event_id=event, case_id=case, **said)
