"""A log in PostgreSQL keeps what `returnhub.record.log.Log` promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record.made_logs import LOG, ORIGIN, WITNESS, WITNESS_ML_DSA
from tests.record.naive import Tiles, naive_root
from tests.record.pg_logs import Cluster, bodies, check_whole, entries_of, manifest, raw_entries, signer

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Checkpoint, Handover
from returnhub.record.entry import Entry, Manifest, canonical, encode, pack
from returnhub.record.grow import root_at
from returnhub.record.keys import Algorithm, new_key, verified, write_key
from returnhub.record.log import LogKey
from returnhub.record.note import Note
from returnhub.record.postgres.store import PostgresLog, append_in, connect
from returnhub.record.prove import prove
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, tile_at
from returnhub.record.tree import leaf_hash


@pytest.fixture
def log(each: Cluster) -> Iterator[PostgresLog]:
    with connect(each.new()) as log:
        yield log


def refused(problems: pytest.ExceptionInfo[Problems]) -> tuple[Code, object]:
    (item,) = problems.value.items
    return item.code, item.given.get("kind")


def test_a_new_log_is_empty(log: PostgresLog) -> None:
    assert (log.origin, log.size(), log.waiting(), log.unsigned()) == (ORIGIN, 0, 0, [])
    assert log.checkpoint() is None
    assert list(log.checkpoints()) == []
    assert log.own_keys() == [LogKey(-1, LOG.public)]
    assert log.integrate(manifest()) == 0
    assert log.size() == 0


def test_what_is_appended_waits_and_is_then_in_the_tree_as_it_was_promised(log: PostgresLog) -> None:
    before = dt.datetime.now(dt.UTC)
    promised = log.append(bodies(300))
    assert log.waiting() == 300
    assert log.find(promised[7].id) is None
    assert all(before <= e.recorded <= dt.datetime.now(dt.UTC) for e in promised)

    assert log.integrate(manifest()) == 300
    assert (log.waiting(), log.size(), log.unsigned()) == (0, 301, [301])
    assert raw_entries(log)[:300] == [encode(e) for e in promised]
    assert log.find(promised[7].id) == 7
    content = log.content(7)
    assert content is not None
    assert (content.body, content.commitment) == (bodies(300)[7], promised[7].commitment)
    assert log.content(300) is None


def test_appending_nothing_leaves_nothing(log: PostgresLog) -> None:
    assert log.append([]) == []
    assert log.waiting() == 0


def test_salts_differ_for_the_same_content(log: PostgresLog) -> None:
    log.append([b"{}"] * 200)
    log.integrate(manifest())
    salts = {content.salt for i in range(200) if (content := log.content(i))}
    assert len(salts) == 200


def test_one_content_too_long_keeps_all_of_them_out(log: PostgresLog) -> None:
    with pytest.raises(Problems) as problems:
        log.append([b"{}", b'"' + b"x" * (1 << 20) + b'"'])
    assert refused(problems)[0] is Code.RECORD_DATABASE
    assert log.waiting() == 0
    log.append([b'"' + b"x" * ((1 << 20) - 2) + b'"'])
    assert log.waiting() == 1


def test_a_content_of_two_lines_which_would_forge_one_in_an_export_is_kept_out(log: PostgresLog) -> None:
    with pytest.raises(Problems) as problems:
        log.append([b"{}", b'{}\n1 AAAA {"forged":1}'])
    assert refused(problems)[0] is Code.RECORD_DATABASE
    assert log.waiting() == 0


def test_what_the_server_refuses_is_told_without_a_content(log: PostgresLog) -> None:
    with pytest.raises(Problems) as problems:
        log.append([b'"secret' + b"x" * (1 << 20) + b'"'])
    assert "secret" not in str(problems.value.items)


def test_a_seal_says_what_ran(log: PostgresLog) -> None:
    ran = Manifest(
        'a "b" \\ \u20ac\u2028\x7f',
        "1" * 64,
        "postgresql",
        {"z": False, "\u20ac": True, "a": True},
        {"p": "2" * 64},
    )
    log.append(bodies(1))
    log.integrate(ran)
    log.append(bodies(2))
    log.integrate(ran)
    first, second = (e.seal for e in entries_of(log) if e.seal)
    assert (first.manifest, first.size, first.previous) == (ran, 2, 0)
    assert (second.manifest, second.size, second.previous) == (ran, 5, 2)


def test_a_backlog_comes_under_one_seal_so_that_none_of_it_looks_backdated(
    log: PostgresLog, tmp_path: Path
) -> None:
    for _ in range(17):
        log.append([b"{}"] * 1000)
    assert log.integrate(manifest()) == 17_000
    assert log.integrate(manifest()) == 0
    assert step(log, signer(tmp_path), manifest) is not None
    leaves = [leaf_hash(raw) for raw in raw_entries(log)]
    assert root_at(log.read, len(leaves)) == naive_root(leaves)
    assert list(log.checkpoints()) == [17_001]


def test_every_tile_and_bundle_reads_at_every_width_that_it_ever_had(log: PostgresLog) -> None:
    tiles = Tiles()
    for count in (1, 254, 3, 700, 65_000):
        log.append([b"{}"] * count)
        while log.integrate(manifest()):
            pass
    entries = raw_entries(log)
    tiles.grow([leaf_hash(raw) for raw in entries])
    size = log.size()
    assert size > WIDTH * WIDTH
    for level, index in ((0, 0), (0, 2), (0, size // WIDTH), (1, 0), (1, 1), (2, 0)):
        widest = tile_at(level, index, size).width
        for width in {*range(1, widest + 1, 51), widest}:
            assert log.read(Tile(level, index, width)) == tiles(Tile(level, index, width))
    for width in (1, 100, WIDTH):
        assert log.read(Tile(ENTRIES, 2, width)) == pack(entries[2 * WIDTH :][:width])


@pytest.mark.parametrize(
    "tile", [Tile(0, 0, 4), Tile(0, 1, 1), Tile(1, 0, 1), Tile(ENTRIES, 0, 4), Tile(9, 0, 1)]
)
def test_a_tile_that_never_was_is_refused(log: PostgresLog, tile: Tile) -> None:
    log.append(bodies(2))
    log.integrate(manifest())
    with pytest.raises(Problems) as problems:
        log.read(tile)
    assert refused(problems) == (Code.RECORD_TILE_WRONG, "beyond")


@pytest.mark.parametrize("id_", ["", "12", "00000000-0000-0000-0000-000000000000", "' OR true --"])
def test_an_id_that_nobody_was_given_is_refused(log: PostgresLog, id_: str) -> None:
    with pytest.raises(Problems) as problems:
        log.find(id_)
    assert refused(problems)[0] is Code.RECORD_ENTRY_UNKNOWN


@pytest.mark.parametrize("index", [-1, 3, 1 << 62, 1 << 80])
def test_an_index_beyond_the_tree_has_no_content_to_ask_for(log: PostgresLog, index: int) -> None:
    log.append(bodies(2))
    log.integrate(manifest())
    with pytest.raises(Problems) as problems:
        log.content(index)
    assert refused(problems)[0] is Code.RECORD_ENTRY_UNKNOWN


def test_checkpoints_are_signed_proved_and_listed(log: PostgresLog, tmp_path: Path) -> None:
    for count in (1, 2, 300):
        log.append(bodies(count))
        step(log, signer(tmp_path), manifest)
    check_whole(log)
    assert list(log.checkpoints()) == [2, 5, 306]
    assert prove(log, 4).checkpoint == log.checkpoint(306) == log.checkpoint()
    assert log.checkpoint(3) is None


def test_cosignatures_are_added_and_a_newer_one_takes_the_place_of_the_older(
    log: PostgresLog, tmp_path: Path
) -> None:
    log.append(bodies(1))
    note = step(log, signer(tmp_path), manifest)
    assert note is not None
    times = [dt.datetime(2026, 11, 22, 9, m, tzinfo=dt.UTC) for m in range(3)]
    log.keep(Note(note.text, (WITNESS.sign(note.text, times[0]),)))
    log.keep(Note(note.text, (WITNESS_ML_DSA.sign(note.text, times[1]),)))
    log.keep(Note(note.text, (WITNESS.sign(note.text, times[2]),)))
    stored = log.checkpoint()
    assert stored is not None
    keys = [key.public for key in (LOG, WITNESS, WITNESS_ML_DSA)]
    assert {s.key: s.at for s in verified(stored, keys)} == {
        LOG.public: None,
        WITNESS.public: times[2],
        WITNESS_ML_DSA.public: times[1],
    }
    log.keep(note)
    assert log.checkpoint() == stored


@pytest.mark.parametrize(
    ("origin", "size", "root", "code", "kind"),
    [
        ("another.example/log", 2, None, Code.RECORD_FORKED, "origin"),
        (ORIGIN, 2, bytes(32), Code.RECORD_FORKED, "root"),
        (ORIGIN, 1, None, Code.RECORD_CHECKPOINT_WRONG, "no_seal"),
        (ORIGIN, 3, bytes(32), Code.RECORD_CHECKPOINT_WRONG, "no_seal"),
    ],
)
def test_a_checkpoint_of_another_tree_is_not_kept(
    log: PostgresLog, origin: str, size: int, root: bytes | None, code: Code, kind: str
) -> None:
    log.append(bodies(1))
    log.integrate(manifest())
    text = Checkpoint(origin, size, root or root_at(log.read, size)).text
    with pytest.raises(Problems) as problems:
        log.keep(Note(text, (LOG.sign(text, dt.datetime.now(dt.UTC)),)))
    assert refused(problems) == (code, kind)
    assert log.unsigned() == [2]


def test_a_checkpoint_that_the_log_did_not_sign_is_not_kept(log: PostgresLog) -> None:
    log.append(bodies(1))
    log.integrate(manifest())
    text = Checkpoint(ORIGIN, 2, root_at(log.read, 2)).text
    with pytest.raises(Problems) as problems:
        log.keep(Note(text, (WITNESS.sign(text, dt.datetime.now(dt.UTC)),)))
    assert refused(problems) == (Code.RECORD_SIGNATURE_WRONG, "unknown")


def test_a_hand_over_counts_when_it_is_in_the_tree_and_both_keys_sign(
    log: PostgresLog, tmp_path: Path
) -> None:
    new = new_key(ORIGIN)
    now = dt.datetime.now(dt.UTC)
    log.append(bodies(1))
    step(log, signer(tmp_path), manifest)
    text = Handover(ORIGIN, LOG.public, new.public, now).text
    note = Note(text, (LOG.sign(text, now), new.sign(text, now)))
    entry = log.hand_over(note)
    assert entry.handover == note.write()
    assert log.own_keys() == [LogKey(-1, LOG.public)]
    with pytest.raises(Problems) as problems:
        log.hand_over(note)
    assert refused(problems) == (Code.RECORD_HANDOVER_WRONG, "waiting")

    write_key(tmp_path / "new.key", new)
    both = Signer(tmp_path / "log.key", tmp_path / "new.key", now=lambda: now)
    made = step(log, both, manifest)
    assert made is not None
    assert entries_of(log)[2] == entry
    assert log.own_keys() == [LogKey(-1, LOG.public), LogKey(2, new.public)]
    assert len(verified(made, [LOG.public, new.public])) == 2
    check_whole(log)


def test_a_hand_over_by_a_key_out_of_office_or_back_to_one_is_refused(log: PostgresLog) -> None:
    now = dt.datetime.now(dt.UTC)
    first, second = new_key(ORIGIN), new_key(ORIGIN)
    for old, new, kind in ((first, second, "office"), (LOG, LOG, "again")):
        text = Handover(ORIGIN, old.public, new.public, now).text
        with pytest.raises(Problems) as problems:
            log.hand_over(Note(text, (old.sign(text, now), new.sign(text, now))))
        assert refused(problems) == (Code.RECORD_HANDOVER_WRONG, kind)
    text = Handover(ORIGIN, LOG.public, first.public, now).text
    with pytest.raises(Problems) as problems:
        log.hand_over(Note(text, (LOG.sign(text, now),)))
    assert refused(problems) == (Code.RECORD_HANDOVER_WRONG, "unsigned")
    witness = new_key(ORIGIN, Algorithm.COSIGNATURE)
    text = Handover(ORIGIN, LOG.public, witness.public, now).text
    with pytest.raises(Problems) as problems:
        log.hand_over(Note(text, (LOG.sign(text, now), witness.sign(text, now))))
    assert refused(problems) == (Code.RECORD_HANDOVER_WRONG, "algorithm")
    assert log.waiting() == 0


def test_a_service_appends_in_its_own_transaction(each: Cluster) -> None:
    address = each.new()
    with connect(address) as log, psycopg.connect(address) as service:
        service.execute("CREATE TABLE decision (id uuid)")
        kept = append_in(service, bodies(2))
        service.execute("INSERT INTO decision VALUES (%s)", [kept[0].id])
        assert log.waiting() == 0
        service.commit()
        append_in(service, bodies(3))
        service.rollback()
        assert log.integrate(manifest()) == 2
        assert [e.id for e in entries_of(log)[:2]] == [e.id for e in kept]


def test_a_connection_that_broke_is_made_anew(each: Cluster) -> None:
    address = each.new()
    with connect(address) as log, psycopg.connect(address, autocommit=True) as other:
        log.append(bodies(1))
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'returnhub record' AND datname = current_database()"
        )
        with pytest.raises(Problems) as problems:
            log.append(bodies(1))
        assert refused(problems)[0] is Code.RECORD_DATABASE
        assert log.integrate(manifest()) == 1


def test_a_database_without_a_log_is_told_apart_from_one_that_is_not_there(each: Cluster) -> None:
    with pytest.raises(Problems) as problems:
        connect(each.empty())
    assert refused(problems) == (Code.RECORD_LOG_MISSING, "database")
    with pytest.raises(Problems) as problems:
        connect("postgresql://nobody@localhost:1/none?host=/nonexistent")
    assert refused(problems)[0] is Code.RECORD_DATABASE
    (item,) = problems.value.items
    assert "\n" not in str(item.given["reason"])


def test_appended_is_on_the_disk_even_where_the_server_is_set_not_to_wait(each: Cluster) -> None:
    with psycopg.connect(each.new()) as service:
        assert service.execute("SHOW synchronous_commit").fetchone() == ("off",)
        append_in(service, bodies(1))
        assert service.execute("SHOW synchronous_commit").fetchone() == ("on",)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(basis=st.text(min_size=1, max_size=50).filter(lambda t: t.strip() and "\x00" not in t))
def test_any_legal_basis_stands_in_the_entry_as_it_was_given(log: PostgresLog, basis: str) -> None:
    log.append(bodies(1))
    log.integrate(manifest())
    index = log.size() - 2
    made = log.erase(index, basis, canonical({"why": basis}))
    log.integrate(manifest())
    assert isinstance(made, Entry)
    assert entries_of(log)[-2] == made
    assert made.erasure is not None
    assert (made.erasure.index, made.erasure.basis) == (index, basis)
