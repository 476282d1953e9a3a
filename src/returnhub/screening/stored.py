"""A ruleset as a function that PostgreSQL keeps, so that the database itself judges a case at commit.

Schema `rules`. What is asked, of a case's facts as a JSON object (fact id -> true or false, whole
number, 'YYYY-MM-DD' or code; missing or null: unknown) on a day:

    rules.screen(digest text, facts jsonb, as_of date)
        -> rule text, version integer, rule_group text, about text, holds boolean
    rules.stands(digest text, facts jsonb, as_of date, groups text[])
        -> rule text, version integer, holds boolean

`screen` gives a row for each rule of every group; `stands` only the rules of the groups that do not
hold, so no row means that nothing stands in the way. `holds` null is unknown and refuses as false
does. A rule without a version in force is a row whose version and holds are null.

Nothing passes by mistake: a value of the wrong type, an unknown digest, no day, or a group without a
rule is an error (RHR02, RHR01, RHR03, RHR04). Every fact that some version of a rule reads is checked.
"""

from __future__ import annotations

import datetime as dt
from importlib.resources import files

from psycopg import sql

from returnhub.procedure.clocks import is_working_day
from returnhub.scheme.facts import Fact, FactType
from returnhub.screening.condition import AsOf, Unit, facts_of
from returnhub.screening.postgres import Value, written
from returnhub.screening.rule import Rule
from returnhub.screening.rules import Ruleset

FIRST_YEAR, LAST_YEAR = 2015, 2045
"""The years of the stored calendar. Where a count of working days leaves them, its day is unknown."""

_TYPES: dict[FactType, str] = {
    FactType.BOOLEAN: "boolean",
    FactType.INTEGER: "numeric",
    FactType.DATE: "date",
    FactType.CODE: "text",
}


def schema_sql() -> str:
    """Schema, registry, calendar and what every ruleset calls. Idempotent; puts changed functions back."""
    return (files("returnhub.screening") / "stored.sql").read_text() + _calendar()


def ruleset_sql(ruleset: Ruleset) -> str:
    """The function `rules.screen_<first 16 of the digest>(facts, as_of)`, and its row in the registry.

    Runs after `schema_sql`. Idempotent; puts a changed function back.
    """
    body = _Body(ruleset)
    row = ", ".join(_quoted(v) for v in (ruleset.digest, ruleset.profile.id, ruleset.profile.title))
    return f"""
CREATE OR REPLACE FUNCTION rules.screen_{ruleset.digest[:16]}(facts jsonb, as_of date)
RETURNS TABLE (rule text, version integer, rule_group text, about text, holds boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS {_quoted(body.text())};

INSERT INTO rules.ruleset (digest, profile, title) VALUES ({row})
ON CONFLICT (digest) DO UPDATE SET profile = EXCLUDED.profile, title = EXCLUDED.title;
"""


class _Body:
    """The function's own text: facts and days as variables, then one row for each rule."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._days: dict[AsOf, str] = {}

    def text(self) -> str:
        rows = ",\n".join(self._row(rule) for rule in self._ruleset.rules)
        used = dict.fromkeys(f for c in self._ruleset.conditions.values() for f in facts_of(c))
        facts = [self._ruleset.facts[name] for name in used]
        declared = [f"  {_fact(f.id)} {_TYPES[f.type]};" for f in facts]
        declared += [f"  {name} date;" for name in self._days.values()]
        read = [f"  {_fact(f.id)} := {_reader(f)};" for f in facts]
        read += [f"  {name} := {_day(shift)};" for shift, name in self._days.items()]
        return "\n".join(
            [
                "",
                "DECLARE",
                *declared,
                "BEGIN",
                "  PERFORM rules.check_asked(facts, as_of);",
                *read,
                f"  RETURN QUERY VALUES\n{rows};",
                "END",
                "",
            ]
        )

    def _row(self, rule: Rule) -> str:
        pin = self._ruleset.pinned.get(rule.id)
        numbers: list[str] = []
        answers: list[str] = []
        for number, version in enumerate(rule.versions, 1):
            if pin not in (None, number):
                continue
            when = "true" if pin else f"as_of >= {_quoted(version.from_)}"
            if not pin and version.to is not None:
                when += f" AND as_of <= {_quoted(version.to)}"
            condition = written(self._ruleset.conditions[rule.id, number], _fact, self._value)
            numbers.append(f"WHEN {when} THEN {number}")
            answers.append(f"WHEN {when} THEN ({condition})")
        words = [_quoted(w) + "::text" for w in (rule.id, rule.group.value, rule.about.value)]
        version, holds = (f"CASE {' '.join(cases)} END" for cases in (numbers, answers))
        return f"    ({words[0]}, {version}, {words[1]}, {words[2]},\n     {holds})"

    def _value(self, value: Value) -> str:
        if not isinstance(value, AsOf):
            return _quoted(value)
        return self._days.setdefault(value, f"day_{len(self._days)}")


def _fact(name: str) -> str:
    """A fact's variable, told apart from the function's own; ids are small letters, digits and _."""
    if not (name.isascii() and name.replace("_", "").isalnum() and name == name.lower()):
        raise ValueError(f"not a name of ours: {name!r}")
    return f"f_{name}"


def _reader(fact: Fact) -> str:
    name = _quoted(fact.id)
    match fact.type:
        case FactType.BOOLEAN:
            return f"rules.fact_boolean(facts, {name})"
        case FactType.INTEGER:
            return f"rules.fact_integer(facts, {name})"
        case FactType.DATE:
            return f"rules.fact_date(facts, {name})"
        case FactType.CODE:
            return f"rules.fact_code(facts, {name}, ARRAY[{', '.join(_quoted(c) for c in fact.codes)}])"


def _day(shift: AsOf) -> str:
    match shift.unit:
        case Unit.DAYS:
            return f"as_of + ({shift.count})"
        case Unit.WORKING_DAYS:
            return f"rules.add_working_days(as_of, {shift.count})"
        case Unit.MONTHS:
            return f"(as_of + make_interval(months => {shift.count}))::date"
        case Unit.YEARS:
            return f"(as_of + make_interval(months => {12 * shift.count}))::date"


def _calendar() -> str:
    """Working days: within the text of a function, so that whoever watches the functions watches it too."""
    first, last = dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31)
    days = (first + dt.timedelta(days=i) for i in range((last - first).days + 1))
    holidays = ", ".join(_quoted(d) for d in days if d.weekday() < 5 and not is_working_day(d))
    return f"""
CREATE OR REPLACE FUNCTION rules.is_working_day(day date) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- no bank holidays are known of other years
  IF day NOT BETWEEN {_quoted(first)} AND {_quoted(last)} THEN
    RETURN NULL;
  END IF;
  RETURN extract(isodow FROM day) < 6 AND day NOT IN ({holidays});
END
$$;

CREATE OR REPLACE FUNCTION rules.add_working_days(day date, n integer) RETURNS date
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  left_over bigint := abs(n::bigint);
  working boolean;
BEGIN
  WHILE left_over > 0 LOOP
    day := day + sign(n)::integer;
    working := rules.is_working_day(day);
    IF working IS NULL THEN
      RETURN NULL;
    ELSIF working THEN
      left_over := left_over - 1;
    END IF;
  END LOOP;
  RETURN day;
END
$$;
"""


def _quoted(value: bool | int | str | dt.date) -> str:
    """A value as SQL, quoted by psycopg whatever is in it."""
    return sql.Literal(value).as_string(None)
