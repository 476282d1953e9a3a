"""A log kept in PostgreSQL, exported, holds before the checker, which knows nothing of databases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.record.made_logs import LOG, ORIGIN
from tests.record.pg_logs import Cluster, bodies, manifest, signer

from returnhub.record.checkpoint import Handover
from returnhub.record.entry import canonical
from returnhub.record.export import export
from returnhub.record.keys import new_key, write_key
from returnhub.record.note import Note
from returnhub.record.postgres.store import connect
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.verify.check import Ask, verify


def test_a_life_with_erasure_and_hand_over_verifies(each: Cluster, tmp_path: Path) -> None:
    new, now = new_key(ORIGIN), dt.datetime.now(dt.UTC)
    write_key(tmp_path / "new.key", new)
    with connect(each.new()) as log:
        log.append(bodies(300))
        step(log, signer(tmp_path), manifest)
        log.erase(7, "UK GDPR Art. 17(1)(d)", canonical({"who": "A. Officer"}))
        text = Handover(ORIGIN, LOG.public, new.public, now).text
        log.hand_over(Note(text, (LOG.sign(text, now), new.sign(text, now))))
        both = Signer(tmp_path / "log.key", tmp_path / "new.key", now=lambda: dt.datetime.now(dt.UTC))
        step(log, both, manifest)
        log.append(bodies(5))
        step(log, both, manifest)
        export(log, tmp_path / "export", with_content=True)
    report = verify(Ask(tmp_path / "export", (LOG.public.vkey,)))
    assert list(report.findings) == []
