"""Switch interventions, spill-over between hosts and events of a scheme on or off, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme.fields import near
from returnhub.scheme.interventions import Intervention, Sway
from returnhub.scheme.limits import HubEvent
from returnhub.scheme.model import Scheme

Switch = Intervention | Sway | HubEvent


def switches(scheme: Scheme) -> dict[str, bool]:
    """What can be switched, and whether it is on, in the order of the scheme's file."""
    return {row.id: row.active for row in (*scheme.interventions, *scheme.sways, *scheme.events)}


class Switches(NamedTuple):
    """What somebody asked to be switched, as typed; `words` are the options that ask for it again."""

    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    def turn(self, schemes: Sequence[Scheme]) -> tuple[Scheme, ...]:
        """Each scheme switched so, as far as it has what is named. Raises Problems as `switched` does."""
        return switched_all(schemes, self.on, self.off)

    @property
    def words(self) -> str:
        """` --with ID --without ID`, or nothing."""
        return "".join(
            [*(f" --with {name}" for name in self.on), *(f" --without {name}" for name in self.off)]
        )


AS_IT_STANDS = Switches()
"""Nothing is switched: every scheme as its files say."""


def switched(scheme: Scheme, on: Sequence[str] = (), off: Sequence[str] = ()) -> Scheme:
    """The same scheme with these on and those off.

    Raises Problems with every name that is not one of its switches, or that is to be both.
    """
    return switched_all([scheme], on, off)[0]


def switched_all(
    schemes: Sequence[Scheme], on: Sequence[str] = (), off: Sequence[str] = ()
) -> tuple[Scheme, ...]:
    """Each scheme with these on and those off, as far as it has them.

    Raises Problems with every name that none of them has, or that is to be both.
    """
    problems = [*_unknown(schemes, "with", on), *_unknown(schemes, "without", off)]
    for name in dict.fromkeys(n for n in on if n in off):
        given = {"option": "--without", "found": name, "expected": "what --with does not name too"}
        problems.append(Problem(Code.OPTION_WRONG, Where(field="without"), given))
    if problems:
        raise Problems(problems)
    wanted = {**dict.fromkeys(on, True), **dict.fromkeys(off, False)}

    def turned(rows: Sequence[Switch]) -> tuple[Switch, ...]:
        return tuple(row.model_copy(update={"active": wanted.get(row.id, row.active)}) for row in rows)

    return tuple(
        scheme.model_copy(
            update={
                "interventions": turned(scheme.interventions),
                "sways": turned(scheme.sways),
                "events": turned(scheme.events),
            }
        )
        for scheme in schemes
    )


def _unknown(schemes: Sequence[Scheme], option: str, names: Sequence[str]) -> Iterator[Problem]:
    known = list(dict.fromkeys(name for scheme in schemes for name in switches(scheme)))
    for name in dict.fromkeys(n for n in names if n not in known):
        given = {
            "name": name,
            "scheme": " or ".join(scheme.id for scheme in schemes),
            "expected": known or "none",
            "near": near(name, known),
        }
        where = Where(field=option)
        yield Problem(Code.SCHEME_SWITCH_UNKNOWN, where, {k: v for k, v in given.items() if v})
