"""The record's public pages: what they serve satisfies our verifier and a witness over HTTP; proofs check on
the page."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from tests.record.conftest import go
from tests.record.go_checker import Checker
from tests.service_database import Database
from tests.service_people import a_case, someone

from returnhub.accounts.roles import Role
from returnhub.journal.models import Event
from returnhub.oversight.guards import guards
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.keys import read_key
from returnhub.record.log import Log
from returnhub.record.note import parse_note
from returnhub.record.postgres.store import append_in, connect
from returnhub.record.prove import receipt
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.tiles import ENTRIES, levels_of, tiles_of
from returnhub.record.verify import Ask, verify, verify_proof
from returnhub.record.witness.monitor import cosign_log
from returnhub.record.witness.state import WitnessState
from returnhub.screening.guard_manifest import manifest

__all__ = ["go"]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def key(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # the key remembers what it signed, and other modules' copies of the database are other pasts
    return Path(shutil.copy(database.home / "record.key", tmp_path_factory.mktemp("key") / "record.key"))


def seal(database: Database, key: Path) -> Log:
    with (
        connect(database.addresses.sequencer) as log,
        psycopg.connect(database.addresses.sequencer) as looking,
    ):
        step(log, Signer(key, now=now), lambda: manifest("postgresql", log.guards() | guards(looking)))
        return log


@pytest.fixture(scope="module")
def event(database: Database, key: Path) -> Event:
    """An event on record, among more than one full bundle of entries."""
    case = a_case(someone(Role.SCREENING))
    with database.application() as connection:
        append_in(connection, [b'{"kind":"test.filler","n":%d}' % n for n in range(300)])
    seal(database, key)
    return Event.objects.filter(case=case.pk).latest("id")


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(0.02)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/record"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_before_its_first_checkpoint_the_record_says_so_and_links_none(database: Database) -> None:
    page = Client().get("/record/").content.decode()
    assert "No checkpoint was signed yet" in page
    assert 'href="/record/checkpoint"' not in page
    assert Client().get("/record/checkpoint").status_code == 404


def test_a_witness_reads_the_record_over_http_and_cosigns_it(
    database: Database, event: Event, tmp_path: Path
) -> None:
    witness = WitnessState.create(tmp_path / "witness", "witness.example")
    witness.trust("returnhub", read_key(database.home / "record.key").public.vkey)
    with served() as address:
        cosigned = cosign_log(witness, address, now, keep=True)
    assert parse_checkpoint(cosigned.checkpoint.text).size > 300
    assert len(cosigned.lines) == len(witness.public)


def test_what_is_served_passes_our_recount_and_the_go_teams(
    database: Database, event: Event, tmp_path: Path, go: Checker
) -> None:
    client = Client()
    text = client.get("/record/checkpoint").content
    (tmp_path / "checkpoint").write_bytes(text)
    size = parse_checkpoint(parse_note(text).text).size
    for level in (ENTRIES, *levels_of(size)):
        for tile in tiles_of(level, size):
            file = tmp_path / tile.path
            file.parent.mkdir(parents=True, exist_ok=True)
            answer = client.get(f"/record/{tile.path}")
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            file.write_bytes(answer.content)
    with connect(database.addresses.web) as log:
        sizes = list(log.checkpoints())
    (tmp_path / "checkpoints").mkdir()
    for known in sizes:
        (tmp_path / "checkpoints" / str(known)).write_bytes(
            client.get(f"/record/checkpoints/{known}").content
        )
    assert client.get("/record/checkpoints/1").status_code == 404
    report = verify(Ask(tmp_path, (read_key(database.home / "record.key").public.vkey,)))
    assert report.holds, report.findings
    assert report.size == size
    assert report.guards_off == ()
    assert go("log", tmp_path, read_key(database.home / "record.key").public.vkey).right


@pytest.mark.parametrize(
    "path", ["0/999", "0/000.p/0", "00/000", "64/000", "entries/x001", "0/../checkpoint"]
)
def test_a_tile_that_is_none_is_not_found(path: str, event: Event) -> None:
    assert Client().get(f"/record/tile/{path}").status_code == 404


def test_an_events_proof_is_found_by_its_id_holds_no_content_and_checks_everywhere(
    database: Database, event: Event, tmp_path: Path
) -> None:
    client = Client()
    page = client.get(f"/record/entries/{event.record}/")
    assert page.status_code == 200
    assert f"/record/entries/{event.record}/proof" in page.content.decode()
    proof = client.get(f"/record/entries/{event.record}/proof").content
    (tmp_path / "proof").write_bytes(proof)
    report = verify_proof(tmp_path / "proof", [read_key(database.home / "record.key").public.vkey])
    assert report.holds
    checked = client.post("/record/check/", {"text": proof.decode().replace("\n", "\r\n")})
    assert "stands in the record and has not changed" in checked.content.decode()
    assert "this file holds no content" in checked.content.decode()
    assert not checked.cookies


def test_an_entry_that_waits_says_so_and_its_receipt_is_told_from_a_promise_kept(
    database: Database, event: Event, key: Path
) -> None:
    client = Client()
    with database.application() as connection:
        (entry,) = append_in(connection, [b'{"kind":"test.waits"}'])
    note = receipt("returnhub", entry, read_key(key), now()).write().encode()
    assert client.get(f"/record/entries/{entry.id}/proof").status_code == 503
    told = client.post("/record/check/", {"file": SimpleUploadedFile("receipt", note)})
    assert "This is a promise of this record" in told.content.decode()
    seal(database, key)
    told = client.post("/record/check/", {"file": SimpleUploadedFile("receipt", note)})
    assert "The promise was kept" in told.content.decode()


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda proof: "", "Paste a receipt or a proof"),
        (lambda proof: "hello", "can&#39;t be read as a receipt"),
        (lambda proof: proof[:200], "can&#39;t be read as a receipt or a proof"),
        (lambda proof: "x" * 400_000, "longer than any receipt"),
        (lambda proof: proof.rstrip()[:-9] + "AAAAAAAA=", "No key of this record signed this"),
    ],
)
def test_what_cant_be_checked_is_said_and_kept_in_the_field(made, says: str, event: Event) -> None:
    proof = Client().get(f"/record/entries/{event.record}/proof").content.decode()
    answer = Client().post("/record/check/", {"text": made(proof)})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_proof_of_another_entry_does_not_hold(event: Event) -> None:
    proof = Client().get(f"/record/entries/{event.record}/proof").content.decode()
    lines = proof.split("\n")
    lines[2] = "index 3"
    answer = Client().post("/record/check/", {"text": "\n".join(lines)})
    assert "It does not hold" in answer.content.decode()


@pytest.mark.parametrize("entry", ["no-id", "00000000-0000-4000-8000-000000000000"])
def test_an_entry_that_is_not_there_is_not_found(entry: str, event: Event) -> None:
    assert Client().get(f"/record/entries/{entry}/").status_code == 404
    assert Client().get(f"/record/entries/{entry}/proof").status_code == 404


def test_the_first_page_shows_size_signature_key_and_which_guards_were_off(
    database: Database, event: Event, key: Path
) -> None:
    client = Client()
    well = client.get("/record/").content.decode()
    assert read_key(key).public.vkey in well
    assert "Guards are off" not in well
    assert not client.cookies
    with database.superuser() as connection:
        connection.execute("ALTER TABLE movements_authority DISABLE TRIGGER stands")
    someone(Role.ANALYST)
    seal(database, key)
    assert "service.authority_stands" in client.get("/record/").content.decode()
    with database.superuser() as connection:
        connection.execute("ALTER TABLE movements_authority ENABLE ALWAYS TRIGGER stands")


def test_the_offline_page_carries_the_records_key(key: Path, event: Event) -> None:
    answer = Client().get("/record/check/offline.html")
    assert read_key(key).public.vkey in answer.content.decode()
    assert "attachment" in answer.headers["Content-Disposition"]
