"""A page that checks a receipt or a proof in a browser, offline, without trusting the keeper.

It is one file to save and pass on: its script and style stand in it, and its content policy admits
these two, by their hashes, and nothing else, so that it can neither ask nor tell anybody anything.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import cast

from returnhub import __version__
from returnhub.record.keys import Algorithm, PublicKey, parse_vkey

_SCRIPTS = ("check.js", "examine.js", "show.js")


def page(vkeys: Iterable[str] = ()) -> str:
    """The page as one HTML text; `vkeys` of the log and of witnesses are filled in for its reader to compare.

    Its script is the same whatever the keys. Raises Problems (record.key_wrong).
    """
    keys = [parse_vkey(vkey) for vkey in vkeys]
    own = [key for key in keys if key.algorithm is Algorithm.NOTE]
    witnesses = [key for key in keys if key.algorithm is not Algorithm.NOTE]
    words = cast("dict[str, dict[str, str]]", json.loads(_text("words.json")))
    said = words["page"]
    style, script = _text("check.css"), _script(words)
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    values = {f"page.{name}": escape(text) for name, text in said.items()} | {
        "lang": escape(str(words["lang"])),
        "dir": escape(str(words["dir"])),
        "policy": policy,
        "style": style,
        "script": script,
        "keys": _lines(own),
        "witnesses": _lines(witnesses),
        "came": f'<p class="hint">{escape(said["keys_came"])}</p>' if own else "",
        "open": " open" if witnesses else "",
        "foot": escape(said["foot"].format(version=__version__)),
    }
    return re.sub(r"\{\{([a-z_.]+)\}\}", lambda match: values[match[1]], _text("check.html"))


def _script(words: object) -> str:
    # a script ends at the first "</script", wherever it stands
    told = json.dumps(words).replace("<", "\\u003c")
    return "\n".join(['"use strict";', f"const WORDS = {told};", *map(_text, _SCRIPTS)])


def _lines(keys: Iterable[PublicKey]) -> str:
    return escape("".join(f"{key.vkey}\n" for key in keys))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")
