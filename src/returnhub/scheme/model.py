"""What a scheme is: frozen data that a lawyer can read. Nothing here moves; loading is in `load`.

Every quantity is the name of a figure (`FigureId`), never a number, so that each number shown
anywhere can be traced to its source, date and confidence.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field

from returnhub.scheme.facts import Fact
from returnhub.scheme.figures import Figure, FigureId, Frozen, OriginCode, Source
from returnhub.scheme.hosts import HostAndOrigin
from returnhub.scheme.interventions import Intervention, Sway
from returnhub.scheme.limits import HubEvent, Resource
from returnhub.scheme.names import Name, StateCode
from returnhub.scheme.statements import Claim, Conflict, Statement, StatementId
from returnhub.scheme.suitability import HubTakes, PlaceKind, PlacementRules, Readiness


class Kind(StrEnum):
    """How far a scheme has come."""

    NO_SCHEME = "no scheme"
    OFFER = "offer"
    DRAFT = "draft agreement"
    SIGNED = "signed agreement"
    IN_FORCE = "in force"
    ENDED = "ended"
    WHAT_IF = "what-if"


class ProcedureName(StrEnum):
    """Which stage x event table the scheme follows."""

    RETURNS_ONLY = "returns_only"
    RETURN_HUB = "return_hub"
    OFFSHORE_PROCESSING = "offshore_processing"


class Status(Frozen):
    """How far the scheme has come, in a word and a sentence, at a date."""

    kind: Kind
    says: str
    date: dt.date
    statements: tuple[StatementId, ...] = ()


class State(Frozen):
    """A state that takes part."""

    code: StateCode
    name: str


class Point(StrEnum):
    """The point in a person's case from which they may be referred."""

    ON_ARRIVAL = "on arrival"
    REFUSED = "refused"
    APPEAL_RIGHTS_EXHAUSTED = "appeal rights exhausted"


class IsFor(Frozen):
    """Whom the hub is for: the power and the purpose that the scheme claims."""

    says: str
    point: Point
    origins: tuple[OriginCode, ...] | None = Field(
        default=None, description="Only these origins; none means all"
    )
    not_origins: tuple[OriginCode, ...] = Field(
        default=(), description="Origins that the host does not accept"
    )
    stalled_cases: bool | None = Field(
        default=None, description="Stalled cases too? None if disputed or not said"
    )
    power: str = Field(
        description="The legal power to send to a state that is not the origin, or that none is known"
    )
    source: tuple[Source, ...] = Field(min_length=1)


class CustodyKind(StrEnum):
    """Closed: people may not leave. Open: they may, and leaving is counted. None: no residence asked."""

    CLOSED = "closed"
    OPEN = "open"
    NONE = "none"


class Custody(Frozen):
    """Whether people are held, by whom, and on what enumerated ground."""

    kind: CustodyKind
    authority: str = Field(description="Whose order holds a person, or 'nobody'")
    ground: str | None = Field(
        default=None, description="The one enumerated legal ground; none in an open hub"
    )
    reviewed_every_days: FigureId | None = None
    jurisdiction: str = Field(description="Whose law and courts govern the place")
    says: str
    unknown: tuple[str, ...] = Field(default=(), description="What nobody has said yet")


class AtLimit(StrEnum):
    """What happens to a person whose stay reaches its limit."""

    RELEASE_IN_HOST = "release in the host state"
    TRANSFER_BACK = "transfer back"


class Stay(Frozen):
    """How long a person may stay and what ends the stay. Hazards are shares a year, times are medians."""

    limit: FigureId
    at_limit: AtLimit
    document_days: FigureId = Field(description="Median days to a travel document, by origin")
    document_share: FigureId = Field(description="Share of people whose origin ever documents them from here")
    voluntary_return: FigureId
    leaves: FigureId = Field(
        description="Share a year who leave: free and counted if open, without authority if closed"
    )
    transfer_back: FigureId = Field(
        description="Share a year taken back on new evidence, a court's order or health"
    )
    late_barrier: FigureId = Field(description="Share a year for whom a new barrier to return arises here")
    death: FigureId


class HostProcedure(Frozen):
    """The host's own asylum procedure, as far as it is open to people in the hub."""

    open_to_people: bool | None
    says: str
    claim_share: FigureId
    decision_days: FigureId
    grant_share: FigureId
    source: tuple[Source, ...] = ()


class WayBack(Frozen):
    """One way that leads on or back: no person is sent without one."""

    when: str
    leads_to: str
    who_bears_it: str
    agreed: bool | None = Field(
        default=None, description="True if the agreement says so; None if nobody has said"
    )


class Hub(Frozen):
    """One hub: where, for how many, how held, for how long, and how people get out again."""

    id: Name
    name: str
    host: State
    places: FigureId
    opens_after_days: FigureId
    full_after_days: FigureId | None = Field(
        default=None, description="Days from opening to all places; none: at once"
    )
    custody: Custody
    stay: Stay
    host_procedure: HostProcedure
    way_back: tuple[WayBack, ...] = Field(default=(), description="Refused on loading if there is none")
    transfers_a_week: FigureId | None = Field(
        default=None, description="Most people moved in a week; none: no cap"
    )
    comes_about: FigureId | None = Field(
        default=None, description="The chance that the hub comes about at all; none: it is taken as given"
    )
    expected_stay: FigureId | None = Field(
        default=None,
        description="The one published value that placement plans with for everybody; none: the stay limit",
    )
    place_kinds: tuple[PlaceKind, ...] = Field(
        default=(), description="Kinds of place; none: any place is for anybody"
    )
    takes: HubTakes = HubTakes()
    ready: Readiness = Readiness()


class Side(StrEnum):
    """Whose duty a term is."""

    SENDING = "sending state"
    HOST = "host state"
    BOTH = "both"


class Term(Frozen):
    """One thing that the agreement says, or that was offered or asked."""

    id: Name
    duty_of: Side
    says: str
    stands: Literal["agreed", "offered", "asked", "reported", "not said"]
    clauses: tuple[str, ...] = Field(default=(), description="Clauses of the check lists that it would meet")
    figures: tuple[FigureId, ...] = ()
    statements: tuple[StatementId, ...] = ()
    source: tuple[Source, ...] = ()


class Agreement(Frozen):
    """What stands between the states, in whatever form."""

    form: Literal["none", "offer", "memorandum", "treaty"]
    legally_binding: bool | None
    public: bool | None
    signed: dt.date | None = None
    says: str
    terms: tuple[Term, ...] = ()
    cap_in_all: FigureId | None = None
    cap_a_year: FigureId | None = None
    cap_at_one_time: FigureId | None = None


class Reach(StrEnum):
    """Whether a body's power reaches the hub."""

    YES = "yes"
    NO = "no"
    NOT_SETTLED = "not settled"


class Oversight(Frozen):
    """A court or monitor and whether it reaches this hub."""

    body: str
    kind: Literal["court", "monitor", "parliament", "complaints"]
    reaches: Reach
    why: str
    confidence: str = "general knowledge"
    source: tuple[Source, ...] = ()


class Driver(StrEnum):
    """What a cost is counted by. The simulation counts each driver for each year."""

    YEAR = "year"
    ONCE = "once"
    PLACE_YEAR = "place-year"
    NIGHT_IN_HUB = "night in the hub"
    NIGHT_IN_SENDING_STATE = "night in the sending state"
    TRANSFER = "transfer"
    ONWARD_RETURN = "onward return"
    VOLUNTARY_RETURN = "voluntary return"
    ENFORCED_RETURN = "enforced return"
    TRANSFER_BACK = "transfer back"
    RELEASE = "release in the host state"
    APPEAL = "appeal"
    FURTHER_SUBMISSIONS = "further submissions"
    REFERRAL = "referral"
    LEAVING = "leaving the hub"
    PROTECTION_IN_HOST = "protection in the host state"


class CostNature(StrEnum):
    """What is bought: how far such estimates have been too low (Green Book, optimism bias) depends on it."""

    BUILDING = "building"
    EQUIPMENT = "equipment"
    SERVICE = "service"
    PAYMENT = "payment"


class CostLine(Frozen):
    """Who pays what for each of what, from and to which year of the scheme (1 is the first)."""

    id: Name
    says: str
    payer: str
    per: Driver
    amount: FigureId
    from_year: int = Field(default=1, ge=1, strict=True)
    to_year: int | None = Field(default=None, ge=1, strict=True)
    after_people: FigureId | None = Field(
        default=None, description="For `once`: falls due when so many were moved"
    )
    committed: bool = Field(default=False, description="Owed even if nobody is moved")
    nature: CostNature = CostNature.SERVICE
    hub: Name | None = Field(default=None, description="Falls due only where this hub comes about")


class RulesChoice(Frozen):
    """Which ruleset decides who can be moved."""

    profile: str
    says: str


class Unknown(Frozen):
    """Something that nobody has said and that a plan needs."""

    id: Name
    question: str
    who_could_say: str
    assumed: str = Field(description="What the model takes for it, naming the figure")
    figures: tuple[FigureId, ...] = ()


class Drops(Frozen):
    """What a scheme leaves out of what it extends, by id: things that are true of the other one alone."""

    figures: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Scheme(Frozen):
    """One scheme, whole: the value that every other floor reads.

    `figures`, `statements`, `conflicts` and `claims` come from the folder's other files and from
    the scheme that it extends; `hosts` is the law's table of the hubs' host states; `files` maps each
    file's name to its SHA-256. `rules_files` are the folders' own rules.yaml, what is extended first:
    the rules in them are added to the profile's.
    """

    id: Name
    title: str
    says: str
    status: Status
    procedure: ProcedureName
    sending: State
    starts: dt.date
    rules: RulesChoice
    is_for: IsFor
    agreement: Agreement
    hubs: tuple[Hub, ...] = ()
    arrives: str = Field(
        default="by small boat", description="How the people come who are counted as arrivals, in words"
    )
    costs: tuple[CostLine, ...] = ()
    resources: tuple[Resource, ...] = ()
    events: tuple[HubEvent, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    sways: tuple[Sway, ...] = ()
    placement: PlacementRules = PlacementRules()
    oversight: tuple[Oversight, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    left_out: tuple[str, ...] = Field(
        default=(), description="The two or three large things that the model leaves out"
    )
    extends: str | None = None
    drops: Drops = Drops()
    figures: dict[str, Figure] = Field(default_factory=dict)
    statements: dict[str, Statement] = Field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    claims: dict[str, Claim] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    hosts: dict[StateCode, dict[OriginCode, HostAndOrigin]] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)
    rules_files: tuple[Path, ...] = Field(default=(), exclude=True)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> Scheme:
        """The shipped scheme of that name, or the scheme in a folder.

        Raises Problems with everything that is wrong in its files, each with file, line and field.
        """
        from returnhub.scheme.load import load

        return load(name_or_folder)

    def with_(self, called: str = "", /, **figures: float | tuple[float, float]) -> Scheme:
        """A what-if, `scheme.with_(hub_places=1000)`: figures set to a value or to a range (low, high).

        Each is an assumption then, the same for all origins. Its id and title say what it is `called`, or
        what was set. Raises Problems for a name or an amount that cannot be.
        """
        from returnhub.scheme.what_if import what_if

        return what_if(self, figures, called)

    def __str__(self) -> str:
        hubs = ", ".join(hub.id for hub in self.hubs) or "none"
        assumed = sum(figure.is_assumption for figure in self.figures.values())
        how_far = f"{self.status.kind.value}, {self.status.date}"
        held = f"Hubs: {hubs}. Figures: {len(self.figures)}, of which assumptions: {assumed}."
        return f"{self.id}: {self.title} ({how_far}). {held}"

    __repr__ = __str__

    def figure(self, name: str) -> Figure:
        """The figure called `name`; loading has checked that each name used exists."""
        return self.figures[name]
