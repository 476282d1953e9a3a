"""Where a page or a workbook goes: asked before the long run, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from returnhub.problems import Code, Where, refuse

T = TypeVar("T")


def check_writable(target: Path) -> None:
    """Refuse a place that cannot be written before the long run, not after it. Raises Problems."""
    reason = ""
    if target.is_dir():
        reason = "it is a folder"
    elif not target.parent.is_dir():
        reason = f'there is no folder "{target.parent}"'
    else:
        try:
            with tempfile.TemporaryFile(dir=target.parent):
                pass
            if target.exists() and not os.access(target, os.W_OK):
                reason = "the file may not be changed"
        except OSError as error:
            reason = error.strerror or "it may not be written"
    if reason:
        raise refuse(Code.ASSESSMENT_OUTPUT_UNWRITABLE, Where(file=str(target)), reason=reason)


def check_named(target: Path, ending: str, option: str) -> None:
    """Refuse a place that cannot be written, and a name that says something else. Raises Problems."""
    check_writable(target)
    if target.suffix.casefold() != ending:
        expected = f"a name that ends in {ending}"
        raise refuse(Code.OPTION_WRONG, option=option, found=f'"{target}"', expected=expected)


def check_page(target: Path) -> None:
    """Refuse a place for a page before the long run. Raises Problems."""
    check_named(target, ".html", "-o")


def save(target: Path, make: Callable[[Path], T]) -> T:
    """Let `make` write a file beside the target, which is then there whole or not at all. Raises Problems."""
    part = target.with_name(f".{target.name}.part")
    try:
        made = make(part)
        part.replace(target)
    except OSError as error:
        reason = error.strerror or "it may not be written"
        raise refuse(Code.ASSESSMENT_OUTPUT_UNWRITABLE, Where(file=str(target)), reason=reason) from error
    finally:
        part.unlink(missing_ok=True)
    return made


def write(target: Path, text: str) -> None:
    """Write a text file whole or not at all. Raises Problems if it cannot be written."""
    save(target, lambda part: part.write_text(text, encoding="utf-8"))
