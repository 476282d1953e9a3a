"""A time-stamp authority of our own, which OpenSSL runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cryptography import x509

from returnhub.record.timestamp import read_roots

CONFIG = """
[tsa]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


class Authority:
    """A root that signs one authority's certificate."""

    def __init__(self, folder: Path, purpose: str = "critical,timeStamping") -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "config").write_text(CONFIG, "utf-8")
        (folder / "serial").write_text("01", "utf-8")
        (folder / "purpose").write_text(f"extendedKeyUsage={purpose}\nkeyUsage=digitalSignature\n", "utf-8")
        new = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        openssl(folder, f"{new} -x509 -keyout root.key -out root -days 30 -subj /CN=root")
        openssl(folder, f"{new} -keyout key -out asked -subj /CN=authority")
        signing = "x509 -req -in asked -CA root -CAkey root.key -set_serial 5"
        openssl(folder, f"{signing} -days 30 -extfile purpose -out certificate")

    @property
    def roots(self) -> list[x509.Certificate]:
        return read_roots((self.folder / "root").read_bytes())

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        openssl(
            self.folder,
            "ts -reply -config config -section tsa -queryfile query -signer certificate -inkey key -out r",
        )
        return (self.folder / "r").read_bytes()


def openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True, timeout=60)
