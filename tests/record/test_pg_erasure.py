"""What an erasure in PostgreSQL takes away, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.record.made_logs import LOG
from tests.record.pg_logs import Cluster, bodies, check_whole, entries_of, manifest, raw_entries, signer

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.entry import canonical
from returnhub.record.keys import need, verified
from returnhub.record.postgres.store import PostgresLog, connect
from returnhub.record.proof import check_inclusion
from returnhub.record.prove import prove
from returnhub.record.sequencer import step
from returnhub.record.tree import leaf_hash

SECRET = "told to nobody but the record"


@pytest.fixture
def address(each: Cluster) -> str:
    return each.new()


@pytest.fixture
def log(address: str) -> Iterator[PostgresLog]:
    with connect(address) as log:
        yield log


def found_anywhere(address: str, what: str) -> set[str]:
    """Tables of the record with the text, or its bytes in hex, in any column of any row."""
    with psycopg.connect(address) as connection:
        tables = connection.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relnamespace = 'record'::regnamespace AND relkind = 'r'"
        ).fetchall()
        search = "SELECT count(*) > 0 FROM {} AS t WHERE strpos(t::text, %s) > 0"
        return {t for (t,) in tables if connection.execute(search.format(t), [what]).fetchone() == (True,)}


def test_content_and_salt_are_gone_and_the_tree_is_as_it_was(
    log: PostgresLog, address: str, tmp_path: Path
) -> None:
    log.append([*bodies(5), canonical({"what": SECRET}), *bodies(300)])
    step(log, signer(tmp_path), manifest)
    before, raws = prove(log, 5), raw_entries(log)
    content = log.content(5)
    assert content is not None
    assert found_anywhere(address, SECRET) == {"record.content"}
    assert found_anywhere(address, content.salt.hex()) == {"record.content"}

    made = log.erase(5, "UK GDPR Art. 17(1)(d)", canonical({"who": "A. Officer"}))
    assert log.content(5) is None
    assert found_anywhere(address, SECRET) == set()
    assert found_anywhere(address, content.salt.hex()) == set()

    step(log, signer(tmp_path), manifest)
    check_whole(log)
    assert raw_entries(log)[: len(raws)] == raws
    assert entries_of(log)[len(raws)] == made
    assert made.erasure is not None
    assert (made.erasure.id, made.erasure.index) == (entries_of(log)[5].id, 5)
    for proof in (before, prove(log, 5)):
        need(verified(proof.checkpoint, [LOG.public]), proof.checkpoint)
        head = parse_checkpoint(proof.checkpoint.text)
        check_inclusion(leaf_hash(proof.entry), 5, head.size, proof.hashes, head.root)


def test_an_erasure_that_is_rolled_back_leaves_the_content(log: PostgresLog, address: str) -> None:
    log.append(bodies(1))
    log.integrate(manifest())
    with psycopg.connect(address) as service:
        service.execute("SELECT record.erase(0, 'law', '{}')")
        service.rollback()
    assert log.content(0) is not None
    assert log.waiting() == 0


@pytest.mark.parametrize(
    ("index", "basis", "code", "kind"),
    [
        (0, "law", Code.RECORD_ERASURE_REFUSED, "erased"),
        (2, "law", Code.RECORD_ERASURE_REFUSED, "seal"),
        (3, "law", Code.RECORD_ERASURE_REFUSED, "erasure"),
        (1, "", Code.RECORD_ERASURE_REFUSED, "basis"),
        (1, " \n", Code.RECORD_ERASURE_REFUSED, "basis"),
        (1, "x" * 70_000, Code.RECORD_ENTRY_WRONG, "length"),
        (5, "law", Code.RECORD_ENTRY_UNKNOWN, None),
        (-1, "law", Code.RECORD_ENTRY_UNKNOWN, None),
        (1 << 80, "law", Code.RECORD_ENTRY_UNKNOWN, None),
    ],
)
def test_what_is_not_there_to_erase_or_not_by_this_word_is_refused(
    log: PostgresLog, index: int, basis: str, code: Code, kind: str | None
) -> None:
    log.append(bodies(2))
    log.integrate(manifest())
    log.erase(0, "law", canonical({}))
    log.integrate(manifest())
    with pytest.raises(Problems) as problems:
        log.erase(index, basis, canonical({}))
    (item,) = problems.value.items
    assert (item.code, item.given.get("kind")) == (code, kind)
    assert log.waiting() == 0
    assert log.content(1) is not None


def test_what_waits_can_not_be_erased_yet(log: PostgresLog) -> None:
    log.append(bodies(1))
    with pytest.raises(Problems) as problems:
        log.erase(0, "law", canonical({}))
    assert problems.value.items[0].code is Code.RECORD_ENTRY_UNKNOWN
