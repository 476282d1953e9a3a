"""Languages of the public pages: each one's name in itself, its direction, whether it was translated yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code (BCP 47), its name in itself, the direction of its script."""

    code: str
    name: str
    dir: str = "ltr"
    translated: bool = False


LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", translated=True),
        Language("sq", "Shqip"),
        Language("ar", "العربية", "rtl"),
        Language("prs", "دری", "rtl"),
    )
}
"""Words that no speaker has checked are not shown: an untranslated page says so, in English."""


def shown_in(code: str) -> Language:
    """The language whose words a page in this language has."""
    return LANGUAGES[code] if LANGUAGES[code].translated else LANGUAGES["en"]


def preferred(accepted: str) -> str:
    """The first of a browser's languages that the pages know; English if it names none.

    >>> preferred("fr-CH, ar;q=0.9")
    'ar'
    """
    for part in accepted.split(","):
        code = part.split(";")[0].split("-")[0].strip().lower()
        if code in LANGUAGES:
            return code
    return "en"
