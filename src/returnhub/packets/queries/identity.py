"""Who a person is for their consulate, as it is recorded now."""

from __future__ import annotations

from returnhub.packets.models import Identity


def identity(case: int) -> dict[str, object]:
    """The fields as a form has them; nothing where nothing was recorded."""
    names = ("birth_place", "father", "mother", "photograph", "fingerprints")
    return Identity.objects.filter(case=case, ended=None).values(*names).first() or {}
