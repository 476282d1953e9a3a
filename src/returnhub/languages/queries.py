"""Texts as they can be shown: in the language asked for where they were reviewed, else in English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from returnhub.languages.codes import ENGLISH, LANGUAGES, TRANSLATED_INTO, Language
from returnhub.languages.models import Review, Text
from returnhub.languages.originals import ORIGINALS, Group, digest, filled


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown: its words and the language that they are in."""

    text: str
    language: Language
    asked: Language

    @property
    def translated(self) -> bool:
        """True if it is in the language that was asked for."""
        return self.language is self.asked


class Words:
    """The texts in one language: one query, whatever a page says."""

    def __init__(self, code: str, reviewed: Mapping[str, str]) -> None:
        self.asked = LANGUAGES[code]
        self._reviewed = reviewed

    @property
    def language(self) -> Language:
        """What a page of these words is in: English where not one of them was translated."""
        return self.asked if self._reviewed or self.asked is ENGLISH else ENGLISH

    def __call__(self, key: str, **given: object) -> Shown:
        """A text with its slots filled: in the language asked for if that was reviewed, else in English."""
        body = self._reviewed.get(key)
        shown_in = ENGLISH if body is None else self.asked
        said = {name: _said(value, shown_in) for name, value in given.items()}
        return Shown(filled(body or ORIGINALS[key].body, said), shown_in, self.asked)

    def missing(self, keys: Iterable[str]) -> int:
        """How many of these are not in the language asked for."""
        return 0 if self.asked is ENGLISH else sum(key not in self._reviewed for key in keys)


def words(code: str, *, only: Iterable[str] | None = None) -> Words:
    """The texts in a language; `only` some of them."""
    if code == ENGLISH.code:
        return Words(code, {})
    found = Text.objects.filter(language=code, ended=None, review__isnull=False)
    if only is not None:
        found = found.filter(key__in=list(only))
    rows = found.values_list("key", "body", "original")
    return Words(
        code,
        {
            key: body
            for key, body, original in rows
            if key in ORIGINALS and original == digest(ORIGINALS[key].body)
        },
    )


@dataclass(frozen=True, slots=True)
class State:
    """How a text stands in a language: `is_` reviewed, draft (no review yet), outdated (the English was
    changed since), or missing."""

    is_: str
    text: Text | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A text and how it stands in each language."""

    key: str
    title: str
    body: str
    states: tuple[tuple[Language, State], ...]


def states(group: Group) -> list[Line]:
    """Every text of a group, in each language but English."""
    found = {
        (text.key, text.language): text
        for text in Text.objects.filter(ended=None).select_related("by", "event", "review__by")
    }
    return [
        Line(
            one.key,
            one.title,
            one.body,
            tuple((LANGUAGES[code], _state(found.get((one.key, code)))) for code in TRANSLATED_INTO),
        )
        for one in ORIGINALS.values()
        if one.group is group
    ]


def state(key: str, language: str) -> State:
    """How one text stands in one language."""
    return _state(
        Text.objects.filter(key=key, language=language, ended=None)
        .select_related("by", "event", "review__by")
        .first()
    )


def _said(value: object, language: Language) -> str:
    """A day in words in English; in another language as 2026-11-22, which every script reads alike."""
    if isinstance(value, dt.date) and language is ENGLISH:
        return f"{value:%-d %B %Y}"
    return str(value)


def _state(text: Text | None) -> State:
    if text is None:
        return State("missing")
    review = getattr(text, "review", None)
    if text.original != digest(ORIGINALS[text.key].body):
        return State("outdated", text, review)
    return State("draft" if review is None else "reviewed", text, review)
