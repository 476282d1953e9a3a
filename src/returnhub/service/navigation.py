"""Where each role can go: the first link is its home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.urls import NoReverseMatch, reverse

from returnhub.accounts.roles import Role
from returnhub.journal.actor import Actor
from returnhub.service.frame import Link

_WORK = "casework:worklist"
_SEARCH = ("Search", "casework:search")
_CLOCKS = ("Clocks", "casework:clocks")
_REFER = ("Refer someone", "casework:refer")
_TRANSFERS = ("Transfers", "transfers:list")
_BREACHES = ("Breaches", "movements:breaches")
_SCHEMES = ("Schemes", "agreements:home")
_SUSPENSIONS = ("Suspensions", "oversight:suspensions")
_RECOMMENDATIONS = ("Recommendations", "oversight:recommendations")
_STANDARDS = ("Standards", "stays:standards")
_HUBS = ("Hubs", "hubs:hubs")
_READINESS = ("Readiness", "hubs:readiness")
_BOARD = ("Hub board", "hubs:boards")
_WAITING = ("Waiting list", "planning:waiting")
_PLANS = ("Plans", "planning:plans")
_INVARIANTS = ("Invariants", "service:invariants")
_TEXTS = ("Texts and languages", "languages:texts")
_ASKED = ("What people asked", "person:asked")
_RECORD = ("Record", "service:record")
_ASSESSMENTS = ("Assessments", "service:assessments")
_INCIDENTS = ("Incidents", "incidents:list")
_CONCERNS = ("Concerns", "health:concerns")
_SILENCE = ("Silence", "oversight:silence")
_RETURNS = ("Onward return", "onward:returns")
_PAPERS = ("Travel documents", "onward:documents")
_ON_OR_BACK = ("On or back", "onward:decisions")
_ONWARD_PEOPLE = ("On or back", "onward:people")
_AFTER = ("After departure", "onward:follow_ups")

PLACES: Mapping[Role, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        Role.REFERRING: (("My referrals", _WORK), _REFER, _SEARCH),
        Role.SCREENING: (
            ("Worklist", _WORK),
            _SEARCH,
            _CLOCKS,
            _WAITING,
            _PLANS,
            _TRANSFERS,
            _RETURNS,
            _ON_OR_BACK,
            _PAPERS,
            _REFER,
            _INCIDENTS,
            _CONCERNS,
            _SUSPENSIONS,
            _HUBS,
            _READINESS,
            _ASKED,
            _TEXTS,
        ),
        Role.DOCUMENT: (
            ("Worklist", _WORK),
            _PAPERS,
            _RETURNS,
            _AFTER,
            _ON_OR_BACK,
            _TRANSFERS,
            _SEARCH,
            _CLOCKS,
        ),
        Role.AUTHORISING: (
            ("Worklist", _WORK),
            ("Decisions", "movements:decisions"),
            ("Approvals", "movements:approvals"),
            _WAITING,
            _PLANS,
            _ON_OR_BACK,
            _RETURNS,
            _PAPERS,
            _TRANSFERS,
            _CLOCKS,
            _SEARCH,
            _INCIDENTS,
            _CONCERNS,
            _SUSPENSIONS,
            _HUBS,
            _READINESS,
        ),
        Role.LAWYER: (
            ("My clients", _WORK),
            _SEARCH,
            _CLOCKS,
            _RETURNS,
            _ON_OR_BACK,
            _INCIDENTS,
            _CONCERNS,
            _SUSPENSIONS,
            _RECORD,
        ),
        Role.AGREEMENT: (
            _SCHEMES,
            _INCIDENTS,
            _BREACHES,
            _SUSPENSIONS,
            _STANDARDS,
            _HUBS,
            _PLANS,
            _READINESS,
            _RECOMMENDATIONS,
            _ASSESSMENTS,
            _TEXTS,
        ),
        Role.ANALYST: (("Figures", "oversight:figures"), _SCHEMES, _ASSESSMENTS),
        Role.MONITOR: (
            ("Remit", "oversight:desk"),
            ("Complaints", "oversight:complaints"),
            _INCIDENTS,
            _CONCERNS,
            _SILENCE,
            _TRANSFERS,
            _RETURNS,
            _ON_OR_BACK,
            _PAPERS,
            _AFTER,
            _BREACHES,
            _SEARCH,
            _SUSPENSIONS,
            _STANDARDS,
            _HUBS,
            _PLANS,
            _READINESS,
            _RECOMMENDATIONS,
            _INVARIANTS,
            _RECORD,
        ),
        Role.AUDITOR: (
            ("People", _WORK),
            _SEARCH,
            _RETURNS,
            _ON_OR_BACK,
            _PAPERS,
            _AFTER,
            _INCIDENTS,
            _CONCERNS,
            _SILENCE,
            _SUSPENSIONS,
            _STANDARDS,
            _HUBS,
            _PLANS,
            _READINESS,
            _RECOMMENDATIONS,
            _SCHEMES,
            _INVARIANTS,
            _RECORD,
        ),
        Role.HUB_MANAGER: (
            ("Today", "stays:day"),
            ("People", "stays:people"),
            _ONWARD_PEOPLE,
            _BOARD,
            _STANDARDS,
            _HUBS,
            _TRANSFERS,
            _INCIDENTS,
            _SILENCE,
            _ASKED,
        ),
        Role.HOST: (
            ("My hub", "packets:people"),
            ("People to come", "movements:requests"),
            ("Segregation", "stays:segregations"),
            _ONWARD_PEOPLE,
            _BOARD,
            _HUBS,
            _TRANSFERS,
            _INCIDENTS,
            _ASKED,
        ),
        Role.ESCORT: (
            _TRANSFERS,
            _INCIDENTS,
        ),
        Role.CLINICIAN: (("Clinic", "health:clinic"), ("People", "stays:people"), _INCIDENTS),
        Role.FITNESS: (("Questions on fitness", "health:questions"),),
        Role.COUNSELLOR: (
            ("Voluntary return", "onward:desk"),
            ("People in hubs", "onward:people"),
            _AFTER,
            _ASKED,
        ),
        Role.ADMINISTRATOR: (
            ("Users and roles", "accounts:users"),
            ("Power", "accounts:power"),
            _INVARIANTS,
        ),
    }
)
"""Each role's links: text and name of the page."""


def home_of(role: Role) -> str:
    """Where a role begins its day."""
    return next(_places(role), ("", "/"))[1]


def navigation(actor: Actor, path: str) -> tuple[Link, ...]:
    """The links of who acts; the one that the reader's address lies under is marked."""
    places = list(_places(Role(actor.role)))
    under = max((href for _, href in places if path.startswith(href)), key=len, default="")
    return tuple(Link(text, href, active=href == under) for text, href in places)


def place(name: str) -> str:
    """The address of a page; the start where this copy has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def _places(role: Role) -> Iterator[tuple[str, str]]:
    found = ((text, place(name)) for text, name in PLACES[role])
    return ((text, href) for text, href in found if href != "/")
