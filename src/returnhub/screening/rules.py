"""A ruleset: the rules of a named profile and of a scheme, loaded, with every condition read.

A profile names the rules that count in one body of law at one time. A scheme may add rules of its
own; one with the same id replaces the profile's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from returnhub.problems import Code, Problem, Problems, refuse
from returnhub.procedure.clocks import add_working_days
from returnhub.scheme import lines
from returnhub.scheme.facts import Fact
from returnhub.scheme.fields import fit, near
from returnhub.scheme.law import read_facts
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped
from returnhub.screening.condition import Condition, facts_of, resolve, shifted
from returnhub.screening.parse import parse
from returnhub.screening.rule import TO_THE_HUB, About, Choice, Group, Profile, Rule, Version, check_versions


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule as it is asked on one day: its version in force, and the condition."""

    rule: Rule
    number: int
    version: Version
    condition: Condition
    facts: tuple[str, ...]
    """The facts that it reads."""


@dataclass(frozen=True, eq=False)
class Ruleset:
    """The rules of a profile and a scheme, read and checked. `digest` names exactly this content."""

    profile: Profile
    rules: tuple[Rule, ...]
    pinned: Mapping[str, int]
    conditions: Mapping[tuple[str, int], Condition]
    facts: Mapping[str, Fact]
    digest: str

    @property
    def id(self) -> str:
        """The profile's name."""
        return self.profile.id

    def rule(self, name: str) -> Rule:
        """The rule called `name`."""
        return next(r for r in self.rules if r.id == name)

    def in_force(self, as_of: dt.date) -> tuple[Asked, ...]:
        """Every rule with its one version in force on `as_of`, days in conditions not yet worked out.

        Raises Problems (screening.no_rule_in_force) if any rule has none: a rule is never left out.
        """
        asked: list[Asked] = []
        for rule in self.rules:
            pin = self.pinned.get(rule.id)
            numbered = list(enumerate(rule.versions, 1))
            found = [(n, v) for n, v in numbered if (n == pin if pin else v.in_force(as_of))]
            if not found:
                raise refuse(
                    Code.SCREENING_NO_RULE_IN_FORCE,
                    profile=self.id,
                    rule=rule.id,
                    date=as_of,
                    from_date=max(r.versions[0].from_ for r in self.rules),
                )
            number, version = found[0]
            condition = self.conditions[rule.id, number]
            asked.append(Asked(rule, number, version, condition, facts_of(condition)))
        return tuple(asked)

    def asked(
        self, as_of: dt.date, groups: Iterable[str] | None = None, about: str | None = None
    ) -> tuple[Asked, ...]:
        """The rules of some groups (none given: those on a move to the hub), with every day worked out.

        Raises Problems as `in_force` does, and if no rule is left to ask: nothing asked is no answer.
        """
        wanted = TO_THE_HUB if groups is None else tuple(Group(g) for g in groups)
        kind = None if about is None else About(about)
        found = _asked(self, as_of, wanted, kind)
        if not found:
            raise refuse(Code.SCREENING_NO_RULE_IN_FORCE, profile=self.id, date=as_of, from_date=as_of)
        return found


@lru_cache(maxsize=64)
def _asked(
    ruleset: Ruleset, as_of: dt.date, groups: tuple[Group, ...], kind: About | None
) -> tuple[Asked, ...]:
    # Days are worked out for these alone: whoever asks of no step needs no calendar of working days.
    return tuple(
        replace(a, condition=resolved(a.condition, as_of))
        for a in ruleset.in_force(as_of)
        if a.rule.group in groups and kind in (None, a.rule.about)
    )


def resolved(condition: Condition, as_of: dt.date) -> Condition:
    """The condition on `as_of`: every day that it names as a date, by the calendar of working days."""
    return resolve(condition, lambda shift: shifted(as_of, shift, add_working_days))


def digest(profile: Profile, rules: Iterable[Rule], facts: Mapping[str, Fact]) -> str:
    """SHA-256 of all that a verdict depends on, so that a stored verdict says which rules it followed."""
    whole = {
        "profile": profile.model_dump(mode="json", by_alias=True),
        "rules": [r.model_dump(mode="json", by_alias=True) for r in rules],
        "facts": [facts[name].model_dump(mode="json") for name in sorted(facts)],
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


Rules = dict[str, tuple[Rule, lines.Node]]
"""Rules by id, each with where it stands in its file."""


def load_ruleset(profile: str, scheme: Scheme | None = None, law: Path | None = None) -> Ruleset:
    """The rules of `law/profiles/<profile>.yaml`, with those that the scheme adds.

    `law` is the folder to read (none: the shipped one). Raises Problems with everything that is
    wrong in all files at once, each with file, line and field.
    """
    folder = law or shipped("law")
    problems: list[Problem] = []
    facts = scheme.facts if scheme is not None and scheme.facts else read_facts(folder, problems)
    known = _rules(folder, problems)
    chosen = _profile(folder, profile, problems)
    rules, pinned = _chosen(chosen, known, problems) if chosen is not None else ({}, {})
    for path in scheme.rules_files if scheme is not None else ():
        own = _listed(lines.read_yaml(path, "/".join(path.parts[-2:])).top, problems, {})
        rules |= own
        pinned = {name: n for name, n in pinned.items() if name not in own}
    conditions = _conditions(rules, facts, problems)
    if problems or chosen is None:
        raise Problems(problems)
    ordered = tuple(sorted((r for r, _ in rules.values()), key=lambda r: list(Group).index(r.group)))
    used = {f for c in conditions.values() for f in facts_of(c)}
    return Ruleset(
        profile=chosen[0],
        rules=ordered,
        pinned=pinned,
        conditions=conditions,
        facts=facts,
        digest=digest(chosen[0], ordered, {name: facts[name] for name in used}),
    )


def _chosen(
    chosen: tuple[Profile, lines.Node], known: Rules, problems: list[Problem]
) -> tuple[Rules, dict[str, int]]:
    """The rules that a profile names, and the versions to which it pins some."""
    rules: Rules = {}
    pinned: dict[str, int] = {}
    for i, choice in enumerate(chosen[0].rules):
        name, version = (choice.id, choice.version) if isinstance(choice, Choice) else (choice, None)
        where = chosen[1].where(("rules", i))
        if name not in known:
            given = {"kind": "rule", "name": name, "near": near(name, known)}
            problems.append(Problem(Code.SCHEME_REFERENCE_MISSING, where, given))
            continue
        rules[name] = known[name]
        if version is not None and version > len(known[name][0].versions):
            given = {"kind": f"version of rule {name}", "name": version}
            problems.append(Problem(Code.SCHEME_REFERENCE_MISSING, where, given))
        elif version is not None:
            pinned[name] = version
    return rules, pinned


def _conditions(
    rules: Rules, facts: Mapping[str, Fact], problems: list[Problem]
) -> dict[tuple[str, int], Condition]:
    conditions: dict[tuple[str, int], Condition] = {}
    for name, (rule, node) in rules.items():
        problems += check_versions(rule, node.where(("versions",)))
        for number, version in enumerate(rule.versions, 1):
            try:
                where = node.where(("versions", number - 1, "holds"))
                conditions[name, number] = parse(version.holds, facts, where)
            except Problems as wrong:
                problems += wrong.items
    return conditions


def profiles(law: Path | None = None) -> tuple[str, ...]:
    """The names of the profiles, in order."""
    return tuple(sorted(f.stem for f in ((law or shipped("law")) / "profiles").glob("*.yaml")))


def _rules(folder: Path, problems: list[Problem]) -> Rules:
    rules: Rules = {}
    for path in sorted((folder / "rules").glob("*.yaml")):
        if not path.name.endswith(".test.yaml"):
            rules |= _listed(lines.read_yaml(path, _name(path)).top, problems, rules)
    return rules


def _listed(top: lines.Node, problems: list[Problem], seen: Mapping[str, tuple[Rule, lines.Node]]) -> Rules:
    if not isinstance(top.value, list):
        given = {"expected": "a list of rules", "found": "something else"}
        problems.append(Problem(Code.YAML_NOT_A_MAPPING, top.where(), given))
        return {}
    rules: Rules = {}
    for node in top.value:
        name = node.at(("id",)).value
        rule = fit(Rule, node, problems, name if isinstance(name, str) else "")
        if rule is None:
            continue
        first = seen.get(rule.id) or rules.get(rule.id)
        if first is not None:
            given = {"name": rule.id, "first": first[1].line}
            problems.append(Problem(Code.SCHEME_NAME_TWICE, node.where(), given))
        rules[rule.id] = rule, node
    return rules


def _profile(folder: Path, name: str, problems: list[Problem]) -> tuple[Profile, lines.Node] | None:
    names = profiles(folder)
    if name not in names:
        raise refuse(Code.RULE_PROFILE_UNKNOWN, name=name, expected=list(names), near=near(name, names))
    path = folder / "profiles" / f"{name}.yaml"
    top = lines.read_yaml(path, _name(path)).top
    profile = fit(Profile, top, problems)
    return None if profile is None else (profile, top)


def _name(path: Path) -> str:
    """A file of the law as errors name it: `law/rules/bars.yaml`."""
    parts = path.parts
    return "/".join(parts[-3:] if path.parent.name in ("rules", "profiles") else parts[-2:])
