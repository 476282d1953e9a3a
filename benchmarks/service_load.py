"""People who open pages: one thread each, a page every 3 seconds, timed from when it was due."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

EVERY = 3.0
"""Seconds from page to page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to open: what kind it is, its address, words that its answer holds."""

    kind: str
    path: str
    holds: str = "</html>"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody signed in: their cookie, and the pages they open, in turn."""

    cookie: str
    pages: Sequence[Page]


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that was opened: seconds from when it was due, and what was wrong with it ("" if nothing)."""

    kind: str
    took: float
    wrong: str


def peer(worker: Worker, path: str) -> Worker:
    """The same person, opening one page again and again."""
    return replace(worker, pages=[Page("peer", path)])


def open_pages(address: str, workers: Sequence[Worker], seconds: float) -> list[Opened]:
    """Everybody opens pages for some seconds; every page that was due in them."""
    opened: list[Opened] = []
    began = time.perf_counter()
    threads = [
        threading.Thread(
            target=_work, args=(address, w, began + i * EVERY / len(workers), began + seconds, opened)
        )
        for i, w in enumerate(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return opened


def _work(address: str, worker: Worker, due: float, until: float, opened: list[Opened]) -> None:
    connection = http.client.HTTPConnection(address, timeout=30)
    luck = random.Random(int(due * 1e6))
    while due < until:
        time.sleep(max(0.0, due - time.perf_counter()))
        page = luck.choice(worker.pages)
        try:
            connection.request(
                "GET", page.path, headers={"Cookie": worker.cookie, "Accept-Encoding": "identity"}
            )
            answer = connection.getresponse()
            body = answer.read().decode()
            wrong = "" if answer.status == 200 else f"{page.path} {answer.status}"
            if not wrong and page.holds not in body:
                wrong = f"{page.path} lacks {page.holds}"
        except (OSError, http.client.HTTPException) as fault:
            wrong = f"{page.path} {type(fault).__name__}"
            connection.close()
        opened.append(Opened(page.kind, time.perf_counter() - due, wrong))
        due += EVERY
    connection.close()


def address_of(path: str, **asked: str) -> str:
    """An address with what is asked, in any script."""
    return quote(path) + ("?" + urlencode(asked) if asked else "")
