"""A small process that forks whenever a test wants a child to kill.

A fork of pytest's own process would copy the page tables of all that hundreds of tests have imported, and
both sides would then copy page after page: for some tests nine tenths of their time.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TOP = Path(__file__).resolve().parents[2]

Tell = Callable[[str], None]
"""Hands a line to the parent, who has it whatever happens next."""

# as it was before anybody who dies replaced it
_write = os.write


class Forks:
    """Has acts done in children."""

    def __init__(self, asked: BinaryIO, answers: BinaryIO) -> None:
        self._asked, self._answers = asked, answers

    def run(self, act: Callable[[Tell], None]) -> tuple[int, list[str]]:
        """Do it in a child; its exit code, or less than 0 for the signal that ended it, and its lines.

        The act goes to another process: a function by its name, or functools.partial of one.
        """
        pickle.dump(act, self._asked)
        self._asked.flush()
        return pickle.load(self._answers)


@contextmanager
def forks() -> Iterator[Forks]:
    """The process, until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=TOP
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Forks(process.stdin, process.stdout)


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            act = pickle.load(asked)
        except EOFError:
            return
        pickle.dump(_forked(act), answers)
        answers.flush()


def _forked(act: Callable[[Tell], None]) -> tuple[int, list[str]]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            _do(act, lambda line: _send(writing, line))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        lines = told.read().splitlines()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), lines


def _do(act: Callable[[Tell], None], tell: Tell) -> None:
    try:
        act(tell)
    except BaseException as fault:
        tell(f"{type(fault).__name__}: {fault}")
        raise


def _send(pipe: int, line: str) -> None:
    _write(pipe, f"{line}\n".encode())


if __name__ == "__main__":
    # A killed process loses nothing that it wrote, so nothing here has to wait for a disk.
    os.fsync = lambda _: None
    with os.fdopen(os.dup(1), "wb") as _answers:
        # what an act prints is no answer
        os.dup2(2, 1)
        _serve(sys.stdin.buffer, _answers)
