"""What stands around every page: who is signed in, where they can go, what is in force, the record.

`base.html` reads one name, `frame`. The context processor that makes it is the only place that does, so that
a page can't forget a banner.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: `active` marks where the reader is, `count` stands behind it, `lang` is its language."""

    text: str
    href: str
    active: bool = False
    count: int | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence in force, and where to read more ("" where there is nothing to read)."""

    text: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What the last request did, shown once: "12 people assigned to you". A post to `undo` takes it back.

    `refused` is true where it did nothing, and the text says why.
    """

    text: str
    undo: str = ""
    undo_text: str = "Undo"
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, and in which role: "J. Officer, screening officer"."""

    name: str
    href: str
    sign_out: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """How the record stands: entries under its last checkpoint, when the last one was recorded."""

    entries: int
    last: dt.datetime | None
    href: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that `base.html` needs besides the page itself.

    lang, dir      of the page: "en" and "ltr", or "ar" and "rtl"
    home           where the name in the header leads
    scheme         name of the scheme in use; `schemes` the others to switch to (empty: no switcher)
    account        None when nobody is signed in; then `sign_in` is where to do so ("" on public pages)
    navigation     the role's links, first is home
    languages      on public pages: each language in its own words
    power          administrator's power that is switched on, with its reason and end
    suspensions    each suspension in force that this reader may know of
    not_ready      the scheme's readiness is not complete: what is missing
    synthetic      everyone in this copy is made up
    done           what the last request did
    record         the line of the foot; None before the first checkpoint
    now, reader    printed in the foot of a printed page
    """

    lang: str = "en"
    dir: str = "ltr"
    home: str = "/"
    scheme: str = ""
    schemes: tuple[Link, ...] = ()
    account: Account | None = None
    sign_in: str = ""
    navigation: tuple[Link, ...] = ()
    languages: tuple[Link, ...] = ()
    power: Banner | None = None
    suspensions: tuple[Banner, ...] = ()
    not_ready: Banner | None = None
    synthetic: bool = True
    done: tuple[Done, ...] = ()
    record: RecordLine | None = None
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    reader: str = ""
