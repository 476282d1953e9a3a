"""A witness's folder: its keys, whom it trusts, what it cosigned last, and what it caught.

WITNESS/
  keys/ed25519  keys/ml-dsa-44     private, for their owner alone
  logs/<SHA-256 of the origin, hex>/
    origin                         the log's name, one line
    keys                           the log's vkeys that this witness trusts, one a line
    checkpoint                     the largest checkpoint that it cosigned, with its cosignatures
    forked/  unproved/             what it refused: pairs of notes (`Evidence`)
    kept/                          if wanted: tiles of hashes, and the checkpoint that they hash to
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from returnhub.problems import Code, Where, refuse
from returnhub.record.checkpoint import Checkpoint, parse_checkpoint
from returnhub.record.files import Batch, held, put
from returnhub.record.keys import Algorithm, Key, PublicKey, new_key, parse_vkey, read_key, write_key
from returnhub.record.note import Note, is_name
from returnhub.record.tree import EMPTY
from returnhub.record.witness.kept import KeptTiles, stored, stored_note

_FILES = {Algorithm.COSIGNATURE: "ed25519", Algorithm.COSIGNATURE_ML_DSA: "ml-dsa-44"}

MOST_EVIDENCE = 1_000
"""Pairs of one kind that are kept for a log: whoever sends them is not known, and the disk is ours."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two notes that the log's keeper signed.

    Kind `forked`: no tree begins with both, so the keeper showed two histories. Kind `unproved`: nobody
    showed that the larger begins with the smaller; anybody may send a wrong proof, so alone it proves
    nothing, and whoever has the tiles can tell.
    """

    kind: str
    cosigned: Note
    refused: Note


class WatchedLog:
    """What a witness knows of one log. Its files change only while `held`, but for evidence."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def origin(self) -> str:
        """The log's name."""
        return stored(self.folder / "origin").decode().rstrip("\n")

    @property
    def kept(self) -> KeptTiles:
        """The copy of the log's hashes; it need not be there."""
        return KeptTiles(self.folder / "kept")

    def trusted_keys(self) -> tuple[PublicKey, ...]:
        """The keys that this witness trusts for the log. Raises Problems (record.key_wrong)."""
        return tuple(parse_vkey(line) for line in stored(self.folder / "keys").decode().splitlines() if line)

    def trust(self, *keys: PublicKey) -> None:
        """Trust these keys and no others from now on."""
        put(self.folder, self.folder / "keys", "".join(f"{k.vkey}\n" for k in keys).encode())

    def latest(self) -> Note | None:
        """The largest checkpoint that this witness cosigned; None if none."""
        file = self.folder / "checkpoint"
        return stored_note(file) if file.exists() else None

    def head(self) -> Checkpoint:
        """The tree of `latest`; the empty tree if none."""
        note = self.latest()
        return parse_checkpoint(note.text) if note else Checkpoint(self.origin, 0, EMPTY)

    @contextmanager
    def held(self) -> Generator[None]:
        """Nobody else changes what is known of this log meanwhile, in this process or another."""
        with held(self.folder / "lock", wait=None):
            yield

    def store(self, note: Note) -> None:
        """Remember a cosigned checkpoint; it is on the disk when this returns."""
        put(self.folder, self.folder / "checkpoint", note.write().encode())

    def accuse(self, evidence: Evidence) -> None:
        """Keep evidence; the same pair is kept once."""
        named = sha256((evidence.cosigned.text + evidence.refused.text).encode()).hexdigest()[:16]
        folder = self.folder / evidence.kind
        size = parse_checkpoint(evidence.refused.text).size
        pair = folder / f"{size}-{named}"
        if pair.exists() or (folder.exists() and len(list(folder.iterdir())) >= MOST_EVIDENCE):
            return
        with Batch(self.folder) as batch:
            batch.put(pair / "cosigned", evidence.cosigned.write().encode())
            batch.put(pair / "refused", evidence.refused.write().encode())
            batch.land()

    def evidence(self) -> list[Evidence]:
        """Everything that is kept, what is proved first."""
        return [
            Evidence(kind, stored_note(pair / "cosigned"), stored_note(pair / "refused"))
            for kind in ("forked", "unproved")
            for pair in sorted((self.folder / kind).glob("*-*"))
            if (pair / "refused").exists()
        ]


@dataclass(frozen=True, slots=True)
class WitnessState:
    """A witness: its folder and its private keys, one for each algorithm, all of one name."""

    path: Path
    keys: tuple[Key, ...]

    @classmethod
    def create(
        cls, path: Path, name: str, algorithms: Sequence[Algorithm] = (Algorithm.COSIGNATURE,)
    ) -> WitnessState:
        """A new witness with fresh keys.

        Raises Problems: record.witness_wrong if one is there, record.origin_wrong if no key may have that
        name, file.unwritable.
        """
        if (path / "keys").exists():
            raise refuse(Code.RECORD_WITNESS_WRONG, Where(file=str(path)), kind="exists")
        keys = tuple(new_key(name, algorithm) for algorithm in algorithms)
        try:
            (path / "logs").mkdir(parents=True, exist_ok=True)
            (path / "keys").mkdir(mode=0o700)
        except OSError as fault:
            raise refuse(Code.FILE_UNWRITABLE, Where(file=str(path)), reason=fault.strerror or "") from None
        for key in keys:
            write_key(path / "keys" / _FILES[key.algorithm], key)
        return cls(path, keys)

    @classmethod
    def open(cls, path: Path) -> WitnessState:
        """Raises Problems (record.witness_wrong, record.key_wrong)."""
        files = [f for name in _FILES.values() if (f := path / "keys" / name).exists()]
        if not files:
            raise refuse(Code.RECORD_WITNESS_WRONG, Where(file=str(path)), kind="missing")
        return cls(path, tuple(read_key(file) for file in files))

    @property
    def public(self) -> tuple[PublicKey, ...]:
        """What checkers need to know this witness by."""
        return tuple(key.public for key in self.keys)

    def trust(self, origin: str, vkey: str) -> None:
        """Watch the log of that name, and believe checkpoints that this key signed (and those before it).

        Raises Problems (record.key_wrong, record.origin_wrong, record.witness_wrong).
        """
        key = parse_vkey(vkey)
        if key.algorithm is not Algorithm.NOTE:
            raise refuse(Code.RECORD_WITNESS_WRONG, kind="key_type", found=vkey[:100])
        if not is_name(origin) or len(origin.encode()) > 255:
            raise refuse(Code.RECORD_ORIGIN_WRONG, found=origin[:100])
        folder = self.path / "logs" / sha256(origin.encode()).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)
        log = WatchedLog(folder)
        with log.held():
            put(self.path, folder / "origin", f"{origin}\n".encode())
            known = log.trusted_keys() if (folder / "keys").exists() else ()
            log.trust(*dict.fromkeys((*known, key)))

    def log(self, origin: str) -> WatchedLog | None:
        """What is known of the log of that name; None if this witness doesn't watch it."""
        folder = self.path / "logs" / sha256(origin.encode()).hexdigest()
        return WatchedLog(folder) if (folder / "keys").exists() else None

    def logs(self) -> list[WatchedLog]:
        """Every log that this witness watches."""
        return [WatchedLog(f.parent) for f in sorted((self.path / "logs").glob("*/keys"))]
