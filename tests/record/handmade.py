"""Logs made by hand from docs/record-format.md, naively and with none of the record's own code.

A log is made from steps; who attacks it changes the steps and makes it again, with the keeper's key.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

ORIGIN = "record.example/hub"
START = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def spell(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: object) -> bytes:
    """Enough of RFC 8785 for names in ASCII and whole numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@dataclass(frozen=True)
class Key:
    name: str
    kind: int
    seed: bytes

    @property
    def private(self) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        kind = MLDSA44PrivateKey.from_seed_bytes if self.kind == 6 else Ed25519PrivateKey.from_private_bytes
        return kind(self.seed)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64(bytes([self.kind]) + self.public)}"

    def line(self, text: str) -> str:
        return f"— {self.name} {b64(self.id + self.private.sign(text.encode()))}\n"

    def cosign(self, note: str, at: dt.datetime) -> str:
        text = note.rpartition("\n\n")[0] + "\n"
        seconds = int(at.timestamp())
        if self.kind == 4:
            message = f"cosignature/v1\ntime {seconds}\n{text}".encode()
        else:
            origin, size, root = text.split("\n")[:3]
            message = b"subtree/v1\n\0" + bytes([len(self.name)]) + self.name.encode()
            message += seconds.to_bytes(8, "big") + bytes([len(origin)]) + origin.encode() + bytes(8)
            message += int(size).to_bytes(8, "big") + base64.b64decode(root)
        raw = self.id + seconds.to_bytes(8, "big") + self.private.sign(message)
        return f"{note}— {self.name} {b64(raw)}\n"


KEY = Key(ORIGIN, 1, bytes(range(32)))
NEXT_KEY = Key(ORIGIN, 1, bytes(range(1, 33)))
STRANGER = Key(ORIGIN, 1, bytes(range(2, 34)))
WITNESS = Key("witness.example/one", 4, bytes(range(3, 35)))
ML_DSA_WITNESS = Key("witness.example/two", 6, bytes(range(4, 36)))


def signed(text: str, *keys: Key) -> str:
    return text + "\n" + "".join(key.line(text) for key in keys)


def leaf(entry: bytes) -> bytes:
    return sha256(b"\0" + entry).digest()


def tree_hash(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\1" + tree_hash(leaves[:split]) + tree_hash(leaves[split:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1."""
    if len(leaves) < 2:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(index, leaves[:split]), tree_hash(leaves[split:])]
    return [*path(index - split, leaves[split:]), tree_hash(leaves[:split])]


@dataclass(frozen=True)
class Step:
    """One entry to be: `what` is content, seal, handover, erase, or raw (its bytes given)."""

    what: str
    number: int
    recorded: dt.datetime
    content: bytes = b"{}"
    erases: int = 0
    guards: Mapping[str, bool] = field(default_factory=lambda: {"updates": True})
    size: int | None = None
    raw: bytes = b""
    keys: tuple[Key, Key] = (KEY, NEXT_KEY)
    signers: tuple[Key, ...] | None = None

    @property
    def id(self) -> str:
        return str(UUID(bytes=sha256(self.number.to_bytes(8, "big")).digest()[:16], version=4))

    @property
    def salt(self) -> bytes:
        return sha256(b"salt" + self.number.to_bytes(8, "big")).digest()

    @property
    def commitment(self) -> str:
        return b64(sha256(b"returnhub/content/v1\n" + self.salt + self.content).digest())

    def handover(self) -> str:
        old, new = self.keys
        names = f"from {old.vkey}\nto {new.vkey}\nrecorded {spell(self.recorded)}\n"
        return signed(f"returnhub/handover/v1\n{ORIGIN}\n{names}", *(self.signers or (old, new)))


def plan(count: int, every: int, start: dt.datetime = START) -> list[Step]:
    """`count` contents a second apart, a seal after each `every` of them."""
    steps: list[Step] = []
    for number in range(count):
        at = start + number * SECOND
        steps.append(Step("content", number, at, canonical({"what": "arrival", "number": number})))
        if number % every == every - 1:
            steps.append(Step("seal", 1_000_000 + number, at + SECOND / 2))
    return steps


@dataclass
class Log:
    """A log as its keeper has it."""

    steps: list[Step]
    key: Key = KEY
    entries: list[bytes] = field(default_factory=list)
    contents: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    checkpoints: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys, seal = [self.key], 0
        for index, step in enumerate(self.steps):
            members: dict[str, object] = {"v": 1, "id": step.id, "recorded": spell(step.recorded)}
            if step.what in ("content", "erase"):
                members["commitment"] = step.commitment
                self.contents[index] = (step.salt, step.content)
            if step.what == "erase":
                erased = self.steps[step.erases]
                members["erasure"] = {"basis": "Article 17", "id": erased.id, "index": step.erases}
                self.contents.pop(step.erases, None)
            if step.what == "handover":
                members["handover"] = step.handover()
                keys = [step.keys[1], step.keys[0]]
            if step.what == "seal":
                size = index + 1 if step.size is None else step.size
                members["seal"] = {
                    "guards": dict(step.guards),
                    "previous": seal,
                    "rules": {"hub": "00" * 32},
                    "size": size,
                    "software": "returnhub 0.1.0",
                    "source": "11" * 32,
                    "store": "folder",
                }
            self.entries.append(step.raw or canonical(members))
            if step.what == "seal":
                seal = index + 1
                self.checkpoints[seal] = self.checkpoint(seal, *(step.signers or keys))
                keys = keys[:1]

    @property
    def leaves(self) -> list[bytes]:
        return [leaf(entry) for entry in self.entries]

    def checkpoint(self, size: int, *keys: Key) -> str:
        return signed(f"{ORIGIN}\n{size}\n{b64(tree_hash(self.leaves[:size]))}\n", *keys)

    @property
    def latest(self) -> str:
        return self.checkpoints[max(self.checkpoints)]

    def receipt(self, index: int, key: Key = KEY) -> str:
        step = self.steps[index]
        lines = f"id {step.id}\nrecorded {spell(step.recorded)}\nleaf {b64(leaf(self.entries[index]))}\n"
        return signed(f"returnhub/receipt/v1\n{ORIGIN}\n{lines}", key)

    def proof(self, index: int, size: int, *, content: bool = False) -> str:
        extra: dict[str, object] = {"leaf": self.entries[index].decode()}
        if content:
            salt, body = self.contents[index]
            extra |= {"salt": b64(salt), "content": body.decode()}
        lines = "".join(f"{b64(h)}\n" for h in path(index, self.leaves[:size]))
        head = f"c2sp.org/tlog-proof@v1\nextra {b64(canonical(extra))}\nindex {index}\n"
        return head + lines + "\n" + self.checkpoints[size]

    def write(self, folder: Path, *, contents: bool = True) -> Path:
        """Every file of the log, as the format lays them out."""
        size = max(self.checkpoints)
        for number in range(-(-size // 256)):
            part = self.entries[:size][256 * number : 256 * number + 256]
            bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in part)
            put(folder, tile_name("entries", number, len(part)), bundle)
            lines = [
                f"{i} {b64(self.contents[i][0])} ".encode() + self.contents[i][1] + b"\n"
                for i in range(256 * number, 256 * number + len(part))
                if i in self.contents
            ]
            if contents:
                put(folder, f"private/content/{numbered(number)}", b"".join(lines))
        level, hashes = 0, self.leaves[:size]
        while hashes:
            for number in range(-(-len(hashes) // 256)):
                part = hashes[256 * number : 256 * number + 256]
                put(folder, tile_name(str(level), number, len(part)), b"".join(part))
            whole = len(hashes) // 256
            hashes = [tree_hash(hashes[256 * n : 256 * n + 256]) for n in range(whole)]
            level += 1
        for at, note in self.checkpoints.items():
            put(folder, f"checkpoints/{at}", note.encode())
        put(folder, "checkpoint", self.latest.encode())
        put(folder, "keys", f"{self.key.vkey}\n".encode())
        return folder


def again(log: Log, steps: Sequence[Step]) -> Log:
    """The log made again from other steps, by the same key."""
    return Log(list(steps), log.key)


def numbered(number: int) -> str:
    digits = f"{number:03}" if number < 1000 else f"{number:0{-(-len(str(number)) // 3) * 3}}"
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def tile_name(level: str, number: int, width: int) -> str:
    return f"tile/{level}/{numbered(number)}" + ("" if width == 256 else f".p/{width}")


def put(folder: Path, name: str, raw: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)
    return file
