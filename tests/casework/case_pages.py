"""A browser without a browser: who signs in, what a page says, how many queries it takes."""

from __future__ import annotations

import datetime as dt
import html
import re

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from returnhub.accounts.models import User
from returnhub.journal.actor import Actor


def signed_in(actor: Actor) -> Client:
    """A client in which somebody is signed in."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=actor.id), settings.AUTHENTICATION_BACKENDS[1])
    return client


def text_of(answer: HttpResponse) -> str:
    """What a page says, without its tags."""
    bare = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return " ".join(html.unescape(bare).split())


def says(client: Client, address: str, status: int = 200) -> str:
    """What the page at an address says."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, text_of(answer)[:400])
    return text_of(answer)


def queries_of(client: Client, address: str) -> int:
    """How many queries the page at an address takes."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200, address
    return len(asked)


def day(name: str, when: dt.date) -> dict[str, str]:
    """A date as the three inputs of a form."""
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}
