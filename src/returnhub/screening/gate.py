"""The first gate: which words may stand in a rule at all. What it refuses never reaches a parser.

Too long, nested too deeply, a quoted name, a comment, a function, SELECT, CASE, IS, BETWEEN, a cast,
arithmetic, a clock other than `:as_of`: each is refused by name. Days (`DATE '2026-11-25'`,
`:as_of - 5 working days`) become placeholders, so that nothing behind needs a cast or a sum.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlglot.tokens import (
    Token,  # pyright: ignore[reportPrivateImportUsage]: its public place since the first release
    Tokenizer,
    TokenType,  # pyright: ignore[reportPrivateImportUsage]: as above
)

from returnhub.problems import Code, Problem, Where
from returnhub.screening.condition import AsOf, Unit

MOST_CHARACTERS = 2_000
MOST_LEVELS = 12
MOST_DIGITS = 9

_MOST: dict[Unit, int] = {Unit.DAYS: 36_600, Unit.WORKING_DAYS: 260, Unit.MONTHS: 1_200, Unit.YEARS: 100}
_UNITS: dict[tuple[str, ...], Unit] = {
    ("day",): Unit.DAYS,
    ("days",): Unit.DAYS,
    ("working", "day"): Unit.WORKING_DAYS,
    ("working", "days"): Unit.WORKING_DAYS,
    ("month",): Unit.MONTHS,
    ("months",): Unit.MONTHS,
    ("year",): Unit.YEARS,
    ("years",): Unit.YEARS,
}
_WORDS = frozenset(
    {
        TokenType.VAR,
        TokenType.NUMBER,
        TokenType.STRING,
        TokenType.TRUE,
        TokenType.FALSE,
        TokenType.EQ,
        TokenType.NEQ,
        TokenType.LT,
        TokenType.LTE,
        TokenType.GT,
        TokenType.GTE,
        TokenType.IN,
        TokenType.AND,
        TokenType.OR,
        TokenType.NOT,
        TokenType.L_PAREN,
        TokenType.R_PAREN,
        TokenType.COMMA,
    }
)


@dataclass
class Gate:
    """One reading of one text: what is wrong, and the days behind its placeholders."""

    where: Where
    problems: list[Problem] = field(default_factory=list[Problem])
    days: dict[str, AsOf | dt.date] = field(default_factory=dict[str, "AsOf | dt.date"])

    def wrong(self, code: Code, **given: object) -> None:
        """Note a problem, once."""
        problem = Problem(code, self.where, MappingProxyType(given))
        if problem not in self.problems:
            self.problems.append(problem)

    def tokens(self, text: object) -> list[Token]:
        """The words of `text`; none if any is not allowed. sqlglot's tokenizer may raise its own errors."""
        if not isinstance(text, str):
            self.wrong(Code.RULE_SYNTAX, reason=f"text is expected, not {type(text).__name__}")
            return []
        if len(text) > MOST_CHARACTERS:
            self.wrong(Code.RULE_TOO_LONG, found=f"{len(text):,}", most=f"{MOST_CHARACTERS:,}")
            return []
        for sign in ("--", "/*", "*/", "#", ";"):
            if sign in text:
                self.wrong(Code.RULE_NOT_ALLOWED, found=f'"{sign}"')
        strange = sorted({c for c in text if not (c.isascii() and (c.isprintable() or c in "\t\n\r"))})
        for sign in strange[:5]:
            self.wrong(Code.RULE_NOT_ALLOWED, found=f"the character {sign!a}")
        if self.problems:
            return []
        admitted = self._admit(Tokenizer().tokenize(text))
        if not admitted and not self.problems:
            self.wrong(Code.RULE_SYNTAX, reason="it is empty")
        return [] if self.problems else admitted

    def _admit(self, tokens: list[Token]) -> list[Token]:
        out: list[Token] = []
        i = depth = nots = 0
        while i < len(tokens):
            token = tokens[i]
            following = tokens[i + 1] if i + 1 < len(tokens) else None
            if token.comments:
                self.wrong(Code.RULE_NOT_ALLOWED, found="a comment")
            if token.token_type is TokenType.COLON:
                i = self._as_of(tokens, i, out)
                continue
            if token.token_type is TokenType.DATE and following and following.token_type is TokenType.STRING:
                self._date(following.text, out)
                i += 2
                continue
            if token.token_type not in _WORDS or token.text == "==":
                self.wrong(Code.RULE_NOT_ALLOWED, found=_named(token))
            elif (
                token.token_type is TokenType.VAR and following and following.token_type is TokenType.L_PAREN
            ):
                self.wrong(Code.RULE_NOT_ALLOWED, found=f"the function {token.text}()")
            nots = nots + 1 if token.token_type is TokenType.NOT else 0
            depth += (token.token_type is TokenType.L_PAREN) - (token.token_type is TokenType.R_PAREN)
            if depth + nots > MOST_LEVELS:
                self.wrong(Code.RULE_TOO_DEEP, most=MOST_LEVELS)
                return out
            out.append(token)
            i += 1
        return out

    def _placeholder(self, value: AsOf | dt.date, out: list[Token]) -> None:
        name = f"day_{len(self.days)}"
        self.days[name] = value
        out += [Token(TokenType.COLON, ":"), Token(TokenType.VAR, name)]

    def _date(self, written: str, out: list[Token]) -> None:
        try:
            day = dt.datetime.strptime(written, "%Y-%m-%d").date()
        except ValueError:
            self.wrong(Code.RULE_DATE_WRONG, found=written[:40])
            day = dt.date.min
        self._placeholder(day, out)

    def _as_of(self, tokens: list[Token], i: int, out: list[Token]) -> int:
        """Read `:as_of [+|- n unit]` from token `i`; gives the place behind it."""
        name = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if name != "as_of":
            self.wrong(Code.RULE_NOT_ALLOWED, found=f":{name[:40]} (only :as_of)")
            return i + 2
        i += 2
        shift = AsOf()
        if i < len(tokens) and tokens[i].token_type in (TokenType.DASH, TokenType.PLUS):
            sign = -1 if tokens[i].token_type is TokenType.DASH else 1
            count = tokens[i + 1].text if i + 1 < len(tokens) else ""
            words = tuple(t.text.lower() for t in tokens[i + 2 : i + 4])
            unit = _UNITS.get(words[:2]) or _UNITS.get(words[:1])
            if not (count.isdecimal() and len(count) <= MOST_DIGITS) or unit is None:
                self.wrong(
                    Code.RULE_SYNTAX,
                    reason=":as_of - and + take a whole number of days, working days, months or years",
                )
                return len(tokens)
            if int(count) > _MOST[unit]:
                self.wrong(Code.RULE_DATE_WRONG, found=f":as_of {sign * int(count):+d} {unit}")
            else:
                shift = AsOf(sign * int(count), unit)
            i += 4 if unit is Unit.WORKING_DAYS else 3
        self._placeholder(shift, out)
        return i


def _named(token: Token) -> str:
    if token.token_type is TokenType.IDENTIFIER:
        return f'the name in quotes "{token.text[:40]}"'
    if token.token_type in (TokenType.DASH, TokenType.PLUS, TokenType.STAR, TokenType.SLASH):
        return f"arithmetic ({token.text})"
    return token.text[:40].upper() or token.token_type.name
