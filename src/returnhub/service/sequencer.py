"""The record's sequencer as a process: what waits comes into the tree and under a signed checkpoint, each
two seconds."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import psycopg

from returnhub.oversight.guards import guards
from returnhub.record.postgres.store import connect
from returnhub.record.sequencer import run
from returnhub.record.signer import Signer
from returnhub.screening.guard_manifest import manifest

EVERY = 2.0


def main() -> None:
    """Run until stopped. The key lies in the service's folder, and only this process reads it."""
    home = Path(os.environ["RETURNHUB_HOME"])
    address = os.environ["RETURNHUB_DATABASE_SEQUENCER"]

    def service_guards() -> dict[str, bool]:
        # a connection for each seal: one that was kept would not outlive a restart of the database
        with psycopg.connect(address, autocommit=True) as connection:
            return guards(connection)

    with connect(address) as log:
        signer = Signer(home / "record.key", now=lambda: dt.datetime.now(dt.UTC))
        run(
            log,
            signer,
            lambda: manifest("postgresql", log.guards() | service_guards()),
            every=EVERY,
            made=lambda _: None,
        )


if __name__ == "__main__":
    main()
