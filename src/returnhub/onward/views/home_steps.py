"""Steps of voluntary return, and of what is known after a return."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.casework.clocks import RETURNED
from returnhub.onward import forms
from returnhub.onward.commands import after, voluntary
from returnhub.onward.models import FollowUp, Support
from returnhub.onward.views.doing import Step, free, not_at, on_case, on_row, stands, yes
from returnhub.procedure import Stage

OVER = (Stage.PROTECTED, Stage.PROTECTED_IN_HOST, Stage.DIED, *sorted(RETURNED))
"""Stages after which nobody is asked about return."""
_AGREED = (
    "A person agrees after a talk in which they were told that they may say no, and after an offer. "
    "They may withdraw on any day."
)
HOME_AND_AFTER: Mapping[str, Step] = MappingProxyType(
    {
        "ask-return": Step(
            "onward.ask_voluntary_return",
            "Record that this person asks to return",
            forms.ApplicationForm,
            "Record it",
            "It was recorded. Nothing follows from it but an answer.",
            on_case(
                voluntary.ask_voluntary_return,
                "language",
                "says",
                by_person=lambda d: yes(d.data["by_person"]),
            ),
            lambda seen: free("application", "This person has asked already.")(seen) or not_at(*OVER)(seen),
            "after",
        ),
        "talk": Step(
            "onward.record_counselling",
            "Record a talk about return",
            forms.TalkForm,
            "Record the talk",
            "The talk was recorded.",
            on_case(
                voluntary.record_counselling,
                "on",
                "language",
                "present",
                "says",
                interpreter=lambda d: yes(d.data["interpreter"]),
                told_free=lambda d: yes(d.data["told_free"]),
            ),
            not_at(*OVER),
            "after",
            "Nobody is pressed: the person decides, in their own time, and may change their mind.",
        ),
        "support": Step(
            "onward.offer_support",
            "Record support that is offered",
            forms.SupportForm,
            "Record the offer",
            "The offer was recorded.",
            on_row(
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
            stands("application", "This person has not asked to return."),
            "after",
        ),
        "agree": Step(
            "onward.agree_voluntary_return",
            "Record that this person agreed to return",
            forms.AgreeForm,
            "Record it",
            "It was recorded. They may withdraw on any day.",
            on_row(voluntary.agree_voluntary_return, "application", "application", "on", "says"),
            lambda seen: (
                stands("application", "This person has not asked to return.")(seen)
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
            on_row(voluntary.withdraw_voluntary_return, "application", "application", "on", "says"),
            stands("application", "This person has not asked to return."),
            "after",
        ),
        "departed": Step(
            "onward.record_voluntary_departure",
            "Record that this person has returned of their own will",
            forms.DepartedForm,
            "Record it",
            "It was recorded.",
            on_case(voluntary.record_voluntary_departure, "says", at=lambda d: d.form.moment()),
            not_at(*OVER),
            "after",
        ),
        "consent": Step(
            "onward.record_consent",
            "Record whether this person may be contacted",
            forms.ConsentForm,
            "Record it",
            "It was recorded.",
            on_case(after.record_consent, "how", "on", given=lambda d: yes(d.data["given"])),
            about="after",
        ),
        "follow-up": Step(
            "onward.record_follow_up",
            "Record how asking after this person ended",
            forms.FollowUpForm,
            "Record it",
            "It was recorded.",
            on_case(
                after.record_follow_up,
                "days_after",
                "asked_on",
                "how",
                "says",
                outcome=lambda d: FollowUp.Outcome(d.data["outcome"]),
            ),
            stands("has_returned", "The person has not returned."),
            "after",
        ),
    }
)
