"""From the truth to what a file holds: some facts missing, some not found out yet, some contradictory.

The contradictions are also a list that `contradictions` looks for in any caseload.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import polars as pl

from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.draws import Bools, Floats
from returnhub.caseload.households import People
from returnhub.scheme.facts import Fact, FactGroup

_ALWAYS_KNOWN = frozenset({"origin"})
"""Without it a person could not be counted by origin; doubt about it is a matter for identity_confirmed."""
_BY_HOUSEHOLD = frozenset(
    {FactGroup.CLAIM, FactGroup.FAMILY, FactGroup.HOST, FactGroup.STEP, FactGroup.ONWARD}
)
_HARDER = frozenset({FactGroup.PROTECTION, FactGroup.HEALTH, FactGroup.FAMILY})
_HARDER_RATIO = 1.5

CONTRADICTIONS: dict[str, tuple[str, ...]] = {
    "rights_exhausted_before_refusal": ("rights_exhausted_on", "refused_on"),
    "exhausted_with_appeal_pending": ("rights_exhausted_on", "appeal_outcome"),
    "appeal_decided_but_not_lodged": ("appeal_lodged", "appeal_outcome"),
    "held_without_ground": ("custody", "custody_ground"),
    "papers_missing_with_document": ("papers_missing", "travel_document_until"),
    "pregnant_man": ("sex", "pregnancy_week"),
    "child_alone_in_family": ("unaccompanied_child", "family_with_children"),
}
"""Each contradiction that is looked for, and the facts between which it stands."""


def contradictions(frame: pl.DataFrame) -> pl.DataFrame:
    """A Boolean column for each contradiction whose facts the frame has; true where both cannot be right."""
    tests = {
        "rights_exhausted_before_refusal": pl.col("rights_exhausted_on") < pl.col("refused_on"),
        "exhausted_with_appeal_pending": pl.col("rights_exhausted_on").is_not_null()
        & (pl.col("appeal_outcome") == "pending"),
        "appeal_decided_but_not_lodged": ~pl.col("appeal_lodged") & (pl.col("appeal_outcome") != "none"),
        "held_without_ground": (pl.col("custody") == "held") & (pl.col("custody_ground") == "none"),
        "papers_missing_with_document": pl.col("papers_missing")
        & pl.col("travel_document_until").is_not_null(),
        "pregnant_man": (pl.col("sex") == "male") & (pl.col("pregnancy_week") > 0),
        "child_alone_in_family": pl.col("unaccompanied_child") & pl.col("family_with_children"),
    }
    able = {k: t for k, t in tests.items() if all(f in frame.columns for f in CONTRADICTIONS[k])}
    return frame.select(t.fill_null(value=False).alias(k) for k, t in able.items())


def missing(
    people: People, facts: Mapping[str, Fact], found: Mapping[str, Bools], in_contact: Bools, numbers: Numbers
) -> dict[str, Bools]:
    """For each fact, whose file lacks it: by chance, or because nobody has found it out (`found`)."""
    # an average of one, so that the figure stays the share of all facts that are missing
    ratios = {n: _HARDER_RATIO if f.group in _HARDER else 1.0 for n, f in facts.items()}
    base = numbers.of("fact_missing_share") * len(ratios) / sum(ratios.values())
    contact = np.where(in_contact, 1.0, numbers.of("missing_out_of_contact_ratio"))
    lacks: dict[str, Bools] = {}
    for name, fact in facts.items():
        if name in _ALWAYS_KNOWN:
            continue
        share: Floats = np.minimum(1.0, base * ratios[name] * contact)
        # what is noted once for a household is missing for all of its members
        luck = people.homes if fact.group in _BY_HOUSEHOLD else people.luck
        lacks[name] = luck.chance(f"missing {name}", share)
        if name in found:
            lacks[name] |= ~found[name]
    return lacks


def contradict(known: pl.DataFrame, truth: pl.DataFrame, people: People, numbers: Numbers) -> pl.DataFrame:
    """Put one contradiction into the share of files that has one; both facts are then on file."""
    has = people.luck.chance("contradiction", numbers.of("fact_conflict_share"))
    names = list(CONTRADICTIONS)
    which = pl.Series(np.where(has, people.luck.pick("which contradiction", [1.0] * len(names)), -1))
    refused_on = truth["refused_on"]
    wrong: dict[str, dict[str, object]] = {
        "rights_exhausted_before_refusal": {
            "refused_on": refused_on,
            "rights_exhausted_on": refused_on - dt.timedelta(days=30),
        },
        "exhausted_with_appeal_pending": {"rights_exhausted_on": refused_on, "appeal_outcome": "pending"},
        "appeal_decided_but_not_lodged": {"appeal_lodged": False, "appeal_outcome": "dismissed"},
        "held_without_ground": {"custody": "held", "custody_ground": "none"},
        "papers_missing_with_document": {"papers_missing": True, "travel_document_until": refused_on},
        "pregnant_man": {"sex": "male", "pregnancy_week": 20},
        "child_alone_in_family": {"unaccompanied_child": True, "family_with_children": True},
    }
    columns: dict[str, pl.Expr] = {}
    for number, name in enumerate(names):
        for column, value in wrong[name].items():
            kind = known[column].dtype
            put = value if isinstance(value, pl.Series) else pl.lit(value, dtype=kind)
            columns[column] = (
                pl.when(which == number).then(put).otherwise(columns.get(column, pl.col(column)))
            )
    return known.with_columns(expression.alias(column) for column, expression in columns.items())
