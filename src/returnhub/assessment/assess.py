"""The whole assessment of one scheme: simulated, screened, compared, checked, and its claims answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from returnhub import __version__
from returnhub.assessment.breakeven import break_even
from returnhub.assessment.claims import ClaimAnswer, answer_all, check_names
from returnhub.assessment.clauses import ClauseCheck, check_clauses
from returnhub.assessment.compare import PLACES_ASKED, with_places
from returnhub.assessment.evidence import Evidence, Variant
from returnhub.assessment.host import bears
from returnhub.assessment.interventions import WHAT_IF_RUNS, interventions, with_each
from returnhub.assessment.knowing import knowing
from returnhub.assessment.left import left
from returnhub.assessment.limits import limits
from returnhub.assessment.maps import Maps, maps
from returnhub.assessment.margins import Margins, margins
from returnhub.assessment.money import money
from returnhub.assessment.odds import odds
from returnhub.assessment.optimism import optimism
from returnhub.assessment.outcomes import outcomes
from returnhub.assessment.places import places
from returnhub.assessment.sensitivity import Tornado, tornado
from returnhub.assessment.who import Who, who
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme
from returnhub.scheme.switch import AS_IT_STANDS, Switches
from returnhub.simulation.result import Check, Result
from returnhub.simulation.run import simulate

Progress = Callable[[int, int], None]
"""Called with replications done and replications in all."""

FIRST_ANSWER = 40
"""Below so many runs an answer will still move, and says so."""


VARIANT_RUNS = 60
"""Runs of each number of places asked about: the first of the main ones, so the same people and luck."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the page and the command line print of one scheme.

    `tornado`, `maps` and `margins` need more runs, see `MORE`; `unfinished` names those stopped by hand.
    """

    scheme: Scheme
    years: int
    replications: int
    seed: int
    people: int
    version: str
    made_on: dt.date
    evidence: Evidence
    claims: tuple[ClaimAnswer, ...]
    clauses: ClauseCheck
    checks: tuple[Check, ...]
    partial: bool
    tornado: Tornado | None = None
    maps: Maps | None = None
    margins: Margins | None = None
    switches: Switches = AS_IT_STANDS
    unfinished: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True if every check holds; if not, no result in here can be used."""
        return all(check.holds for check in self.checks)

    @property
    def assumptions(self) -> tuple[Figure, ...]:
        """The figures that are assumptions, in the order of the scheme's files."""
        return tuple(f for f in self.scheme.figures.values() if f.is_assumption)


def assess(
    scheme: Scheme,
    years: int = 10,
    replications: int = 200,
    seed: int = 1,
    people: int = 20_000,
    progress: Progress | None = None,
    made_on: dt.date | None = None,
    switches: Switches = AS_IT_STANDS,
) -> Assessment:
    """Assess a scheme: `replications` runs of `years` years each, and `people` made-up people screened.

    `switches` turns some of the scheme's interventions, sways and events on or off first.

    Raises Problems where an option, figure, rule or claim cannot be used. A failed check does not
    raise: it is in `checks`, and `holds` is False.
    """
    scheme = switches.turn([scheme])[0]
    check_names(scheme)
    asked = PLACES_ASKED if scheme.hubs else ()
    what_ifs = with_each(scheme)
    schemes = [scheme, *(with_places(scheme, n) for n in asked), *what_ifs]
    runs = [replications, *(min(replications, VARIANT_RUNS) for _ in asked)]
    runs += [min(replications, WHAT_IF_RUNS) for _ in what_ifs]

    def run(number: int, one: Scheme) -> Result:
        def step(done: int, total: int) -> None:  # pyright: ignore[reportUnusedParameter]: of this scheme only
            if progress is not None:
                progress(sum(runs[:number]) + done, sum(runs))

        return simulate(one, years=years, replications=runs[number], seed=seed, progress=step)

    screened = who(scheme, people, seed) if scheme.hubs else None
    results: list[Result] = []
    for number, one in enumerate(schemes):
        results.append(run(number, one))
        if results[-1].partial:
            # Stopped by hand: what is done is kept, and nothing new is begun.
            break
    result = results[0]
    whole = [r for r in results[1:] if not r.partial]
    variants = tuple(Variant(n, s, r) for n, s, r in zip(asked, schemes[1:], whole, strict=False))
    evidence = gather(scheme, result, variants, whole[len(asked) :], screened)
    return Assessment(
        scheme=scheme,
        years=years,
        replications=result.replications,
        seed=seed,
        people=people,
        version=__version__,
        made_on=made_on or dt.date.today(),
        evidence=evidence,
        claims=answer_all(scheme, evidence),
        clauses=check_clauses(scheme),
        checks=(*result.checks, *_others(results[1:])),
        partial=any(r.partial for r in results),
        switches=switches,
    )


def gather(
    scheme: Scheme,
    result: Result,
    variants: tuple[Variant, ...] = (),
    what_ifs: Sequence[Result] = (),
    screened: Who | None = None,
) -> Evidence:
    """Everything that follows from a scheme's result; `what_ifs` as `interventions` takes them."""
    return Evidence(
        scheme=scheme,
        result=result,
        variants=variants,
        outcomes=outcomes(scheme, result),
        odds=odds(scheme, result),
        weeks=places(result),
        money=money(scheme, result),
        break_even=break_even(scheme, result),
        who=screened,
        limits=limits(scheme, result),
        interventions=interventions(scheme, result, what_ifs),
        left=left(scheme, result),
        hosts=bears(scheme, result),
        optimism=optimism(scheme, result),
        knowing=knowing(scheme, result),
    )


def _others(results: list[Result]) -> tuple[Check, ...]:
    """The checks of the runs beside the main one: each that fails, and one line for all that hold."""
    every = [(r, check) for r in results for check in r.checks]
    if not every:
        return ()
    failed = tuple(
        Check(f"{check.name} ({r.scheme})", False, check.says) for r, check in every if not check.holds
    )
    well = len(every) - len(failed)
    line = Check(
        "other runs",
        not failed,
        f"{well} of {len(every)} checks hold in the runs with other numbers of places or interventions",
    )
    return (*failed, line)


def with_tornado(a: Assessment, progress: Progress | None = None) -> Assessment:
    """The same assessment with what matters most."""
    return replace(a, tornado=tornado(a.scheme, years=a.years, seed=a.seed, progress=progress))


def with_maps(a: Assessment, progress: Progress | None = None) -> Assessment:
    """The same assessment with the maps of when the scheme pays."""
    return replace(a, maps=maps(a.scheme, years=a.years, seed=a.seed, progress=progress))


def with_margins(a: Assessment, progress: Progress | None = None) -> Assessment:
    """The same assessment with what one more place, week and percentage point is worth."""
    return replace(a, margins=margins(a.scheme, years=a.years, seed=a.seed, progress=progress))


MORE = (("Matters", with_tornado), ("Maps", with_maps), ("One more", with_margins))
"""What asks for some hundred runs more each, with a name for each, in the order in which it is run."""


def stopped_at(a: Assessment, first: int) -> Assessment:
    """The assessment as it stands when `MORE` was stopped by hand before its `first` was done."""
    return replace(a, unfinished=tuple(name for name, _ in MORE[first:]))
