"""Whether two figures are alike, and whether a changed one says anew why it is so."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from returnhub.problems import Code, Problem, Where
from returnhub.scheme.figures import Amount, Figure, OriginAmount


def same(a: Figure, b: Figure) -> bool:
    """Alike in every field, numbers to the fifteen digits that a sheet keeps."""
    if set(a.by_origin) != set(b.by_origin) or not _same_amount(a, b):
        return False
    names = [n for n in Figure.model_fields if n not in ("value", "range", "by_origin")]
    return all(_like(getattr(a, n), getattr(b, n)) for n in names) and all(
        _same_amount(row, b.by_origin[code]) and _same_reason(row, b.by_origin[code])
        for code, row in a.by_origin.items()
    )


def _like(a: object, b: object) -> bool:
    # a sheet keeps no space at the ends of a text, and a file's folded line keeps one
    return a.strip() == b.strip() if isinstance(a, str) and isinstance(b, str) else a == b


def _same_amount(a: Amount, b: Amount) -> bool:
    """Alike to the fifteen digits that a sheet keeps."""
    if a.distribution is not b.distribution or (a.range is None) is not (b.range is None):
        return False
    pairs = [(a.value, b.value)]
    if a.range is not None and b.range is not None:
        pairs += [(a.range.low, b.range.low), (a.range.high, b.range.high)]
    return all(
        x is y is None or (x is not None and y is not None and math.isclose(x, y, rel_tol=1e-12))
        for x, y in pairs
    )


def _same_reason(a: Figure | OriginAmount, b: Figure | OriginAmount) -> bool:
    return a.confidence is b.confidence and a.source == b.source and _like(a.why or "", b.why or "")


def old_reasons(
    old: Figure, new: Figure, line: int | None, lines: Mapping[str, int], file: str
) -> Iterator[Problem]:
    """Amounts that changed while what is said for them did not.

    `line` is the row of the figure, None where the sheet lacks it, `lines` those of its origins.
    """
    if not _same_reason(old, new):
        return
    if line is not None and not _same_amount(old, new):
        yield Problem(Code.SHEET_REASON_UNCHANGED, Where(file, line, field=old.id))
    for code, own in lines.items():
        before, after = old.by_origin.get(code), new.by_origin[code]
        well = before is not None and (_same_amount(before, after) or not _same_reason(before, after))
        if not well and (before is not None or not (after.source or after.why)):
            yield Problem(Code.SHEET_REASON_UNCHANGED, Where(file, own, field=f"{old.id} {code}"))
