"""A rule's text -> our own tree, or Problems. A closed subset of SQL booleans; all else is refused.

    fact = TRUE        fact IN ('held', 'bail')        NOT (a = FALSE AND b < :as_of - 5 working days)

Two gates stand one behind the other. The first looks at words: a text that is too long or nested too
deeply, or that has a word which no rule needs (SELECT, CASE, IS, a function's name, a quoted name),
never reaches sqlglot's parser. The second looks at the tree that comes back and admits only listed
kinds of node. Names, types and values are then checked against the facts. A rule's text is never
handed to an engine: some open files and addresses while they read.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping

from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError
from sqlglot.parser import Parser

from returnhub.problems import Code, Problems, Where
from returnhub.scheme.facts import Fact, FactType
from returnhub.screening.condition import (
    All,
    AnyOf,
    AsOf,
    Compare,
    Condition,
    FactName,
    GoodFrom,
    Literal,
    Not,
    OneOf,
    Op,
    Operand,
)
from returnhub.screening.gate import MOST_DIGITS, MOST_LEVELS, Gate

Node = exp.Expression  # pyright: ignore[reportPrivateImportUsage]: its public place since the first release

_OPS: dict[type[Node], Op] = {
    exp.EQ: Op.EQ,
    exp.NEQ: Op.NE,
    exp.LT: Op.LT,
    exp.LTE: Op.LE,
    exp.GT: Op.GT,
    exp.GTE: Op.GE,
}
_TYPES: dict[FactType, str] = {
    FactType.BOOLEAN: "true or false",
    FactType.INTEGER: "a whole number",
    FactType.DATE: "a date",
    FactType.CODE: "a code",
}


def parse(text: object, facts: Mapping[str, Fact], where: Where | None = None) -> Condition:
    """The condition that `text` writes.

    `facts` are all facts that may be named, by id. Raises Problems with everything that is wrong,
    each at `where`; never anything else, whatever `text` is.
    """
    reader = _Reader(facts, where or Where())
    condition = reader.read(text)
    if reader.problems or condition is None:
        raise Problems(reader.problems)
    return condition


class _Reader:
    """One reading of one text. The gate keeps the list of what is wrong."""

    def __init__(self, facts: Mapping[str, Fact], where: Where) -> None:
        self._facts = facts
        self._gate = Gate(where)
        self.wrong = self._gate.wrong
        self.problems = self._gate.problems

    def read(self, text: object) -> Condition | None:
        try:
            tokens = self._gate.tokens(text)
            if self.problems:
                return None
            trees = Parser().parse(tokens, str(text))
        except ParseError as fault:
            said = str(fault.errors[0].get("description") or "") if fault.errors else ""
            short = "Required" in said or "Expecting" in said
            reason = "something is missing" if short else "a word or bracket is in the wrong place"
            return self.wrong(Code.RULE_SYNTAX, reason=reason)
        except TokenError:
            return self.wrong(Code.RULE_SYNTAX, reason="a quote is not closed")
        except (SqlglotError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
            # sqlglot reads a language far larger than ours; whatever trips it, the text is not ours
            return self.wrong(Code.RULE_SYNTAX, reason=f"it is not a condition ({type(fault).__name__})")
        if len(trees) != 1 or not isinstance(trees[0], Node):
            return self.wrong(Code.RULE_SYNTAX, reason="it is not one condition")
        condition = self._condition(trees[0])
        return None if self.problems else condition

    def _condition(self, node: Node, level: int = 0) -> Condition | None:
        """The second gate: only these kinds of node have a meaning here."""
        if level > 2 * MOST_LEVELS:
            return self.wrong(Code.RULE_TOO_DEEP, most=MOST_LEVELS)
        match node:
            case exp.Paren():
                return self._condition(node.this, level + 1)
            case exp.Not():
                part = self._condition(node.this, level + 1)
                return None if part is None else Not(part)
            case exp.And() | exp.Or():
                # a chain of ANDs comes back as a tree as deep as it is long
                below = [self._condition(n, level + 1) for n in _chain(node)]
                known = tuple(p for p in below if p is not None)
                return (All if isinstance(node, exp.And) else AnyOf)(known)
            case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
                return self._compare(node.this, _OPS[type(node)], node.expression)
            case exp.In():
                return self._one_of(node)
            case exp.Column():
                name = node.name
                if name not in self._facts:
                    return self._unknown(name)
                return self.wrong(Code.RULE_SYNTAX, reason=f'"{name}" stands alone; write {name} = TRUE')
            case _:
                return self.wrong(Code.RULE_NOT_ALLOWED, found=_shown(node))

    def _compare(self, left: Node, op: Op, right: Node) -> Condition | None:
        fact = self._fact(left)
        to = self._operand(right)
        if fact is None or to is None:
            return None
        if op not in (Op.EQ, Op.NE) and fact.type in (FactType.BOOLEAN, FactType.CODE):
            return self.wrong(Code.RULE_TYPE_WRONG, name=fact.id, expected=_TYPES[fact.type], found=f'"{op}"')
        if isinstance(to, FactName):
            other = self._facts[to.name]
            if fact.type is not other.type or fact.type not in (FactType.DATE, FactType.INTEGER):
                return self.wrong(
                    Code.RULE_TYPE_WRONG,
                    name=fact.id,
                    expected=_TYPES[fact.type],
                    found=f'fact "{other.id}" ({_TYPES[other.type]})',
                )
            return self._dated(other, self._dated(fact, Compare(fact.id, op, to)))
        if not self._fits(fact, to):
            return None
        return self._dated(fact, Compare(fact.id, op, to))

    def _one_of(self, node: exp.In) -> Condition | None:
        fact = self._fact(node.this)
        written = node.expressions
        if not written or any(v for k, v in node.args.items() if k not in ("this", "expressions")):
            return self.wrong(Code.RULE_SYNTAX, reason="IN takes a list of values in brackets")
        values = [self._operand(e) for e in written]
        if fact is None:
            return None
        if fact.type not in (FactType.CODE, FactType.INTEGER):
            return self.wrong(Code.RULE_TYPE_WRONG, name=fact.id, expected=_TYPES[fact.type], found="IN")
        good: list[int | str] = []
        for value in values:
            if isinstance(value, AsOf | FactName):
                self.wrong(Code.RULE_NOT_ALLOWED, found="a fact or a day in the list of IN")
            elif value is not None and self._fits(fact, value) and isinstance(value, int | str):
                good.append(value)
        return self._dated(fact, OneOf(fact.id, tuple(good)))

    def _dated(self, fact: Fact, part: Condition) -> Condition:
        if fact.dated_by is None or fact.good_for_days is None:
            return part
        return GoodFrom(fact.dated_by, AsOf(-fact.good_for_days), AsOf(), part)

    def _fact(self, node: Node) -> Fact | None:
        if not isinstance(node, exp.Column):
            return self.wrong(Code.RULE_SYNTAX, reason=f"a fact's name comes first, not {_shown(node)}")
        return self._facts[node.name] if node.name in self._facts else self._unknown(node.name)

    def _unknown(self, name: str) -> None:
        self.wrong(
            Code.RULE_FACT_UNKNOWN,
            name=name[:60],
            near=difflib.get_close_matches(name[:60], self._facts, n=2),
        )

    def _operand(self, node: Node) -> Operand | None:
        match node:
            case exp.Boolean():
                return bool(node.this)
            case exp.Placeholder():
                return self._gate.days[node.name]
            case exp.Literal() if node.is_string:
                return node.name
            case exp.Literal():
                if node.name.isdecimal() and len(node.name) <= MOST_DIGITS:
                    return int(node.name)
                return self.wrong(Code.RULE_NOT_ALLOWED, found=f"the number {node.name[:20]}")
            case exp.Column():
                if node.name not in self._facts:
                    return self._unknown(node.name)
                return FactName(node.name)
            case _:
                return self.wrong(Code.RULE_NOT_ALLOWED, found=_shown(node))

    def _fits(self, fact: Fact, value: Literal | AsOf) -> bool:
        """True if the value is of the fact's type and among its values; else the problem is noted."""
        right = {
            FactType.BOOLEAN: isinstance(value, bool),
            FactType.INTEGER: isinstance(value, int) and not isinstance(value, bool),
            FactType.DATE: isinstance(value, dt.date | AsOf),
            FactType.CODE: isinstance(value, str),
        }[fact.type]
        if not right:
            shown = repr(value) if isinstance(value, str) else str(value).upper()
            found = "a day" if isinstance(value, dt.date | AsOf) else shown[:60]
            self.wrong(Code.RULE_TYPE_WRONG, name=fact.id, expected=_TYPES[fact.type], found=found)
            return False
        if isinstance(value, str) and value not in fact.codes:
            near = difflib.get_close_matches(value[:60], fact.codes, n=1)
            self.wrong(
                Code.RULE_VALUE_UNKNOWN,
                name=fact.id,
                found=f"'{value[:60]}'",
                expected=list(fact.codes),
                near=near,
            )
            return False
        if fact.type is FactType.INTEGER and isinstance(value, int):
            low, high = fact.low, fact.high
            if (low is not None and value < low) or (high is not None and value > high):
                self.wrong(Code.RULE_VALUE_UNKNOWN, name=fact.id, found=value, expected=f"{low} to {high}")
                return False
        return True


def _chain(node: Node) -> list[Node]:
    """The members of `a AND b AND c`, which sqlglot nests to the left, without recursion."""
    kind, members = type(node), list[Node]()
    while type(node) is kind:
        members.append(node.expression)
        node = node.this
    return [node, *reversed(members)]


def _shown(node: Node) -> str:
    if isinstance(node, exp.Alias):
        return "a word without AND or OR before it"
    if isinstance(node, exp.Boolean):
        return "TRUE or FALSE by itself"
    if isinstance(node, exp.Placeholder):
        return "a day"
    return node.key.upper().replace("_", " ") if not isinstance(node, exp.Literal) else str(node.this)[:40]
