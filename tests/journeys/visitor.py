"""The page object: whoever opens a page, by whatever way, has it checked before they read it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Self

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

LOOK = """() => ({
    h1: document.querySelectorAll("h1").length,
    title: document.title,
    scrolls: document.documentElement.scrollWidth > innerWidth,
})"""
"""What is asked of every page, in one question."""
CHECK = "() => axe.run({reporter: 'no-passes'})"


class Visitor:
    """Somebody at a browser. Every page that they come to is checked: see `arrive`."""

    def __init__(self, page: Page, *, script: bool = True) -> None:
        self.page = page
        self.script = script
        self.wrong: list[str] = []
        page.set_default_timeout(10_000)
        if script:
            page.add_init_script(AXE_SCRIPT)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("response", self._came)

    def _said(self, message: ConsoleMessage) -> None:
        # that the page itself was refused, the browser says too; `arrive` looks at that
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.wrong.append(message.text)

    def _came(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.wrong.append(f"{response.status} {response.url}")

    def arrive(self, status: int = 200) -> Self:
        """Check the page that was just opened: its answer, h1, title, width, silence, and what axe says."""
        page = self.page
        assert self.status == status, f"{self.status} {page.url}\n{self.text}"
        seen = page.evaluate(LOOK)
        assert seen["h1"] == 1, page.url
        assert re.fullmatch(r"(Error: )?\S.* - returnhub", seen["title"]), seen["title"]
        assert not seen["scrolls"], f"{page.url} scrolls"
        # axe is a script: where script is off, it can't look
        if self.script:
            found = AxeResults(page.evaluate(CHECK))
            assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert self.wrong == [], page.url
        return self

    def open(self, path: str, status: int = 200) -> Self:
        """Type an address."""
        self.page.goto(path)
        return self.arrive(status)

    def follow(self, name: str) -> Self:
        """Follow a link whose words begin so."""
        return self._go(self.page.get_by_role("link", name=_begins(name)), name)

    def press(self, name: str, status: int = 200) -> Self:
        """Press a button of the page itself, not of its frame, whose words begin so."""
        return self._go(self.page.get_by_role("main").get_by_role("button", name=_begins(name)), name, status)

    def _go(self, to: Locator, name: str, status: int = 200) -> Self:
        assert to.count(), f"no {name!r} on {self.page.url}\n{self.text}"
        with self.page.expect_navigation():
            to.first.click()
        return self.arrive(status)

    def fill(self, **answers: str | dt.date) -> Self:
        """Answer questions by the names of their fields: a text, a date, the value of a radio or select."""
        for name, value in answers.items():
            if isinstance(value, dt.date):
                for part in ("day", "month", "year"):
                    self.page.locator(f"[name={name}_{part}]").fill(str(getattr(value, part)))
                continue
            field = self._field(name)
            match field.first.get_attribute("type"):
                case "radio" | "checkbox":
                    self.page.locator(f"main [name={name}][value='{value}']").check()
                case _ if field.evaluate("e => e.tagName") == "SELECT":
                    field.select_option(value)
                case _:
                    field.fill(value)
        return self

    def _field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]")

    def sees(self, *words: str) -> Self:
        """These words stand on the page."""
        said = self.text
        for one in words:
            assert one in said, f"no {one!r} on {self.page.url}\n{said}"
        return self

    def sees_not(self, *words: str) -> Self:
        """These words don't."""
        said = self.text
        for one in words:
            assert one not in said, f"{one!r} on {self.page.url}\n{said}"
        return self

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()

    def sign_in(self, email: str, password: str, code: str) -> Self:
        """By the form: address and password, then the code of the second factor."""
        self.open("/sign-in/").fill(login=email, password=password).press("Continue")
        return self.fill(code=code).press("Sign in")


def _begins(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(name)}")
