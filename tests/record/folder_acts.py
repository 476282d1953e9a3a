"""What a log in a folder does while it is killed: by names, so that another process can be told to do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.record.folders import MANIFEST, Made, bodies, handover
from tests.record.forks import Tell
from tests.record.made_logs import LOG, ORIGIN, START

from returnhub.record import files
from returnhub.record.export import export
from returnhub.record.files import Batch
from returnhub.record.folder import FolderLog, waiting
from returnhub.record.folder.head import Books

Act = Callable[[Made, Tell], None]
ERASED = 2


def appending(made: Made, tell: Tell) -> None:
    log = made.open()
    for one in (bodies(1000, 1001), bodies(1001, 1004), bodies(1004, 1006)):
        tell(" ".join(entry.id for entry in log.append(one)))


def integrating(made: Made, tell: Tell) -> None:
    log = made.open()
    log.append(bodies(2000, 2012))
    tell("appended")
    log.integrate(MANIFEST)


def signing(made: Made, _: Tell) -> None:
    made.step()


def erasing(made: Made, tell: Tell) -> None:
    log = made.open()
    log.erase(ERASED, "Art. 17 GDPR", b'{"asked":"the person"}')
    tell("erased")
    log.integrate(MANIFEST)


def handing_over(made: Made, tell: Tell) -> None:
    log = made.open()
    log.hand_over(handover())
    tell("handed over")
    log.integrate(MANIFEST)


def creating(place: Path, _: Tell) -> None:
    FolderLog.create(place / "log", ORIGIN, LOG.public, lambda: START)


def copying(most_open: int, made: Made, copy: Path, _: Tell) -> None:
    """Copy a log, with at most so many files open at once."""
    files._MOST_OPEN = most_open
    export(made.open(), copy, with_content=True)


def in_parts_of(most: int, act: Act, made: Made, tell: Tell) -> None:
    """Do it with at most so many entries in a part of what waits."""
    waiting.MOST_IN_PART = most
    act(made, tell)


def without_a_plan(act: Act, made: Made, tell: Tell) -> None:
    """Do it as if no pass wrote down what it is going to do."""
    Books.plan = lambda _: None
    act(made, tell)


def head_first(act: Act, made: Made, tell: Tell) -> None:
    """Do it as if no file were synced before the head that counts on it."""
    Batch.land = Batch._land_files
    act(made, tell)
