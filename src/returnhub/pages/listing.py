"""A list whose filters, order and page are in its address, so that the same address shows the same list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.forms import ChoiceField
from django.http import QueryDict

from returnhub.pages.fields import Filters

ROWS = 25
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that is on: "Hub: Hub A", and the address without it."""

    label: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Sort:
    """A column's link: `state` is what aria-sort says now, `href` the order that a click gives."""

    href: str
    state: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table macro; `number` for figures."""

    text: str
    sort: Sort | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A page's number in the row of pages, or a gap between two."""

    number: int = 0
    href: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of how many are shown; `first_shown` counts from 1. `start` and `stop` slice the rows."""

    total: int
    page: int
    last: int
    start: int
    stop: int
    before: str
    after: str
    steps: tuple[Step, ...]

    @property
    def first_shown(self) -> int:
        """The number of the first row shown; 0 when there is none."""
        return min(self.start + 1, self.total)

    @property
    def last_shown(self) -> int:
        """The number of the last row shown."""
        return min(self.stop, self.total)


@dataclass(frozen=True, slots=True)
class Listing:
    """The state of a list as its address has it.

    filters: name of each filter in the address and what it is called, in the order in which they are shown
    names:   for a filter, what each value is called; a value that is not in it is shown as it is
    """

    path: str
    query: Mapping[str, Sequence[str]]
    filters: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]

    def address(self, query: Iterable[tuple[str, str]]) -> str:
        """This list's address with another query."""
        text = urlencode([(k, v) for k, v in query if v])
        return f"{self.path}?{text}" if text else self.path

    def _pairs(self, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        return [(k, v) for k, values in self.query.items() for v in values if k not in without]

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """Each filter that is on."""
        pairs = self._pairs(("page",))
        return tuple(
            Chosen(
                label.rstrip("?"),
                self.names.get(name, {}).get(value, value),
                self.address(p for p in pairs if p != (name, value)),
            )
            for name, label in self.filters.items()
            for value in self.query.get(name, ())
            if value
        )

    @property
    def clear_href(self) -> str:
        """The list without filters, in the same order."""
        return self.address(self.kept)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form of filters sends along: the order and the words searched for, not the page."""
        return self._pairs((*self.filters, "page"))

    def sort_key(self, allowed: Sequence[str]) -> str:
        """The order asked for, "name" or "-name"; the first allowed one if none or an unknown one is."""
        asked = (self.query.get("sort") or [""])[0]
        return asked if asked.removeprefix("-") in {a.removeprefix("-") for a in allowed} else allowed[0]

    def sort(self, name: str, now: str) -> Sort:
        """A column's link, where the list stands in the order `now`."""
        state = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
        asked = f"-{name}" if state == "ascending" else name
        return Sort(self.address([*self._pairs(("sort", "page")), ("sort", asked)]), state)

    def pages(self, total: int, rows: int = ROWS) -> Pages:
        """The page asked for, or the nearest that there is."""
        rows = min(rows, MOST_ROWS)
        last = max(1, -(-total // rows))
        asked = (self.query.get("page") or ["1"])[0]
        page = min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
        near = sorted({n for n in (1, page - 1, page, page + 1, last) if 1 <= n <= last})
        steps: list[Step] = []
        for number in near:
            if steps and number - steps[-1].number > 1:
                steps.append(Step(number=number - 1, gap=True))
            steps.append(Step(number, self._page_href(number), number == page))
        return Pages(
            total,
            page,
            last,
            (page - 1) * rows,
            page * rows,
            self._page_href(page - 1) if page > 1 else "",
            self._page_href(page + 1) if page < last else "",
            tuple(steps),
        )

    def _page_href(self, number: int) -> str:
        return self.address([*self._pairs(("page",)), ("page", str(number) if number > 1 else "")])


def listing(path: str, query: QueryDict, filters: Filters) -> Listing:
    """The list that `request.path` and `request.GET` ask for; what else the address holds is kept."""
    return Listing(
        path,
        {k: query.getlist(k) for k in query},
        {name: str(field.label or name) for name, field in filters.fields.items()},
        {
            name: {str(value): str(text) for value, text in field.choices}
            for name, field in filters.fields.items()
            if isinstance(field, ChoiceField)
        },
    )
