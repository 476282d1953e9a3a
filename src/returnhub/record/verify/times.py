"""Which times entries may bear: after the seal before them, before their own, and by witnesses' clocks."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from returnhub.record.verify.entries import Bundle, read_time, shift, write_time
from returnhub.record.verify.evidence import Anchor
from returnhub.record.verify.findings import By, Finding, Kind, Late, Ledger, Thing
from returnhub.record.verify.notes import Checkpoint

_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Bound:
    """A time that entries' times must keep to; who says so. `text` has the tolerance in it."""

    at: dt.datetime
    text: bytes
    by: By = By.TIMES
    file: str = ""
    witnesses: tuple[str, ...] = ()


NEVER_TOO_EARLY = Bound(dt.datetime.min.replace(tzinfo=dt.UTC), b"")
NEVER_TOO_LATE = Bound(_LATEST, write_time(_LATEST))


@dataclass(frozen=True, slots=True)
class Span:
    """Entries from `start` to before `end` under the same bounds.

    Those recorded before `late` were sealed late, at `sealed`. `checkpoint` is the one that ends here
    and is signed.
    """

    start: int
    end: int
    low: Bound
    high: Bound
    late: bytes = b""
    sealed: dt.datetime | None = None
    checkpoint: Checkpoint | None = None


class Clocks:
    """What witnesses' cosignatures say of time. The earliest counts: then the checkpoint was there.

    What came after it may be older all the same: a witness may have been slow to see it.
    """

    def __init__(self, anchors: Sequence[Anchor], tolerance: dt.timedelta) -> None:
        self._tolerance = tolerance
        seen = sorted((a for a in anchors if clock(a.seen) < _LATEST), key=lambda a: a.checkpoint.size)
        self._sizes = [a.checkpoint.size for a in seen]
        self._saw: dict[int, dt.datetime] = {}
        for a in seen:
            self._saw[a.checkpoint.size] = min(clock(a.seen), self._saw.get(a.checkpoint.size, _LATEST))
        self._highs = [NEVER_TOO_LATE]
        for a in reversed(seen):
            self._highs.append(sooner(self._highs[-1], self.high(clock(a.seen), a.seen, a.file)))
        self._highs.reverse()

    def prompt(self, size: int, sealed: dt.datetime, cosigned: Mapping[str, int]) -> bool | None:
        """Whether a witness saw the checkpoint of this size soon after its seal; None if none did."""
        saw = min(clock(cosigned), self._saw.get(size, _LATEST))
        return None if saw == _LATEST else saw <= shift(sealed, self._tolerance)

    def low(self, at: dt.datetime) -> Bound:
        """Entries after a seal of this time are not from long before."""
        return _bound(at, -self._tolerance, {}, "")

    def high(self, at: dt.datetime, seen: Mapping[str, int], file: str = "") -> Bound:
        """Entries in a checkpoint that was cosigned at this time are not from long after."""
        return _bound(at, self._tolerance, seen, file)

    def cut(self, start: int, end: int, low: Bound, high: Bound) -> Iterator[Span]:
        """The entries from `start` to before `end`, cut where kept cosignatures say more than the bounds."""
        inside = self._sizes[bisect_right(self._sizes, start) : bisect_left(self._sizes, end)]
        cuts = sorted({start, *inside})
        for first, after in zip(cuts, (*cuts[1:], end), strict=True):
            passed = bisect_right(self._sizes, first)
            yield Span(first, after, low, sooner(high, self._highs[passed]))


def later(one: Bound, other: Bound) -> Bound:
    """The stricter of two lower bounds."""
    return other if other.text > one.text else one


def sooner(one: Bound, other: Bound) -> Bound:
    """The stricter of two upper bounds."""
    return other if other.text < one.text else one


def clock(seen: Mapping[str, int]) -> dt.datetime:
    """The earliest time that a witness states; a time of 0 states none, and no time is the last there is."""
    try:
        return dt.datetime.fromtimestamp(min(at for at in seen.values() if at), dt.UTC)
    except (ValueError, OverflowError, OSError):
        return _LATEST


class Times:
    """Holds entries' times against their spans, and counts those that were sealed late."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._count, self._longest = 0, dt.timedelta()

    @property
    def late(self) -> Late:
        """How many were late so far."""
        return Late(self._count, self._longest)

    def check(self, bundle: Bundle, first: int, span: Span) -> None:
        """Those of the bundle's entries (its first has index `first`) that lie in the span."""
        begin, end = max(span.start - first, 0), min(span.end - first, len(bundle.times))
        times = bundle.times[begin:end]
        if bundle.malformed:
            times = [time for time in times if time]
        if not times:
            return
        self._ledger.checked(By.TIMES, len(times))
        earliest, latest = min(times), max(times)
        if earliest < span.late and span.sealed:
            # one with a time that it cannot have is a finding, and says nothing of when it was sealed
            late = [time for time in times if span.low.text <= time < span.late and time <= span.high.text]
            self._count += len(late)
            if late:
                self._longest = max(self._longest, span.sealed - read_time(min(late)))
        if earliest < span.low.text or latest > span.high.text:
            for at in range(begin, end):
                self._outside(bundle, at, first + at, span)

    def _outside(self, bundle: Bundle, at: int, index: int, span: Span) -> None:
        time, id_ = bundle.times[at], bundle.ids[at].decode()
        for kind, bound, broken in (
            (Kind.BACKDATED, span.low, time < span.low.text),
            (Kind.POSTDATED, span.high, time > span.high.text),
        ):
            if time and broken:
                self._ledger.add(
                    Finding(
                        kind,
                        Thing.ENTRY,
                        bound.by,
                        index=index,
                        id=id_,
                        recorded=read_time(time),
                        bound=bound.at,
                        file=bound.file,
                        witnesses=bound.witnesses,
                    )
                )


def _bound(at: dt.datetime, by: dt.timedelta, seen: Mapping[str, int], file: str) -> Bound:
    found_by = By.WITNESSES if seen else By.TIMES
    return Bound(at, write_time(shift(at, by)), found_by, file, tuple(sorted(seen)))
