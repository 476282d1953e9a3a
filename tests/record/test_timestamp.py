"""Time-stamps by an authority of our own, which OpenSSL runs."""

from __future__ import annotations

import datetime as dt
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st
from tests.record.authority import Authority, openssl
from tests.record.grown import GrownLog

from returnhub.problems import Problems
from returnhub.record.timestamp import LONGEST, check, read_roots, request, store

NOTE = GrownLog(5).signed(5)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("stamps") / "authority")


@pytest.fixture(scope="module")
def reply(authority: Authority) -> bytes:
    return authority.reply(request(NOTE))


def refusal(reply: bytes, roots: list[x509.Certificate], size: int = 5) -> str:
    with pytest.raises(Problems) as caught:
        check(reply, GrownLog(5).signed(size), roots)
    return str(caught.value.items[0].given["kind"])


def test_a_stamp_gives_a_checkpoint_its_time(authority: Authority, reply: bytes) -> None:
    at = check(reply, NOTE, authority.roots)
    assert at.tzinfo == dt.UTC
    assert abs(at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=10)


def test_openssl_agrees_with_a_stamp_and_asks_the_same(authority: Authority, reply: bytes) -> None:
    (authority.folder / "reply").write_bytes(reply)
    (authority.folder / "text").write_text(NOTE.text, "utf-8")
    openssl(authority.folder, "ts -verify -in reply -data text -CAfile root")
    openssl(authority.folder, "ts -query -data text -sha256 -cert -no_nonce -out asked.tsq")
    assert (authority.folder / "asked.tsq").read_bytes() == request(NOTE)


def test_a_stamp_is_stored_under_the_checkpoints_size(
    authority: Authority, reply: bytes, tmp_path: Path
) -> None:
    store(tmp_path, reply, NOTE, authority.roots)
    assert (tmp_path / "timestamps/5.tsr").read_bytes() == reply


def test_a_stamp_of_another_checkpoint_is_refused(authority: Authority, reply: bytes) -> None:
    assert refusal(reply, authority.roots, size=4) == "hash"


def test_a_stamp_over_another_hash_is_refused(authority: Authority) -> None:
    (authority.folder / "text").write_text(NOTE.text, "utf-8")
    openssl(authority.folder, "ts -query -data text -sha512 -cert -no_nonce -out other.tsq")
    reply = authority.reply((authority.folder / "other.tsq").read_bytes())
    assert refusal(reply, authority.roots) == "hash"


def test_a_stamp_by_an_authority_of_the_same_name_is_refused(reply: bytes, tmp_path: Path) -> None:
    assert refusal(reply, Authority(tmp_path / "other").roots) == "untrusted"


def test_a_stamp_without_any_root_is_refused(reply: bytes) -> None:
    assert refusal(reply, []) == "untrusted"


@pytest.mark.parametrize("purpose", ["serverAuth", "timeStamping"])
def test_a_certificate_that_is_not_for_stamping_alone_makes_no_stamps(purpose: str, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        Authority(tmp_path / "wrong", purpose).reply(request(NOTE))


def test_a_request_that_the_authority_refused_is_no_stamp(authority: Authority) -> None:
    # an algorithm that this authority does not stamp
    (authority.folder / "text").write_text(NOTE.text, "utf-8")
    openssl(authority.folder, "ts -query -data text -sha384 -out other.tsq")
    reply = authority.reply((authority.folder / "other.tsq").read_bytes())
    assert refusal(reply, authority.roots) == "refused"


def test_what_is_too_long_or_empty_is_no_stamp(authority: Authority) -> None:
    assert refusal(b"", authority.roots) == "format"
    assert refusal(bytes(LONGEST + 1), authority.roots) == "format"


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(Problems) as caught:
        read_roots(b"-----BEGIN CERTIFICATE-----\n")
    assert caught.value.items[0].given["kind"] == "certificate"


@given(at=st.integers(0, 10_000), to=st.integers(0, 255))
def test_a_changed_reply_never_says_another_time(
    at: int, to: int, authority: Authority, reply: bytes
) -> None:
    changed = bytearray(reply)
    changed[at % len(reply)] = to
    try:
        said = check(bytes(changed), NOTE, authority.roots)
    except Problems:
        return
    # a few bytes of the format are not signed, such as the outer list of algorithms
    assert said == check(reply, NOTE, authority.roots)


def test_the_hash_is_that_of_the_checkpoints_text() -> None:
    assert sha256(NOTE.text.encode()).digest() in request(NOTE)
