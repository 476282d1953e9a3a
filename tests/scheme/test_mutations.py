"""A scheme broken at random either loads or is refused with places: never any other exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returnhub.cli import words
from returnhub.problems import Problem, Problems
from returnhub.scheme.load import load

SMALL = Path(__file__).parent / "small-hub"
FILES = sorted(p.name for p in SMALL.glob("*.yaml"))

TOKENS = [
    "NO",
    "012",
    "1:30",
    "null",
    "",
    "[]",
    "{}",
    "- a",
    "x: y",
    "&a b",
    "*a",
    "!x",
    "\t",
    '"',
    "'",
    "'x",
    "[",
    "}",
    "|",
    ">-",
    "-1",
    "1e999",
]
TOKENS += [
    ".nan",
    "2025-02-30",
    "9" * 400,
    "é",
    "\x07",
    "\x00",
    "\ud7ff",
    "---",
    "%",
    "#",
    "? a",
    "<<: b",
    "hub_rate",
    "none",
    "id: id",
    "\ufeff",
]

SPLICES = st.lists(
    st.tuples(
        st.sampled_from(FILES),
        st.floats(0, 1),
        st.integers(0, 40),
        st.sampled_from(TOKENS) | st.text(max_size=12),
    ),
    min_size=1,
    max_size=4,
)


def _lines_swapped(text: str, at: float, by: int) -> str:
    lines = text.splitlines(keepends=True)
    first = int(at * (len(lines) - 1))
    second = (first + by) % len(lines)
    lines[first], lines[second] = lines[second], lines[first]
    return "".join(lines)


def _refused(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a folder; nothing if it loads."""
    try:
        load(folder)
    except Problems as problems:
        return problems.items
    return ()


def _loads_or_is_refused_in_words(folder: Path) -> None:
    problems = _refused(folder)
    for p in problems:
        assert p.where.file
        assert words.sentence(p)
        assert words.mend(p)
        assert p.where.line is not None or p.code.startswith(("file.", "yaml."))
    assert bool(words.page(problems)) == bool(problems)


def _broken(tmp_path: Path, splices: list[tuple[str, float, int, str]], swap: bool) -> None:
    texts = {name: (SMALL / name).read_text(encoding="utf-8") for name in FILES}
    for name, at, length, token in splices:
        text = texts[name]
        if swap:
            texts[name] = _lines_swapped(text, at, length)
        else:
            cut = int(at * len(text))
            texts[name] = text[:cut] + token + text[cut + length :]
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    _loads_or_is_refused_in_words(tmp_path)


@given(splices=SPLICES, swap=st.booleans())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_scheme_broken_at_random_loads_or_is_refused_in_words(
    tmp_path: Path, splices: list[tuple[str, float, int, str]], swap: bool
) -> None:
    _broken(tmp_path, splices, swap)


@pytest.mark.long
@given(splices=SPLICES, swap=st.booleans())
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_scheme_broken_at_random_many_times(
    tmp_path: Path, splices: list[tuple[str, float, int, str]], swap: bool
) -> None:
    _broken(tmp_path, splices, swap)


@given(raw=st.binary(max_size=400))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_place_of_a_file_are_refused_in_words(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "scheme.yaml").write_bytes(raw)
    _loads_or_is_refused_in_words(tmp_path)
