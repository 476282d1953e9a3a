"""Which role may do what: one table for pages, commands and docs. A verb is `room.verb`, as in commands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person who signs in acts as. The value is what is stored; `TITLES` says it in words."""

    REFERRING = "referring_officer"
    SCREENING = "screening_officer"
    DOCUMENT = "document_officer"
    AUTHORISING = "authorising_officer"
    LAWYER = "legal_representative"
    AGREEMENT = "agreement_manager"
    ANALYST = "analyst"
    MONITOR = "independent_monitor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    HUB_MANAGER = "hub_manager"
    HOST = "host_state_officer"
    ESCORT = "escort"
    CLINICIAN = "treating_clinician"
    FITNESS = "fitness_assessor"
    COUNSELLOR = "return_counsellor"


TITLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.REFERRING: "Referring officer",
        Role.SCREENING: "Screening officer",
        Role.DOCUMENT: "Document officer",
        Role.AUTHORISING: "Authorising officer",
        Role.LAWYER: "Legal representative",
        Role.AGREEMENT: "Agreement manager",
        Role.ANALYST: "Analyst",
        Role.MONITOR: "Independent monitor",
        Role.AUDITOR: "Auditor",
        Role.ADMINISTRATOR: "Administrator",
        Role.HUB_MANAGER: "Hub manager",
        Role.HOST: "Host-state officer",
        Role.ESCORT: "Escort",
        Role.CLINICIAN: "Treating clinician",
        Role.FITNESS: "Fitness assessor",
        Role.COUNSELLOR: "Return counsellor",
    }
)

OF_A_HUB = frozenset({Role.HUB_MANAGER, Role.HOST, Role.CLINICIAN})
"""Roles that are held in one hub, and see nothing of another."""

OPERATORS = frozenset(
    {
        Role.REFERRING,
        Role.SCREENING,
        Role.DOCUMENT,
        Role.AUTHORISING,
        Role.AGREEMENT,
        Role.HUB_MANAGER,
        Role.HOST,
        Role.ESCORT,
    }
)
"""Roles of those who run the scheme, and of whom a complaint may speak."""

FORBIDDEN_PAIRS: Mapping[tuple[Role, Role], str] = MappingProxyType(
    {
        **{
            (Role.MONITOR, other): "Who watches does not do what is watched."
            for other in (*sorted(OPERATORS), Role.ADMINISTRATOR, Role.LAWYER)
        },
        **{
            (Role.AUDITOR, other): "Who audits does not do what is audited."
            for other in (*sorted(OPERATORS), Role.ADMINISTRATOR, Role.LAWYER)
        },
        **{
            (Role.LAWYER, other): "Who speaks for people does not decide on them."
            for other in (*sorted(OPERATORS), Role.ADMINISTRATOR, Role.ANALYST)
        },
        **{
            (Role.ADMINISTRATOR, other): "Who gives roles does not work on cases."
            for other in sorted(OPERATORS - {Role.AGREEMENT})
        },
        (Role.ADMINISTRATOR, Role.AGREEMENT): "Who gives roles does not lift a suspension.",
        **{
            (watching, other): "Who watches or audits does not treat, assess or counsel."
            for watching in (Role.MONITOR, Role.AUDITOR)
            for other in (Role.CLINICIAN, Role.FITNESS, Role.COUNSELLOR)
        },
        **{
            (health, other): "Who answers for a person's health does not run the scheme."
            for health in (Role.CLINICIAN, Role.FITNESS)
            for other in (*sorted(OPERATORS), Role.ADMINISTRATOR, Role.LAWYER)
        },
        **{
            (Role.COUNSELLOR, other): "Who counsels people on return does not decide on them."
            for other in (*sorted(OPERATORS), Role.ADMINISTRATOR, Role.LAWYER)
        },
        (Role.CLINICIAN, Role.FITNESS): "Who treats a person does not say whether they are fit to be moved.",
        (Role.HOST, Role.AGREEMENT): "One person does not answer for both states.",
        (Role.HOST, Role.AUTHORISING): "One person does not act for both states.",
        (Role.HOST, Role.SCREENING): "One person does not act for both states.",
        (Role.AUTHORISING, Role.REFERRING): "Who gives authority did not ask for it.",
        (Role.AUTHORISING, Role.AGREEMENT): "Who gives authority does not answer for the agreement.",
    }
)
"""Roles that one person never holds together, with the reason. The database refuses them."""

TWO_PEOPLE = frozenset({Role.ADMINISTRATOR, Role.MONITOR})
"""Roles that two administrators give together: who gives roles, and who watches them all."""

_R = Role
CASE_READERS = frozenset(
    {_R.REFERRING, _R.SCREENING, _R.DOCUMENT, _R.AUTHORISING, _R.LAWYER, _R.MONITOR, _R.AUDITOR}
)
"""Roles that see the file of a case; which cases, `casework.queries.scope` says. The others of a hub, a
transfer or a clinic see a case by the pages of their own room, which show what they need."""

_WITNESSES = frozenset({_R.HUB_MANAGER, _R.HOST, _R.ESCORT, _R.CLINICIAN})
"""Roles of those who are where an incident happens."""

MAY: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "accounts.add_user": frozenset({_R.ADMINISTRATOR}),
        "accounts.give_link": frozenset({_R.ADMINISTRATOR}),
        "accounts.reset_second_factor": frozenset({_R.ADMINISTRATOR}),
        "accounts.close_user": frozenset({_R.ADMINISTRATOR}),
        "accounts.grant_role": frozenset({_R.ADMINISTRATOR}),
        "accounts.end_grant": frozenset({_R.ADMINISTRATOR}),
        "accounts.switch_power_on": frozenset({_R.ADMINISTRATOR}),
        "accounts.switch_power_off": frozenset({_R.ADMINISTRATOR}),
        "casework.open_case": frozenset({_R.REFERRING, _R.SCREENING}),
        "casework.refer": frozenset({_R.REFERRING, _R.SCREENING}),
        "casework.add_name": frozenset({_R.REFERRING, _R.SCREENING, _R.DOCUMENT}),
        "casework.end_name": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "casework.add_document": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "casework.form_family": frozenset({_R.REFERRING, _R.SCREENING}),
        "casework.join_family": frozenset({_R.REFERRING, _R.SCREENING}),
        "casework.leave_family": frozenset({_R.SCREENING}),
        "casework.record_birth": frozenset({_R.REFERRING, _R.SCREENING}),
        "casework.add_evidence": frozenset({_R.REFERRING, _R.SCREENING, _R.DOCUMENT, _R.LAWYER}),
        "casework.record_fact": frozenset({_R.REFERRING, _R.SCREENING, _R.DOCUMENT}),
        "casework.resolve_conflict": frozenset({_R.SCREENING}),
        "casework.correct_fact": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "casework.record_happening": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "casework.correct_happening": frozenset({_R.SCREENING}),
        "casework.screen": frozenset({_R.SCREENING}),
        "casework.open_bar": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "casework.end_bar": frozenset({_R.SCREENING}),
        "casework.lodge_submissions": frozenset({_R.LAWYER}),
        "casework.lodge_order": frozenset({_R.LAWYER}),
        "casework.offer_voluntary_return": frozenset({_R.REFERRING, _R.SCREENING, _R.AUTHORISING}),
        "casework.answer_voluntary_return": frozenset({_R.REFERRING, _R.SCREENING, _R.LAWYER}),
        "casework.begin_custody": frozenset({_R.AUTHORISING}),
        "casework.review_custody": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "casework.record_bail": frozenset({_R.SCREENING, _R.AUTHORISING, _R.LAWYER}),
        "casework.weigh_alternative": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "casework.end_custody": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "casework.ground_lapsed": frozenset({_R.SCREENING, _R.AUTHORISING, _R.LAWYER}),
        "casework.represent": frozenset({_R.SCREENING}),
        "casework.end_representation": frozenset({_R.SCREENING, _R.LAWYER}),
        "casework.write_privileged_note": frozenset({_R.LAWYER}),
        "casework.write_note": frozenset({_R.REFERRING, _R.SCREENING, _R.DOCUMENT, _R.AUTHORISING}),
        "casework.assign": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "agreements.suspend": frozenset({_R.AGREEMENT, _R.MONITOR, _R.LAWYER}),
        "agreements.lift": frozenset({_R.AGREEMENT, _R.MONITOR}),
        "languages.enter_text": frozenset({_R.SCREENING, _R.AGREEMENT}),
        "languages.review_text": frozenset({_R.SCREENING, _R.AGREEMENT}),
        "person.give_code": frozenset({_R.REFERRING, _R.SCREENING, _R.LAWYER, _R.HUB_MANAGER}),
        "person.answer": frozenset({_R.SCREENING, _R.HUB_MANAGER, _R.HOST, _R.COUNSELLOR}),
        "person.write_to_client": frozenset({_R.LAWYER}),
        "hubs.open_hub": frozenset({_R.AGREEMENT}),
        "hubs.add_unit": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.add_room": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.add_place": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.revise_place": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.remove_place": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.take_out": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.revise_out": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.put_back": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.withdraw_numbers": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.end_phase": frozenset({_R.AGREEMENT}),
        "hubs.answer_excess": frozenset({_R.HUB_MANAGER}),
        "hubs.request_numbers": frozenset({_R.AGREEMENT, _R.HUB_MANAGER}),
        "hubs.answer_numbers": frozenset({_R.AGREEMENT}),
        "hubs.set_phase": frozenset({_R.AGREEMENT}),
        "hubs.enter_cap": frozenset({_R.AGREEMENT}),
        "hubs.approve_cap": frozenset({_R.AGREEMENT}),
        "hubs.give_place": frozenset({_R.HUB_MANAGER}),
        "hubs.record_test": frozenset({_R.AGREEMENT}),
        "hubs.sign_readiness": frozenset({_R.MONITOR}),
        "hubs.withdraw_readiness": frozenset({_R.AGREEMENT, _R.MONITOR}),
        "incidents.report": frozenset({*_WITNESSES, _R.SCREENING, _R.AUTHORISING, _R.MONITOR}),
        "incidents.add": frozenset(
            {*_WITNESSES, _R.SCREENING, _R.AUTHORISING, _R.MONITOR, _R.AGREEMENT, _R.LAWYER}
        ),
        "incidents.ask_correction": frozenset({_R.HUB_MANAGER, _R.AGREEMENT, _R.MONITOR, _R.LAWYER}),
        "incidents.correct": frozenset({*_WITNESSES, _R.SCREENING, _R.AUTHORISING, _R.MONITOR}),
        "incidents.review": frozenset({_R.HUB_MANAGER, _R.AGREEMENT}),
        "incidents.close": frozenset({_R.HUB_MANAGER, _R.AGREEMENT}),
        "incidents.reopen": frozenset({_R.AGREEMENT, _R.MONITOR}),
        "incidents.see": frozenset(
            {*_WITNESSES, _R.SCREENING, _R.AUTHORISING, _R.MONITOR, _R.AGREEMENT, _R.LAWYER}
        ),
        "health.write_note": frozenset({_R.CLINICIAN}),
        "health.record_check": frozenset({_R.CLINICIAN}),
        "health.state": frozenset({_R.CLINICIAN}),
        "health.raise_concern": frozenset({_R.CLINICIAN}),
        "health.answer_concern": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "health.see_concern": frozenset({_R.SCREENING, _R.LAWYER, _R.MONITOR}),
        "health.ask_fitness": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "health.withdraw_fitness": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "health.answer_fitness": frozenset({_R.FITNESS}),
        "stays.record_duty": frozenset({_R.HUB_MANAGER}),
        "stays.name_key_worker": frozenset({_R.HUB_MANAGER}),
        "stays.review": frozenset({_R.HUB_MANAGER}),
        "stays.ask_contact": frozenset({_R.HUB_MANAGER, _R.LAWYER}),
        "stays.hold_contact": frozenset({_R.HUB_MANAGER}),
        "stays.contact_not_held": frozenset({_R.HUB_MANAGER}),
        "stays.go_out": frozenset({_R.HUB_MANAGER}),
        "stays.come_back": frozenset({_R.HUB_MANAGER}),
        "stays.left_hub": frozenset({_R.HUB_MANAGER}),
        "stays.begin": frozenset({_R.HUB_MANAGER}),
        "stays.record_step": frozenset({_R.HUB_MANAGER, _R.HOST, _R.CLINICIAN, _R.SCREENING, _R.AUTHORISING}),
        "stays.end": frozenset({_R.HUB_MANAGER}),
        "stays.record_birth": frozenset({_R.HUB_MANAGER, _R.SCREENING}),
        "stays.record_death": frozenset({_R.HUB_MANAGER, _R.SCREENING, _R.AUTHORISING}),
        "stays.record_day": frozenset({_R.HUB_MANAGER}),
        "movements.propose": frozenset({_R.SCREENING}),
        "movements.decide": frozenset({_R.SCREENING}),
        "movements.approve": frozenset({_R.AUTHORISING}),
        "movements.refuse_approval": frozenset({_R.AUTHORISING}),
        "movements.give_notice": frozenset({_R.SCREENING}),
        "movements.withdraw_notice": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "movements.record_acceptance": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "movements.record_decline": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "movements.make_exit_plan": frozenset({_R.SCREENING}),
        "movements.give_authority": frozenset({_R.AUTHORISING}),
        "movements.withdraw_authority": frozenset({_R.AUTHORISING}),
        "movements.record_departure": frozenset({_R.SCREENING, _R.AUTHORISING, _R.MONITOR}),
        "movements.end_referral": frozenset({_R.SCREENING}),
        "movements.answer_breach": frozenset({_R.AGREEMENT}),
        "transfers.plan": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.change": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.cancel": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.add_crew": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.end_crew": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.answer_monitors_seat": frozenset({_R.MONITOR}),
        "transfers.give_seat": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.end_seat": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.issue_manifest": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "transfers.check": frozenset({_R.SCREENING, _R.AUTHORISING, _R.ESCORT, _R.MONITOR}),
        "transfers.board": frozenset({_R.ESCORT}),
        "transfers.stop": frozenset({_R.AUTHORISING, _R.ESCORT, _R.MONITOR}),
        "transfers.record_leaving": frozenset({_R.AUTHORISING, _R.ESCORT}),
        "transfers.record_outcome": frozenset(
            {_R.SCREENING, _R.AUTHORISING, _R.ESCORT, _R.HUB_MANAGER, _R.HOST, _R.MONITOR}
        ),
        "transfers.record_force": frozenset({_R.ESCORT, _R.MONITOR}),
        "transfers.review_force": frozenset({_R.AUTHORISING, _R.MONITOR}),
        "transfers.list_item": frozenset({_R.ESCORT}),
        "transfers.end_item": frozenset({_R.ESCORT}),
        "transfers.hand_over": frozenset({_R.ESCORT}),
        "transfers.take_over": frozenset({_R.HUB_MANAGER, _R.HOST}),
        "planning.plan": frozenset({_R.SCREENING, _R.AGREEMENT}),
        "planning.stop": frozenset({_R.SCREENING, _R.AGREEMENT}),
        "planning.adopt": frozenset({_R.SCREENING}),
        "packets.record_identity": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "packets.send": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "packets.answer": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "packets.record_host_fact": frozenset({_R.HOST}),
        "packets.hand_responsibility_over": frozenset({_R.SCREENING, _R.AUTHORISING, _R.ESCORT, _R.HOST}),
        "packets.take_responsibility_over": frozenset({_R.SCREENING, _R.AUTHORISING, _R.ESCORT, _R.HOST}),
        "packets.withdraw_handing_over": frozenset({_R.SCREENING, _R.AUTHORISING, _R.ESCORT, _R.HOST}),
        "movements.answer_request": frozenset({_R.HOST}),
        "onward.ask_document": frozenset({_R.DOCUMENT, _R.SCREENING}),
        "onward.record_request_step": frozenset({_R.DOCUMENT, _R.SCREENING}),
        "onward.record_document": frozenset({_R.DOCUMENT, _R.SCREENING}),
        "onward.end_document": frozenset({_R.DOCUMENT, _R.SCREENING}),
        "onward.answer_alert": frozenset({_R.DOCUMENT, _R.SCREENING}),
        "onward.check_risk": frozenset({_R.SCREENING}),
        "onward.plan_return": frozenset({_R.SCREENING, _R.HUB_MANAGER}),
        "onward.raise_evidence": frozenset(
            {_R.LAWYER, _R.HUB_MANAGER, _R.HOST, _R.SCREENING, _R.DOCUMENT, _R.AUTHORISING, _R.COUNSELLOR}
        ),
        "onward.review_evidence": frozenset({_R.AUTHORISING}),
        "onward.raise_host_claim": frozenset({_R.LAWYER, _R.HUB_MANAGER, _R.HOST, _R.SCREENING}),
        "onward.record_host_answer": frozenset({_R.HOST, _R.SCREENING}),
        "onward.read_host_register": frozenset({_R.HOST, _R.SCREENING}),
        "onward.open_determination": frozenset({_R.SCREENING, _R.DOCUMENT}),
        "onward.decide_determination": frozenset({_R.SCREENING, _R.AUTHORISING}),
        "onward.record_failed_return": frozenset({_R.SCREENING, _R.AUTHORISING, _R.HUB_MANAGER}),
        "onward.answer_next_step": frozenset({_R.AUTHORISING}),
        "onward.order_transfer_back": frozenset({_R.AUTHORISING}),
        "onward.record_transfer_back": frozenset({_R.SCREENING, _R.AUTHORISING, _R.HUB_MANAGER}),
        "onward.take_up": frozenset({_R.SCREENING}),
        "onward.ask_voluntary_return": frozenset({_R.COUNSELLOR, _R.SCREENING, _R.LAWYER, _R.HUB_MANAGER}),
        "onward.record_counselling": frozenset({_R.COUNSELLOR}),
        "onward.offer_support": frozenset({_R.COUNSELLOR}),
        "onward.agree_voluntary_return": frozenset({_R.COUNSELLOR}),
        "onward.withdraw_voluntary_return": frozenset(
            {_R.COUNSELLOR, _R.LAWYER, _R.HUB_MANAGER, _R.SCREENING}
        ),
        "onward.record_voluntary_departure": frozenset({_R.COUNSELLOR, _R.SCREENING, _R.HUB_MANAGER}),
        "onward.record_consent": frozenset({_R.COUNSELLOR, _R.HUB_MANAGER}),
        "onward.record_follow_up": frozenset({_R.COUNSELLOR, _R.DOCUMENT}),
        "oversight.write_note": frozenset({_R.MONITOR}),
        "oversight.answer_complaint": frozenset({_R.MONITOR}),
        "oversight.close_complaint": frozenset({_R.MONITOR}),
        "oversight.recommend": frozenset({_R.MONITOR}),
        "oversight.reply_to_recommendation": frozenset({_R.AGREEMENT}),
        "oversight.assess": frozenset({_R.ANALYST, _R.AUDITOR, _R.AGREEMENT, _R.MONITOR}),
        "oversight.stop_assessment": frozenset({_R.ANALYST, _R.AUDITOR, _R.AGREEMENT, _R.MONITOR}),
    }
)
"""Each verb and the roles that may use it. A command whose verb is not here can't be made."""


def verbs(role: Role) -> frozenset[str]:
    """Every verb of a role.

    >>> "casework.screen" in verbs(Role.SCREENING)
    True
    """
    return frozenset(verb for verb, roles in MAY.items() if role in roles)
