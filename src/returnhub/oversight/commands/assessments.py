"""Asks for an assessment and stops one. It is run by `oversight.jobs`, never in a request."""

from __future__ import annotations

from hashlib import sha256

from django.utils import timezone

from returnhub.journal.command import Act, command
from returnhub.oversight.models import Assessment, Report
from returnhub.problems import Code, Where, refuse
from returnhub.scheme.shipped import shipped_schemes

FIRST, WHOLE = 20, 200
"""Runs of a first answer, which says that it will move, and of a whole one."""
YEARS, PEOPLE = 10, 20_000
UNFINISHED = (Assessment.State.WAITING, Assessment.State.RUNNING)


@command("oversight.assess")
def ask(act: Act, *, scheme: str, replications: int = FIRST) -> Assessment:
    """Ask for an assessment of a shipped scheme; one that is under way for it already is given instead.

    Raises Problems (command.field_wrong) for a scheme or a number of runs that is not offered.
    """
    if scheme not in shipped_schemes():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="scheme"), found=scheme)
    if replications not in (FIRST, WHOLE):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="replications"), found=replications)
    under_way = Assessment.objects.filter(scheme=scheme, state__in=UNFINISHED).order_by("-id").first()
    if under_way is not None:
        return under_way
    return Assessment.objects.create(
        scheme=scheme,
        replications=replications,
        years=YEARS,
        people=PEOPLE,
        asked=act.now,
        by_id=act.actor.id,
    )


@command("oversight.stop_assessment")
def stop(act: Act, *, scheme: str) -> int:
    """Stop what is under way for a scheme; how many. The job ends at its next run."""
    return Assessment.objects.filter(scheme=scheme, state__in=UNFINISHED).update(
        state=Assessment.State.STOPPED, beat=act.now
    )


def begin(run: int) -> Assessment | None:
    """Begin with an assessment, or begin again; none if it was stopped, has failed or is done."""
    mine = Assessment.objects.filter(pk=run, state__in=UNFINISHED)
    return mine.get() if mine.update(state=Assessment.State.RUNNING, beat=timezone.now()) else None


def tell(run: int, done: int, total: int) -> bool:
    """How far an assessment is; False if it goes on no longer: somebody stopped it."""
    running = Assessment.objects.filter(pk=run, state=Assessment.State.RUNNING)
    return bool(running.update(done=done, total=total, beat=timezone.now()))


def fail(run: int, said: str) -> None:
    """Say why an assessment failed, unless somebody stopped it."""
    running = Assessment.objects.filter(pk=run, state=Assessment.State.RUNNING)
    running.update(state=Assessment.State.FAILED, said=said, beat=timezone.now())


def keep(run: int, page: str) -> None:
    """Keep an assessment's page by its digest, and say that it is done, unless somebody stopped it."""
    digest = sha256(page.encode()).hexdigest()
    Report.objects.get_or_create(digest=digest, defaults={"page": page})
    running = Assessment.objects.filter(pk=run, state=Assessment.State.RUNNING)
    running.update(state=Assessment.State.DONE, report=digest, beat=timezone.now())
