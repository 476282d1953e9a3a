"""Which step is possible now, and why another is not: one table for each page and each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from returnhub.casework.clocks import RETURNED
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.movements.commands.steps import STAYING
from returnhub.onward import forms
from returnhub.onward.commands import after, back, claims, documents, preparing, voluntary
from returnhub.onward.models import (
    FollowUp,
    HostAnswer,
    NextStepAnswer,
    Request,
    RequestStep,
    Review,
    RiskCheck,
    Support,
)
from returnhub.onward.queries.case import HomeAndAfter, OnOrBack
from returnhub.procedure import Stage

Seen = OnOrBack | HomeAndAfter
IN_HUB = (*STAYING, Stage.WAY_BACK)
HOME = (Stage.PROTECTED, Stage.PROTECTED_IN_HOST, Stage.DIED, *sorted(RETURNED))


@dataclass(frozen=True, slots=True)
class Doing:
    """A step as it is done: who acts, on which case, what they were shown, the form, the key."""

    actor: Actor
    case: Case
    seen: Any
    data: Mapping[str, Any]
    form: Any
    key: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """A step for one person: verb, words, form, and the command. `why_not` says what stands in its way.

    `about` is the page that it belongs to: "case" (on or back) or "after" (voluntary return and after).
    """

    verb: str
    title: str
    form: type[forms.ActForm]
    button: str
    done: str
    run: Callable[[Doing], object]
    why_not: Callable[[Any], str] = field(default=lambda seen: "")
    about: str = "case"
    says: str = ""


def _yes(value: str) -> bool:
    return value == "yes"


def _command(command: Callable[..., object], *names: str, **made: Callable[[Doing], object]) -> Any:
    """Call a command on the case with fields of the form as they are, and others made of the doing."""

    def run(doing: Doing) -> object:
        given = {n: doing.data[n] for n in names} | {n: make(doing) for n, make in made.items()}
        return command(doing.actor, case=doing.case.pk, key=doing.key, **given)

    return run


def _row(command: Callable[..., object], row: str, get: str, *names: str, **made: Any) -> Any:
    """Call a command on the one row that stands."""

    def run(doing: Doing) -> object:
        given = {n: doing.data[n] for n in names} | {n: make(doing) for n, make in made.items()}
        return command(doing.actor, key=doing.key, **{row: getattr(doing.seen, get).pk}, **given)

    return run


def _at(*stages: Stage) -> Callable[[Seen], str]:
    def why(seen: Seen) -> str:
        if seen.stage in stages:
            return ""
        return f"The case stands at “{seen.stage.value}”."

    return why


def _no_request(seen: OnOrBack) -> str:
    return "" if seen.request is not None and seen.request.ended_id is None else "No consulate is asked now."


def _asked(seen: OnOrBack) -> str:
    standing = seen.request is not None and seen.request.ended_id is None
    return "A consulate is asked already." if standing else ""


def _stands(name: str, words: str) -> Callable[[Any], str]:
    return lambda seen: "" if getattr(seen, name) else words


def _free(name: str, words: str) -> Callable[[Any], str]:
    return lambda seen: words if getattr(seen, name) else ""


def _alert(doing: Doing) -> object:
    alert = doing.seen.open_alerts[int(doing.data["alert"])]
    return documents.answer_alert(
        doing.actor,
        case=doing.case.pk,
        kind=alert.kind,
        detail=alert.detail,
        says=doing.data["says"],
        key=doing.key,
    )


_AGREED = (
    "A person agrees after a talk in which they were told that they may say no, and after an offer. "
    "They may withdraw on any day."
)
STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "ask-consulate": Step(
            "onward.ask_document",
            "Ask a consulate for a travel document",
            forms.AskForm,
            "Send the request",
            "The request was sent. What was sent is on record, word for word.",
            _command(
                documents.ask_document,
                "consulate",
                "seen",
                "answer_by",
                at=lambda d: Request.At(d.data["at"]),
            ),
            _asked,
        ),
        "consulate": Step(
            "onward.record_request_step",
            "Record what the consulate did",
            forms.RequestStepForm,
            "Record",
            "It was recorded.",
            _row(
                documents.record_request_step,
                "request",
                "request",
                "on",
                "says",
                kind=lambda d: RequestStep.Kind(d.data["kind"]),
            ),
            _no_request,
        ),
        "document": Step(
            "onward.record_document",
            "Record a travel document",
            forms.IssuedForm,
            "Record the document",
            "The document was recorded.",
            _command(documents.record_document, "number", "name", "birth_on", "issued_on", "valid_until"),
            says="Copy it word for word. What differs from the accepted identity is an alert to be answered.",
        ),
        "end-document": Step(
            "onward.end_document",
            "End the travel document",
            forms.ReasonForm,
            "End the document",
            "The document no longer counts.",
            _row(documents.end_document, "document", "issued", "reason"),
            _stands("issued", "No document stands."),
        ),
        "alert": Step(
            "onward.answer_alert",
            "Answer an alert",
            forms.AlertForm,
            "Record the answer",
            "The answer was recorded.",
            _alert,
            _stands("open_alerts", "No alert waits for an answer."),
        ),
        "risk": Step(
            "onward.check_risk",
            "Check the risks of return",
            forms.RiskForm,
            "Record the check",
            "The check was recorded.",
            _command(
                preparing.check_risk,
                "country_evidence",
                "country_evidence_on",
                "findings",
                "evidence",
                outcome=lambda d: RiskCheck.Outcome(d.data["outcome"]),
            ),
            says="Who decided to move this person does not make this check. A risk stops the return.",
        ),
        "plan": Step(
            "onward.plan_return",
            "Plan the onward return",
            forms.PlanForm,
            "Save the plan and tell the monitor",
            "The return was planned, and the monitor was told today.",
            _command(preparing.plan_return, "planned_on", "destination", "route"),
            _at(*STAYING),
        ),
        "evidence": Step(
            "onward.raise_evidence",
            "Record new evidence",
            forms.EvidenceForm,
            "Record it",
            "It was recorded. No onward return takes place until the sending state has decided.",
            _command(claims.raise_evidence, "says", by_person=lambda d: _yes(d.data["by_person"])),
            _at(Stage.DEPARTED, *IN_HUB),
            says="An onward return stops the moment this is saved. The decision is due in ten working days.",
        ),
        "host-claim": Step(
            "onward.raise_host_claim",
            "Record a claim in the host state",
            forms.ClaimForm,
            "Record the claim",
            "The claim was recorded. No onward return takes place while it is open.",
            _command(
                claims.raise_host_claim,
                "says",
                at=lambda d: d.form.moment(),
                by_person=lambda d: _yes(d.data["by_person"]),
            ),
            lambda seen: _at(*STAYING)(seen) or _free("host_claim", "A claim is open already.")(seen),
            says="No consulate is asked and nobody is returned onward while the claim is open.",
        ),
        "review": Step(
            "onward.review_evidence",
            "Decide on the new evidence",
            forms.ReviewForm,
            "Record the decision",
            "The decision was recorded.",
            _command(claims.review_evidence, "reasons", outcome=lambda d: Review.Outcome(d.data["outcome"])),
            lambda seen: (
                _stands("evidence_waits", "No new evidence waits for a decision.")(seen)
                or _at(Stage.DEPARTED, *IN_HUB)(seen)
            ),
        ),
        "host-answer": Step(
            "onward.record_host_answer",
            "Record the host's decision on the claim",
            forms.HostAnswerForm,
            "Record the decision",
            "The host's decision was recorded.",
            _command(
                claims.record_host_answer,
                "decided_on",
                "reference",
                outcome=lambda d: HostAnswer.Outcome(d.data["outcome"]),
            ),
            lambda seen: "" if seen.host_claim or seen.stage is Stage.HOST_CLAIM else "No claim is open.",
        ),
        "register": Step(
            "onward.read_host_register",
            "Say that no claim is open in the host's register today",
            forms.SureForm,
            "I read the register today",
            "It was recorded, for today.",
            _command(claims.read_host_register),
            lambda seen: _at(*STAYING)(seen) or _free("host_claim", "A claim is open.")(seen),
            says="Record it only if you read the register today and it has no open claim of this person.",
        ),
        "determination": Step(
            "onward.open_determination",
            "Open a determination of statelessness",
            forms.WhyForm,
            "Open it",
            "The determination was opened. No onward return takes place while it is open.",
            _command(claims.open_determination, "why"),
            _free("determination", "A determination is open already."),
        ),
        "found": Step(
            "onward.decide_determination",
            "Decide whether this person is stateless",
            forms.FoundForm,
            "Record the finding",
            "The finding was recorded.",
            _row(
                claims.decide_determination,
                "determination",
                "determination",
                "reasons",
                stateless=lambda d: _yes(d.data["stateless"]),
            ),
            _stands("determination", "No determination is open."),
        ),
        "failed": Step(
            "onward.record_failed_return",
            "Record that the return failed",
            forms.FailedForm,
            "Record it",
            "It was recorded. What follows has to be decided within a week.",
            _command(back.record_failed_return, "reason", at=lambda d: d.form.moment()),
            _at(Stage.ONWARD_AUTHORISED, Stage.RETURN_AUTHORISED),
        ),
        "what-follows": Step(
            "onward.answer_next_step",
            "Decide what follows",
            forms.NextStepForm,
            "Record the decision",
            "The decision was recorded.",
            _row(
                back.answer_next_step,
                "next_step",
                "next_step",
                "reasons",
                answer=lambda d: NextStepAnswer.Answer(d.data["answer"]),
            ),
            _stands("next_step", "Nothing asks for this decision now."),
        ),
        "order-back": Step(
            "onward.order_transfer_back",
            "Order transfer back",
            forms.ReasonsForm,
            "Order it",
            "The transfer back was ordered. The person is back within 14 days.",
            _command(back.order_transfer_back, "reasons"),
            _at(*STAYING, Stage.RELEASED_IN_HOST),
        ),
        "back": Step(
            "onward.record_transfer_back",
            "Record a transfer back",
            forms.BackForm,
            "Record it",
            "It was recorded. The case is to be taken up again.",
            _command(back.record_transfer_back, "reason", at=lambda d: d.form.moment()),
            _at(Stage.DEPARTED, *IN_HUB),
        ),
        "take-up": Step(
            "onward.take_up",
            "Take the case up again",
            forms.TakeUpForm,
            "Record it",
            "The case was taken up again.",
            _command(back.take_up, "reasons", protected=lambda d: _yes(d.data["protected"])),
            _at(Stage.TRANSFERRED_BACK),
        ),
        "ask-return": Step(
            "onward.ask_voluntary_return",
            "Record that this person asks to return",
            forms.ApplicationForm,
            "Record it",
            "It was recorded. Nothing follows from it but an answer.",
            _command(
                voluntary.ask_voluntary_return,
                "language",
                "says",
                by_person=lambda d: _yes(d.data["by_person"]),
            ),
            lambda seen: (
                _free("application", "This person has asked already.")(seen)
                or ("" if seen.stage not in HOME else _at()(seen))
            ),
            "after",
        ),
        "talk": Step(
            "onward.record_counselling",
            "Record a talk about return",
            forms.TalkForm,
            "Record the talk",
            "The talk was recorded.",
            _command(
                voluntary.record_counselling,
                "on",
                "language",
                "present",
                "says",
                interpreter=lambda d: _yes(d.data["interpreter"]),
                told_free=lambda d: _yes(d.data["told_free"]),
            ),
            lambda seen: "" if seen.stage not in HOME else _at()(seen),
            "after",
            "Nobody is pressed: the person decides, in their own time, and may change their mind.",
        ),
        "support": Step(
            "onward.offer_support",
            "Record support that is offered",
            forms.SupportForm,
            "Record the offer",
            "The offer was recorded.",
            _row(
                voluntary.offer_support,
                "application",
                "application",
                "source",
                "says",
                "language",
                "amount",
                "currency",
                kind=lambda d: Support.Kind(d.data["kind"]),
            ),
            _stands("application", "This person has not asked to return."),
            "after",
        ),
        "agree": Step(
            "onward.agree_voluntary_return",
            "Record that this person agreed to return",
            forms.AgreeForm,
            "Record it",
            "It was recorded. They may withdraw on any day.",
            _row(voluntary.agree_voluntary_return, "application", "application", "on", "says"),
            lambda seen: (
                _stands("application", "This person has not asked to return.")(seen)
                or ("" if seen.support else "Nothing was offered.")
                or (
                    ""
                    if any(t.told_free for t in seen.talks)
                    else "No talk is on record in which they were told that they may say no."
                )
            ),
            "after",
            _AGREED,
        ),
        "withdraw": Step(
            "onward.withdraw_voluntary_return",
            "Record that this person no longer wishes to return",
            forms.WithdrawForm,
            "Record it",
            "It was recorded. Nothing is held against them.",
            _row(voluntary.withdraw_voluntary_return, "application", "application", "on", "says"),
            _stands("application", "This person has not asked to return."),
            "after",
        ),
        "departed": Step(
            "onward.record_voluntary_departure",
            "Record that this person has returned of their own will",
            forms.DepartedForm,
            "Record it",
            "It was recorded.",
            _command(voluntary.record_voluntary_departure, "says", at=lambda d: d.form.moment()),
            lambda seen: "" if seen.stage not in HOME else _at()(seen),
            "after",
        ),
        "consent": Step(
            "onward.record_consent",
            "Record whether this person may be contacted",
            forms.ConsentForm,
            "Record it",
            "It was recorded.",
            _command(after.record_consent, "how", "on", given=lambda d: _yes(d.data["given"])),
            about="after",
        ),
        "follow-up": Step(
            "onward.record_follow_up",
            "Record how asking after this person ended",
            forms.FollowUpForm,
            "Record it",
            "It was recorded.",
            _command(
                after.record_follow_up,
                "days_after",
                "asked_on",
                "how",
                "says",
                outcome=lambda d: FollowUp.Outcome(d.data["outcome"]),
            ),
            lambda seen: "" if seen.has_returned else "The person has not returned.",
            "after",
        ),
    }
)


def possible_now(
    actor: Actor, seen: Seen, about: str, href: Callable[[str], str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The steps of a page that the reader may take now, and those they may not with the reason."""
    possible: list[dict[str, str]] = []
    closed: list[dict[str, str]] = []
    for slug, step in STEPS.items():
        if step.about != about or step.verb not in actor.may:
            continue
        why = step.why_not(seen)
        if why:
            closed.append({"text": step.title, "why": why})
        else:
            possible.append({"text": step.title, "href": href(slug)})
    return possible, closed
