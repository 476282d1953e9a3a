"""States' positions on a day as a page: the map, the same as a table, and every statement behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from returnhub import charts
from returnhub.assessment.report.exhibits import Exhibit
from returnhub.assessment.report.grid import Cell, Grid, grid
from returnhub.assessment.report.page import dressed
from returnhub.assessment.report.words import cites, day, sentence, who_said
from returnhub.charts.map import drawable
from returnhub.scheme.model import State
from returnhub.scheme.positions import LETTERS, TOGETHER, Stance, Stand, the

_LOOKS = {
    Stance.OFFERS: ("solid", "offers, perhaps on conditions"),
    Stance.CONDITIONS: ("hatched", "only on conditions"),
    Stance.TALKS: ("dotted", "open to talks, or talks reported"),
    Stance.REFUSES: ("crossed", "refuses"),
    Stance.NOT_SAID: ("unsaid", "not said, or says it was not asked"),
}
KINDS = {stance: charts.Kind(LETTERS[stance], *look) for stance, look in _LOOKS.items()}
"""Each stance by letter, pattern and words; the colour comes with the pattern and is never alone."""

_TAGS = {
    Stance.OFFERS: "yes",
    Stance.CONDITIONS: "unsettled",
    Stance.TALKS: "source",
    Stance.REFUSES: "no",
    Stance.NOT_SAID: "plain",
}

KOSOVO = (
    "Kosovo is drawn with an outline of its own. States disagree on recognising it, and this map takes no "
    "position on that or on any border."
)
RULE = (
    f"The latest statement up to the day counts. Those of the {TOGETHER.days} days before it are read with "
    "it, for reports come after what was said: there a state's own officials come before outlets and what "
    "was heard before what is repeated, a condition named beside an offer does not take the offer back, and "
    "whatever else was said is shown as a conflict."
)
_VERBS = {
    Stance.OFFERS: ("offers", "offer"),
    Stance.CONDITIONS: ("names conditions", "name conditions"),
    Stance.TALKS: ("is open to talks or reported in them", "are open to talks or reported in them"),
    Stance.REFUSES: ("refuses", "refuse"),
    Stance.NOT_SAID: ("has not said", "have not said"),
}
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def render(found: Sequence[Stand], others: Sequence[Stand], on: dt.date, sender: State) -> str:
    """The page as one HTML text. `others` are stands towards other sending states than `sender`."""
    return dressed(
        "positions.html.jinja",
        title=f"What states say on hosting a hub, {day(on)}",
        on=on,
        rule=RULE,
        map=exhibit(found, on, sender),
        stands=[s for s in found if s.history],
        elsewhere=_table(others, "Positions on the day, towards others", "elsewhere.csv", towards=True)
        if others
        else None,
        command=f"returnhub positions --on {on} --sender {sender.code}",
        figures={},
    )


def exhibit(found: Sequence[Stand], on: dt.date, sender: State) -> Exhibit:
    """The map with its table; states that have no outline here stand in the table alone."""
    drawn = [s for s in found if s.state in drawable()]

    def draw(ident: str, title: str, words: str, width: float) -> str:
        areas = [
            charts.Area(s.state, s.name, KINDS[s.stance], label(s), differs=s.differs)
            for s in sorted(drawn, key=lambda s: list(KINDS).index(s.stance))
        ]
        table = charts.Table(title, (charts.Column("State"), charts.Column("Position")), ())
        around = charts.Words(title)
        kinds = tuple(KINDS.values())
        return charts.states(
            ident, around, areas, kinds, table, notes=(KOSOVO,), board_width=width, alt=words
        ).svg

    return Exhibit(
        id="positions",
        finding=finding(found),
        subtitle=f"Position on hosting a return hub for {the(sender)}, as known on {day(on)}",
        draw=draw,
        words=" ".join(_in_words(s) for s in found),
        leaves_out=(
            "What was said in private, what nobody wrote down for this project, and states whose names were "
            "not given. A position is not a promise, and an offer is not an agreement."
        ),
        source=(
            "The statements listed below. Outlines: Natural Earth 4.1.0 at 1:50 million, public domain, "
            f"simplified; Equal Earth projection. {KOSOVO}"
        ),
        grid=_table(found, "Positions on the day", "positions.csv"),
        number=1,
    )


def label(s: Stand) -> str:
    """A state's label on the map."""
    return f"{s.says}; statements differ" if s.differs else s.says


def finding(found: Sequence[Stand]) -> str:
    """The map in a sentence: who offers by name where it is one or two, else how many."""
    return sentence("; ".join(_counted(found)))


def _counted(found: Sequence[Stand]) -> Iterator[str]:
    for stance, verbs in _VERBS.items():
        names = [s.name for s in found if s.stance is stance]
        if names:
            number: Literal[0, 1] = 0 if len(names) == 1 else 1
            count = _NUMBERS[len(names)] if len(names) < len(_NUMBERS) else str(len(names))
            yield f"{names[0] if len(names) == 1 else count} {verbs[number]}"


def _in_words(s: Stand) -> str:
    if s.by is None:
        return f"{s.name}: not said."
    also = f" Said otherwise: {'; '.join(_otherwise(s))}." if s.others else ""
    return f"{s.name}: {s.says[:1].lower()}{s.says[1:]}, by {who_said(s.by)}, {day(s.by.date)}.{also}"


def _otherwise(s: Stand) -> tuple[str, ...]:
    """What else was said in those days; two outlets that report one sentence are named once."""
    said = ((other.position, other) for other in s.others)
    return tuple(dict.fromkeys(f"{p.value} ({who_said(o)}, {day(o.date)})" for p, o in said if p))


def _table(found: Sequence[Stand], caption: str, file: str, *, towards: bool = False) -> Grid:
    rows = [
        (
            f"{s.name}, towards {the(s.sender)}" if towards else s.name,
            Cell(f"{LETTERS[s.stance]}: {s.says}", tag=_TAGS[s.stance]),
            Cell(
                s.by.says, note=f"{who_said(s.by)}, {day(s.by.date)}; {s.by.voice.value}; {s.by.hand.value}."
            )
            if s.by
            else Cell("No statement was found."),
            Cell("; ".join(map(sentence, _otherwise(s))) or "None found"),
            Cell(cites(s.by.source) if s.by else "None"),
        )
        for s in found
    ]
    head = ("State", "Position", "What was said", "Said otherwise in those days", "Source")
    return grid(caption, head, rows, size="wide", file=file)
