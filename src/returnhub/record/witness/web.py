"""One question over HTTP, answered within a time and a length, or a Problem that says why not.

No redirect is followed and no proxy asked: who is asked is who was named. The time is for all of it, so
that nobody holds us by answering a byte at a time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from returnhub.problems import Code, Problems, Where, refuse


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: bytes


def is_address(text: str) -> bool:
    """True for the address of a web server, and not of a folder or a database."""
    return text.startswith(("http://", "https://"))


def fetch(url: str, *, most: int, within: float, body: bytes | None = None) -> Reply:
    """GET the address, or POST the body to it; at most `most` bytes within `within` seconds.

    Raises Problems (record.witness_refused), with a kind: `address`, `down`, `slow`, `long`.
    """
    parts = _address(url)
    end = time.monotonic() + within
    try:
        with _connection(parts, within) as connection:
            headers = {"Connection": "close", "User-Agent": "returnhub"}
            if body is not None:
                headers["Content-Type"] = "text/plain; charset=utf-8"
            method = "GET" if body is None else "POST"
            connection.request(method, parts.path or "/", body, headers)
            response = connection.getresponse()
            found = response.read(most + 1)
            if response.length and len(found) <= most:
                raise http.client.IncompleteRead(found)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = isinstance(fault, TimeoutError) or time.monotonic() >= end
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        raise _no(url, "slow" if late else "down", reason=reason, within=within) from None
    if len(found) > most:
        raise _no(url, "long", most=most)
    return Reply(response.status, found)


def _address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        fits = is_address(url) and parts.hostname and parts.username is None and parts.port != 0
        if (
            not fits
            or not url.isascii()
            or not url.isprintable()
            or " " in url
            or parts.query
            or parts.fragment
        ):
            raise ValueError
    except ValueError:
        raise _no(url, "address") from None
    return parts


@contextmanager
def _connection(parts: SplitResult, within: float) -> Generator[http.client.HTTPConnection]:
    """A connection that is cut after `within` seconds, in whichever step it then is."""
    secure = parts.scheme == "https"
    host = parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    raw = socket.create_connection((host, port), timeout=within)
    # a second handle on the same connection, since TLS takes the first one over
    handle = raw.dup()
    cut = Timer(within, _cut, (handle,))
    cut.daemon = True
    cut.start()
    connection = http.client.HTTPConnection(parts.netloc, timeout=within)
    try:
        connection.sock = raw
        if secure:
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
        yield connection
    finally:
        cut.cancel()
        cut.join()
        connection.close()
        raw.close()
        handle.close()


def _cut(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


def _no(url: str, kind: str, **given: object) -> Problems:
    return refuse(Code.RECORD_WITNESS_REFUSED, Where(file=url), kind=kind, **given)
