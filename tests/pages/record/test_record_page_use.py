"""The page that checks a receipt or a proof: browsers, files, keyboard, widths, print, policy."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect
from tests.pages.record.papers import (
    COURT,
    LOG,
    OMBUDSMAN,
    PROOF,
    RECEIPT,
    TREE,
    UNIVERSITY,
    Checker,
    change_line,
    content,
    entry,
    flip,
    tree,
    vkeys,
)

from returnhub.problems import Problems
from returnhub.record.entry import canonical
from returnhub.record.page import page as make_page

CHANGED = change_line(PROOF, 7, flip)


def test_a_browser_without_ml_dsa_says_that_it_cannot_check_it(offline: BrowserContext, saved: str) -> None:
    page = offline.new_page()
    page.add_init_script(
        """const real = crypto.subtle.importKey.bind(crypto.subtle);
           crypto.subtle.importKey = (f, k, a, ...more) => a === "ML-DSA-44"
             ? Promise.reject(new DOMException("", "NotSupportedError")) : real(f, k, a, ...more);"""
    )
    page.goto(saved)
    checker = Checker(page)
    proof = TREE.proof(signed_by=(LOG, UNIVERSITY)).write()
    assert checker.check(proof, witnesses=vkeys(UNIVERSITY)).startswith("✓ Holds")
    assert "Cosigned by 0 of 1 witnesses." in checker.said
    assert "This browser can’t check the signature of university.example" in checker.said
    assert "Missing" not in checker.said
    page.close()


def test_a_browser_without_ed25519_checks_nothing_and_says_which_one_would(
    offline: BrowserContext, saved: str
) -> None:
    page = offline.new_page()
    page.add_init_script(
        """crypto.subtle.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));"""
    )
    page.goto(saved)
    checker = Checker(page)
    assert checker.check(PROOF) == "! Can’t check here This browser can’t check signatures"
    assert "Nothing was checked." in checker.said
    page.close()


def test_a_fault_of_the_page_is_never_taken_for_an_answer(offline: BrowserContext, saved: str) -> None:
    page = offline.new_page()
    page.add_init_script("crypto.subtle.digest = () => Promise.reject(new Error('out of order'));")
    page.goto(saved)
    checker = Checker(page)
    assert checker.check(PROOF) == "! Can’t check here This page could not finish the check"
    page.close()


def test_without_scripts_the_page_says_why_it_does_nothing(browser: Browser, saved: str) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(saved)
    assert page.get_by_text("This page can’t check anything here").is_visible()
    context.close()


def test_files_are_chosen_and_dropped_and_windows_line_ends_do_no_harm(
    checker: Checker, tmp_path: Path
) -> None:
    (tmp_path / "mine.tlog-proof").write_bytes(PROOF.replace("\n", "\r\n").encode())
    (tmp_path / "key.txt").write_text(vkeys(LOG), "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    choose = checker.page.locator("input[type=file]")
    choose.nth(0).set_input_files(tmp_path / "key.txt")
    choose.nth(1).set_input_files(tmp_path / "mine.tlog-proof")
    expect(checker.page.locator("#keys")).to_have_value(vkeys(LOG))
    expect(checker.page.locator("#paper")).to_have_value(PROOF)
    checker.page.get_by_role("button", name="Check", exact=True).click()
    checker.outcome.wait_for()
    assert checker.outcome.inner_text().startswith("✓ Holds")
    choose.nth(1).set_input_files(tmp_path / "picture.png")
    expect(checker.outcome).to_contain_text("The file picture.png is not text")
    checker.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "mine.tlog-proof"));
          const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.querySelector("h1").dispatchEvent(drop);
        }""",
        RECEIPT,
    )
    expect(checker.page.locator("#paper")).to_have_value(RECEIPT)


def test_a_result_does_not_stay_beside_a_text_that_was_changed(checker: Checker) -> None:
    checker.check(PROOF)
    checker.page.locator("#paper").press_sequentially("x")
    assert checker.outcome.count() == 0
    assert checker.page.locator("#status").inner_text() == "Nothing has been checked yet."


def test_an_answer_that_comes_late_is_not_shown_beside_another_text(
    offline: BrowserContext, saved: str
) -> None:
    page = offline.new_page()
    page.add_init_script(
        """const real = crypto.subtle.digest.bind(crypto.subtle);
           globalThis.held = new Promise(go => { globalThis.letGo = go; });
           crypto.subtle.digest = async (...given) => { await held; return real(...given); };"""
    )
    page.goto(saved)
    page.locator("#keys").fill(vkeys(LOG))
    page.locator("#paper").fill(PROOF)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#status")).to_have_text("Checking…")
    page.locator("#paper").fill(RECEIPT)
    page.evaluate(
        "async ([keys, paper]) => { letGo(); await examine({ keys, paper, witnesses: '', others: '' }); }",
        [vkeys(LOG), PROOF],
    )
    assert page.locator("#outcome").count() == 0
    page.close()


def test_the_page_is_used_by_keyboard_and_focus_goes_to_the_outcome(checker: Checker) -> None:
    press = checker.page.keyboard.press
    press("Tab")
    assert checker.page.evaluate("document.activeElement.textContent") == "Skip to what to put in"
    press("Enter")
    press("Tab")
    checker.page.keyboard.insert_text(vkeys(LOG))
    press("Tab")
    press("Tab")
    checker.page.keyboard.insert_text(PROOF)
    for _ in range(3):
        press("Tab")
    assert checker.page.evaluate("document.activeElement.textContent") == "Check"
    press("Enter")
    checker.outcome.wait_for()
    assert checker.page.evaluate("document.activeElement.id") == "outcome"
    assert checker.page.locator(".panel").get_attribute("role") == "status"
    assert checker.check(CHANGED).startswith("✕")
    assert checker.page.locator(".panel").get_attribute("role") == "alert"


SHOWN = {
    "nothing": None,
    "proof": (PROOF, vkeys(LOG), vkeys(COURT, OMBUDSMAN)),
    "broken": (CHANGED, vkeys(LOG), ""),
    "unread": (PROOF, "", ""),
}


@pytest.mark.parametrize(
    ("width", "colours"), [(320, "light"), (320, "dark"), (768, "light"), (1280, "light")]
)
@pytest.mark.parametrize("state", SHOWN)
def test_every_state_is_accessible_and_never_scrolls_sideways(
    checker: Checker, state: str, width: int, colours: str
) -> None:
    page = checker.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=colours)  # pyright: ignore[reportArgumentType]: one of two words
    shown = SHOWN[state]
    if shown:
        checker.check(shown[0], keys=shown[1], witnesses=shown[2])
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rules = {"color-contrast": {"enabled": width == 320}}
    found = Axe().run(page, options={"reporter": "no-passes", "rules": rules})
    assert found.violations_count == 0, found.generate_report()


def test_a_result_prints_on_one_sheet(checker: Checker) -> None:
    proof = replace(TREE.proof(signed_by=(LOG, COURT)), content=content()).write()
    checker.check(proof, witnesses=vkeys(COURT, OMBUDSMAN))
    pdf = checker.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_large_content_is_checked_whole(checker: Checker) -> None:
    large = content(canonical({"text": "a" * 1_000_000}))
    made = tree(fifth=entry(5, commitment=large.commitment))
    assert checker.check(made.proof(with_content=large).write()).startswith("✓ Holds")


def test_no_other_script_runs_in_the_page(offline: BrowserContext, tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(
        make_page().replace("</main>", "<script>document.title = 'ran'</script></main>"), encoding="utf-8"
    )
    page = offline.new_page()
    page.goto(broken.as_uri())
    assert page.title() == "Check a receipt or a proof - returnhub"
    page.close()


def test_keys_may_come_with_the_page_and_the_script_stays_the_same(
    offline: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "check.html"
    path.write_text(make_page([LOG.public.vkey, COURT.public.vkey]), encoding="utf-8")
    page = offline.new_page()
    page.goto(path.as_uri())
    assert page.locator("#keys").input_value() == vkeys(LOG)
    assert page.locator("#witnesses").input_value() == vkeys(COURT)
    assert "This key came with the page" in page.locator("form").inner_text()
    scripts = [re.search(r"script-src '(\S+)'", text) for text in (path.read_text("utf-8"), make_page())]
    assert scripts[0] is not None
    assert scripts[1] is not None
    assert scripts[0][1] == scripts[1][1]
    page.close()


def test_a_page_is_not_made_with_a_key_that_is_none() -> None:
    with pytest.raises(Problems, match=r"record\.key_wrong"):
        make_page(["hub.example/record+00000000+AAAA"])
