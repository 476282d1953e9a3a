"""The running service, as the commands ask it: its database, as the login of its pages, and only to read."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.problems import Code, Problems, Where, refuse

if TYPE_CHECKING:
    from psycopg import Connection
    from psycopg.rows import TupleRow

WEB = "returnhub_web_login"
ServiceFolder = Annotated[
    Path | None,
    typer.Option(
        "--home",
        help="The service's folder. Otherwise RETURNHUB_HOME, or returnhub in your data folder.",
        show_default=False,
    ),
]


@contextmanager
def asking(home: Path | None) -> Generator[Connection[TupleRow]]:
    """A connection that writes nothing.

    Raises Problems: service.not_running where the folder's service does not run or was never set up,
    service.database_unreachable where the server is somebody else's (DATABASE_URL) and does not answer.
    """
    import psycopg

    from returnhub.service.database import usual

    folder = (home or usual()).absolute()
    try:
        with psycopg.connect(_address(folder), autocommit=True, connect_timeout=10) as connection:
            connection.execute("SET default_transaction_read_only = on")
            yield connection
    except psycopg.OperationalError as fault:
        if "DATABASE_URL" not in os.environ:
            raise _not_running(folder) from None
        said = (str(fault).strip().splitlines() or ["no reason given"])[-1]
        raise refuse(Code.SERVICE_DATABASE_UNREACHABLE, reason=said) from None


def _address(folder: Path) -> str:
    from psycopg.conninfo import make_conninfo

    from returnhub.service.database.home import socket_folder
    from returnhub.service.database.server import DATABASE

    named = os.environ.get("DATABASE_URL")
    try:
        password = json.loads((folder / "passwords.json").read_text(encoding="ascii"))["web"]
        owner = 0 if named else (folder / "postgres").stat().st_uid
    except (OSError, ValueError, KeyError):
        raise _not_running(folder) from None
    base = named or make_conninfo(dbname=DATABASE, host=str(socket_folder(folder, owner)))
    return make_conninfo(base, user=WEB, password=password)


def _not_running(folder: Path) -> Problems:
    return refuse(Code.SERVICE_NOT_RUNNING, Where(file=str(folder)))
