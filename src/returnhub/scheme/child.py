"""A new scheme's folder that extends another and says only which figures differ."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import yaml

from returnhub.problems import Code, Where, refuse
from returnhub.scheme.load import read
from returnhub.scheme.model import Scheme
from returnhub.scheme.parts import FIGURES, SCHEME, find
from returnhub.scheme.shipped import shipped

_PLAIN = re.compile(r"[A-Za-z][A-Za-z_ ,.()/-]+")


class _Dumper(yaml.SafeDumper):
    """Quotes every text that YAML, or our stricter reading of it, might take for something else."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = None if _PLAIN.fullmatch(text) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)  # pyright: ignore[reportUnknownMemberType]: untyped


_Dumper.add_representer(str, _text)


def id_of(folder: Path) -> str:
    """The id of a scheme in a folder of that name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", folder.name.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if name[:1].isalpha() else f"scheme-{name}".rstrip("-")


def make_child(base: Scheme, base_at: str, folder: Path, figures: Sequence[dict[str, object]]) -> Scheme:
    """Write `folder`, which must not exist, and read it back. `base_at` is what the base was loaded by.

    Raises Problems, and leaves nothing, if the place cannot be written or the child is not sound.
    """
    where = Where(file=str(folder))
    if folder.exists() or folder.is_symlink():
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason="it exists already, and is not overwritten")
    if not folder.parent.is_dir():
        reason = f'there is no folder "{folder.parent}"'
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason=reason)
    at = find(base_at)
    extends = at.name if at.parent == shipped("schemes") else os.path.relpath(at, folder)
    top = {"id": id_of(folder), "title": f"{base.title}, with other figures", "extends": extends}
    try:
        part = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        try:
            for name, content in ((SCHEME, top), (FIGURES, list(figures))):
                (part / name).write_text(_yaml(content), encoding="utf-8")
            part.chmod(0o755)
            read(part)
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as fault:
        reason = (fault.strerror or "not possible").lower()
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason=reason) from None
    return read(folder).scheme


def _yaml(content: object) -> str:
    return yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
