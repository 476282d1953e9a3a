"""One transaction a request: what a page writes, records as read and shows stands or falls together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from returnhub.journal.command import AGAIN, ATTEMPTS, AlreadyDoneError, as_problems, sqlstate
from returnhub.problems import Problems
from returnhub.service.refusals import done_already, refused
from returnhub.service.words import sentence


class OneTransaction:
    """Runs each view in one transaction, again after a deadlock, and says a refusal in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Gives each request `say`: a problem as a sentence, for rooms that lie below the words."""
        request.say = sentence  # pyright: ignore[reportAttributeAccessIssue]: a request carries what middleware puts on it
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, named: Any
    ) -> HttpResponse:
        """The view's answer, or the refusal that a command or the commit met."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with transaction.atomic():
                    return view(request, *args, **named)
            except ImmediateHttpResponse as answer:
                # allauth's way to answer from within
                return answer.response
            except Problems as problems:
                return refused(request, problems)
            except AlreadyDoneError as done:
                return done_already(request, done.event)
            except DatabaseError as fault:
                if attempt < ATTEMPTS and sqlstate(fault) in AGAIN:
                    continue
                found = as_problems(fault)
                if isinstance(found, Problems):
                    return refused(request, found)
                raise
        raise AssertionError("the last attempt returns or raises")
