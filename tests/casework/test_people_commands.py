"""Names, documents, families and births; evidence by what a file is."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.casework.cases import refusal, stage
from tests.service_people import a_case, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import CalledAs
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.commands.found import known
from returnhub.casework.commands.people import (
    add_document,
    add_name,
    end_name,
    form_family,
    join_family,
    leave_family,
    record_birth,
)
from returnhub.casework.models import Blob, Document, Member, Name
from returnhub.problems import Code

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.SCREENING)


def test_names_stand_side_by_side_and_the_last_stays(officer):
    case = a_case(officer, name="Example Person")
    other = add_name(officer, case=case.pk, name=CalledAs("Пример Човек", Name.Kind.DISPUTED))
    assert other.latin.startswith("primer chovek")
    end_name(officer, case=case.pk, name=other.pk, reason="Shown to be another's")
    last = Name.objects.get(person=case.person, ended=None)
    problem = refusal(lambda: end_name(officer, case=case.pk, name=last.pk, reason="x"))
    assert problem.given["kind"] == "last_name"


def test_a_document_is_replaced_by_its_renewal(officer):
    case = a_case(officer)
    for until in (dt.date(2026, 1, 1), dt.date(2031, 1, 1)):
        add_document(officer, case=case.pk, kind="passport", number="P1234567", state="ALB", until=until)
    standing = Document.objects.get(person=case.person, ended=None)
    assert standing.until == dt.date(2031, 1, 1)


def test_a_family_forms_grows_and_is_left(officer):
    mother, father = a_case(officer), a_case(officer)
    family = form_family(officer, members=[(mother.pk, "mother")])
    join_family(officer, case=father.pk, family=family.pk, relation="father")
    twice = refusal(lambda: form_family(officer, members=[(father.pk, "father")]))
    assert twice.given["guard"] == "casework_member_of_one_family"
    leave_family(officer, case=father.pk, reason="Recorded in error")
    assert [m.relation for m in Member.objects.filter(family=family, ended=None)] == ["mother"]
    problem = refusal(lambda: leave_family(officer, case=father.pk, reason="x"))
    assert problem.given["kind"] == "no_family"


def test_a_birth_makes_a_case_of_the_child_in_the_family_and_tells_the_parents_cases(officer):
    mother = a_case(officer)
    child = record_birth(officer, parents=[mother.pk], born_on=days_ago(2), names=[CalledAs("Example Child")])
    assert stage(child.pk) == "claim pending"
    assert known(child.pk, today()) == {
        "birth_on": days_ago(2).isoformat(),
        "family_with_children": True,
        "unaccompanied_child": False,
    }
    assert known(mother.pk, today())["family_with_children"] is True
    family = Member.objects.get(person=mother.person, ended=None).family
    assert {m.relation for m in family.members.filter(ended=None)} == {"parent", "child"}


def test_a_birth_has_parents_and_a_day_that_has_come(officer):
    mother = a_case(officer)
    names = [CalledAs("Example Child")]
    alone = refusal(lambda: record_birth(officer, parents=[], born_on=today(), names=names))
    assert alone.where.field == "parents"
    later = refusal(lambda: record_birth(officer, parents=[mother.pk], born_on=days_ago(-1), names=names))
    assert later.where.field == "born_on"


PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <</Size 2>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.jpg", PDF, "application/pdf"),
        ("scan.pdf", b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"),
        ("scan", b"\x89PNG\r\n\x1a\n" + b"0" * 20, "image/png"),
        ("letter.exe", "Në emër të popullit\n".encode(), "text/plain"),
    ],
)
def test_a_files_type_is_told_by_its_bytes(officer, name, content, kind):
    filed = add_evidence(
        officer, case=a_case(officer).pk, name=name, title="Letter", content=content, supplier="doctor"
    )
    assert (filed.blob.type, bytes(filed.blob.content)) == (kind, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_big"),
        (PDF.replace(b"/Size 2", b"/Size 2 /Encrypt 5 0 R"), "locked"),
        (b"PK\x03\x04" + b"0" * 40, "type_unknown"),
        (b"MZ\x90\x00", "type_unknown"),
        ("Übel".encode("latin-1"), "type_unknown"),
    ],
    ids=["empty", "too big", "locked", "word", "program", "not UTF-8"],
)
def test_other_files_are_refused_by_kind(officer, content, kind):
    case = a_case(officer)
    problem = refusal(
        lambda: add_evidence(
            officer, case=case.pk, name="a.pdf", title="Letter", content=content, supplier="doctor"
        )
    )
    assert (problem.code, problem.given["kind"]) == (Code.COMMAND_FILE_WRONG, kind)


def test_the_same_bytes_are_stored_once_and_told_on_the_same_case(officer):
    case, other = a_case(officer), a_case(officer)

    def file(on: int):
        return add_evidence(
            officer, case=on, name="../../a.txt", title="Letter", content=b"Once.", supplier="doctor"
        )

    first = file(case.pk)
    assert first.name == "a.txt"
    assert file(other.pk).blob_id == first.blob_id
    assert Blob.objects.filter(digest=first.blob_id).count() == 1
    assert refusal(lambda: file(case.pk)).given["evidence"] == first.pk
