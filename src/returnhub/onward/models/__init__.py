"""The way on or back: documents, risk checks, claims, what follows, voluntary return, and after it."""

from returnhub.onward.models.after import Consent, FollowUp
from returnhub.onward.models.back import BackOrder, NextStep, NextStepAnswer, TakenUp
from returnhub.onward.models.claims import Determination, Found, HostAnswer, Raised, Review
from returnhub.onward.models.documents import AlertAnswer, Issued, Request, RequestStep
from returnhub.onward.models.preparing import PlannedReturn, RiskCheck
from returnhub.onward.models.voluntary import Application, ApplicationStep, Counselling, Support

__all__ = [
    "AlertAnswer",
    "Application",
    "ApplicationStep",
    "BackOrder",
    "Consent",
    "Counselling",
    "Determination",
    "FollowUp",
    "Found",
    "HostAnswer",
    "Issued",
    "NextStep",
    "NextStepAnswer",
    "PlannedReturn",
    "Raised",
    "Request",
    "RequestStep",
    "Review",
    "RiskCheck",
    "Support",
    "TakenUp",
]
