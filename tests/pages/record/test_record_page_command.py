"""The checking page as the command writes it, with the papers that the other commands write."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext
from tests.cli.record_lines import Typed
from tests.pages.record.papers import COURT, Checker


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    monkeypatch.chdir(tmp_path)
    return Typed()


def test_the_page_of_the_command_checks_what_the_commands_of_a_log_give_out(
    offline: BrowserContext, typed: Typed
) -> None:
    first, _ = typed.started()
    typed.out(f"prove LOG {first} -o one.tlog-proof --with-content")
    assert "filled in" in typed.out("page -o check.html --key log.vkey")
    page = offline.new_page()
    page.goto((Path.cwd() / "check.html").as_uri())
    checker = Checker(page)
    receipt = next(text for p in Path("receipts").iterdir() if first in (text := p.read_text("utf-8")))
    keys = Path("log.vkey").read_text("utf-8")
    assert page.locator("#keys").input_value() == keys
    older = receipt + typed.json("show LOG")["latest"]["checkpoint"]
    outcome = checker.check(Path("one.tlog-proof").read_text("utf-8"), keys=keys, others=older)
    assert outcome == "✓ Holds This is entry 0 of the record, and it has not been changed"
    assert "The promise was kept" in checker.said
    assert "of the same tree" in checker.said
    assert "notice served" in checker.page.locator(".content").inner_text()
    assert checker.check(receipt, keys=keys).startswith("✓ Holds The promise is genuine")
    seal = typed.out("prove LOG 2")
    assert checker.check(seal, keys=keys).startswith("✓ Holds This is entry 2")
    assert "the end of a checkpoint" in checker.said
    page.close()


def test_keys_that_are_filled_in_are_named_and_wrong_ones_refused(typed: Typed) -> None:
    typed.started()
    found = typed.json(f"page -o check.html --key log.vkey --witness {COURT.public.vkey}")
    assert [vkey.split("+")[0] for vkey in found["vkeys"]] == ["record.example/hub-a", "court.example"]
    assert "neither a public key nor a file" in typed.refused("page -o check.html --key rubbish")
    assert "a name that ends in .html" in typed.refused("page -o check.txt")
    assert "private key" in typed.refused("page -o check.html --key my.key")
