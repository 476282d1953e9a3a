"""YAML with the file and line of every value, read strictly: what YAML would guess is refused.

Read from the parser's events, never composed into YAML's own nodes, because libyaml's composer
overruns its stack on deep nesting; anchors, aliases and tags are refused, so nothing can grow.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from returnhub.problems import Code, Problem, Problems, Where, refuse

MOST_BYTES = 2_000_000
MOST_LEVELS = 40

Scalar = None | bool | int | float | dt.date | str

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_EXPONENT = re.compile(r"[-+]?\d[\d_]*(\.\d*)?[eE][-+]?\d+$")
_PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9][\d_]*)(\.[\d_]*)?([eE][-+]?\d+)?$|[-+]?\.\d[\d_]*$")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")


@dataclass(frozen=True, slots=True)
class Node:
    """A value, where it stands, and, if it was written without quotes, as which text.

    Nobody changes one: whoever reads the same text again gets the same nodes.
    """

    value: dict[str, Node] | list[Node] | Scalar
    file: str
    line: int
    written: str | None = None

    def plain(self) -> object:
        """The value as dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        if isinstance(self.value, list):
            return [v.plain() for v in self.value]
        return self.value

    def at(self, path: Sequence[str | int]) -> Node:
        """The deepest value on `path` that is there; the value itself for one that is missing at once."""
        here = self
        for step in path:
            inner = here.step(step)
            if inner is None:
                break
            here = inner
        return here

    def step(self, step: str | int) -> Node | None:
        """The value one step inside, by key or index, if it is there."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and 0 <= step < len(self.value):
            return self.value[step]
        return None

    def field(self, path: Sequence[str | int]) -> str:
        """The path in words: list items by their id where they have one, else counted from 1."""
        parts: list[str] = []
        here: Node | None = self
        for step in path:
            here = here.step(step) if here is not None else None
            name = here.value.get("id") if here is not None and isinstance(here.value, dict) else None
            if isinstance(step, str):
                parts.append(step)
            elif name is not None and isinstance(name.value, str):
                parts.append(name.value)
            else:
                parts.append(str(step + 1))
        return ".".join(parts)

    def where(self, path: Sequence[str | int] = ()) -> Where:
        """File, line and field of `path`, or of the nearest value around it."""
        found = self.at(path)
        return Where(file=found.file, line=found.line, field=self.field(path))


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its top value and the SHA-256 of its bytes."""

    top: Node
    sha256: str


def read_yaml(path: Path, shown: str | None = None, notes: list[Problem] | None = None) -> Document:
    """Read one YAML file; `shown` is how errors name it.

    Raises Problems: missing, unreadable, empty, too big, not UTF-8, not YAML, a key twice, a value
    that YAML would take for something else, or a feature of YAML that no scheme needs. A caller who
    wants to go on past a key that stands twice or a value in doubt gives `notes` to gather them in.
    """
    name = shown or str(path)
    raw = _bytes(path, name)
    text = _text(raw, name)
    return Document(parse(text, name, notes), hashlib.sha256(raw).hexdigest())


def parse(text: str, file: str, notes: list[Problem] | None = None) -> Node:
    """The same for a text at hand."""
    top, doubts = _parsed(text, file)
    if doubts and notes is None:
        raise Problems(doubts)
    if notes is not None:
        notes.extend(doubts)
    return top


@lru_cache(maxsize=256)  # the law and the shipped schemes are some ninety files
def _parsed(text: str, file: str) -> tuple[Node, tuple[Problem, ...]]:
    """A text's top value and what is in doubt; made once, as the same law is read with every scheme."""
    events = cast("Iterator[yaml.Event]", yaml.parse(text, Loader=_PARSER))  # pyright: ignore[reportUnknownMemberType]: no types in PyYAML
    builder = _Builder(events, file)
    try:
        top = builder.document()
    except yaml.YAMLError as error:
        raise Problems([*builder.problems, _syntax(error, text, file)]) from error
    if top is None:
        raise refuse(Code.FILE_EMPTY, Where(file=file))
    return top, tuple(builder.problems)


def _bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refuse(
                Code.FILE_TOO_BIG, Where(file=name), found=f"{size:,} bytes", most=f"{MOST_BYTES:,} bytes"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise refuse(Code.FILE_MISSING, Where(file=name)) from error
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "not a file"
        raise refuse(Code.FILE_UNREADABLE, Where(file=name), reason=reason.lower()) from error


def _text(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse(Code.FILE_ENCODING, Where(file=name), kind="utf16")
    if b"\x00" in raw:
        raise refuse(Code.FILE_ENCODING, Where(file=name), kind="binary")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(
            Code.FILE_ENCODING, Where(file=name, line=line), found=f"byte {raw[error.start]:#04x}"
        ) from error


class _Builder:
    """Turns events into nodes and gathers what is wrong on the way; stops where it cannot go on."""

    def __init__(self, events: Iterator[yaml.Event], file: str) -> None:
        self._events = events
        self._file = file
        self.problems: list[Problem] = []

    def document(self) -> Node | None:
        """The single document of the stream, or None if there is none."""
        top: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop(Code.YAML_FORBIDDEN, _line(event), kind="second")
                top = self._value(next(self._events), _line(event), 0)
        return None if top is None or (top.value is None and not top.written) else top

    def _value(self, event: yaml.Event, line: int, depth: int) -> Node:
        tag: str | None = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self._stop(Code.YAML_FORBIDDEN, _line(event), kind="alias")
        if tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise self._stop(Code.YAML_FORBIDDEN, _line(event), kind="tag", found=tag)
        if depth > MOST_LEVELS:
            raise self._stop(Code.YAML_FORBIDDEN, _line(event), kind="deep", found=MOST_LEVELS)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._value(inner, _line(inner), depth + 1))
            return Node(items, self._file, line)
        assert isinstance(event, yaml.ScalarEvent), "only scalars are left"
        text: str = event.value
        if event.style or tag is not None:
            return Node(text, self._file, line)
        return Node(self._scalar(text, _line(event)), self._file, line, text)

    def _mapping(self, line: int, depth: int) -> Node:
        members: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            at = _line(event)
            if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
                raise self._stop(Code.YAML_FORBIDDEN, at, kind="key")
            key: str = event.value
            if key == "<<" and not event.style:
                raise self._stop(Code.YAML_FORBIDDEN, at, kind="merge")
            if not event.style and (taken_for := taken_for_in_yaml(key)) is not None:
                self._note(Code.YAML_AMBIGUOUS, at, written=key, **taken_for)
            value = self._value(next(self._events), at, depth + 1)
            if key in members:
                self._note(Code.YAML_DUPLICATE_KEY, at, name=key, first=lines[key])
            else:
                members[key], lines[key] = value, at
        return Node(members, self._file, line)

    def _scalar(self, text: str, line: int) -> Scalar:
        kind = _kind(text)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() in ("true", "yes", "on", "y")
        if kind in ("int", "float"):
            if _PLAIN_NUMBER.match(text):
                digits = text.replace("_", "")
                if len(digits) > 40:
                    return text
                return int(digits) if kind == "int" else float(digits)
            if text.lower().lstrip("+-") not in (".inf", ".nan"):
                # 012 is octal and 1:30 counts in sixties to YAML: nobody means that here
                self._note(Code.YAML_AMBIGUOUS, line, written=text, **(taken_for_in_yaml(text) or {}))
        if kind == "timestamp" and (day := _DATE.match(text)):
            try:
                return dt.date(int(day[1]), int(day[2]), int(day[3]))
            except ValueError:
                return text
        return text

    def _note(self, code: Code, line: int, **given: object) -> None:
        self.problems.append(Problem(code, Where(file=self._file, line=line), given))

    def _stop(self, code: Code, line: int, **given: object) -> Problems:
        self._note(code, line, **given)
        return Problems(self.problems)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1


def _kind(text: str) -> str:
    """What YAML 1.1 takes an unquoted text for: bool, int, float, null, timestamp or str."""
    if _EXPONENT.match(text):
        return "float"
    for tag, pattern in [*_RESOLVERS.get(text[:1], ()), *_RESOLVERS.get("", ())]:
        if pattern.match(text):
            kind = tag.rpartition(":")[2]
            return "str" if kind in ("merge", "value") else kind
    return "null" if text == "" else "str"


def taken_for_in_yaml(text: str) -> dict[str, object] | None:
    """What YAML reads in place of an unquoted text, as `given` of a problem; None if it stays a text."""
    kind = _kind(text)
    if kind == "str":
        return None
    if kind == "bool":
        return {"kind": "bool", "found": "true" if text.lower() in ("true", "yes", "on") else "false"}
    if kind in ("int", "float"):
        try:
            return {"kind": "number", "found": f"{yaml.safe_load(text):g}" if len(text) < 40 else text}
        except (ValueError, TypeError, OverflowError):
            return {"kind": "number", "found": text}
    return {"kind": "nothing" if kind == "null" else "date"}


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """A parser's complaint as a problem, with a line and, for the usual slips, a code for words."""
    mark: yaml.Mark | None = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    what = str(getattr(error, "problem", None) or getattr(error, "context", None) or "")
    if isinstance(error, yaml.reader.ReaderError):
        at = text.count("\n", 0, _first_unprintable(text)) + 1
        return Problem(Code.YAML_SYNTAX, Where(file=file, line=at), {"kind": "character", "reason": what})
    line = (mark.line if mark is not None else 0) + 1
    lines = text.splitlines()
    line = min(line, max(1, len(lines)))
    here = lines[line - 1] if lines else ""
    kind = "other"
    if here[: len(here) - len(here.lstrip())].count("\t"):
        kind = "tab"
    elif "mapping values are not allowed" in what:
        kind = "colon"
    elif "cannot start any token" in what:
        kind = "sign"
    elif "quoted scalar" in str(getattr(error, "context", "")):
        kind = "quote"
    elif "flow" in str(getattr(error, "context", "")):
        kind = "bracket"
    return Problem(Code.YAML_SYNTAX, Where(file=file, line=line), {"kind": kind, "reason": what})


def _first_unprintable(text: str) -> int:
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return found.start() if found else 0
