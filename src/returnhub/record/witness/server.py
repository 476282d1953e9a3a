"""A witness on the network, for keepers to ask (C2SP tlog-witness).

POST /add-checkpoint                             what `witness.add_checkpoint` answers
GET  /<SHA-256 of the origin, hex>/checkpoint    the largest checkpoint that this witness cosigned
"""

from __future__ import annotations

import datetime as dt
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from threading import BoundedSemaphore, Timer
from typing import Any, cast

from returnhub.problems import Code, Problems, refuse
from returnhub.record.witness.answer import LONGEST_REQUEST, TEXT, Answer, add_checkpoint
from returnhub.record.witness.state import WitnessState

MOST_AT_ONCE = 64
"""Connections that are served at once; more are closed unanswered, and their keepers ask again."""
LONGEST_CONNECTION = 60.0
"""Seconds after which a connection is closed, whatever it is doing."""


def serve(
    state: WitnessState, host: str, port: int, now: Callable[[], dt.datetime], ready: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C; `ready` is told the address. Raises Problems (record.witness_wrong)."""
    with WitnessServer(state, host, port, now) as server:
        ready(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            # what was cosigned is on the disk already, so there is nothing left to do
            return


class WitnessServer(ThreadingMixIn, TCPServer):
    """Serves one witness, each connection in a thread of its own."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = MOST_AT_ONCE

    def __init__(self, state: WitnessState, host: str, port: int, now: Callable[[], dt.datetime]) -> None:
        """Bind the address; port 0 takes a free one. Raises Problems (record.witness_wrong)."""
        self.state = state
        self.now = now
        self._places = BoundedSemaphore(MOST_AT_ONCE)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as fault:
            reason = getattr(fault, "strerror", None) or str(fault)
            raise refuse(
                Code.RECORD_WITNESS_WRONG, kind="bind", host=host, port=port, reason=reason
            ) from None

    @property
    def address(self) -> str:
        """Where keepers find it."""
        host, port = self.server_address[:2]
        return (
            f"http://[{host}]:{port}" if self.address_family is socket.AF_INET6 else f"http://{host}:{port}"
        )

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread, or close it if too many are served."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and cut it when it has lasted too long."""
        cut = Timer(LONGEST_CONNECTION, _cut, (request,))
        cut.daemon = True
        cut.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            cut.cancel()
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke off is nobody's fault here; anything else is."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _cut(connection: socket.socket) -> None:
    # whoever waits for a byte of it wakes up; the thread that serves it closes it
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    @property
    def _witness(self) -> WitnessServer:
        return cast("WitnessServer", self.server)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        # a body that stays unread would be taken for the next request
        self.close_connection = True
        if self.path != "/add-checkpoint":
            self._answer(_plain(HTTPStatus.NOT_FOUND))
        elif not (length.isascii() and length.isdecimal()):
            self._answer(_plain(HTTPStatus.LENGTH_REQUIRED))
        elif len(length) > 9 or int(length) > LONGEST_REQUEST:
            self._answer(_plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):
                self.close_connection = self.headers.get("Connection", "").lower() == "close"
                self._answer(self._add_checkpoint(body))

    def do_GET(self) -> None:
        for log in self._witness.state.logs():
            if self.path == f"/{log.folder.name}/checkpoint":
                try:
                    latest = log.latest()
                except Problems:
                    self._answer(_plain(HTTPStatus.INTERNAL_SERVER_ERROR))
                    return
                if latest is not None:
                    self._answer(Answer(200, TEXT, latest.write()))
                    return
        self._answer(_plain(HTTPStatus.NOT_FOUND))

    def _add_checkpoint(self, body: bytes) -> Answer:
        try:
            return add_checkpoint(body, self._witness.state, self._witness.now)
        except (Problems, OSError):
            # our own folder fails us: nothing was cosigned, and why is not the asker's to know
            return _plain(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _answer(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Who asked is kept nowhere."""


def _plain(status: HTTPStatus) -> Answer:
    return Answer(status, TEXT, f"{status.phrase}\n")
