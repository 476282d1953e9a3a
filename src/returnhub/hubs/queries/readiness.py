"""Reads of readiness."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.agreements.models import Scheme
from returnhub.hubs.models import Item, Readiness, ReadinessSignature

TITLES = {
    Item.MONITORS: "Independent monitors",
    Item.COMPLAINTS: "Complaints",
    Item.LAWYERS: "Lawyers",
    Item.INTERPRETERS: "Interpreters",
    Item.HEALTH_CARE: "Health care",
    Item.EXIT_ROUTE: "The way back",
    Item.RECORD: "The record",
}
ASKS = {
    Item.MONITORS: "Monitors entered the hub unannounced, saw every room and every file they asked for.",
    Item.COMPLAINTS: "A complaint from inside the hub reached a monitor without an account; it was answered.",
    Item.LAWYERS: "A lawyer spoke with a person in the hub alone, and lodged a submission there.",
    Item.INTERPRETERS: "An interpreter answered, for each language that people there speak.",
    Item.HEALTH_CARE: "A doctor saw somebody within a day; an emergency reached a hospital.",
    Item.EXIT_ROUTE: "A transfer back was rehearsed from the hub's door to a place to stay.",
    Item.RECORD: "A receipt from the hub was checked by somebody outside, and the record held.",
}
"""What a test of each item has to show: an assumption of this service, for a scheme to replace."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An item, the test of it that stands now and who signed it, if any."""

    item: Item
    title: str
    asks: str
    test: Readiness | None
    signature: ReadinessSignature | None

    @property
    def state(self) -> str:
        """ready, to_sign, failed or not_tested."""
        if self.test is None:
            return "not_tested"
        if not self.test.passed:
            return "failed"
        return "ready" if self.signature else "to_sign"


def readiness(scheme: Scheme) -> list[Standing]:
    """Each of the seven items as it stands."""
    tests = {
        test.item: test
        for test in Readiness.objects.filter(scheme=scheme, ended=None).select_related(
            "by", "signature__by", "signature__event"
        )
    }
    return [
        Standing(item, TITLES[item], ASKS[item], tests.get(item), getattr(tests.get(item), "signature", None))
        for item in Item
    ]


def history(scheme: Scheme) -> list[Readiness]:
    """Every test, the newest first, with what ended it."""
    return list(
        Readiness.objects.filter(scheme=scheme)
        .select_related("by", "event", "ended", "signature__by", "signature__event")
        .order_by("-id")[:100]
    )


def standing_test(scheme: Scheme, number: int) -> Readiness | None:
    """A test that stands in a scheme."""
    return Readiness.objects.filter(scheme=scheme, pk=number, ended=None).select_related("by").first()
