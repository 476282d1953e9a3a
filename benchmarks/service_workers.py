"""Who works under load: 50 users in their roles, signed in, and the pages that each of them opens."""

from __future__ import annotations

import random
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.service_load import Page, Worker, address_of
from returnhub.accounts.models import User
from returnhub.accounts.queries import actor_of
from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import latin
from returnhub.casework.models import Case, Name
from returnhub.casework.queries import worklist
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.service.demo.world import SCHEME

BROWSE = {Role.SCREENING: 30, Role.AUTHORISING: 8, Role.DOCUMENT: 4, Role.LAWYER: 4, Role.REFERRING: 4}
"""How many of the 50 work in each role: an assumption."""
MIX = {
    "worklist": 30,
    "case": 20,
    "facts": 12,
    "screening": 12,
    "time line": 8,
    "search, name": 12,
    "search, reference": 6,
}
"""In a hundred pages: an assumption."""
PAGES = 200
_FILES = {"case": "", "facts": "facts/", "screening": "screening/", "time line": "timeline/"}
_NOT_THEIRS = {Role.DOCUMENT: {"screening", "time line"}, Role.REFERRING: {"screening", "time line"}}


def sign_in() -> list[Worker]:
    """A session for each, and their pages."""
    luck = random.Random(50)
    workers: list[Worker] = []
    for role, count in BROWSE.items():
        for n in range(count):
            user = User.objects.get(email=f"{role.value}{n}@bench.example.org")
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            actor = actor_of(user.pk)
            assert actor is not None
            cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
            workers.append(Worker(cookie, list(_pages(actor, luck))))
    luck.shuffle(workers)
    return workers


def worklist_query() -> str:
    """The statement that reads a worklist's first page."""
    actor = actor_of(User.objects.get(email=f"{Role.SCREENING.value}0@bench.example.org").pk)
    assert actor is not None
    with CaptureQueriesContext(connection) as asked:
        worklist.page(actor, worklist.Asked(SCHEME))
    return asked.captured_queries[0]["sql"]


def _pages(actor: Actor, luck: random.Random) -> Iterator[Page]:
    kinds = [k for k in MIX if k not in _NOT_THEIRS.get(Role(actor.role), ())]
    numbers = list(scope(actor).values_list("pk", flat=True))
    cases = list(Case.objects.filter(pk__in=luck.sample(numbers, min(PAGES, len(numbers)))))
    names = dict(Name.objects.filter(person__in=[c.person_id for c in cases]).values_list("person", "text"))
    for kind in luck.choices(kinds, weights=[MIX[k] for k in kinds], k=PAGES):
        case = luck.choice(cases)
        match kind:
            case "worklist":
                yield Page(kind, address_of("/worklist/", **_asked(luck, case.pk)))
            case "search, name":
                typed = _mistyped(names[case.person_id], luck)
                yield Page(kind, address_of("/search/", q=typed))
            case "search, reference":
                typed = luck.choice([case.reference, case.reference.lower().replace("-", " ")])
                yield Page(kind, address_of("/search/", q=typed), case.reference)
            case _:
                yield Page(kind, address_of(f"/cases/{case.reference}/{_FILES[kind]}"), case.reference)


def _asked(luck: random.Random, case: int) -> dict[str, str]:
    asked = {
        "list": luck.choice(["team", "team", "mine", "today", "soon"]),
        "sort": luck.choice(list(worklist.SORTS)),
    }
    if luck.random() < 0.5:
        asked["sort"] = "-" * luck.randint(0, 1) + asked["sort"]
        name, value = luck.choice(
            [
                ("stage", "appeal pending"),
                ("stage", "appeal rights exhausted, in the sending state"),
                ("verdict", "barred"),
                ("verdict", "unknown"),
                ("clock", "week"),
                ("custody", "yes"),
                ("assigned", "nobody"),
            ]
        )
        asked[name] = value
    elif asked["sort"] == "clock" and luck.random() < 0.5:
        # somewhere in the middle of those without a clock
        asked["after"] = f"~{case}"
    return asked


def _mistyped(name: str, luck: random.Random) -> str:
    """A name as somebody types it: in its script or in Latin letters, whole or in part, often with a slip."""
    words = (name if luck.random() < 0.4 else latin(name)).split()
    words = luck.choice([words, words[:1] + words[-1:], words[-1:]])
    if luck.random() < 0.5:
        at = luck.randrange(len(words))
        word = words[at]
        if len(word) > 4:
            cut = luck.randrange(1, len(word) - 1)
            words[at] = luck.choice(
                [word[:cut] + word[cut + 1 :], word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]]
            )
    return " ".join(words)
