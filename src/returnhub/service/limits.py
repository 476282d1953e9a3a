"""How much one request may bring: what is more is refused before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from returnhub.casework.files import MOST_BYTES

MOST = MOST_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
"""One file of the largest that is taken, and a form around it."""


class NotTooMuch:
    """Refuses a body of more bytes than any page takes, whoever sends it: it would fill the disk first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A body without its length is no body: Django reads as many bytes as were announced."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MOST:
            said = f"This is more than {MOST_BYTES // 2**20} MB. Send a smaller file."
            return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
