"""Counts of people that can be shown: small ones are withheld, with those that would give them away.

A table has a row for each stage, with its total, and the total of all rows. Fewer than `LEAST` people in a
cell or a row are withheld. Then, so that no subtraction gives them back:

- in a row with a small cell every cell is withheld, none alone (its total stands for it);
- a small row total is one of several withheld ones whose sum leaves each of them every value from 1 to 9;
- there are no totals by column, and no total of all where too few rows are left to hide among.

None is 0 and is shown. What this can't hinder: somebody who compares this table with one of another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 10
SMALL = "fewer than 10"
WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it may be shown: each cell and the total is a number, "fewer than 10" or "withheld"."""

    name: str
    cells: tuple[int | str, ...]
    total: int | str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown."""

    rows: tuple[Row, ...]
    total: int | str


def withhold(rows: Sequence[tuple[str, Sequence[int]]]) -> Shown:
    """The table of these counts as it may be shown.

    >>> withhold([("a", [40, 3]), ("b", [30, 20])]).rows[0]
    Row(name='a', cells=('withheld', 'fewer than 10'), total=43)
    """
    totals = [sum(cells) for _, cells in rows]
    hidden = _hidden(totals)
    shown = tuple(
        Row(name, _cells(cells, hidden=i in hidden), _total(totals[i], hidden=i in hidden))
        for i, (name, cells) in enumerate(rows)
    )
    whole = sum(totals)
    hide = _is_small(whole) or (bool(hidden) and not _safe(totals, hidden))
    return Shown(shown, _total(whole, hidden=hide))


def _is_small(n: int) -> bool:
    return 0 < n < LEAST


def _total(n: int, *, hidden: bool) -> int | str:
    if not hidden:
        return n
    return SMALL if _is_small(n) else WITHHELD


def _cells(cells: Sequence[int], *, hidden: bool) -> tuple[int | str, ...]:
    small = [_is_small(n) for n in cells]
    if not hidden and not any(small):
        return tuple(cells)
    # which cells are the small ones is said only where that leaves each of them every value
    may_say = not hidden and not all(small) and sum(cells) >= LEAST + (LEAST - 1) * sum(small)
    return tuple(SMALL if may_say and s else WITHHELD for s in small)


def _hidden(totals: Sequence[int]) -> set[int]:
    """Rows whose totals are withheld: the small ones, and the least of the others that hide them."""
    hidden = {i for i, n in enumerate(totals) if _is_small(n)}
    others = sorted((n, i) for i, n in enumerate(totals) if n >= LEAST)
    while hidden and others and not _safe(totals, hidden):
        hidden.add(others.pop(0)[1])
    return hidden


def _safe(totals: Sequence[int], hidden: set[int]) -> bool:
    """True if the sum of the hidden totals leaves each small one every value from 1 to 9."""
    small = sum(_is_small(totals[i]) for i in hidden)
    large = len(hidden) - small
    whole = sum(totals[i] for i in hidden)
    least_of_others = (small - 1) + LEAST * large
    most_of_others = (LEAST - 1) * (small - 1)
    return whole - least_of_others >= LEAST - 1 and (large > 0 or whole - most_of_others <= 1)
