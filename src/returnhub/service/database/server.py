"""One PostgreSQL server of our own: Unix socket only, everybody with a password, gone when we are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
from psycopg import sql

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.service.database import cluster, leftovers
from returnhub.service.database.home import Claim, claim, socket_folder, unwritable
from returnhub.service.database.programs import find
from returnhub.service.database.ways import choose

DATABASE = "returnhub"
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # a statement or a row in the log would be somebody's data outside the record
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    # the web's queries are short; compiling them costs more than it saves
    "jit": "off",
}
_MOST_LOG = 10_000_000
"""Bytes of the log above which the next start begins a new one and keeps this one beside it."""

Say = Callable[[str], None]
"""What is told of a step that takes a while: one sentence."""


class Server:
    """A running server; `with` stops it. Made by `start`."""

    def __init__(self, held: Claim, say: Say) -> None:
        self.claim = held
        self.home = held.home
        self._say = say
        self.programs = find()
        self._way = choose(self.programs, self.home)
        if not (self.home / "postgres").exists():
            say(f"Making a new database with PostgreSQL {self.programs.major} in {self.home}")
        self._password = cluster.password(self.home)
        self._data = cluster.data_folder(self.home, self.programs, self._way, self._password)
        self._socket = socket_folder(self.home, self._way.uid)
        self._log = self.home / "postgres.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def setup_address(self) -> str:
        """URL of the database `returnhub` as the superuser: for setting up, never for a page."""
        return self._address(DATABASE)

    @property
    def pid(self) -> int | None:
        """The server's first process, while it runs."""
        return self._process.pid if self._process is not None and self.alive() else None

    def alive(self) -> bool:
        """Whether the server's first process runs. It mends a death of its other processes by itself."""
        return self._process is not None and self._process.poll() is None

    def revive(self) -> None:
        """Start it again if it is dead, and wait until it answers. Raises Problems if it does not."""
        if self.alive():
            return
        try:
            leftovers.clear(self._data, self._socket)
            self._launch()
        except OSError as fault:
            raise unwritable(self._data, fault) from fault
        self._await()
        try:
            self._make_database()
        except psycopg.Error as fault:
            raise self.failed(str(fault)) from None

    def start_over(self) -> None:
        """Throw the database away and make an empty one: for a set-up that was broken off, never else."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
            )
        self._make_database()

    def failed(self, said: str) -> Problems:
        """What the server said when it gave up, as the problem that people are told of."""
        return cluster.failed(said, self._data, self._log)

    def stop(self) -> None:
        """End what is under way, write what is committed, stop, and let the folder go."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                # immediate: what is committed comes back from the log of changes at the next start
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait()
        self._process = None
        self.claim.release()

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _address(self, database: str) -> str:
        socket = quote(str(self._socket), safe="")
        return f"postgresql://{cluster.SUPERUSER}:{quote(self._password)}@/{database}?host={socket}"

    def _launch(self) -> None:
        self._way.own(self._socket)
        if self._log.exists() and self._log.stat().st_size > _MOST_LOG:
            self._log.replace(self._log.with_suffix(".log.1"))
        settings = _SETTINGS | {"unix_socket_directories": str(self._socket)}
        arguments = [f"--{name}={value}" for name, value in settings.items()]
        line = self._way.line(
            self.programs.path("postgres"), "-D", str(self._data), *arguments, dies_with_parent=signal.SIGINT
        )
        log = os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._log_starts = os.fstat(log).st_size
        try:
            # a session of its own: Ctrl-C in the terminal is for us, who stop the web before the database
            self._process = subprocess.Popen(
                line,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=cluster.environment(),
            )
        finally:
            os.close(log)

    def _await(self) -> None:
        started = told = time.monotonic()
        while True:
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=10).close()
                return
            except psycopg.OperationalError as fault:
                said = str(fault)
                if "password authentication failed" in said:
                    file = str(self.home / "superuser-password")
                    raise refuse(Code.SERVICE_PASSWORD_WRONG, Where(file=file)) from None
                # "the database system is starting up", and its like, are worth a wait; a refusal is not
                if "FATAL:" in said and "FATAL:  the database system is" not in said:
                    raise self.failed(said) from None
            if not self.alive():
                raise self.failed(self._said())
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self._say(f"Waiting for the database to recover, {told - started:.0f} s so far")
            time.sleep(0.02)

    def _make_database(self) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _said(self) -> str:
        """What it has written since it was started last."""
        with self._log.open("rb") as file:
            file.seek(self._log_starts)
            return file.read().decode(errors="replace")


def _silent(sentence: str) -> None:
    """Nobody listens."""


def start(home: Path, say: Say = _silent) -> Server:
    """Start the server of this folder, making both if need be; the folder is ours until it stops.

    Its address is for the superuser of the database `returnhub`. The server stops when this process does,
    whatever it dies of. Call it from a thread that lives as long as the server is to. Raises Problems.

        with start(Path("/srv/returnhub")) as server:
            install(server.setup_address)
    """
    held = claim(home)
    server = None
    try:
        server = Server(held, say)
        server.revive()
    except BaseException:
        held.release() if server is None else server.stop()
        raise
    return server
