"""A visitor who has nothing but Tab, Enter, Space and the letters."""

from __future__ import annotations

from typing import Self

from tests.journeys.visitor import Visitor

MOST_STOPS = 200
FOCUS = """() => {
    const here = document.activeElement, label = here.labels?.[0], box = here.getBoundingClientRect()
    const marked = (one, part) => {
        const style = getComputedStyle(one, part)
        const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
        return outline || style.boxShadow !== "none"
    }
    return {
        name: (label?.innerText || here.ariaLabel || here.innerText || "").trim(),
        visible: (marked(here) || (label && marked(label, "::before")))
            && box.bottom > 0 && box.top < innerHeight,
    }
}"""
"""What has the focus, and whether a reader sees that it has."""


class Keyboard:
    """Keys pressed on the visitor's page; each stop on the way must be seen to have the focus."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def to(self, name: str) -> Self:
        """Tab on until what has the focus is called so, or begins so."""
        passed: list[str] = []
        for _ in range(MOST_STOPS):
            self.visitor.page.keyboard.press("Tab")
            found = self.visitor.page.evaluate(FOCUS)
            assert found["visible"] or not found["name"], f"focus can't be seen on {found['name']!r}"
            if found["name"].startswith(name):
                return self
            passed.append(found["name"])
        raise AssertionError(f"no {name!r} by Tab on {self.visitor.page.url}: {passed}")

    def types(self, text: str) -> Self:
        """Letters and digits, into what has the focus."""
        self.visitor.page.keyboard.type(text)
        return self

    def enter(self) -> Self:
        """Enter, which leads to another page."""
        with self.visitor.page.expect_navigation():
            self.visitor.page.keyboard.press("Enter")
        self.visitor.arrive()
        return self

    def space(self) -> Self:
        """Space, which chooses."""
        self.visitor.page.keyboard.press("Space")
        return self
