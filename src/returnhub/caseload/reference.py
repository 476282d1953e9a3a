"""Case references such as RH-48K2-7Q: readable aloud, unique, and one mistyped character is noticed.

Thirty-one characters are used, without 0 O 1 I L. The sixth checks the other five: 31 is a prime
and the weights differ, so any one wrong character and any two swapped neighbours are caught.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from returnhub.caseload.draws import Bits, key, mix
from returnhub.caseload.signs import ALPHABET, BASE, OFFSET, WEIGHTS

MOST = BASE**5
"""How many references there are: 28,629,151."""

_HALF = np.uint64(13)
_LOW = np.uint64((1 << 13) - 1)
_LETTERS = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_SHAPE = r"^RH-[0-9A-Z]{4}-[0-9A-Z]{2}$"


def references(rows: np.ndarray[tuple[int], np.dtype[np.uint64]], seed: int) -> pl.Series:
    """A reference for each row number below `MOST`; different rows never share one under one seed."""
    number = _shuffled(rows, seed)
    digits = np.empty((len(rows), 5), dtype=np.int64)
    for place in range(4, -1, -1):
        number, rest = np.divmod(number, np.uint64(BASE))
        digits[:, place] = rest
    check = (digits @ np.array(WEIGHTS) + OFFSET) % BASE
    text = np.empty((len(rows), 10), dtype=np.uint8)
    text[:, :] = np.frombuffer(b"RH-....-..", dtype=np.uint8)
    text[:, 3:7] = _LETTERS[digits[:, :4]]
    text[:, 8] = _LETTERS[digits[:, 4]]
    text[:, 9] = _LETTERS[check]
    return pl.Series("case", text.view("S10").ravel(), dtype=pl.Binary).cast(pl.String)


def mistyped(cases: pl.Series) -> pl.Series:
    """True where a case looks like one of our references and its check character does not fit.

    Cases of another form are somebody else's references, about which nothing can be said.
    """
    ours = cases.str.contains(_SHAPE).fill_null(value=False)
    wrong = np.zeros(len(cases), dtype=bool)
    at = ours.arg_true().to_numpy()
    if len(at):
        text = np.frombuffer("".join(cases.gather(at).to_list()).encode(), dtype=np.uint8).reshape(-1, 10)
        place = np.full(256, -1, dtype=np.int64)
        place[_LETTERS] = np.arange(BASE)
        digits = place[text[:, [3, 4, 5, 6, 8, 9]]]
        fits = (digits[:, :5] @ np.array(WEIGHTS) + OFFSET) % BASE == digits[:, 5]
        wrong[at] = ~fits | (digits < 0).any(axis=1)
    return pl.Series(wrong)


def _shuffled(rows: Bits, seed: int) -> Bits:
    """A keyed one-to-one shuffle of 0..MOST-1: a four-round Feistel network on 26 bits.

    Numbers that land beyond MOST go round again until they fall inside, which keeps it one-to-one.
    """
    keys = [key(seed, f"reference {r}") for r in range(4)]
    out = rows.copy()
    todo = np.arange(len(out))
    while len(todo):
        left, right = out[todo] >> _HALF, out[todo] & _LOW
        for k in keys:
            left, right = right, left ^ (mix(right + k) & _LOW)
        out[todo] = (left << _HALF) | right
        todo = todo[out[todo] >= MOST]
    return out
