from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import returnhub
from returnhub.cli import words
from returnhub.cli.finer import KINDS
from returnhub.problems import Code, Problem, Where

SOURCE = Path(returnhub.__file__).parent
_PLACE = re.compile(r"\{(\w+)\}")
_ALWAYS = {"file", "line", "column", "field", "option", "first_line", "needed", "thing"}


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_and_a_mend(code: Code) -> None:
    says, mend = words.SENTENCES[code]
    assert len(says) > 10
    assert len(mend) > 5
    assert not says.endswith(".")


def test_every_code_is_drawn_in_the_tree_of_problems() -> None:
    tree = (SOURCE / "problems.py").read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]
    missing = [c.value for c in Code if f".{c.value.partition('.')[2]}" not in tree]
    assert missing == []


def _refusals() -> Iterator[tuple[str, Code, str, set[str]]]:
    """Every refusal in the source whose `given` is written out: place, code, kind, names given."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            code = node.args[0] if node.args else None
            if not (
                isinstance(code, ast.Attribute)
                and isinstance(code.value, ast.Name)
                and code.value.id == "Code"
            ):
                continue
            given: dict[str, ast.expr] = {}
            if node.func.id == "refuse":
                if any(k.arg is None for k in node.keywords):
                    continue
                given = {k.arg: k.value for k in node.keywords if k.arg not in (None, "where")}
            elif node.func.id == "Problem" and len(node.args) == 3 and isinstance(node.args[2], ast.Dict):
                if any(k is None for k in node.args[2].keys):
                    continue
                pairs = zip(node.args[2].keys, node.args[2].values, strict=True)
                given = {str(k.value): v for k, v in pairs if isinstance(k, ast.Constant)}
            elif node.func.id != "Problem" or len(node.args) == 3 or node.keywords:
                continue
            kind = given.get("kind")
            named = str(kind.value) if isinstance(kind, ast.Constant) else ""
            yield f"{path.name}:{node.lineno}", Code[code.attr], named, set(given)


def test_each_refusal_gives_what_its_words_need() -> None:
    holes: list[str] = []
    for place, code, kind, given in _refusals():
        says, mend = KINDS.get((code, kind), words.SENTENCES[code])
        usual = given | ({"expected"} if "low" in given else set())
        needed = set(_PLACE.findall(says)) | set(_PLACE.findall(mend)) - _ALWAYS
        if missing := needed - usual - _ALWAYS:
            holes.append(f"{place} {code}: {', '.join(sorted(missing))}")
    assert not holes, "\n".join(holes)


def test_finer_words_belong_to_codes_and_have_both_halves() -> None:
    assert all(isinstance(code, Code) and says and mend for (code, _), (says, mend) in KINDS.items())


def test_no_words_of_the_record_take_the_place_of_other_words() -> None:
    files = ("finer.py", "run_words.py", "record/finer.py", "record/finer_witness.py", "service_words.py")
    written = [
        len(re.findall(r"^    \(Code\.", (SOURCE / "cli" / name).read_text("utf-8"), re.MULTILINE))
        for name in files
    ]
    assert sum(written) == len(KINDS)


def test_a_near_name_comes_before_the_usual_mend() -> None:
    problem = Problem(Code.SCHEME_UNKNOWN_NAME, given={"name": "kosvo", "near": ["kosovo-2025"]})
    assert words.mend(problem) == "did you mean kosovo-2025?   list them: returnhub scheme list"


def test_braces_in_a_value_stay_as_they_are() -> None:
    problem = Problem(Code.OPTION_WRONG, given={"option": "--x", "found": "{name}", "expected": "{}"})
    assert words.sentence(problem) == "--x {name} cannot be used: {} is needed"


def test_a_page_puts_places_in_columns_and_counts() -> None:
    problems = [
        Problem(
            Code.FIGURE_RANGE_REVERSED,
            Where("my/figures.yaml", 17, "", "stay_days.range"),
            {"low": 540, "high": 30},
        ),
        Problem(
            Code.SCHEME_VALUE_UNKNOWN,
            Where("my/scheme.yaml", 41, "", "order"),
            {"found": "x", "expected": ["a", "b"]},
        ),
    ]
    assert words.page(problems).splitlines() == [
        "my/figures.yaml:17  stay_days.range  540 to 30: the low end is above the high   swap them",
        'my/scheme.yaml:41   order            "x" is not one of: a, b   take one of these',
        "2 errors in 2 files",
    ]


def test_a_problem_without_a_line_is_told_as_sentence_and_mend() -> None:
    page = words.page([Problem(Code.FILE_MISSING, Where(file="cases.csv"))])
    assert page.splitlines()[0] == 'error: there is no file or folder "cases.csv"'
