"""The record beside pymerkle, a kept Merkle tree library: appends, proofs, a verified log, PostgreSQL.

Both hash the same entries by RFC 6962 and come to the same root. pymerkle keeps every hash in memory
(`InmemoryTree`) or in SQLite (`SqliteTree`); ours keeps tiles, and the store on disk also holds
contents, salts, receipts' promises and signed checkpoints. `--quick` takes a tenth of the entries.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from pymerkle import InmemoryTree, verify_inclusion

from benchmarks import record_stores
from returnhub.record.entry import Content, Entry, encode
from returnhub.record.grow import grow, root_at
from returnhub.record.proof import check_inclusion, consistency, inclusion
from returnhub.record.tiles import Tile
from returnhub.record.tree import leaf_hash

ENTRIES, AT_ONCE, ROUNDS = 1_000_000, 4_096, 3
PEER_SHARE = 5
"""The peer appends a fifth of the entries: it takes ten times as long and its time grows evenly."""

MOST_PROOF_MS = 1.0
FEWEST_IN_MEMORY = 200_000


def main() -> int:
    count = ENTRIES // 10 if "--quick" in sys.argv else ENTRIES
    entries = [os.urandom(142).hex().encode() for _ in range(count)]
    missed = [*appends(entries), *proofs(entries)]
    with tempfile.TemporaryDirectory(prefix="rh-bench-") as home:
        missed += record_stores.main(Path(home), count)
    print("within the limits" if not missed else f"OUTSIDE the limits: {', '.join(missed)}")
    return 1 if missed else 0


def appends(entries: Sequence[bytes]) -> list[str]:
    """Entries a second in memory, ours and the peer's taking turns; the roots have to agree."""
    fewer = entries[: len(entries) // PEER_SHARE]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(len(entries) / timed(lambda: in_tiles(entries)))
        theirs.append(len(fewer) / timed(lambda: in_pymerkle(fewer)))
    tiles = in_tiles(fewer)
    assert root_at(tiles.__getitem__, len(fewer)) == in_pymerkle(fewer).get_root()
    made = sample(100_000)
    whole = len(made) / timed(lambda: in_tiles([encode(entry) for entry in made]))
    mine, peer = statistics.median(ours), statistics.median(theirs)
    print(f"{len(entries):,} appends in memory, median of {ROUNDS} rounds, the two taking turns, same root")
    print(f"  ours, tiles written            {mine:>12,.0f} a second   (at least {FEWEST_IN_MEMORY:,})")
    print(f"  pymerkle InmemoryTree          {peer:>12,.0f} a second")
    print(f"  ratio                          {mine / peer:>12.1f}")
    print(f"  ours, canonical JSON included  {whole:>12,.0f} a second")
    return [] if mine >= FEWEST_IN_MEMORY else ["appends in memory"]


def proofs(entries: Sequence[bytes]) -> list[str]:
    """Milliseconds for a proof of inclusion and one of consistency, made from tiles; and for a check."""
    size = len(entries)
    read = in_tiles(entries).__getitem__
    root = root_at(read, size)
    peer = in_pymerkle(entries)
    draw = random.Random(1)
    picked = [draw.randrange(size) for _ in range(500)]
    made = {i: inclusion(read, i, size) for i in picked}
    rows = {
        "ours, inclusion": each(picked, lambda i: inclusion(read, i, size)),
        "ours, consistency": each(picked, lambda i: consistency(read, max(1, i - i % 512), size)),
        "ours, check of inclusion": each(
            picked, lambda i: check_inclusion(leaf_hash(entries[i]), i, size, made[i], root)
        ),
        "pymerkle, inclusion": each(picked, lambda i: peer.prove_inclusion(i + 1, size)),
        "pymerkle, consistency": each(picked, lambda i: peer.prove_consistency(max(1, i), size)),
    }
    one = picked[0]
    verify_inclusion(peer.get_leaf(one + 1), root, peer.prove_inclusion(one + 1, size))
    print(f"Proofs in a tree of {size:,} entries, median of {len(picked)}, milliseconds")
    for name, milliseconds in rows.items():
        print(f"  {name:<26} {milliseconds:>8.3f}")
    print(f"  ratio, inclusion           {rows['ours, inclusion'] / rows['pymerkle, inclusion']:>8.2f}")
    slow = max(rows["ours, inclusion"], rows["ours, consistency"])
    return [] if slow < MOST_PROOF_MS else ["a proof"]


def in_tiles(entries: Sequence[bytes]) -> dict[Tile, bytes]:
    """The tiles of a log of these entries, appended some thousands at a time."""
    tiles: dict[Tile, bytes] = {}
    for at in range(0, len(entries), AT_ONCE):
        tiles |= grow(tiles.__getitem__, at, [leaf_hash(e) for e in entries[at : at + AT_ONCE]]).tiles
    return tiles


def in_pymerkle(entries: Sequence[bytes]) -> InmemoryTree:
    """The same log as the peer keeps it."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


def sample(count: int) -> list[Entry]:
    """Ordinary entries with contents of a usual length."""
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    body = next(record_stores.contents(1))
    return [Entry(str(uuid4()), at, Content(os.urandom(32), body).commitment) for _ in range(count)]


def timed(do: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def each(picked: Sequence[int], do: Callable[[int], object]) -> float:
    """Median milliseconds of one."""
    return statistics.median(timed(lambda i=i: do(i)) for i in picked) * 1000


if __name__ == "__main__":
    sys.exit(main())
