"""OpenSSL's command line judges our signatures, given a public key spelled out of the vkey by hand."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from tests.record.made_logs import LOG, WITNESS, WITNESS_ML_DSA, make_log

from returnhub.record.keys import PublicKey
from returnhub.record.note import Note, parse_note

# SubjectPublicKeyInfo up to the key's own bytes: RFC 8410 (Ed25519), RFC 9881 (ML-DSA-44)
ED25519 = bytes.fromhex("302a300506032b6570032100")
ML_DSA_44 = bytes.fromhex("30820532300b0609608648016503040311038205 2100")


@dataclass(frozen=True)
class OpenSSL:
    program: str
    folder: Path

    def accepts(self, head: bytes, key: bytes, message: bytes, signature: bytes) -> bool:
        pem = base64.encodebytes(head + key).decode()
        files = {
            "log.pem": f"-----BEGIN PUBLIC KEY-----\n{pem}-----END PUBLIC KEY-----\n".encode(),
            "note.txt": message,
            "sig.bin": signature,
        }
        for name, raw in files.items():
            (self.folder / name).write_bytes(raw)
        said = self.run("pkeyutl -verify -pubin -inkey log.pem -rawin -in note.txt -sigfile sig.bin")
        # a wrong call fails as well, so that it failed is not enough to know
        judged = ("Signature Verified Successfully", "Signature Verification Failure")[said.returncode]
        assert judged in said.stdout + said.stderr, said.stderr
        return said.returncode == 0

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.program, *line.split()], cwd=self.folder, capture_output=True, text=True, check=False
        )


@pytest.fixture
def openssl(tmp_path: Path) -> OpenSSL:
    program = shutil.which("openssl")
    if program is None:
        assert not os.environ.get("CI"), "CI needs the openssl command"
        pytest.skip("no openssl command on this machine: install Debian's openssl")
    return OpenSSL(program, tmp_path)


@pytest.fixture
def note(tmp_path: Path) -> Note:
    log = make_log(tmp_path / "log", (300,), (LOG, WITNESS, WITNESS_ML_DSA))
    return parse_note((log.folder / "checkpoint").read_text("utf-8"))


def test_openssl_accepts_the_checkpoints_signature(openssl: OpenSSL, note: Note) -> None:
    signature = note.signatures[0].raw
    assert openssl.accepts(ED25519, _key(LOG.public), note.text.encode(), signature)


@pytest.mark.parametrize("at", [0, 26, 40, -1])
def test_openssl_refuses_a_checkpoint_in_which_one_bit_changed(openssl: OpenSSL, note: Note, at: int) -> None:
    changed = bytearray(note.text.encode())
    changed[at] ^= 1
    assert not openssl.accepts(ED25519, _key(LOG.public), bytes(changed), note.signatures[0].raw)


def test_openssl_accepts_a_witnesss_cosignature_with_its_time(openssl: OpenSSL, note: Note) -> None:
    stated, signature = _timed(note.signatures[1].raw)
    message = f"cosignature/v1\ntime {stated}\n{note.text}".encode()
    assert openssl.accepts(ED25519, _key(WITNESS.public), message, signature)
    earlier = f"cosignature/v1\ntime {stated - 1}\n{note.text}".encode()
    assert not openssl.accepts(ED25519, _key(WITNESS.public), earlier, signature)


def test_openssl_accepts_a_witnesss_ml_dsa_44_cosignature(openssl: OpenSSL, note: Note) -> None:
    if "ML-DSA-44" not in openssl.run("list -signature-algorithms").stdout:
        pytest.skip(f"{openssl.run('version').stdout.strip()} has no ML-DSA; 3.5 and later have")
    stated, signature = _timed(note.signatures[2].raw)
    origin, size, root, _ = note.text.split("\n")
    message = b"".join(
        (
            b"subtree/v1\n\0",
            bytes([len(WITNESS_ML_DSA.name)]) + WITNESS_ML_DSA.name.encode(),
            stated.to_bytes(8, "big"),
            bytes([len(origin)]) + origin.encode(),
            (0).to_bytes(8, "big") + int(size).to_bytes(8, "big"),
            base64.b64decode(root),
        )
    )
    key = _key(WITNESS_ML_DSA.public)
    assert openssl.accepts(ML_DSA_44, key, message, signature)
    assert not openssl.accepts(ML_DSA_44, key, message[:-1], signature)


def test_the_keys_that_openssl_is_given_say_the_same_to_another_library() -> None:
    # guards the heads above also where OpenSSL is too old to read ML-DSA
    for head, public in ((ED25519, LOG.public), (ML_DSA_44, WITNESS_ML_DSA.public)):
        loaded = load_der_public_key(head + public.raw)
        assert loaded.public_bytes_raw() == public.raw


def _key(public: PublicKey) -> bytes:
    """The key's bytes as a reader of the vkey finds them: after the last plus, less the type byte."""
    return base64.b64decode(public.vkey.split("+", 2)[2])[1:]


def _timed(raw: bytes) -> tuple[int, bytes]:
    return int.from_bytes(raw[:8], "big"), raw[8:]
