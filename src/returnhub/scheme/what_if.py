"""A scheme with some of its figures set to something else, as somebody asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme.check import check_figure
from returnhub.scheme.fields import near
from returnhub.scheme.figures import Confidence, Figure, Range
from returnhub.scheme.lines import Node
from returnhub.scheme.model import Scheme

Asked = float | tuple[float, float]
"""A value, or a range in which every value is as likely."""


def what_if(scheme: Scheme, figures: Mapping[str, Asked], called: str = "") -> Scheme:
    """The same scheme with each of `figures` set for all origins alike, as an assumption.

    Its id and title say what it is `called`, or else which figures were set. Raises Problems with every
    name that is no figure of the scheme and every amount that its unit forbids.
    """
    problems: list[Problem] = []
    changed: dict[str, Figure] = {}
    for name, asked in figures.items():
        if name not in scheme.figures:
            given = {"name": name, "near": near(name, scheme.figures)}
            problems.append(Problem(Code.SCHEME_FIGURE_MISSING, Where(field=name), given))
            continue
        changed[name] = scheme.figure(name).model_copy(update=_assumed(asked))
        # asked for in a call, so that there is no file and no line to go to
        found = check_figure(changed[name], Node(None, "", 0), name)
        problems += [replace(p, where=Where(field=p.where.field)) for p in found]
    if problems:
        raise Problems(problems)
    called = called or ", ".join(f"{name} {_shown(asked)}" for name, asked in figures.items())
    words = re.findall(r"[a-z0-9]+", called.casefold().replace(",", ""))
    return scheme.model_copy(
        update={
            "id": "-".join([scheme.id, *words]),
            "title": f"{scheme.title}, with {called.replace('_', ' ')}",
            "figures": {**scheme.figures, **changed},
        }
    )


def _assumed(asked: Asked) -> dict[str, object]:
    """What a figure says of an amount that somebody asked about."""
    in_range = isinstance(asked, tuple)
    return {
        "value": None if in_range else asked,
        "range": Range(low=asked[0], high=asked[1]) if in_range else None,
        "distribution": None,
        "by_origin": dict[str, object](),
        "confidence": Confidence.ASSUMPTION,
        "source": (),
        "why": f"A what-if: set to {_shown(asked)}.",
    }


def _shown(asked: Asked) -> str:
    return " to ".join(f"{x:,g}" for x in (asked if isinstance(asked, tuple) else (asked,)))
