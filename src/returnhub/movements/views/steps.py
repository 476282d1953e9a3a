"""Which step of a move is possible now, and why another is not: one table for the page and for each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from returnhub.casework.views.page import File
from returnhub.movements import forms
from returnhub.movements.commands import authority, decisions, departures, host, notices, proposals
from returnhub.movements.commands.steps import MOVING, NOTIFYING, STAYING
from returnhub.movements.models import Notice, Way
from returnhub.movements.queries.moves import Moves
from returnhub.procedure import Stage

Run = Callable[[File, Any, Moves, Any], object]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody takes for one person: its verb, words, form, stages, and the command.

    `why_not` says what else stands in its way; "" if nothing does.
    """

    verb: str
    title: str
    form: type[forms.ActForm]
    button: str
    done: str
    stages: tuple[Stage, ...]
    run: Run
    why_not: Callable[[File, Moves], str] = lambda file, moves: ""


def _on_case(command: Callable[..., object], *names: str, **fixed: object) -> Run:
    def run(file: File, form: Any, moves: Moves, key: Any) -> object:
        given = {n: form.cleaned_data[n] for n in names}
        return command(file.actor, case=file.case.pk, key=key, **given, **fixed)

    return run


def _propose(file: File, form: Any, moves: Moves, key: Any) -> object:
    data = form.cleaned_data
    return proposals.propose(
        file.actor,
        case=file.case.pk,
        hub=int(data["hub"]),
        reasons=data["reasons"],
        place=int(data["place"]) if data["place"] else None,
        from_on=data["from_on"],
        key=key,
    )


def _decide(file: File, form: Any, moves: Moves, key: Any) -> object:
    data = form.cleaned_data
    return decisions.decide(
        file.actor,
        case=file.case.pk,
        way=moves.way,
        to_move=data["to_move"] == "yes",
        reasons=data["reasons"],
        key=key,
    )


def _give_authority(file: File, form: Any, moves: Moves, key: Any) -> object:
    return authority.give_authority(
        file.actor, case=file.case.pk, way=moves.way, reasons=form.cleaned_data["reasons"], key=key
    )


def _no_authority_yet(file: File, moves: Moves) -> str:
    if moves.decision is not None and moves.decision.by_id == file.actor.id:
        return "You recorded the decision, so another person must give authority."
    return " ".join(a.says for a in moves.against)


def _no_notice(kind: Notice.Kind) -> Callable[[File, Moves], str]:
    return lambda file, moves: "" if kind in moves.notices else "No such notice stands."


def _no_intention(file: File, moves: Moves) -> str:
    return "" if Notice.Kind.INTENTION in moves.notices else "The notice of intention comes first."


_HUB_DECIDED = (Stage.PROPOSED, Stage.IN_HUB)
STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "propose": Step(
            "movements.propose",
            "Propose a place",
            forms.ProposeForm,
            "Propose",
            "The place was proposed and is held. It decides nothing.",
            (Stage.SCREENED,),
            _propose,
        ),
        "decide": Step(
            "movements.decide",
            "Decide",
            forms.DecideForm,
            "Record the decision",
            "The decision was recorded. Another person has to approve it.",
            _HUB_DECIDED,
            _decide,
        ),
        "notice-of-intention": Step(
            "movements.give_notice",
            "Record the notice of intention",
            forms.IntentionForm,
            "Record the notice",
            "The notice was recorded.",
            NOTIFYING,
            _on_case(
                notices.give_notice,
                "language",
                "interpreter",
                "served_on",
                "served_how",
                kind=Notice.Kind.INTENTION,
            ),
        ),
        "notice-of-departure": Step(
            "movements.give_notice",
            "Record the notice of departure",
            forms.DepartureNoticeForm,
            "Record the notice",
            "The notice was recorded.",
            NOTIFYING,
            _on_case(
                notices.give_notice,
                "language",
                "interpreter",
                "served_on",
                "served_how",
                "destination",
                "route",
                kind=Notice.Kind.DEPARTURE,
            ),
            _no_intention,
        ),
        "withdraw-intention": Step(
            "movements.withdraw_notice",
            "Withdraw the notice of intention",
            forms.ReasonForm,
            "Withdraw the notice",
            "The notice was withdrawn. A fresh one runs from its own day.",
            NOTIFYING,
            _on_case(notices.withdraw_notice, "reason", kind=Notice.Kind.INTENTION),
            _no_notice(Notice.Kind.INTENTION),
        ),
        "withdraw-departure": Step(
            "movements.withdraw_notice",
            "Withdraw the notice of departure",
            forms.ReasonForm,
            "Withdraw the notice",
            "The notice was withdrawn. A fresh one runs from its own day.",
            NOTIFYING,
            _on_case(notices.withdraw_notice, "reason", kind=Notice.Kind.DEPARTURE),
            _no_notice(Notice.Kind.DEPARTURE),
        ),
        "acceptance": Step(
            "movements.record_acceptance",
            "Record that the host accepted",
            forms.AcceptanceForm,
            "Record the answer",
            "The host's acceptance was recorded.",
            MOVING,
            _on_case(host.record_acceptance, "hub", "answered_on", "until", "reference"),
        ),
        "decline": Step(
            "movements.record_decline",
            "Record that the host declined",
            forms.DeclineForm,
            "Record the answer",
            "The host's answer was recorded. Any authority has fallen.",
            MOVING,
            _on_case(host.record_decline, "hub", "answered_on", "reference"),
        ),
        "exit-plan": Step(
            "movements.make_exit_plan",
            "Make the exit plan",
            forms.ExitPlanForm,
            "Save the plan",
            "The exit plan was made.",
            (Stage.SCREENED, *MOVING, *STAYING),
            _on_case(host.make_exit_plan, "if_return_fails", "if_stay_ends", "if_new_evidence"),
        ),
        "authority": Step(
            "movements.give_authority",
            "Give authority",
            forms.AuthorityForm,
            "Give authority",
            "Authority was given, for this person alone.",
            (Stage.PLANNED, Stage.IN_HUB),
            _give_authority,
            _no_authority_yet,
        ),
        "withdraw-authority": Step(
            "movements.withdraw_authority",
            "Withdraw authority",
            forms.AuthorityForm,
            "Withdraw authority",
            "Authority was withdrawn.",
            (Stage.AUTHORISED, Stage.ONWARD_AUTHORISED),
            _on_case(authority.withdraw_authority, "reasons"),
        ),
        "end-referral": Step(
            "movements.end_referral",
            "End the referral",
            forms.ReasonForm,
            "End the referral",
            "The referral was ended. Nothing that was prepared counts any longer.",
            (Stage.REFERRED, Stage.SCREENED, *MOVING),
            _on_case(proposals.end_referral, "reason"),
        ),
    }
)
LEAVES = "movements.record_departure"


def why_not(step: Step, file: File, moves: Moves) -> str:
    """What stands in the way of a step now; "" if it is possible."""
    if file.stands.stage not in step.stages:
        where = ", ".join(f"“{s.value}”" for s in step.stages[:2])
        more = " and others" if len(step.stages) > 2 else ""
        return f"The case stands at “{file.stands.stage.value}”. This is possible at {where}{more}."
    return step.why_not(file, moves)


def why_not_approve(file: File, moves: Moves) -> str:
    """What stands in the way of an approval; "" if the reader may answer."""
    if moves.decision is None or not moves.decision.to_move:
        return "There is no decision to approve."
    if moves.approval is not None:
        return "The decision was answered already."
    if moves.decision.by_id == file.actor.id:
        return "You recorded the decision, so another person must approve."
    return ""


def departs(file: File, moves: Moves) -> bool:
    """True while the person is where a departure can be recorded."""
    gone = (Stage.DEPARTED, *STAYING, Stage.WAY_BACK)
    return file.stands.stage in STAYING if moves.way == Way.ONWARD else file.stands.stage not in gone


def record(file: File, moves: Moves, form: Any, key: Any) -> departures.Recorded:
    """Record that the person left."""
    return departures.record_departure(
        file.actor,
        case=file.case.pk,
        way=moves.way,
        at=form.moment(),
        reason=form.cleaned_data["reason"],
        key=key,
    )
