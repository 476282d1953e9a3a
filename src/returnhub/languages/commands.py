"""Entering a translation, and reviewing one that another person entered."""

from __future__ import annotations

from returnhub.journal.command import Act, command
from returnhub.languages.codes import TRANSLATED_INTO
from returnhub.languages.models import Review, Text
from returnhub.languages.originals import ORIGINALS, digest, slots
from returnhub.problems import Code, Where, refuse


@command("languages.enter_text")
def enter_text(act: Act, *, name: str, language: str, body: str) -> Text:
    """Enter a translation of the text `name`; one that stood before ends, and its review with it.

    Raises Problems: command.field_missing; command.field_wrong for a language or text that there is not,
    and (`kind` other_slots, `missing`, `more`) for words whose slots are not those of the English.
    """
    body = body.strip()
    if not body:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="body"))
    if name not in ORIGINALS:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="name"), found=name)
    if language not in TRANSLATED_INTO:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="language"), found=language)
    english = ORIGINALS[name].body
    if slots(body) != slots(english):
        raise refuse(
            Code.COMMAND_FIELD_WRONG,
            Where(field="body"),
            kind="other_slots",
            missing=sorted(slots(english) - slots(body)),
            more=sorted(slots(body) - slots(english)),
        )
    made_from = digest(english)
    event = act.event("languages.text_entered", name=name, language=language, body=body, original=made_from)
    Text.objects.filter(key=name, language=language, ended=None).update(ended=event)
    return Text.objects.create(
        event_id=event, key=name, language=language, body=body, original=made_from, by_id=act.actor.id
    )


@command("languages.review_text")
def review_text(act: Act, *, text: int, says: str) -> Review:
    """Stand for another person's translation: it can be served and shown from now on.

    `says` is how the reviewer knows the language. Raises Problems: command.field_missing; command.not_theirs
    for a text that is not there; command.refused (languages_review_by_another) for one's own, and
    (languages_review_of_standing_text) for one that was changed since.
    """
    says = says.strip()
    if not says:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="says"))
    found = Text.objects.filter(pk=text).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    event = act.event(
        "languages.text_reviewed", text=text, name=found.key, language=found.language, says=says
    )
    return Review.objects.create(event_id=event, text=found, by_id=act.actor.id, on=act.today, says=says)
