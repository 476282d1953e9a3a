"""People, families, cases and what is known of them. Rows are superseded, never edited (`journal.models`)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from returnhub.accounts.models import User
from returnhub.journal.models import Ending, Recorded
from returnhub.languages.codes import CHOICES as LANGUAGE_CHOICES


class Person(Recorded):
    """A person. What is known of them stands in names, documents and the facts of their case."""


class Name(Ending):
    """A name in its own script. `latin` is the same in Latin letters, for search; several may stand."""

    class Kind(models.TextChoices):
        """Whether the sending state accepts the name, the person also uses it, or it is in dispute."""

        ACCEPTED = "accepted"
        ALIAS = "alias"
        DISPUTED = "disputed"

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.CharField(max_length=300)
    latin = models.CharField(max_length=600)

    class Meta:
        indexes = [
            # with a list of pending entries each search would read it whole after many people were taken in
            GinIndex(
                fields=["latin"], name="casework_name_latin", opclasses=["gin_trgm_ops"], fastupdate=False
            )
        ]


class Document(Ending):
    """An identity or travel document, by its number."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=60)
    number = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=60)
    until = models.DateField(null=True)


class Family(Recorded):
    """A family group: people who are not parted."""


class Member(Ending):
    """A person in a family group, and how they belong to it."""

    family = models.ForeignKey(Family, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ended=None), name="casework_member_of_one_family"
            ),
        ]


class Case(Recorded):
    """One person's way through one scheme, pinned to a ruleset and a procedure.

    `referred_by` is who opened it. Where it stands is derived: see `Standing`.
    """

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    scheme = models.CharField(max_length=80)
    procedure = models.CharField(max_length=40)
    ruleset = models.CharField(max_length=64)
    referred_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("person", "scheme"), name="casework_case_one_for_each_person"),
        ]


class Standing(models.Model):
    """Where a case stands, derived by the database from its events and facts; nobody writes it by hand.

    `verdict` is on the rules of a move to the hub, on `screened_on`; `against` lists rules that fail or are
    unknown. `clock` is the next clock to run out, by its kind, but for those of hubs, clinics and
    counsellors, who have lists of their own.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="standing")
    scheme = models.CharField(max_length=80)
    stage = models.CharField(max_length=80)
    since = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=20)
    fails = models.JSONField()
    unknown = models.JSONField()
    screened_on = models.DateField(null=True)
    clock = models.CharField(max_length=40, blank=True)
    clock_ends_on = models.DateField(null=True)
    custody = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["scheme", "stage", "clock_ends_on"], name="casework_standing_stage"),
            models.Index(fields=["scheme", "clock_ends_on", "case"], name="casework_standing_clock"),
            models.Index(fields=["scheme", "verdict", "clock_ends_on"], name="casework_standing_verdict"),
            # the list in these orders
            models.Index(fields=["scheme", "stage", "case"], name="casework_standing_by_stage"),
            models.Index(fields=["scheme", "verdict", "case"], name="casework_standing_by_verdict"),
        ]


class Happening(Ending):
    """An event of the procedure in a case, when it happened. `ended` is the event that put it right."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="happenings")
    word = models.CharField(max_length=80)
    at = models.DateTimeField()


class Assignment(Ending):
    """Who works on a case. A team's list shows it; it decides nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    to = models.ForeignKey(User, models.PROTECT, related_name="assignments")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="casework_assigned_once"
            ),
        ]


class Blob(models.Model):
    """The bytes of a file, under the SHA-256 of them. They are handed out as a download and never run."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.IntegerField()
    type = models.CharField(max_length=60)
    content = models.BinaryField()


class Evidence(Ending):
    """A file that was handed in for a case, and by whom ("lawyer" for a legal representative)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    supplier = models.CharField(max_length=60)


class Fact(Ending):
    """One answer to one question about a case: value, who supplied it, when it was found, how long it holds.

    Several may stand side by side; if those in date differ, they are in conflict and the rules read none of
    them. An answer that a later one replaces keeps its days: from the day `until` it no longer counts.
    An answer that was put right (`ended` without `until`) never counts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=60)
    value = models.JSONField()
    supplier = models.CharField(max_length=60)
    found_on = models.DateField()
    good_until = models.DateField(null=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="facts", null=True)
    note = models.TextField(blank=True)
    until = models.DateField(null=True)


class Bar(Ending):
    """Something that stops a move from the moment it is recorded: an order, submissions, a finding."""

    class Kind(models.TextChoices):
        """What kind of bar; `service.words` says each in a sentence."""

        COURT_ORDER = "court_order"
        INTERIM_MEASURE = "interim_measure"
        SUBMISSIONS = "further_submissions"
        JUDICIAL_REVIEW = "judicial_review"
        NEW_EVIDENCE = "new_evidence"
        UNFIT = "unfit"
        TRAFFICKING = "trafficking"
        AGE = "age"
        OTHER = "other"

    case = models.ForeignKey(Case, models.PROTECT, related_name="bars")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    says = models.TextField()
    since = models.DateTimeField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", null=True)


class Clock(Ending):
    """A deadline with its owner and its effect. `ran_out` is the event that recorded what happened then."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=40)
    owner = models.CharField(max_length=40)
    started_on = models.DateField()
    ends_on = models.DateField()
    counted = models.TextField()
    effect = models.CharField(max_length=60)
    ran_out = models.ForeignKey("journal.Event", models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [
            # asked each minute
            models.Index(
                fields=["ends_on"],
                condition=models.Q(ended=None, ran_out=None),
                name="casework_clock_due",
            ),
            # the page of clocks
            models.Index(
                fields=["ends_on", "id"], condition=models.Q(ended=None), name="casework_clock_open"
            ),
        ]


class Screening(Recorded):
    """A screening by an officer: the verdict on a day under the pinned ruleset, with every reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="screenings")
    as_of = models.DateField()
    ruleset = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20)
    fails = models.JSONField()
    unknown = models.JSONField()


class Offer(Ending):
    """An offer of help with voluntary return, in a language that the person reads, and the answer.

    `language` is the code of the paper's language; `interpreter` the one in which it was read out, if it was.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="offers")
    stage = models.CharField(max_length=80)
    offered_on = models.DateField()
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    interpreter = models.CharField(max_length=40, blank=True)
    says = models.TextField(blank=True)


class OfferAnswer(Recorded):
    """What the person answered to an offer."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="answers")
    accepted = models.BooleanField()
    answered_on = models.DateField()


class Custody(Ending):
    """A time in custody: by whose authority, on which one ground, from when."""

    class Ground(models.TextChoices):
        """The grounds that the law lists; there is no other."""

        REMOVAL_NEAR = "removal_near"
        FLIGHT_RISK = "flight_risk"
        SECURITY = "security"

    case = models.ForeignKey(Case, models.PROTECT, related_name="custodies")
    authority = models.CharField(max_length=200)
    ground = models.CharField(max_length=30, choices=Ground.choices)
    why = models.TextField()
    began = models.DateTimeField()
    lapsed = models.ForeignKey("journal.Event", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="casework_custody_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ground__in=["removal_near", "flight_risk", "security"]),
                name="casework_custody_ground",
            ),
        ]


class CustodyStep(Recorded):
    """A review, a bail hearing or an alternative that was weighed, and what came of it."""

    class Kind(models.TextChoices):
        """What kind of step."""

        REVIEW = "review"
        BAIL = "bail"
        ALTERNATIVE = "alternative"

    custody = models.ForeignKey(Custody, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    outcome = models.CharField(max_length=40)
    reason = models.TextField()


class Representation(Ending):
    """A legal representative who speaks for the person."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="representations")
    lawyer = models.ForeignKey(User, models.PROTECT, related_name="clients")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case", "lawyer"), condition=models.Q(ended=None), name="casework_representation_once"
            ),
        ]


class Lodgement(Recorded):
    """What a legal representative lodged, received the moment it was recorded, and the bar it opened."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="lodgements")
    kind = models.CharField(max_length=30)
    says = models.TextField()
    bar = models.ForeignKey(Bar, models.PROTECT, related_name="lodgements")


class CaseNote(Recorded):
    """A note on a case that every officer who sees the case may read. It decides nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    text = models.TextField()


class PrivilegedNote(models.Model):
    """A legal representative's own note. It lies in a schema that the application's role can't read."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    case = models.BigIntegerField()
    author = models.BigIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"counsel"."note"'
        ordering = ("-id",)
