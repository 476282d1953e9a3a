"""A family on its way to a hub: moved together or not at all, one roof, and their own names alone."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import Come
from tests.movements import way
from tests.movements.way import People
from tests.service_people import someone, today
from tests.transfers.day import Crowd, a_transfer, left

from returnhub.accounts.roles import Role
from returnhub.casework.commands.people import form_family
from returnhub.casework.models import Case
from returnhub.person.commands.codes import give_code
from returnhub.person.models import OneTimeCode
from returnhub.transfers.commands.day import board, check, record_outcome
from returnhub.transfers.commands.seats import end_seat, give_seat
from returnhub.transfers.models import Outcome, Seat

MOTHER, FATHER, DAUGHTER = "Teuta Shembull", "Besnik Shembull", "Lira Shembull"


@pytest.fixture(scope="module")
def crowd(who: People) -> Crowd:
    return Crowd(
        who,
        someone(Role.ESCORT),
        someone(Role.MONITOR),
        someone(Role.HUB_MANAGER, hub=who.hub.pk),
        someone(Role.HOST, hub=who.hub.pk),
    )


def family(who: People) -> list[Case]:
    """Two parents and their daughter, who is of age, each with authority of their own."""
    found = [
        way.authorised(who, name=name, sex=sex)[0]
        for name, sex in ((MOTHER, "female"), (FATHER, "male"), (DAUGHTER, "female"))
    ]
    related = zip(found, ("mother", "father", "daughter"), strict=True)
    form_family(who.screening, members=[(case.pk, how) for case, how in related])
    return found


def test_a_family_with_a_child_is_moved_nowhere_under_these_rules(come: Come, who: People) -> None:
    birth = today().replace(year=today().year - 9)
    parent = way.waiting(who, name="Parent Shembull", family_with_children=True)
    child = way.waiting(who, name="Child Shembull", birth_on=birth, family_with_children=True)
    form_family(who.screening, members=[(parent.pk, "mother"), (child.pk, "child")])
    officer = come(who.screening).open(f"/cases/{child.reference}/screening/")
    officer.press("Screen this case and record the verdict").sees("Barred", "Not a family with children")
    officer.open(f"/cases/{child.reference}/family/").sees("Parent Shembull", "mother")
    officer.open(f"/cases/{parent.reference}/moves/").sees("There is a child in the household.")
    officer.sees_not("Give authority")


def test_a_family_travels_on_one_transfer_and_lives_in_one_house(
    come: Come, who: People, crowd: Crowd
) -> None:
    mother, father, daughter = family(who)
    stranger, _ = way.authorised(who, name="Somebody Else")
    alone, together = a_transfer(crowd), a_transfer(crowd)
    parted = give_seat(who.screening, transfer=alone.pk, case=father.pk)
    officer = come(who.screening).open(f"/transfers/{together.pk}/people/").follow(MOTHER)
    officer.sees(f"without a seat on this transfer: {FATHER}, {DAUGHTER}")
    officer.press("Give this seat", 409).sees("is on another transfer")
    end_seat(who.screening, seat=parted.pk, reason="The family travels together.")
    for one in (mother, father, daughter):
        officer.open(f"/transfers/{together.pk}/people/{one.reference}/").press("Give this seat")
    officer.sees(MOTHER, FATHER, DAUGHTER)
    give_seat(who.screening, transfer=together.pk, case=stranger.pk)

    check(crowd.escort, transfer=together.pk)
    for seat in Seat.objects.filter(transfer=together, ended=None):
        board(crowd.escort, seat=seat.pk)
    at = left(crowd, together).at
    for seat in Seat.objects.filter(transfer=together, ended=None):
        record_outcome(crowd.escort, seat=seat.pk, kind=Outcome.Kind.ARRIVED, at=at)

    desk = come(crowd.manager).open("/").follow("Hub board")
    desk.sees(MOTHER, FATHER, DAUGHTER)

    code = give_code(who.screening, case=mother.pk, how=OneTimeCode.How.VOICE, language="en").in_groups
    person = come(width=360).open("/me/").fill(code=code).press("Open my page")
    for page in ("/me/case/", "/me/known/", "/me/file/"):
        person.open(page).sees_not("Somebody Else", "Agim", "Example Person")
