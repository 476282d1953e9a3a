"""What a person has with them, and how each side of the handover found it."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.transfers.models import Item, ItemCheck, Seat


@dataclass(frozen=True, slots=True)
class Thing:
    """An item and what was said of it at the handover, by each side in their order."""

    item: Item
    checks: tuple[ItemCheck, ...]


def things_of(seat: Seat) -> list[Thing]:
    """What stands on a person's list."""
    items = list(Item.objects.filter(seat=seat, ended=None).order_by("id"))
    checks = list(ItemCheck.objects.filter(item__in=items).select_related("by").order_by("id"))
    return [Thing(item, tuple(c for c in checks if c.item_id == item.pk)) for item in items]
