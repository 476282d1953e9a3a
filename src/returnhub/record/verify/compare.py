"""Two streams of leaf hashes that part at some index: what happened to the entry there, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from returnhub.record.verify.findings import Kind
from returnhub.record.verify.hashes import WIDTH

_WINDOW = 4_096

Stream = Callable[[int], Iterator[tuple[int, list[bytes]]]]
"""From the number of a bundle: first index and leaf hashes, bundle by bundle."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of the entry at `index` that should be there; `elsewhere` is where it stands now."""

    kind: Kind
    index: int
    elsewhere: int | None = None


def parted(right: list[bytes], found: list[bytes]) -> int | None:
    """Where the lists first differ, as far as both go."""
    if right == found:
        return None
    return next((at for at, (one, other) in enumerate(zip(right, found, strict=False)) if one != other), None)


def what_happened(right: Stream, found: Stream, index: int) -> Difference:
    """The streams part at `index`: `right` is as it should be, `found` as it is.

    Looks for the lost leaf in all that was found, and for the next few thousand found ones in all that
    is right; where they meet again says whether something is gone, put in, moved or replaced. Seals
    that were made anew are passed over like that.
    """
    window: dict[bytes, int] = {}
    lost = next((leaf for _, leaf in _leaves(right, index)), None)
    moved_to: int | None = None
    for at, leaf in _leaves(found, index):
        if len(window) < _WINDOW:
            window.setdefault(leaf, at)
        if leaf == lost:
            moved_to = at
            break
    if not window or lost is None:
        return Difference(Kind.MISSING if lost else Kind.INSERTED, index)
    met: tuple[int, int] | None = None
    for at, leaf in _leaves(right, index):
        here = window.get(leaf)
        if here is not None and (met is None or here < met[0]):
            met = here, at
            if here == index:
                break
    if moved_to is not None:
        kind = Kind.INSERTED if met is None or met == (moved_to, index) else Kind.REORDERED
        return Difference(kind, index, moved_to)
    if met is None:
        shorter = _count(found, index) < _count(right, index)
        return Difference(Kind.MISSING if shorter else Kind.ALTERED, index)
    here, at = met
    return Difference(Kind.MISSING if at > here else Kind.INSERTED if at < here else Kind.ALTERED, index)


def _leaves(stream: Stream, index: int) -> Iterator[tuple[int, bytes]]:
    for first, hashes in stream(index // WIDTH):
        for at, leaf in enumerate(hashes, first):
            if at >= index:
                yield at, leaf


def _count(stream: Stream, index: int) -> int:
    return sum(1 for _ in _leaves(stream, index))
