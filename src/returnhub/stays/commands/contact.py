"""Contact with lawyers, family, monitors and embassies: who and when, never what was said."""

from __future__ import annotations

import datetime as dt

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, days
from returnhub.casework.commands.clocks import keep_clock, stop_clocks
from returnhub.casework.commands.found import the_row
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.stays.commands.found import since, the_stay
from returnhub.stays.duties import LAWYER_CONTACT_DAYS, MAY_BE_REFUSED
from returnhub.stays.models import Contact, Held, NotHeld


@command("stays.ask_contact")
def ask_contact(
    act: Act, *, case: int, whom: Contact.Whom, how: Contact.How, at: dt.datetime, wished: bool = True
) -> Contact:
    """Record that a contact was asked for, by the person (`wished`) or somebody outside.

    Raises Problems: command.field_wrong (a time outside the stay; an embassy that the person did not ask
    for; for a lawyer, another's contact); command.refused (stays_contact_embassy_closed).
    """
    found, stay = the_stay(act, case)
    whom = Contact.Whom(whom)
    if act.actor.role == Role.LAWYER and whom is not Contact.Whom.LAWYER:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="whom"), found=whom.value)
    if whom is Contact.Whom.EMBASSY and not wished:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="wished"), found="embassy", kind="not_wished")
    at = since(act, stay, "at", at)
    event = act.event(
        "stays.contact_asked",
        case=case,
        happened=at,
        whom=whom.value,
        how=Contact.How(how).value,
        wished=wished,
    )
    if whom is Contact.Whom.LAWYER:
        keep_clock(event, case, Kind.LAWYER_CONTACT, days(act.today, LAWYER_CONTACT_DAYS))
    return Contact.objects.create(
        event_id=event, case=found, arrival=stay, whom=whom, how=how, asked_at=at, wished=wished
    )


@command("stays.hold_contact")
def hold_contact(act: Act, *, contact: int, began_at: dt.datetime, until_at: dt.datetime) -> Held:
    """Record when a contact began and ended.

    Raises Problems: command.field_wrong for times outside the stay or the wrong way round;
    command.not_possible (`contact_ended`) if it was held, or was not.
    """
    found = the_row(act, Contact, contact)
    _, stay = the_stay(act, found.case_id)
    began_at, until_at = since(act, stay, "began_at", began_at), since(act, stay, "until_at", until_at)
    if until_at < began_at:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="until_at"), found=until_at.isoformat())
    event = act.event("stays.contact_held", case=found.case_id, happened=began_at, contact=contact)
    _end(event, found)
    return Held.objects.create(
        event_id=event, case_id=found.case_id, contact=found, began_at=began_at, until_at=until_at
    )


@command("stays.contact_not_held")
def contact_not_held(act: Act, *, contact: int, why: NotHeld.Why) -> NotHeld:
    """Record that a contact did not take place, and whose doing it was.

    Raises Problems: command.field_wrong for a refusal of a lawyer or a monitor, which no hub may;
    command.not_possible (`contact_ended`).
    """
    found = the_row(act, Contact, contact)
    the_stay(act, found.case_id)
    why = NotHeld.Why(why)
    if why is NotHeld.Why.REFUSED and found.whom not in MAY_BE_REFUSED:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="why"), found=why.value, kind="never_refused")
    event = act.event("stays.contact_not_held", case=found.case_id, contact=contact, why=why.value)
    _end(event, found)
    return NotHeld.objects.create(event_id=event, case_id=found.case_id, contact=found, why=why)


def _end(event: int, contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(ended=event)
    waiting = Contact.objects.filter(arrival=contact.arrival_id, whom=Contact.Whom.LAWYER, ended=None)
    if contact.whom == Contact.Whom.LAWYER and not waiting.exists():
        stop_clocks(event, contact.case_id, (Kind.LAWYER_CONTACT,))
