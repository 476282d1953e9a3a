"""The files of a scheme and of those that it extends, read and merged but not yet checked for sense.

A figure, statement, conflict or claim of a scheme replaces the one of the same id that it extends;
the mappings of scheme.yaml are merged field by field, and its lists are replaced whole, but for lists of
rows with an id, which are merged by row. What makes no sense for a scheme it `drops` by id.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.scheme.fields import near, shown
from returnhub.scheme.lines import Node, read_yaml
from returnhub.scheme.shipped import shipped, shipped_schemes

SCHEME, FIGURES, STATEMENTS, CLAIMS, RULES = (
    "scheme.yaml",
    "figures.yaml",
    "statements.yaml",
    "claims.yaml",
    "rules.yaml",
)


@dataclass
class Parts:
    """What the files say: nodes by id, each knowing its file and line, and the hash of each file."""

    scheme: Node | None = None
    figures: dict[str, Node] = field(default_factory=dict[str, Node])
    statements: dict[str, Node] = field(default_factory=dict[str, Node])
    conflicts: dict[str, Node] = field(default_factory=dict[str, Node])
    claims: dict[str, Node] = field(default_factory=dict[str, Node])
    rules: tuple[Path, ...] = ()
    extends: str | None = None
    label: str = ""
    files: dict[str, str] = field(default_factory=dict[str, str])

    def by_file(self, kind: str) -> dict[str, Node] | None:
        """What has a file of its own, by its name; None for what stands in scheme.yaml."""
        kinds = {"figures": self.figures, "statements": self.statements, "conflicts": self.conflicts}
        return {**kinds, "claims": self.claims}.get(kind)


def find(name: str | Path) -> Path:
    """The folder that a person means: a path, a path of its scheme.yaml, or a shipped scheme's name."""
    text = os.fspath(name)
    path = Path(text)
    try:
        if path.name == SCHEME and path.is_file():
            return path.parent
        if (path / SCHEME).is_file():
            return path
        if text in shipped_schemes():
            return shipped("schemes") / text
        if path.is_dir():
            raise refuse(Code.FILE_MISSING, Where(file=str(path / SCHEME)), kind="scheme", folder=str(path))
        if path.exists():
            raise refuse(Code.FILE_MISSING, Where(file=text), kind="not a folder")
        if len(path.parts) != 1 or path.is_absolute():
            raise refuse(Code.FILE_MISSING, Where(file=text))
    except (OSError, ValueError) as error:
        raise refuse(Code.FILE_MISSING, Where(file=text)) from error
    names = shipped_schemes()
    raise refuse(Code.SCHEME_UNKNOWN_NAME, name=text, looked_in=f"./{text}", near=near(text, names))


def gather(folder: Path, problems: list[Problem]) -> Parts:
    """Read `folder` and everything that it extends. What cannot be read is added to `problems`."""
    parts = Parts(label=name_of(folder))
    chain = _chain(folder, parts, problems)
    for at, top in reversed(chain):
        _add(at, top, parts, problems)
    top = chain[0][1]
    if top is not None and parts.extends is not None and top.step("id") is None:
        given = {"name": "id", "expected": "a name of its own, in small letters"}
        problems.append(Problem(Code.SCHEME_FIELD_MISSING, top.where(), given))
    return parts


def name_of(folder: Path) -> str:
    """How errors and hashes name a folder: a shipped one by its name, any other as it was typed."""
    if folder.parent == shipped("schemes"):
        return folder.name
    return os.path.normpath(folder)


def _chain(folder: Path, parts: Parts, problems: list[Problem]) -> list[tuple[Path, Node | None]]:
    """The folder, the one it extends, and so on, with each scheme.yaml read."""
    chain: list[tuple[Path, Node | None]] = []
    seen: list[Path] = []
    at: Path | None = folder
    while at is not None:
        seen.append(at.resolve())
        top = _read(at, SCHEME, parts, problems)
        if top is not None and not isinstance(top.value, dict):
            problems.append(_shape(top, "a mapping of fields"))
            top = None
        chain.append((at, top))
        at = _extended(at, top, seen, problems)
        if len(chain) == 1 and at is not None:
            parts.extends = at.name
    return chain


def _extended(at: Path, top: Node | None, seen: list[Path], problems: list[Problem]) -> Path | None:
    node = top.step("extends") if top is not None else None
    if top is None or node is None or node.value is None:
        return None
    where = top.where(("extends",))
    if not isinstance(node.value, str):
        problems.append(
            Problem(Code.SCHEME_FIELD_WRONG, where, {"kind": "text", "found": shown(node.plain())})
        )
        return None
    name = node.value
    beside = at / name
    if name in shipped_schemes():
        beside = shipped("schemes") / name
    try:
        there = (beside / SCHEME).is_file()
    except (OSError, ValueError):
        there = False
    if not there:
        given = {"name": name, "near": near(name, shipped_schemes())}
        problems.append(Problem(Code.SCHEME_EXTENDS_MISSING, where, {k: v for k, v in given.items() if v}))
        return None
    if beside.resolve() in seen:
        circle = [p.name for p in seen[seen.index(beside.resolve()) :]] + [beside.resolve().name]
        problems.append(Problem(Code.SCHEME_EXTENDS_LOOP, where, {"chain": " > ".join(circle)}))
        return None
    return beside


def _add(folder: Path, top: Node | None, parts: Parts, problems: list[Problem]) -> None:
    """Lay one folder over what it extends, less what it drops of that."""
    if top is not None:
        _drop(top, parts, problems)
        own = _without(top, "extends")
        parts.scheme = own if parts.scheme is None else merged(parts.scheme, own)
    for name in (FIGURES, STATEMENTS, CLAIMS):
        if (folder / name).exists():
            node = _read(folder, name, parts, problems)
            if node is not None:
                _lay(name, node, parts, problems)
    if (folder / RULES).exists() and _read(folder, RULES, parts, problems) is not None:
        parts.rules = (*parts.rules, folder / RULES)


def _drop(top: Node, parts: Parts, problems: list[Problem]) -> None:
    """Take out what `top` drops of what it extends; the shape of `drops` is checked with the scheme."""
    if parts.scheme is not None and parts.scheme.step("drops") is not None:
        parts.scheme = _without(parts.scheme, "drops")
    drops = top.step("drops")
    if drops is None or not isinstance(drops.value, dict):
        return
    for kind, names in drops.value.items():
        of_file = parts.by_file(kind)
        rows = parts.scheme.step(kind) if parts.scheme is not None else None
        there = of_file if of_file is not None else _rows_of(rows)
        for n, name in enumerate(names.value if isinstance(names.value, list) else []):
            if isinstance(name.value, str) and there.pop(name.value, None) is None:
                given = {"kind": kind.rstrip("s"), "name": name.value, "near": near(name.value, there)}
                given = {k: v for k, v in given.items() if v}
                problems.append(Problem(Code.SCHEME_REFERENCE_MISSING, top.where(("drops", kind, n)), given))
        if of_file is None and rows is not None and parts.scheme is not None and _rows_of(rows):
            assert isinstance(parts.scheme.value, dict), "only mappings come here"
            kept = {kind: Node(list(there.values()), rows.file, rows.line)}
            parts.scheme = Node({**parts.scheme.value, **kept}, parts.scheme.file, parts.scheme.line)


def _lay(name: str, node: Node, parts: Parts, problems: list[Problem]) -> None:
    if name == STATEMENTS:
        if not isinstance(node.value, dict):
            problems.append(_shape(node, "a mapping with `statements` and `conflicts`"))
            return
        for key, inner in node.value.items():
            into = {"statements": parts.statements, "conflicts": parts.conflicts}.get(key)
            if into is None:
                given = {"name": key, "expected": ["statements", "conflicts"]}
                problems.append(Problem(Code.SCHEME_FIELD_UNKNOWN, node.where((key,)), given))
            else:
                into.update(_by_id(inner, problems))
        return
    if name == FIGURES:
        parts.figures.update(_by_id(node, problems))
        return
    own = _by_id(node, problems)
    # A scheme's own claims come before those that it shares with what it extends.
    inherited = {key: value for key, value in parts.claims.items() if key not in own}
    parts.claims.clear()
    parts.claims.update({**own, **inherited})


def _by_id(node: Node, problems: list[Problem]) -> dict[str, Node]:
    """The items of a list by their id."""
    found: dict[str, Node] = {}
    if node.value is None:
        return found
    if not isinstance(node.value, list):
        problems.append(_shape(node, "a list, each item with its `id`"))
        return found
    for item in node.value:
        if not isinstance(item.value, dict):
            problems.append(_shape(item, "an item with an `id` and its fields"))
            continue
        name = item.value.get("id")
        if name is None or not isinstance(name.value, str):
            given = {"name": "id", "expected": "a name of its own, in small letters"}
            problems.append(Problem(Code.SCHEME_FIELD_MISSING, item.where(), given))
        elif name.value in found:
            given = {"name": name.value, "first": found[name.value].line}
            problems.append(Problem(Code.SCHEME_NAME_TWICE, item.where(("id",)), given))
        else:
            found[name.value] = item
    return found


def merged(base: Node, top: Node) -> Node:
    """`top` over `base`: mappings by field, lists of rows with an `id` by row, all else replaced."""
    if isinstance(base.value, list) and isinstance(top.value, list):
        old, new = _rows(base.value), _rows(top.value)
        if not old or not new:
            return top
        rows = [merged(old[name], row) if name in old else row for name, row in new.items()]
        return Node([*(row for name, row in old.items() if name not in new), *rows], top.file, top.line)
    if not isinstance(base.value, dict) or not isinstance(top.value, dict):
        return top
    members: Mapping[str, Node] = top.value
    both = {
        **base.value,
        **{k: merged(base.value[k], v) if k in base.value else v for k, v in members.items()},
    }
    return Node(both, top.file, top.line)


def _rows_of(node: Node | None) -> dict[str, Node]:
    return _rows(node.value) if node is not None and isinstance(node.value, list) else {}


def _rows(rows: list[Node]) -> dict[str, Node]:
    """Rows by their `id`; empty unless each has one of its own."""
    named: dict[str, Node] = {}
    for row in rows:
        name = row.value.get("id") if isinstance(row.value, dict) else None
        if name is None or not isinstance(name.value, str) or name.value in named:
            return {}
        named[name.value] = row
    return named


def _without(node: Node, key: str) -> Node:
    assert isinstance(node.value, dict), "only mappings come here"
    return Node({k: v for k, v in node.value.items() if k != key}, node.file, node.line)


def _read(folder: Path, name: str, parts: Parts, problems: list[Problem]) -> Node | None:
    label = name_of(folder)
    try:
        document = read_yaml(folder / name, f"{label}/{name}", problems)
    except Problems as found:
        problems.extend(found.items)
        return None
    key = f"{Path(label).name}/{name}"
    while key in parts.files:  # a folder may extend another of the same name
        key = f"extended/{key}"
    parts.files[key] = document.sha256
    return document.top


def _shape(node: Node, expected: str) -> Problem:
    return Problem(
        Code.YAML_NOT_A_MAPPING, node.where(), {"expected": expected, "found": shown(node.plain())}
    )
