"""Bytes from a fuzzer that follows the parser's branches: a condition or Problems, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = int(os.environ.get("RETURNHUB_FUZZ_SECONDS", "60"))

HARNESS = """
import sys
import atheris
with atheris.instrument_imports(include=["sqlglot", "returnhub.screening"]):
    from returnhub.problems import Problems
    from returnhub.screening.condition import text
    from returnhub.screening.parse import parse
    from returnhub.scheme.law import read_facts
    from returnhub.scheme.shipped import shipped

FACTS = read_facts(shipped("law"), [])

def one(data):
    written = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(4000)
    try:
        condition = parse(written, FACTS)
    except Problems as problems:
        assert problems.items
        return
    assert parse(text(condition), FACTS) == condition

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""

SEEDS = (
    "birth_on <= :as_of - 18 years",
    "custody IN ('none', 'bail') OR (custody_review_on >= :as_of - 28 days)",
    "NOT (fit_to_travel = TRUE AND refused_on < DATE '2026-11-25')",
    "a IN (SELECT x FROM read_csv('y'))",
)


@pytest.mark.long
def test_no_bytes_get_past_the_parser(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for i, seed in enumerate(SEEDS):
        (corpus / str(i)).write_text(seed)
    harness = tmp_path / "harness.py"
    harness.write_text(HARNESS)
    done = subprocess.run(
        [sys.executable, str(harness), str(corpus), f"-max_total_time={SECONDS}", "-rss_limit_mb=4096"],
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
