"""What an answer would make of the rules, before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.casework.commands.facts import Answer, as_json
from returnhub.casework.commands.facts import facts as every_fact
from returnhub.casework.models import Case
from returnhub.casework.models import Fact as Row
from returnhub.casework.queries.facts import counts, known_facts
from returnhub.casework.queries.looking import LookingAt
from returnhub.casework.queries.screening import Changed, compare, reasons


@dataclass(frozen=True, slots=True)
class Effect:
    """The rules that would answer otherwise, both verdicts, and whether answers would differ."""

    changed: tuple[Changed, ...]
    before: str
    after: str
    conflict: bool

    def now(self, state: str) -> tuple[str, ...]:
        """Titles of the rules that would come to a state."""
        return tuple(c.reason.asked.rule.title for c in self.changed if c.after == state)


def effect_of(case: Case, answer: Answer, looking: LookingAt) -> Effect | None:
    """What changes if this answer is recorded today; None where the case's rules can't be read here."""
    known = known_facts(case, looking)
    before = reasons(case, looking, known)
    if before is None:
        return None
    fact = every_fact()[answer.fact]
    others = [
        r
        for r in Row.objects.filter(case=case, fact=answer.fact, ended=None).select_related("event", "ended")
        if r.supplier != answer.supplier
        and r.value is not None
        and counts(r, looking)
        and (r.good_until is None or r.good_until >= looking.on)
    ]
    values = [r.value for r in others]
    dated = fact.good_for_days is not None and fact.dated_by is None
    fresh = not dated or (looking.on - answer.found_on).days <= (fact.good_for_days or 0)
    if answer.value is not None and fresh:
        values.append(as_json(answer.value))
    conflict = len({str(v) for v in values}) > 1
    then = {k: v for k, v in known.items() if k != answer.fact}
    if len({str(v) for v in values}) == 1:
        then[answer.fact] = answer.value if answer.value is not None and fresh else known.get(answer.fact)
    after = reasons(case, looking, then)
    assert after is not None, "the same rules were read a line above"
    return Effect(tuple(compare(before, after)), before.verdict.value, after.verdict.value, conflict)
