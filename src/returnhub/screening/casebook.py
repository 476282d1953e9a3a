"""The tests that stand beside the rules, in the field's own notation: a case, a change, what must come out.

    as_of: 2026-11-25
    cases:
      settled: {birth_on: 1990-05-05, court_stay: false}    # one file names the cases for all
    rules:
      adult:
        holds: [{birth_on: 2008-11-25}]
        fails: [{birth_on: 2008-11-26}]
        unknown: [{birth_on: null}]
    verdicts:
      - {name: a stay bars, profiles: [uk-2025], with: {court_stay: true}, verdict: barred}

Every test starts from the case `settled` and changes the facts that it names; `as_of` in a test
asks on another day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme import lines
from returnhub.scheme.facts import Fact
from returnhub.scheme.fields import near
from returnhub.scheme.shipped import shipped
from returnhub.screening.verdict import State, Verdict

BASE = "settled"


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One case on one day, what each named rule must answer, and the verdict where one is asked for.

    `profiles` are those that it belongs to; none given: every profile that has the rules.
    """

    name: str
    where: Where
    as_of: dt.date
    case: Mapping[str, object]
    expect: Mapping[str, State]
    verdict: Verdict | None = None
    profiles: tuple[str, ...] | None = None


def read_tests(facts: Mapping[str, Fact], law: Path | None = None) -> tuple[RuleTest, ...]:
    """All tests in `rules/*.test.yaml`. Raises Problems with everything that is wrong in them."""
    folder = (law or shipped("law")) / "rules"
    tops = [
        lines.read_yaml(path, f"law/rules/{path.name}").top for path in sorted(folder.glob("*.test.yaml"))
    ]
    reader = _Reader(facts)
    for top in tops:
        for name, node in _mapping(top.step("cases")).items():
            reader.cases[name] = reader.facts_in(node)
    tests = [t for top in tops for t in reader.tests(top)]
    if reader.problems:
        raise Problems(reader.problems)
    return tuple(tests)


class _Reader:
    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self.cases: dict[str, dict[str, object]] = {}
        self.problems: list[Problem] = []

    def facts_in(self, node: lines.Node | None) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in _mapping(node).items():
            if name in self._facts:
                found[name] = value.value
            else:
                given = {"name": name, "near": near(name, self._facts)}
                self.problems.append(Problem(Code.RULE_FACT_UNKNOWN, value.where(), given))
        return found

    def tests(self, top: lines.Node) -> list[RuleTest]:
        day = _day(top.step("as_of"), dt.date(2026, 11, 25))
        found: list[RuleTest] = []
        for rule, by_state in _mapping(top.step("rules")).items():
            for state, listed in _mapping(by_state).items():
                wanted = self._state(state, listed)
                for i, node in enumerate(listed.value if isinstance(listed.value, list) else [], 1):
                    members = _mapping(node)
                    changed = {k: v for k, v in members.items() if k not in ("as_of", "name")}
                    named = members.get("name")
                    name = str(named.value) if named else f"{rule} {state}, {i}"
                    case = self.cases.get(BASE, {}) | self.facts_in(lines.Node(changed, node.file, node.line))
                    as_of = _day(members.get("as_of"), day)
                    found.append(RuleTest(name, node.where(), as_of, case, {rule: wanted}))
        listed = top.step("verdicts")
        for node in listed.value if listed is not None and isinstance(listed.value, list) else []:
            found.append(self._verdict(node, day))
        return found

    def _verdict(self, node: lines.Node, day: dt.date) -> RuleTest:
        members = _mapping(node)
        expect = {r: self._state(str(s.value), s) for r, s in _mapping(members.get("expect")).items()}
        wanted, profiles, name = members.get("verdict"), members.get("profiles"), members.get("name")
        verdict = None
        if wanted is not None:
            try:
                verdict = Verdict(str(wanted.value))
            except ValueError:
                given = {"found": wanted.value, "expected": [v.value for v in Verdict]}
                self.problems.append(Problem(Code.SCHEME_VALUE_UNKNOWN, wanted.where(), given))
        listed = profiles.value if profiles is not None and isinstance(profiles.value, list) else None
        return RuleTest(
            name=str(name.value) if name is not None else "without a name",
            where=node.where(),
            as_of=_day(members.get("as_of"), day),
            case=self.cases.get(BASE, {}) | self.facts_in(members.get("with")),
            expect=expect,
            verdict=verdict,
            profiles=None if listed is None else tuple(str(p.value) for p in listed),
        )

    def _state(self, written: str, node: lines.Node) -> State:
        try:
            return State(written)
        except ValueError:
            given = {"found": written, "expected": [s.value for s in State]}
            self.problems.append(Problem(Code.SCHEME_VALUE_UNKNOWN, node.where(), given))
            return State.UNKNOWN


def _mapping(node: lines.Node | None) -> dict[str, lines.Node]:
    return node.value if node is not None and isinstance(node.value, dict) else {}


def _day(node: lines.Node | None, usual: dt.date) -> dt.date:
    return node.value if node is not None and isinstance(node.value, dt.date) else usual
