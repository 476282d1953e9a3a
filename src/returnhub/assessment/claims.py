"""Each public claim answered: by the model, from sourced figures, or "can't be known, because"."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.assessment.checks import CHECKS, WITHOUT_HUB
from returnhub.assessment.evidence import Evidence
from returnhub.problems import Code, Problem, Problems, Where
from returnhub.scheme.figures import FigureId
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped_schemes
from returnhub.scheme.statements import AnswerKind, Claim, Finding

_OPPOSITE = {Finding.HOLDS: Finding.DOES_NOT_HOLD, Finding.DOES_NOT_HOLD: Finding.HOLDS}


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """A claim with what is found of it; `test_used` is None where the model computed nothing.

    `assumptions` are those figures named by the claim that are assumptions.
    """

    claim: Claim
    finding: Finding
    because: str
    test_used: str | None
    assumptions: tuple[FigureId, ...]


def answer_all(scheme: Scheme, evidence: Evidence) -> tuple[ClaimAnswer, ...]:
    """Every claim answered: the scheme's own in the order of its file, then those of the scheme it extends.

    Raises Problems (`assessment.claim_answer_unknown`) with every claim that names no known check.
    """
    check_names(scheme)
    inherited = _inherited(scheme)
    ordered = sorted(scheme.claims.values(), key=lambda claim: claim.id in inherited)
    return tuple(_answer(scheme, evidence, claim) for claim in ordered)


def check_names(scheme: Scheme) -> None:
    """Refuse a scheme whose claims name checks that do not exist; done before a long run, not after it."""
    unknown = [
        Problem(
            Code.ASSESSMENT_CLAIM_ANSWER_UNKNOWN,
            Where(file="claims.yaml", field=f"{claim.id}.answer"),
            {"claim": claim.id, "name": claim.answer or "", "expected": ", ".join(CHECKS)},
        )
        for claim in scheme.claims.values()
        if claim.kind is AnswerKind.COMPUTED and claim.answer not in CHECKS
    ]
    if unknown:
        raise Problems(unknown)


def _inherited(scheme: Scheme) -> frozenset[str]:
    """Claims of the shipped scheme that this one extends; a base of the user's own is not looked up."""
    if scheme.extends not in shipped_schemes():
        return frozenset()
    return frozenset(load(scheme.extends).claims)


def _answer(scheme: Scheme, evidence: Evidence, claim: Claim) -> ClaimAnswer:
    assumed = tuple(name for name in claim.figures if scheme.figure(name).is_assumption)
    if claim.kind is not AnswerKind.COMPUTED or claim.answer is None:
        return ClaimAnswer(
            claim, claim.finding or Finding.CANNOT_BE_KNOWN, claim.because or "", None, assumed
        )
    if not scheme.hubs and claim.answer not in WITHOUT_HUB:
        return ClaimAnswer(
            claim,
            Finding.CANNOT_BE_KNOWN,
            "This scheme has no hub, so the model has nothing to say of it.",
            None,
            assumed,
        )
    found = CHECKS[claim.answer](evidence, claim.number)
    finding = _OPPOSITE.get(found.finding, found.finding) if claim.opposite else found.finding
    return ClaimAnswer(claim, finding, found.sentence, found.test, assumed)
