from __future__ import annotations

import datetime as dt
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from tests.record.grown import GrownLog, now
from tests.record.made_logs import LOG, ORIGIN, WITNESS
from tests.record.served import HERE, serving

from returnhub.problems import Problems
from returnhub.record.keys import Algorithm, verified
from returnhub.record.note import parse_note
from returnhub.record.witness import server, web
from returnhub.record.witness.answer import LONGEST_REQUEST
from returnhub.record.witness.ask import AHEAD, ask
from returnhub.record.witness.server import WitnessServer
from returnhub.record.witness.state import WitnessState
from returnhub.record.witness.web import fetch


@pytest.fixture
def state(tmp_path: Path) -> WitnessState:
    both = (Algorithm.COSIGNATURE, Algorithm.COSIGNATURE_ML_DSA)
    state = WitnessState.create(tmp_path / "witness", "witness.example/one", both)
    state.trust(ORIGIN, LOG.public.vkey)
    return state


@pytest.fixture
def url(state: WitnessState) -> Iterator[str]:
    with serving(state) as address:
        yield address


@contextmanager
def answering(*answers: bytes) -> Iterator[str]:
    """A server that gives these bytes, one connection after the other, whatever it is asked."""
    with socket.create_server((HERE, 0)) as server:

        def run() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.recv(1 << 20)
                    connection.sendall(answer)

        thread = threading.Thread(target=run)
        thread.start()
        yield f"http://{HERE}:{server.getsockname()[1]}"
        thread.join()


def answer(status: int, body: str) -> bytes:
    raw = body.encode()
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(raw)}\r\n\r\n".encode() + raw


def refusal(url: str, log: GrownLog, state: WitnessState, within: float = 30.0) -> str:
    before = log.checkpoint()
    with pytest.raises(Problems) as caught:
        ask(url, log, state.public, now, within)
    assert log.checkpoint() == before
    return str(caught.value.items[0].given["kind"])


def test_a_keeper_gets_cosignatures_and_keeps_them_with_the_checkpoint(url: str, state: WitnessState) -> None:
    log = GrownLog(5)
    for size in (300, 301, 1000):
        log.grow(size)
        assert len(ask(url, log, state.public, now)) == 2
        note = log.checkpoint()
        assert note is not None
        assert {s.key for s in verified(note, [LOG.public, *state.public])} == {LOG.public, *state.public}
    assert len(ask(url, log, state.public, now)) == 2


def test_a_keeper_that_missed_many_checkpoints_is_told_where_to_begin(url: str, state: WitnessState) -> None:
    log = GrownLog(5)
    ask(url, log, state.public, now)
    for size in (6, 7, 8, 9):
        log.grow(size)
    ask(url, log, state.public, now)
    watched = state.log(ORIGIN)
    assert watched is not None
    assert watched.head().size == 9


def test_a_log_put_back_from_a_backup_is_told_that_the_witness_saw_more(
    url: str, state: WitnessState
) -> None:
    ask(url, GrownLog(20), state.public, now)
    assert refusal(url, GrownLog(15), state) == "ahead"


def test_a_log_with_another_past_is_refused_and_the_witness_keeps_both(url: str, state: WitnessState) -> None:
    ask(url, GrownLog(20), state.public, now)
    assert refusal(url, GrownLog(20, forked_at=3), state) == "forked"
    assert refusal(url, GrownLog(33, forked_at=3), state) == "forked"
    watched = state.log(ORIGIN)
    assert watched is not None
    assert [e.kind for e in watched.evidence()] == ["forked", "unproved"]


def test_a_witness_that_does_not_know_the_log_refuses(tmp_path: Path) -> None:
    stranger = WitnessState.create(tmp_path / "w", "witness.example/other")
    with serving(stranger) as url:
        assert refusal(url, GrownLog(5), stranger) == "unknown"


def test_a_witness_that_is_not_there_is_down(state: WitnessState) -> None:
    with socket.create_server((HERE, 0)) as server:
        port = server.getsockname()[1]
    assert refusal(f"http://{HERE}:{port}", GrownLog(5), state) == "down"


def test_a_witness_that_answers_nothing_is_slow(state: WitnessState) -> None:
    with socket.create_server((HERE, 0)) as server:
        assert refusal(f"http://{HERE}:{server.getsockname()[1]}", GrownLog(5), state, 0.2) == "slow"


def test_a_witness_that_answers_a_byte_at_a_time_is_slow(state: WitnessState) -> None:
    stop = threading.Event()
    with socket.create_server((HERE, 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1 << 20)
                while not stop.wait(0.02):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        kind = refusal(f"http://{HERE}:{server.getsockname()[1]}", GrownLog(5), state, 0.3)
        stop.set()
        thread.join()
    assert kind == "slow"


@pytest.mark.parametrize("body", ["", "\n", "no signature\n", "\N{EM DASH} a b\n", "x" * 70_000])
def test_an_answer_that_is_no_signature_is_refused(body: str, state: WitnessState) -> None:
    with answering(answer(200, body)) as url:
        assert refusal(url, GrownLog(5), state) == ("long" if len(body) > 9999 else "answer")


def test_another_witnesss_signature_is_refused(state: WitnessState) -> None:
    log = GrownLog(5)
    line = WITNESS.sign(log.signed(5).text, now()).line
    with answering(answer(200, line)) as url:
        assert refusal(url, log, state) == "stranger"


def test_a_cosignature_over_another_checkpoint_is_refused(state: WitnessState) -> None:
    line = state.keys[0].sign(GrownLog(4).signed(4).text, now()).line
    with answering(answer(200, line)) as url:
        assert refusal(url, GrownLog(5), state) == "signature"


def test_a_cosignature_from_the_future_is_refused(state: WitnessState) -> None:
    log = GrownLog(5)
    late = now() + AHEAD + dt.timedelta(seconds=1)
    with answering(answer(200, state.keys[0].sign(log.signed(5).text, late).line)) as url:
        assert refusal(url, log, state) == "time"


def test_a_witness_that_never_stops_telling_another_size_is_asked_twice(state: WitnessState) -> None:
    with answering(answer(409, "1\n"), answer(409, "2\n")) as url:
        assert refusal(url, GrownLog(5), state) == "busy"


@pytest.mark.parametrize(
    "size", ["", "\n", "01\n", "-1\n", "1", "9223372036854775808\n", "\N{SUPERSCRIPT TWO}\n"]
)
def test_a_size_that_is_none_is_refused(size: str, state: WitnessState) -> None:
    with answering(answer(409, size)) as url:
        assert refusal(url, GrownLog(5), state) == "answer"


def test_a_redirect_is_not_followed(state: WitnessState) -> None:
    with answering(b"HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as url:
        assert refusal(url, GrownLog(5), state) == "status"


def test_an_answer_that_breaks_off_is_no_answer(state: WitnessState) -> None:
    with answering(b"HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\nabc") as url:
        assert refusal(url, GrownLog(5), state) == "down"


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "ftp://127.0.0.1",
        "http://a b/",
        "http://127.0.0.1:99999/",
        "http://me:word@127.0.0.1/",
        "w",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(Problems) as caught:
        fetch(url, most=1, within=1)
    assert caught.value.items[0].given["kind"] == "address"


def test_a_monitor_gets_the_latest_checkpoint(url: str, state: WitnessState) -> None:
    log = GrownLog(5)
    path = f"{url}/{sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    assert fetch(path, most=9999, within=5).status == 404
    ask(url, log, state.public, now)
    note = parse_note(fetch(path, most=9999, within=5).body)
    assert {s.key for s in verified(note, state.public)} == set(state.public)


def post(url: str, headers: dict[str, str], body: bytes = b"", path: str = "/add-checkpoint") -> int:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=5)
    connection.putrequest("POST", path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_body_without_a_length_or_too_long_is_not_read(url: str) -> None:
    assert post(url, {}) == 411
    assert post(url, {"Content-Length": "-5"}) == 411
    assert post(url, {"Content-Length": str(LONGEST_REQUEST + 1)}) == 413
    assert post(url, {"Content-Length": "9" * 5000}) == 413
    assert post(url, {"Content-Length": "3"}, b"old") == 400
    assert post(url, {"Content-Length": "3"}, b"old", "/other") == 404


def test_one_connection_serves_many_requests(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=5)
    for old, size in ((0, 5), (5, 9), (5, 9)):
        connection.request("POST", "/add-checkpoint", GrownLog(9).request(old, size))
        reply = connection.getresponse()
        sock = connection.sock
        reply.read()
    assert reply.status == 409
    assert reply.getheader("Content-Type") == "text/x.tlog.size"
    assert sock is not None
    connection.close()


def test_a_connection_that_lasts_too_long_is_cut_and_leaves_its_place(
    state: WitnessState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(server, "LONGEST_CONNECTION", 0.1)
    with serving(state) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(b"POST /add-check")
            assert connection.recv(100) == b""
            monkeypatch.setattr(server, "LONGEST_CONNECTION", 60.0)
            # the handler lets go of its place just after the cut; a keeper who is too early asks again
            log = GrownLog(5)
            for _ in range(100):
                try:
                    assert len(ask(url, log, state.public, now)) == 2
                    return
                except Problems:
                    threading.Event().wait(0.02)
    pytest.fail("the place was never free again")


def test_more_connections_than_places_are_closed(
    state: WitnessState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_AT_ONCE", 1)
    with serving(state) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as first:
            first.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert first.recv(20)
            with socket.create_connection((host, int(port)), timeout=5) as second:
                assert second.recv(100) == b""


def test_a_witness_whose_folder_fails_says_so_and_cosigns_nothing(url: str, state: WitnessState) -> None:
    ask(url, GrownLog(5), state.public, now)
    watched = state.log(ORIGIN)
    assert watched is not None
    (watched.folder / "checkpoint").write_text("torn", "utf-8")
    assert refusal(url, GrownLog(9), state) == "status"
    path = f"{url}/{watched.folder.name}/checkpoint"
    assert fetch(path, most=9999, within=5).status == 500


def test_an_address_that_is_taken_is_said(url: str, state: WitnessState) -> None:
    port = int(url.rpartition(":")[2])
    with pytest.raises(Problems) as caught:
        WitnessServer(state, HERE, port, now)
    assert caught.value.items[0].given["kind"] == "bind"


def test_ctrl_c_stops_the_witness_and_it_remembers(state: WitnessState) -> None:
    program = (
        "import sys, pathlib, datetime as dt\n"
        "from returnhub.record.witness.server import serve\n"
        "from returnhub.record.witness.state import WitnessState\n"
        "state = WitnessState.open(pathlib.Path(sys.argv[1]))\n"
        "ready = lambda address: print(address, flush=True)\n"
        "serve(state, '127.0.0.1', 0, lambda: dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC), ready)\n"
        "print('stopped')\n"
    )
    command = [sys.executable, "-c", program, str(state.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            ask(child.stdout.readline().strip(), GrownLog(20), state.public, now)
            os.kill(child.pid, signal.SIGINT)
            out, err = child.communicate(timeout=20)
        finally:
            # else a failure would wait for ever for a witness that nobody stops
            child.kill()
    assert (out, err, child.returncode) == ("stopped\n", "", 0)
    with serving(state) as url:
        assert refusal(url, GrownLog(15), state) == "ahead"


def test_https_asks_for_a_certificate_that_is_trusted(state: WitnessState, url: str) -> None:
    assert refusal(url.replace("http://", "https://"), GrownLog(5), state) == "down"
    assert web.is_address("https://witness.example")
