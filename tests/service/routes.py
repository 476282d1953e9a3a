"""Every route and what each role gets there: the table that tests/service/test_routes.py walks.

A line of `ROUTES` is a route's name, the roles that get it, and what a GET answers them. Roles are letters:

    R referring  S screening  D document  A authorising officer  L legal representative  G agreement manager
    N analyst  M independent monitor  U auditor  X administrator  H hub manager  O host-state officer
    E escort  C treating clinician  F fitness assessor  T return counsellor  - signed in without a role

`PUBLIC` routes answer everybody alike. For any other role a route is not there (404); who is not signed in is
led to the sign-in page (302).
"""

from __future__ import annotations

from returnhub.accounts.roles import Role

LETTERS = {
    "R": Role.REFERRING,
    "S": Role.SCREENING,
    "D": Role.DOCUMENT,
    "A": Role.AUTHORISING,
    "L": Role.LAWYER,
    "G": Role.AGREEMENT,
    "N": Role.ANALYST,
    "M": Role.MONITOR,
    "U": Role.AUDITOR,
    "X": Role.ADMINISTRATOR,
    "H": Role.HUB_MANAGER,
    "O": Role.HOST,
    "E": Role.ESCORT,
    "C": Role.CLINICIAN,
    "F": Role.FITNESS,
    "T": Role.COUNSELLOR,
}
CASES = "RSDALMU"
"""Roles that see cases."""
EVERYBODY = "RSDALGNMUXHOECFT-"

PUBLIC: dict[str, int] = {
    "account_login": 200,
    "mfa_authenticate": 302,
    "set_up_second_factor": 302,
    "account_logout": 405,
    "choose_password": 404,
    "openid_connect_login": 405,
    "openid_connect_callback": 404,
    "socialaccount_login_cancelled": 200,
    "oversight:complain_start": 302,
    "oversight:complain": 200,
    "oversight:complaint_code": 200,
    "service:invariants": 200,
    "service:invariant": 404,
    "service:record": 200,
    "service:record_checkpoint": 404,
    "service:record_checkpoint_of": 404,
    "service:record_tile": 404,
    "service:record_check": 200,
    "service:record_offline": 200,
    "service:record_entry": 404,
    "service:record_proof": 404,
    "service:assessments": 200,
    "service:assessment": 200,
    "service:assessment_report": 404,
}
"""Routes that need no sign-in, and what a GET answers somebody who is not signed in. Those of sign-in are
allauth's, under our own names; 404 is said of a number or word that nothing has."""

ROUTES: dict[str, tuple[str, int]] = {
    "home": (EVERYBODY, 302),
    "accounts:you": (EVERYBODY, 200),
    "accounts:choose_role": (EVERYBODY, 405),
    "accounts:new_codes": (EVERYBODY, 200),
    "accounts:users": ("X", 200),
    "accounts:add": ("X", 200),
    "accounts:user": ("X", 200),
    "accounts:grant": ("X", 200),
    "accounts:end": ("X", 200),
    "accounts:act_on": ("X", 200),
    "accounts:power": ("X", 200),
    "accounts:power_off": ("X", 405),
    "casework:worklist": (CASES, 200),
    "casework:worklist_download": (CASES, 200),
    "casework:assign": ("SA", 405),
    "casework:search": (CASES, 200),
    "casework:clocks": ("SDALM", 200),
    "casework:refer": ("RS", 200),
    "casework:by_number": (CASES, 302),
    "casework:case": (CASES, 200),
    "casework:family": ("RSALMU", 200),
    "casework:facts": (CASES, 200),
    "casework:fact": ("RSALMU", 200),
    "casework:fact_add": ("RS", 200),
    "casework:fact_settle": ("S", 200),
    "casework:fact_correct": ("S", 200),
    "casework:screening": ("SALMU", 200),
    "casework:evidence": (CASES, 200),
    "casework:evidence_file": ("SALMU", 200),
    "casework:timeline": ("SALMU", 200),
    "casework:reads": ("SALMU", 200),
    "casework:custody": ("SALMU", 200),
    "casework:lawyers": ("SALMU", 200),
    "casework:voluntary": ("RSALMU", 200),
    "casework:do": ("SA", 200),
    "casework:do_to": ("S", 200),
    "incidents:list": ("HOCESALGMU", 200),
    "incidents:download": ("HOCESALGMU", 200),
    "incidents:follows": ("HOCESALGMU", 200),
    "incidents:report": ("HOCESAM", 200),
    "incidents:incident": ("HOCESALGMU", 404),
    "incidents:step": ("HOCESALGMU", 404),
    "movements:decisions": ("SA", 200),
    "movements:approvals": ("A", 200),
    "movements:transfers": ("SAM", 200),
    "movements:breaches": ("GMU", 200),
    "movements:breach": ("GMU", 200),
    "movements:case": ("SALMU", 200),
    "movements:departure": ("SAM", 200),
    "movements:approval": ("A", 200),
    "movements:notice": ("SALMU", 404),
    "movements:step": ("S", 200),
    "agreements:home": ("GNMU", 200),
    "agreements:scheme": ("GNMU", 200),
    "hubs:readiness": ("SAGMU", 200),
    "hubs:open_hub": ("G", 200),
    "hubs:sign": ("M", 405),
    "hubs:withdraw": ("GM", 200),
    "hubs:test": ("G", 200),
    "oversight:desk": ("M", 200),
    "oversight:complaints": ("M", 200),
    "oversight:complaint": ("M", 200),
    "oversight:scheme_notes": ("M", 200),
    "oversight:case_notes": ("M", 200),
    "oversight:recommendations": ("GMU", 200),
    "oversight:recommend": ("M", 200),
    "oversight:recommendation": ("GMU", 200),
    "oversight:suspensions": ("SALGMU", 200),
    "oversight:suspend": ("LGM", 200),
    "oversight:suspension": ("SALGMU", 200),
    "oversight:lift": ("GM", 405),
    "oversight:figures": ("N", 200),
    "oversight:figures_csv": ("N", 200),
    "service:invariant_affected": ("MU", 404),
    "service:assessment_run": ("GNMU", 405),
    "service:assessment_stop": ("GNMU", 405),
}
