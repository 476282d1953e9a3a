"""People of the demo at their own pages, and papers that wait for a review: by commands alone.

Nothing here is made-up Albanian: the text is the English again, said to be a stand-in, and nobody reviews it.
"""

from __future__ import annotations

import secrets

from django.db import transaction

from returnhub.journal.actor import Actor
from returnhub.languages.commands import enter_text
from returnhub.languages.originals import ORIGINALS
from returnhub.person.commands.asking import ask
from returnhub.person.commands.codes import enter, give_code
from returnhub.person.commands.messages import write_to_lawyer
from returnhub.person.models import Asked, OneTimeCode
from returnhub.person.queries.here import here

HERE = "127.0.0.1"


def texts(translator: Actor) -> None:
    """Two papers entered in Albanian that nobody has reviewed: stand-ins, which are shown to nobody."""
    for name in ("notice_of_intention", "complaint"):
        enter_text(
            translator, name=name, language="sq", body=f"[Stand-in for Albanian] {ORIGINALS[name].body}"
        )


def at_their_page(officer: Actor, case: int, *, kind: Asked.Kind | None = None, says: str = "") -> None:
    """A person is given a code, opens their page, and asks for something or writes to their lawyer."""
    given = give_code(officer, case=case, how=OneTimeCode.How.PAPER, language="en")
    token = secrets.token_urlsafe(32)
    enter(given.code, token, HERE)
    with transaction.atomic():
        found = here(token)
        if found is None:
            raise RuntimeError("the page that was just opened is closed")
        if kind is None:
            write_to_lawyer(found.actor, case=case, words=says)
        else:
            ask(found.actor, case=case, kind=kind, words=says)
