"""Measure every claim, and write the page and its plots."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from validation.draw import picture
from validation.evidence import Effort, Evidence
from validation.page import PICTURES, Made, page, verdict


def make(claims: Mapping[str, Callable[[Effort], Evidence]], made: Made, docs: Path) -> int:
    """Write `validation.md` and its plots into `docs`, and print a line a claim; 1 if one does not hold."""
    found: list[Evidence] = []
    for name, measure in claims.items():
        began = time.perf_counter()
        evidence = measure(made.effort)
        found.append(evidence)
        took = time.perf_counter() - began
        print(f"{verdict(evidence):14} {name:10} {len(evidence.rows):4} numbers {took:6.1f} s", flush=True)
    (docs / PICTURES).mkdir(parents=True, exist_ok=True)
    for evidence in found:
        if not evidence.missing:
            (docs / PICTURES / f"{evidence.ident}.svg").write_text(picture(evidence) + "\n", "utf-8")
    (docs / "validation.md").write_text(page(found, made), "utf-8")
    wrong = [evidence.ident for evidence in found if not evidence.holds]
    if wrong:
        says = f"these claims do not hold: {', '.join(wrong)}"
        print(f"error: {says}; see {docs / 'validation.md'}", file=sys.stderr)
    return 1 if wrong else 0
