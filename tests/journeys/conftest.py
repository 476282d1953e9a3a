"""A real server on a copy of the database, one browser, and visitors: signed in as a role, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser
from tests.journeys.visitor import Visitor
from tests.pages.conftest import browser, chromium
from tests.service_database import Database, database, lead_django_to, setup_server

from returnhub.accounts.roles import Role
from returnhub.journal.actor import Actor

if TYPE_CHECKING:
    from tests.movements.way import People

__all__ = ["browser", "chromium", "database", "setup_server"]

Come = Callable[..., Visitor]


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def beside_the_browser(database: Database, browser: Browser) -> Iterator[None]:
    """Queries in the thread of the tests, where Playwright's loop runs from now on.

    Django would refuse to ask there, and takes other connections than where no loop runs.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        lead_django_to(database.addresses)
        yield
        connections.close_all()


@pytest.fixture(scope="module")
def address(beside_the_browser: None) -> Iterator[str]:
    """The service, served."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = False
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def who(beside_the_browser: None) -> People:
    """Officers, a hub, and a scheme that is ready."""
    from tests.movements.way import people

    return people()


@pytest.fixture
def come(address: str, browser: Browser, who: People) -> Iterator[Come]:
    """Somebody comes with a browser of their own: `come(actor)`, `come(Role.X)`, or `come()` as nobody."""
    from tests.service_people import someone

    from returnhub.accounts.models import User

    with ExitStack() as opened:

        def visit(by: Actor | Role | None = None, width: int = 1280, *, script: bool = True) -> Visitor:
            context = opened.enter_context(
                browser.new_context(
                    base_url=address,
                    viewport={"width": width, "height": 900},
                    java_script_enabled=script,
                )
            )
            if by is not None:
                client = Client()
                number = someone(by).id if isinstance(by, Role) else by.id
                client.force_login(User.objects.get(pk=number))
                session = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
            return Visitor(context.new_page(), script=script)

        yield visit
