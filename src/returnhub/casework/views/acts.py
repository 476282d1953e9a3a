"""Recording something in a case: one page for each command of this room that has a form of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from returnhub.casework.forms import acts as forms
from returnhub.casework.queries.actions import HAPPENING, verb_of
from returnhub.casework.queries.lawyers import lawyers_of
from returnhub.casework.queries.scope import scope
from returnhub.casework.views.doings import DOINGS, NotFoundError, choices_of
from returnhub.casework.views.page import about_fields, done, key_in, may, open_file, readers, say, show
from returnhub.pages.errors import add_problems
from returnhub.problems import Problems
from returnhub.procedure import PROCEDURES


@readers
def do(request: HttpRequest, reference: str, verb: str, number: int = 0) -> HttpResponse:
    """The form of a command, and the command when it is sent."""
    doing = DOINGS.get(verb)
    if doing is None or (doing.rows is None) is not (number == 0):
        raise Http404
    file = open_file(request, reference, doing.part, f"{doing.part.value}: {verb}")
    if not may(file, f"casework.{verb}") or (doing.rows is not None and number not in doing.rows(file)):
        raise Http404
    key = key_in(request)
    choices = choices_of(file)
    if verb == "represent":
        choices["lawyer"] = [("", "Choose a person"), *lawyers_of(file.case)]
    if verb == "correct_happening":
        every = [e for e in PROCEDURES[file.case.procedure].events() if verb_of(e) == HAPPENING]
        choices["event"] = [("nothing", "Nothing: this did not happen"), *forms.event_choices(every)]
    form = doing.form(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            doing.run(file, form, number, key)
        except NotFoundError:
            form.add_error("reference", "No case of yours has this reference, or its person is in no family")
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(form, problems, say)
        else:
            # the case may now stand outside the reader's scope, as after the end of a representation
            back = reverse(doing.back, kwargs={"reference": file.case.reference})
            gone = not scope(file.actor).filter(pk=file.case.pk).exists()
            return done(request, doing.said, "/" if gone else back)
    status = 422 if form.is_bound else 200
    return show(
        file,
        "casework/do.html",
        {
            "title": doing.title,
            "form": form,
            "button_text": doing.button,
            "key": key,
            "action": request.path,
            "cancel": file.href(doing.back),
        },
        status,
    )
