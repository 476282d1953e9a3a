"""What the host state found of a person, beside what the sending state says."""

from __future__ import annotations

from returnhub.casework.commands.facts import Answer, Value, check_answer, facts, store_answer
from returnhub.casework.commands.found import said, the_case
from returnhub.casework.models import Fact
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse

HOST = "host"


@command("packets.record_host_fact")
def record_host_fact(act: Act, *, case: int, fact: str, value: Value, why: str) -> Fact:
    """Record what the host state found, today, and how. Where the sending state says otherwise both stand, in
    conflict: no rule reads either, until a screening officer resolves it with a reason.

    Raises Problems: command.not_theirs; command.field_wrong for a fact that the host does not supply, or a
    value that it can't have; command.field_missing without why.
    """
    the_case(act, case)
    known = facts().get(fact)
    if known is None or HOST not in known.suppliers:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="fact"), found=fact)
    answer = Answer(fact, value, act.today, HOST, note=said("why", why, 1000))
    check_answer(act, case, answer)
    event = act.event("packets.host_fact_recorded", case=case, reason=answer.note, **answer.as_data())
    return store_answer(act, event, case, answer)
