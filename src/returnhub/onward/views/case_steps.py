"""Steps on the way on or back: documents, preparation, claims, what follows, the way back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.casework.forms.acts import ActForm, ReasonForm
from returnhub.movements.commands.steps import STAYING
from returnhub.onward import forms
from returnhub.onward.commands import back, claims, documents, preparing
from returnhub.onward.models import HostAnswer, NextStepAnswer, Request, RequestStep, Review, RiskCheck
from returnhub.onward.views.doing import Doing, Step, at, free, on_case, on_row, stands, yes
from returnhub.procedure import Stage

IN_HUB = (*STAYING, Stage.WAY_BACK)


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


ON_OR_BACK: Mapping[str, Step] = MappingProxyType(
    {
        "ask-consulate": Step(
            "onward.ask_document",
            "Ask a consulate for a travel document",
            forms.AskForm,
            "Send the request",
            "The request was sent. What was sent is on record, word for word.",
            on_case(
                documents.ask_document,
                "consulate",
                "seen",
                "answer_by",
                at=lambda d: Request.At(d.data["at"]),
            ),
            free("asked", "A consulate is asked already."),
        ),
        "consulate": Step(
            "onward.record_request_step",
            "Record what the consulate did",
            forms.RequestStepForm,
            "Record",
            "It was recorded.",
            on_row(
                documents.record_request_step,
                "request",
                "asked",
                "on",
                "says",
                kind=lambda d: RequestStep.Kind(d.data["kind"]),
            ),
            stands("asked", "No consulate is asked now."),
        ),
        "document": Step(
            "onward.record_document",
            "Record a travel document",
            forms.IssuedForm,
            "Record the document",
            "The document was recorded.",
            on_case(documents.record_document, "number", "name", "birth_on", "issued_on", "valid_until"),
            says="Copy it word for word. What differs from the accepted identity is an alert to be answered.",
        ),
        "end-document": Step(
            "onward.end_document",
            "End the travel document",
            ReasonForm,
            "End the document",
            "The document no longer counts.",
            on_row(documents.end_document, "document", "issued", "reason"),
            stands("issued", "No document stands."),
        ),
        "alert": Step(
            "onward.answer_alert",
            "Answer an alert",
            forms.AlertForm,
            "Record the answer",
            "The answer was recorded.",
            _alert,
            stands("open_alerts", "No alert waits for an answer."),
        ),
        "risk": Step(
            "onward.check_risk",
            "Check the risks of return",
            forms.RiskForm,
            "Record the check",
            "The check was recorded.",
            on_case(
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
            on_case(preparing.plan_return, "planned_on", "destination", "route"),
            at(*STAYING),
        ),
        "evidence": Step(
            "onward.raise_evidence",
            "Record new evidence",
            forms.EvidenceForm,
            "Record it",
            "It was recorded. No onward return takes place until the sending state has decided.",
            on_case(claims.raise_evidence, "says", by_person=lambda d: yes(d.data["by_person"])),
            at(Stage.DEPARTED, *IN_HUB),
            says="An onward return stops the moment this is saved. The decision is due in ten working days.",
        ),
        "host-claim": Step(
            "onward.raise_host_claim",
            "Record a claim in the host state",
            forms.ClaimForm,
            "Record the claim",
            "The claim was recorded. No onward return takes place while it is open.",
            on_case(
                claims.raise_host_claim,
                "says",
                at=lambda d: d.form.moment(),
                by_person=lambda d: yes(d.data["by_person"]),
            ),
            lambda seen: at(*STAYING)(seen) or free("host_claim", "A claim is open already.")(seen),
            says="No consulate is asked and nobody is returned onward while the claim is open.",
        ),
        "review": Step(
            "onward.review_evidence",
            "Decide on the new evidence",
            forms.ReviewForm,
            "Record the decision",
            "The decision was recorded.",
            on_case(claims.review_evidence, "reasons", outcome=lambda d: Review.Outcome(d.data["outcome"])),
            lambda seen: (
                stands("evidence_waits", "No new evidence waits for a decision.")(seen)
                or at(Stage.DEPARTED, *IN_HUB)(seen)
            ),
        ),
        "host-answer": Step(
            "onward.record_host_answer",
            "Record the host's decision on the claim",
            forms.HostAnswerForm,
            "Record the decision",
            "The host's decision was recorded.",
            on_case(
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
            ActForm,
            "I read the register today",
            "It was recorded, for today.",
            on_case(claims.read_host_register),
            lambda seen: at(*STAYING)(seen) or free("host_claim", "A claim is open.")(seen),
            says="Record it only if you read the register today and it has no open claim of this person.",
        ),
        "determination": Step(
            "onward.open_determination",
            "Open a determination of statelessness",
            forms.WhyForm,
            "Open it",
            "The determination was opened. No onward return takes place while it is open.",
            on_case(claims.open_determination, "why"),
            free("determination", "A determination is open already."),
        ),
        "found": Step(
            "onward.decide_determination",
            "Decide whether this person is stateless",
            forms.FoundForm,
            "Record the finding",
            "The finding was recorded.",
            on_row(
                claims.decide_determination,
                "determination",
                "determination",
                "reasons",
                stateless=lambda d: yes(d.data["stateless"]),
            ),
            stands("determination", "No determination is open."),
        ),
        "failed": Step(
            "onward.record_failed_return",
            "Record that the return failed",
            forms.FailedForm,
            "Record it",
            "It was recorded. What follows has to be decided within a week.",
            on_case(back.record_failed_return, "reason", at=lambda d: d.form.moment()),
            at(Stage.ONWARD_AUTHORISED, Stage.RETURN_AUTHORISED),
        ),
        "what-follows": Step(
            "onward.answer_next_step",
            "Decide what follows",
            forms.NextStepForm,
            "Record the decision",
            "The decision was recorded.",
            on_row(
                back.answer_next_step,
                "next_step",
                "next_step",
                "reasons",
                answer=lambda d: NextStepAnswer.Answer(d.data["answer"]),
            ),
            stands("next_step", "Nothing asks for this decision now."),
        ),
        "order-back": Step(
            "onward.order_transfer_back",
            "Order transfer back",
            forms.ReasonsForm,
            "Order it",
            "The transfer back was ordered. The person is back within 14 days.",
            on_case(back.order_transfer_back, "reasons"),
            at(*STAYING, Stage.RELEASED_IN_HOST),
        ),
        "back": Step(
            "onward.record_transfer_back",
            "Record a transfer back",
            forms.BackForm,
            "Record it",
            "It was recorded. The case is to be taken up again.",
            on_case(back.record_transfer_back, "reason", at=lambda d: d.form.moment()),
            at(Stage.DEPARTED, *IN_HUB),
        ),
        "take-up": Step(
            "onward.take_up",
            "Take the case up again",
            forms.TakeUpForm,
            "Record it",
            "The case was taken up again.",
            on_case(back.take_up, "reasons", protected=lambda d: yes(d.data["protected"])),
            at(Stage.TRANSFERRED_BACK),
        ),
    }
)
