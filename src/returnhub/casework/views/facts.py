"""Facts: the table, one question with every answer, a new answer, a conflict, a correction."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from returnhub.casework.commands import facts as commands
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.forms.facts import AnswerForm, CorrectForm, SettleForm
from returnhub.casework.queries import facts as reads
from returnhub.casework.queries.effect import effect_of
from returnhub.casework.queries.evidence import evidence_choices
from returnhub.casework.queries.parts import Part, in_words, sees_fact
from returnhub.casework.queries.screening import facts_read
from returnhub.casework.views.page import File, about_fields, done, key_in, may, open_file, readers, say, show
from returnhub.pages.errors import add_problems
from returnhub.problems import Problems
from returnhub.scheme.facts import Fact


@readers
def table(request: HttpRequest, reference: str) -> HttpResponse:
    """Every question of the case with its state, by the parts of the file."""
    file = open_file(request, reference, Part.FACTS)
    used = facts_read(file.case.scheme, file.case.ruleset, file.looking.on)
    groups: dict[str, list[reads.FactShown]] = {}
    shown = reads.table_of(file.actor, file.case, file.looking, used)
    for one in shown:
        groups.setdefault(one.fact.group.value, []).append(one)
    states = [
        (s, sum(f.state == s for f in shown)) for s in (reads.IN_CONFLICT, reads.MISSING, reads.OUT_OF_DATE)
    ]
    others = [
        (f.id, reads.title(f))
        for f in commands.facts().values()
        if reads.may_supply(file.actor, f) and f.id not in {s.fact.id for s in shown}
    ]
    return show(
        file,
        "casework/facts.html",
        {"groups": groups, "used": used, "states": states, "others": others if file.looking.is_today else []},
    )


@readers
def one(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One question: what is known, and every answer, the newest first."""
    file, fact = _open(request, reference, name)
    shown, every = reads.one_fact(file.actor, file.case, fact, file.looking)
    return show(
        file,
        "casework/fact.html",
        {
            "title": reads.title(fact),
            "fact": fact,
            "shown": shown,
            "every": every,
            "used": facts_read(file.case.scheme, file.case.ruleset, file.looking.on).get(fact.id, ()),
            "may_add": may(file, "casework.record_fact") and bool(reads.may_supply(file.actor, fact)),
            "may_correct": may(file, "casework.correct_fact"),
            "may_settle": may(file, "casework.resolve_conflict"),
        },
    )


@readers
def add(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Add an answer: the form, then what it makes of the rules, then saved."""
    file, fact = _open(request, reference, name, "casework.record_fact")
    suppliers = reads.may_supply(file.actor, fact)
    if not suppliers:
        raise Http404
    form = _form(request, file, AnswerForm, fact, suppliers)
    context: dict[str, Any] = {
        "title": f"Add an answer: {reads.title(fact).lower()}",
        "fact": fact,
        "form": form,
        "key": key_in(request),
        "cancel": file.href("casework:fact", name=name),
        "button_text": "Check and save",
    }
    if request.method != "POST" or not form.is_valid():
        return show(file, "casework/answer.html", context, 422 if form.is_bound else 200)
    try:
        evidence = _evidence(file, form)
        answer = form.answer(evidence)
        if request.POST.get("step") == "save":
            commands.record_fact(file.actor, case=file.case.pk, answer=answer, key=context["key"])
            return done(request, "The answer was recorded.", file.href("casework:fact", name=name))
    except Problems as problems:
        if not about_fields(problems):
            raise
        add_problems(form, problems, say)
        return show(file, "casework/answer.html", {**context, "form": form}, 422)
    return show(
        file,
        "casework/answer_check.html",
        {
            **{k: v for k, v in context.items() if k != "form"},
            "title": "Check this answer",
            "value": in_words(fact, commands.as_json(answer.value), file.actor),
            "answer": answer,
            "effect": effect_of(file.case, answer, file.looking) if file.sees(Part.SCREENING) else None,
            "shows_rules": file.sees(Part.SCREENING),
            "sent": _sent(request, evidence),
        },
    )


@readers
def settle(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A conflict: the answers side by side, and which one is right and why."""
    file, fact = _open(request, reference, name, "casework.resolve_conflict")
    shown, _ = reads.one_fact(file.actor, file.case, fact, file.looking)
    if shown.state != reads.IN_CONFLICT:
        raise Http404
    choices = [
        (a.row.pk, f"{a.value}, from {a.row.supplier}, found on {a.row.found_on:%-d %B %Y}")
        for a in shown.answers
    ]
    form = SettleForm(request.POST or None, choices={"keep": choices})
    key = key_in(request)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        commands.resolve_conflict(
            file.actor, case=file.case.pk, fact=fact.id, keep=data["keep"], reason=data["reason"], key=key
        )
        return done(
            request,
            "The conflict was settled; every answer stays to be seen.",
            file.href("casework:fact", name=name),
        )
    return show(
        file,
        "casework/settle.html",
        {
            "title": f"Settle the conflict: {reads.title(fact).lower()}",
            "fact": fact,
            "shown": shown,
            "form": form,
            "key": key,
            "cancel": file.href("casework:fact", name=name),
        },
        422 if form.is_bound else 200,
    )


@readers
def correct(request: HttpRequest, reference: str, name: str, number: int) -> HttpResponse:
    """Put right an answer that was wrong from the start."""
    file, fact = _open(request, reference, name, "casework.correct_fact")
    _, every = reads.one_fact(file.actor, file.case, fact, file.looking)
    old = next((s for s in every if s.row.pk == number and s.row.ended_id is None), None)
    if old is None:
        raise Http404
    form = _form(request, file, CorrectForm, fact, fact.suppliers)
    context: dict[str, Any] = {
        "title": f"Put right an answer: {reads.title(fact).lower()}",
        "fact": fact,
        "old": old,
        "form": form,
        "key": key_in(request),
        "cancel": file.href("casework:fact", name=name),
        "button_text": "Put right",
    }
    if request.method == "POST" and form.is_valid():
        try:
            answer = None
            if form.cleaned_data["instead"] == "answer":
                answer = form.answer(_evidence(file, form))
            commands.correct_fact(
                file.actor, fact=number, answer=answer, reason=form.cleaned_data["reason"], key=context["key"]
            )
            return done(
                request,
                "It was put right; both answers stay to be seen.",
                file.href("casework:fact", name=name),
            )
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(form, problems, say)
    return show(file, "casework/answer.html", context, 422 if form.is_bound else 200)


def _open(request: HttpRequest, reference: str, name: str, verb: str = "") -> tuple[File, Fact]:
    fact = commands.facts().get(name)
    if fact is None:
        raise Http404
    file = open_file(request, reference, Part.FACTS, f"fact {name}")
    if not sees_fact(file.actor, fact) or (verb and not may(file, verb)):
        raise Http404
    return file, fact


def _form(
    request: HttpRequest, file: File, form: type[AnswerForm], fact: Fact, suppliers: tuple[str, ...]
) -> AnswerForm:
    sent = request.POST if request.method == "POST" else None
    files: MultiValueDict[str, Any] | None = request.FILES if request.method == "POST" else None
    choices = {"evidence": [("", "No evidence on file"), *evidence_choices(file.actor, file.case)]}
    return form(sent, files, fact=fact, suppliers=suppliers, choices=choices)


def _evidence(file: File, form: AnswerForm) -> int | None:
    """The file picked, or the one handed in with the answer, which is on the case from then on."""
    given = form.cleaned_data.get("file")
    if not given:
        return form.cleaned_data["evidence"]
    return add_evidence(
        file.actor,
        case=file.case.pk,
        name=given.name,
        title=f"{reads.title(form.fact)}, {form.cleaned_data['found_on']:%-d %B %Y}",
        content=given.read(),
        supplier=form.cleaned_data["supplier"],
    ).pk


def _sent(request: HttpRequest, evidence: int | None) -> list[tuple[str, str]]:
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "idempotency_key", "step", "evidence")
    ]
    return [*kept, ("evidence", str(evidence or "")), ("step", "save")]
