"""What kind of file somebody handed in: told by its bytes, never by its name. Nothing in it is ever run."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from returnhub.problems import Code, Where, refuse

MOST_BYTES = 20 * 1024 * 1024
TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "text/plain": "plain text in UTF-8",
}
"""Types that are taken, by their media type, with their names."""

_LOCKED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def type_of(content: bytes) -> str:
    """The media type of a file.

    Raises Problems: command.file_wrong with `kind` empty, too_big, locked (a PDF behind a password) or
    type_unknown.
    """
    if not content:
        raise refuse(Code.COMMAND_FILE_WRONG, Where(field="file"), kind="empty")
    if len(content) > MOST_BYTES:
        raise refuse(Code.COMMAND_FILE_WRONG, Where(field="file"), kind="too_big", most=MOST_BYTES)
    if content.startswith(b"%PDF-"):
        if _LOCKED.search(content):
            raise refuse(Code.COMMAND_FILE_WRONG, Where(field="file"), kind="locked")
        return "application/pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if not _NO_TEXT.search(content):
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return "text/plain"
    raise refuse(
        Code.COMMAND_FILE_WRONG, Where(field="file"), kind="type_unknown", allowed=tuple(TYPES.values())
    )


def digest_of(content: bytes) -> str:
    """SHA-256 in lower-case hex: what a file is stored under."""
    return hashlib.sha256(content).hexdigest()


def plain_name(name: str) -> str:
    """A file's name without folders and without signs that do not print; "file" if nothing is left.

    >>> plain_name("../../etc/letter.pdf")
    'letter.pdf'
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    return shown[-200:] or "file"
