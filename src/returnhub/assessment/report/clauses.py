"""The clause check of the page: what the law and rights bodies ask, and what the draft has."""

from __future__ import annotations

from returnhub.assessment.assess import Assessment
from returnhub.assessment.clauses import ClauseAnswer, ClauseList, Standing
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import cites, sentence
from returnhub.scheme.model import Reach

TAGS = {
    Standing.AGREED: ("\N{CHECK MARK} Agreed", "yes"),
    Standing.OFFERED: ("~ Offered", "source"),
    Standing.ASKED: ("~ Asked", "source"),
    Standing.REPORTED: ("? Reported", "unsettled"),
    Standing.NOT_SAID: ("? Not said", "unsettled"),
    Standing.OTHERWISE: ("\N{MULTIPLICATION X} Said otherwise", "no"),
}
"""How a clause stands as a tag: a sign and words, and the kind of the tag."""


def lead(a: Assessment) -> str:
    """How many clauses stand how."""
    check = a.clauses
    if not check.answers:
        return "There is no agreement with a third state, so there is nothing to lay beside the lists."
    counted = [f"{check.count(s)} {s.value}" for s in Standing if check.count(s)]
    lists = ", ".join(dict.fromkeys(answer.clause.list.value for answer in check.answers))
    return (
        f"Of {len(check.answers)} clauses that the lists of {lists} ask for: {', '.join(counted)}. "
        "Nothing counts as agreed while nothing is signed. This is a reading list for lawyers, "
        "not legal advice."
    )


def tables(a: Assessment) -> tuple[Grid, ...]:
    """Every clause asked for, a table for each list."""
    return tuple(_table(name, a.clauses.of(name)) for name in ClauseList if a.clauses.of(name))


def _table(name: ClauseList, answers: tuple[ClauseAnswer, ...]) -> Grid:
    return grid(
        f"What {_WHO[name]} for",
        ("What is asked", "How it stands", "Term that speaks to it", "Source"),
        [_row(answer) for answer in answers],
        size="medium",
        file=f"clauses-{name.value.split()[0].lower()}.csv",
    )


_WHO = {
    ClauseList.EU: "EU law and its drafts ask",
    ClauseList.FRA: "the EU's Fundamental Rights Agency asks",
    ClauseList.UNHCR: "the UN Refugee Agency asks",
    ClauseList.COE: "the Council of Europe's Commissioner for Human Rights asks",
}


def _row(answer: ClauseAnswer) -> Row:
    text, tag = TAGS[answer.stands]
    terms = "; ".join(term.says for term in answer.terms) or "None"
    sure = ", ".join(body.body for body in answer.bodies if body.reaches is Reach.YES)
    return Row(
        (
            Cell(answer.clause.asks),
            Cell(text, tag=tag),
            Cell(
                terms, note=f"Reaches this hub for certain: {sure or 'none listed'}." if answer.bodies else ""
            ),
            Cell(cites(answer.clause.source), note=sentence(answer.clause.confidence.value)),
        )
    )
