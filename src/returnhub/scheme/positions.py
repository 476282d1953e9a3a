"""Where each state stands on hosting a hub on a given day, derived from the schemes' statements.

The statements are the one source: nothing is stored beside them. A state's stance is that of the
latest statement on or before the day. Reports follow what was said by some days, so statements up to
a week before the latest are read with it: within that week a state's own officials come before
outlets and what an outlet heard itself before what it repeats, a condition named beside an offer
does not take the offer back, and every statement with another stance is a conflict that is shown.
Before any statement: not said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from returnhub.scheme.model import ProcedureName, Scheme, State
from returnhub.scheme.statements import Hand, Position, Statement, Voice

TOGETHER = dt.timedelta(days=7)
"""How far before the latest statement another is still read with it."""

ASKED: Mapping[str, str] = {
    "ALB": "Albania",
    "BIH": "Bosnia and Herzegovina",
    "XKX": "Kosovo",
    "MNE": "Montenegro",
    "MKD": "North Macedonia",
    "SRB": "Serbia",
}
"""The Western Balkans by code; each is shown, also one that no statement speaks for."""


class Stance(StrEnum):
    """What a statement comes to, as the map shows it."""

    OFFERS = "offers"
    CONDITIONS = "only on conditions"
    TALKS = "open to talks, or talks reported"
    REFUSES = "refuses"
    NOT_SAID = "not said, or says it was not asked"


LETTERS = {
    Stance.OFFERS: "O",
    Stance.CONDITIONS: "C",
    Stance.TALKS: "T",
    Stance.REFUSES: "R",
    Stance.NOT_SAID: "N",
}
"""A letter for each stance, in the map and in the table."""

_STANCES = {
    Position.OFFERS: Stance.OFFERS,
    Position.CONDITIONAL: Stance.CONDITIONS,
    Position.OPEN: Stance.TALKS,
    Position.TALKS: Stance.TALKS,
    Position.REFUSES: Stance.REFUSES,
    Position.DENIES: Stance.REFUSES,
    Position.NOT_ASKED: Stance.NOT_SAID,
}
"""`proposes` is missing: it is what a sending state does, and says nothing of hosting."""

_SHORT = {
    Stance.OFFERS: "Offers",
    Stance.CONDITIONS: "Only on conditions",
    Stance.REFUSES: "Refuses",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """One state on one day. `by` gives the stance; `others` are read with it and say otherwise.

    `history` is every statement on hosting up to the day, in order.
    """

    state: str
    name: str
    sender: State
    stance: Stance
    on_conditions: bool
    by: Statement | None
    others: tuple[Statement, ...]
    history: tuple[Statement, ...]

    @property
    def differs(self) -> bool:
        """True if statements of the same days say otherwise."""
        return bool(self.others)

    @property
    def says(self) -> str:
        """The stance in a few words: "Offers, on conditions"."""
        if self.by is None:
            return "Not said"
        assert self.by.position is not None, "chosen by its position"
        words = _SHORT.get(self.stance) or self.by.position.value.capitalize()
        return f"{words}, on conditions" if self.on_conditions else words


def the(state: State) -> str:
    """A state's name inside a sentence: the United Kingdom."""
    return f"the {state.name}" if state.name.startswith("United") else state.name


def senders(schemes: Sequence[Scheme]) -> dict[str, State]:
    """The states that would send people, by code."""
    return {s.sending.code: s.sending for s in schemes}


def stands(schemes: Sequence[Scheme], on: dt.date, sender: State) -> tuple[Stand, ...]:
    """Where states stand on hosting a return hub for `sender` at the end of the day `on`.

    The Western Balkans come first, by name; then other states that the statements speak for.
    """
    hubs = [s for s in schemes if s.sending.code == sender.code and s.procedure is ProcedureName.RETURN_HUB]
    by_state = _by_state(hubs, sender.code)
    return tuple(
        stand(code, ASKED.get(code) or _name(code, schemes), sender, by_state.get(code, ()), on)
        for code in dict.fromkeys((*ASKED, *sorted(by_state)))
    )


def elsewhere(schemes: Sequence[Scheme], on: dt.date, sender: State) -> tuple[Stand, ...]:
    """Stands towards other sending states, of states that have said something by then."""
    others = [state for code, state in sorted(senders(schemes).items()) if code != sender.code]
    every = (
        stand(code, ASKED.get(code) or _name(code, schemes), other, said, on)
        for other in others
        for code, said in sorted(
            _by_state([s for s in schemes if s.sending.code == other.code], other.code).items()
        )
    )
    return tuple(found for found in every if found.by is not None)


def stand(state: str, name: str, sender: State, said: Sequence[Statement], on: dt.date) -> Stand:
    """The stance of one state by its statements with a position, whatever their order."""
    known = sorted((s for s in said if _stance(s) and s.date <= on), key=lambda s: (s.date, s.id))
    if not known:
        return Stand(state, name, sender, Stance.NOT_SAID, False, None, (), ())
    together = [s for s in known if s.date > known[-1].date - TOGETHER]
    own = [s for s in together if s.voice is Voice.OFFICIAL] or together
    stances = {_stance(s) for s in own}
    heard = [s for s in own if s.hand is Hand.FIRST] or own
    by = max(heard, key=lambda s: (s.date, _CAUTION.index(_stance(s)), s.id))
    offers = {Stance.OFFERS, Stance.CONDITIONS} <= stances and _stance(by) in _OFFERED
    if offers:
        by = next(s for s in reversed(own) if _stance(s) is Stance.OFFERS)
    stance = _stance(by)
    assert stance is not None, "only statements with a stance are known"
    alike = _OFFERED if offers else {stance}
    others = tuple(s for s in together if _stance(s) not in alike)
    return Stand(state, name, sender, stance, offers, by, others, tuple(known))


_OFFERED = {Stance.OFFERS, Stance.CONDITIONS}

_CAUTION = (None, Stance.OFFERS, Stance.TALKS, Stance.CONDITIONS, Stance.NOT_SAID, Stance.REFUSES)
"""Of statements of one day the one furthest down counts: a map should not promise what is in doubt."""


def _stance(statement: Statement) -> Stance | None:
    return _STANCES.get(statement.position) if statement.position else None


def _by_state(schemes: Sequence[Scheme], sender: str) -> dict[str, list[Statement]]:
    """Statements on hosting by state, each once: schemes that extend one another share theirs."""
    found: dict[str, list[Statement]] = {}
    for scheme in schemes:
        for s in scheme.statements.values():
            if (
                s.state
                and s.state != sender
                and _stance(s)
                and s not in (of := found.setdefault(s.state, []))
            ):
                of.append(s)
    return found


def _name(code: str, schemes: Sequence[Scheme]) -> str:
    """The state's name as a scheme's hubs give it; its code where none does."""
    return next((h.host.name for s in schemes for h in s.hubs if h.host.code == code), code)
