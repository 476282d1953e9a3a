"""Record commands as somebody types them, in a folder of their own."""

from __future__ import annotations

import io
import json
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from returnhub.cli.main import main

ORIGIN = "record.example/hub-a"
CONTENTS = b'{"what":"notice served","happened":"2026-11-20"}\n{"what":"complaint made"}\n'


@dataclass
class Typed:
    """Runs lines; `log` is a folder or a database's address."""

    log: str = "log"

    def code(self, line: str, stdin: bytes = b"") -> tuple[int, str, str]:
        """Exit code, stdout and stderr of `returnhub record` and the line; LOG in it is the log."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(["record", *(self.log if word == "LOG" else word for word in shlex.split(line))])
        finally:
            sys.stdin = before
        said, noted = (_text(stream) for stream in (out, err))
        assert "Traceback" not in noted
        assert "fault in returnhub" not in said + noted, noted
        return code, said, noted

    def out(self, line: str, stdin: bytes = b"") -> str:
        """What a line that succeeds prints."""
        code, out, err = self.code(line, stdin)
        assert code == 0, (line, code, out, err)
        return out

    def json(self, line: str, stdin: bytes = b"", code: int = 0) -> Any:
        """The result in the answer to a line with --json."""
        found, out, err = self.code(f"{line} --json", stdin)
        assert found == code, (line, found, out, err)
        return json.loads(out)["result"]

    def refused(self, line: str, stdin: bytes = b"", code: int = 2) -> str:
        """What is said to a line that is refused, on one line; --json refuses it alike."""
        found, out, err = self.code(line, stdin)
        assert (found, out) == (code, ""), (line, found, out, err)
        found, out, _ = self.code(f"{line} --json", stdin)
        problems = json.loads(out)["result"]["problems"]
        assert found == code
        assert all(p["says"] and p["mend"] for p in problems)
        return " ".join(err.split())

    def started(self) -> list[str]:
        """A log with two contents under its first checkpoint; their ids."""
        self.out(f"init LOG --origin {ORIGIN} --key my.key")
        ids = self.out("append LOG --receipts receipts --key my.key", CONTENTS).split()
        self.out("checkpoint LOG --key my.key")
        vkey = self.json("show LOG")["keys"][0]["vkey"]
        Path("log.vkey").write_text(f"{vkey}\n")
        return ids


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
