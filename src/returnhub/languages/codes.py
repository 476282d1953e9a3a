"""The languages that papers and pages are wired for: code, own name, English name, direction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code (BCP 47), its name in itself and in English, the direction of its script."""

    code: str
    name: str
    english: str
    dir: str = "ltr"


ENGLISH = Language("en", "English", "English")

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.code: language
        for language in (
            ENGLISH,
            Language("sq", "Shqip", "Albanian"),
            Language("ar", "العربية", "Arabic", "rtl"),
            Language("fa", "فارسی", "Farsi", "rtl"),
            Language("ps", "پښتو", "Pashto", "rtl"),
            Language("ckb", "کوردیی ناوەندی", "Kurdish (Sorani)", "rtl"),
            Language("ti", "ትግርኛ", "Tigrinya"),
            Language("vi", "Tiếng Việt", "Vietnamese"),
        )
    }
)
"""English first, which the scheme signs off: every other language's words are a translation of it."""

CHOICES = tuple((language.code, language.english) for language in LANGUAGES.values())
TRANSLATED_INTO = tuple(code for code in LANGUAGES if code != ENGLISH.code)


def preferred(accepted: str) -> str:
    """The first of a browser's languages that the pages know; English if it names none.

    >>> preferred("fr-CH, ar;q=0.9")
    'ar'
    """
    for part in accepted.split(","):
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return ENGLISH.code
