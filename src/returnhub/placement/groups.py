"""By what people are told apart when shares are compared: never to decide, only to see who is left out."""

from __future__ import annotations

import datetime as dt

import polars as pl

from returnhub.scheme.suitability import GroupBy

NOT_KNOWN = "not known"

AGES = ((18, "under 18"), (30, "18 to 29"), (45, "30 to 44"), (60, "45 to 59"))
OLDEST = "60 and over"
ALONE = {"male": "men alone", "female": "women alone"}
OTHERS_ALONE, ADULTS, FAMILY = "others alone", "adults together", "families with children"
CARE = ("none", "regular nursing", "a hospital within reach")


def groups(cases: pl.DataFrame, on: dt.date) -> pl.DataFrame:
    """A column of text for each `GroupBy`, row by row as `cases`: the group of each person on a day."""
    sex = pl.col("sex").cast(pl.String)
    home = pl.when(pl.col("household").is_not_null()).then(pl.len().over("household")).otherwise(1)
    age = _age(on)
    family = (pl.col("family_with_children").fill_null(value=False) | (age < 18).fill_null(value=False)) & (
        home > 1
    )
    of_home = (
        pl.when(family.any().over("household") & (home > 1))
        .then(pl.lit(FAMILY))
        .when(home > 1)
        .then(pl.lit(ADULTS))
        .otherwise(sex.replace_strict(ALONE, default=OTHERS_ALONE, return_dtype=pl.String))
    )
    of_age = pl.when(age.is_null()).then(pl.lit(NOT_KNOWN))
    for below, name in AGES:
        of_age = of_age.when(age < below).then(pl.lit(name))
    step_free = (
        pl.when("needs_step_free")
        .then(pl.lit("needs a place without steps"))
        .otherwise(pl.lit("can use steps"))
    )
    return cases.select(
        of_home.alias(GroupBy.HOUSEHOLD),
        sex.fill_null(NOT_KNOWN).alias(GroupBy.SEX),
        of_age.otherwise(pl.lit(OLDEST)).alias(GroupBy.AGE),
        pl.col("origin").cast(pl.String).fill_null(NOT_KNOWN).alias(GroupBy.NATIONALITY),
        pl.when(pl.col("needs_step_free").is_null())
        .then(pl.lit(NOT_KNOWN))
        .otherwise(step_free)
        .alias(GroupBy.DISABILITY),
        pl.col("care_needed")
        .replace_strict(dict(enumerate(CARE)), default=NOT_KNOWN, return_dtype=pl.String)
        .alias(GroupBy.HEALTH_NEED),
    )


def _age(on: dt.date) -> pl.Expr:
    """Completed years on a day."""
    born = pl.col("birth_on")
    month, day = born.dt.month(), born.dt.day()
    had_birthday = (month < on.month) | ((month == on.month) & (day <= on.day))
    return on.year - born.dt.year() - pl.when(had_birthday).then(0).otherwise(1)
