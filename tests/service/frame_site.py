"""Pages rendered as Django renders them, and served with the service's own policy, without a database."""

from __future__ import annotations

import datetime as dt
import mimetypes
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

import django
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template import engines

from returnhub.pages.errors import errors_of
from returnhub.pages.fields import DateField, Filters, Form
from returnhub.pages.listing import Column, listing
from returnhub.service.frame import Account, Banner, Done, Frame, Link, RecordLine

# a form can only be made, and a page only rendered, after this
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
django.setup()

STATIC = Path(settings.STATICFILES_DIRS[0])
NOW = dt.datetime(2026, 11, 25, 14, 2, tzinfo=dt.UTC)
FRAME = Frame(
    scheme="kosovo-2025",
    account=Account("J. Officer", "#account", "#sign-out", "screening officer"),
    navigation=(Link("Worklist", "#w", active=True, count=41), Link("Search", "#s"), Link("Clocks", "#c")),
    suspensions=(Banner("Hub A: no one may be moved there since 20 November 2026.", "#suspension"),),
    not_ready=Banner("Interpreters have not been tested.", "#readiness", "What is missing"),
    done=(Done("1 person was assigned to you.", "#undo"),),
    record=RecordLine(20_113_442, NOW, "#record"),
    now=NOW,
    reader="J. Officer",
)
VERY_LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft" * 2


class AnswerForm(Form):
    """One field of every kind."""

    answer = forms.ChoiceField(
        label="Is the person fit to travel?",
        choices=[("yes", "Fit"), ("no", "Not fit"), ("unknown", "Not known")],
        widget=forms.RadioSelect,
    )
    examined = DateField(label="Date of the examination", help_text="For example, 27 11 2026")
    who = forms.CharField(label="Who told you?", max_length=100)
    reason = forms.CharField(label="Reason", max_length=300, widget=forms.Textarea, required=False)
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=[("prs", "Dari"), ("sq", "Albanian")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hub = forms.ChoiceField(label="Hub", choices=[("", "Choose a hub"), ("a", "Hub A"), ("b", "Hub B")])
    days = forms.IntegerField(label="Days", required=False)
    evidence = forms.FileField(
        label="Evidence", required=False, help_text="PDF, JPG or PNG, smaller than 20 MB"
    )
    sure = forms.BooleanField(label="I have seen the document", required=False)


class FilterForm(Filters):
    """Two filters."""

    hub = forms.MultipleChoiceField(
        label="Hub",
        choices=[("a", "Hub A"), ("b", "Hub B")],
        widget=forms.CheckboxSelectMultiple,
    )
    clock = forms.ChoiceField(label="Clock", choices=[("", "Any"), ("week", "This week")])


def reason(state: str) -> dict[str, object]:
    return {
        "state": state,
        "says": "A doctor found the person fit to travel in the last 14 days.",
        "rule": "fit_to_travel",
        "version": "1 September 2026",
        "source": "Council of Europe, Twenty Guidelines on Forced Return, 2005",
        "source_href": "",
        "asked": "examined in the last 14 days and found fit",
        "found": "last examined 1 November 2026, 24 days ago: out of date",
        "evidence": [{"text": "health note, 1 November 2026", "href": "#note"}],
        "changes": 'an examination on or after 11 November 2026 that finds "fit"',
        "action": {"text": "Ask health team", "href": "#ask"} if state == "unknown" else None,
    }


def every_context(frame: Frame = FRAME) -> dict[str, object]:
    """What parts/every.html is rendered with."""
    query = QueryDict("hub=a&clock=week&page=3&sort=clock")
    filters = FilterForm(query)
    asked = listing("/worklist/", query, filters)
    now = asked.sort_key(["clock", "name"])
    form = AnswerForm({"answer": "yes", "examined_day": "31", "examined_month": "2", "examined_year": "2026"})
    return {
        "frame": frame,
        "as_of": {"on": dt.date(2026, 3, 3), "known": dt.date(2026, 3, 5), "today_href": "#today"},
        "soon": dt.datetime(2026, 11, 27, 17, tzinfo=dt.UTC),
        "day": dt.date(2027, 2, 2),
        "reasons": [reason(s) for s in ("fails", "unknown", "holds")],
        "long": "A reason that somebody wrote at length. " * 8,
        "events": [
            {
                "title": "Notice of intention given",
                "happened": NOW,
                "recorded": NOW + dt.timedelta(days=2),
                "by": "J. Officer",
                "source": "letter",
            },
            {
                "title": "Found fit to travel",
                "happened": dt.date(2026, 11, 1),
                "recorded": dt.date(2026, 11, 1),
                "by": "Dr B",
                "superseded_by": "Corrected on 2 November 2026: the wrong person's note.",
            },
        ],
        "listing": asked,
        "filters": filters,
        "pages": asked.pages(212),
        "columns": [
            Column("Person", asked.sort("name", now)),
            Column("What is needed"),
            Column("Clock", asked.sort("clock", now)),
            Column("Days", number=True),
        ],
        "rows": [
            ["A. Example", "Unknown: fit to travel, ask health team", "Fri 27 Nov 2026", 2],
            [VERY_LONG, "Screen again: 2 new facts", "3 days", 3],
        ],
        "answer_form": form,
        "errors": errors_of(form),
    }


def render(template: str, context: Mapping[str, object]) -> str:
    return engines["jinja2"].env.get_template(template).render(context)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[str]:
    """An address on 127.0.0.1 that answers with these pages, our static files and the service's policy."""
    policy = "; ".join(
        f"{name} {' '.join(where)}" for name, where in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    )

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        path = environ["PATH_INFO"]
        file = STATIC / path.removeprefix("/static/")
        found = path in pages or file.is_file()
        kind = "text/html; charset=utf-8" if path in pages else mimetypes.guess_type(path)[0] or "text/plain"
        start_response(
            "200 OK" if found else "404 Not Found",
            [("Content-Type", kind), ("Content-Security-Policy", policy)],
        )
        return [pages[path].encode() if path in pages else file.read_bytes() if found else b""]

    server = make_server("127.0.0.1", 0, answer, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
