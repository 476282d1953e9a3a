"""Makes a plan from what stands today, recounts it, and says for each person what and why. No database."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import polars as pl

from returnhub.placement import ask as asking
from returnhub.placement import balance as balances
from returnhub.placement.check import recount as recount_limits
from returnhub.placement.explain import Explainer
from returnhub.placement.groups import groups
from returnhub.placement.plan import Plan, made, parity_points
from returnhub.placement.shares import shares, widest
from returnhub.planning.answer import SEED, Answer, RecountError, Row
from returnhub.planning.explained import explained, kind_in_words
from returnhub.planning.recount import Given, recount
from returnhub.planning.terms import NEEDED, Part, Put
from returnhub.planning.today import Today
from returnhub.scheme.model import Scheme

SECONDS = 60
"""The longest that the solver looks for a better plan: an assumption of this service."""
Progress = Callable[[int, int], None]


def solve(today: Today, folder: Scheme, progress: Progress | None = None) -> Answer:
    """A plan of today's people. Raises RecountError if a recount finds a limit broken."""
    put = Put(today, folder)
    plan = _made(put, progress)
    broken = recount_limits(
        plan.proposals,
        put.cases,
        put.scheme,
        today.start,
        today.weeks,
        taken=put.taken,
        in_turn=plan.parity_holds is None,
    )
    if broken:
        raise RecountError(f"{broken[0].limit.value} ({len(broken)})")
    wrong = recount(today, _given(put, plan))
    if wrong:
        raise RecountError(wrong[0])
    rows = _rows(put, plan)
    found = _found(put, plan)
    told = json.dumps(
        [[r.case, r.hub, r.kind, str(r.arrive_on), str(r.leave_by), r.why] for r in rows], sort_keys=True
    )
    return Answer(tuple(rows), found, sha256(told.encode()).hexdigest())


def _made(put: Put, progress: Progress | None) -> Plan:
    began = time.perf_counter()
    today, scheme = put.today, put.scheme
    ask = asking.beside(put.cases, scheme, put.terms, today.start, today.weeks, seed=SEED, taken=put.taken)
    points = parity_points(scheme)
    balance = balances.bounds(ask, groups(put.cases, today.start), points) if points else None
    return made(ask, put.cases, balance, "plan", began, began + SECONDS, progress)


def _part(put: Put, name: str) -> Part:
    return next(part for part in put.parts if part.id == name)


def _rows(put: Put, plan: Plan) -> list[Row]:
    ask = plan.ask
    home = {row: n for n in range(len(ask.homes)) for row in _members(ask, n)}
    explainer = Explainer(plan, put.cases)
    rows: list[Row] = []
    for n, (person, said) in enumerate(
        zip(put.today.people, plan.proposals.iter_rows(named=True), strict=True)
    ):
        if not person.waits:
            continue
        part = _part(put, said["hub"]) if said["hub"] else None
        rows.append(
            Row(
                case=person.case,
                position=int(ask.rank[home[n]]) + 1,
                hub=part.hub.number if part else None,
                kind=kind_in_words(part, said["kind"]) if part else "",
                arrive_on=said["arrive_on"],
                leave_by=said["leave_by"],
                why=said["reason"] or "",
                reasons=explained(put, explainer.of(person.reference)),
            )
        )
    return rows


def _members(ask: asking.Ask, home: int) -> list[int]:
    return ask.homes.rows[ask.homes.first[home] : ask.homes.first[home + 1]].tolist()


def _given(put: Put, plan: Plan) -> list[Given]:
    """Which places would do for each person, read from the plan's own rows again."""
    waits = {p.reference: p for p in put.today.people}
    given: list[Given] = []
    # people of one kind of place share one set: the recount compares them by the thousand
    would_do: dict[tuple[str, str, bool], frozenset[int]] = {}
    for said in plan.proposals.filter(pl.col("hub").is_not_null()).iter_rows(named=True):
        part = _part(put, said["hub"])
        steps = waits[said["case"]].facts.get("needs_step_free") is False
        kind = (part.id, said["kind"], steps)
        if kind not in would_do:
            mine = part.of_kind(said["kind"])
            would_do[kind] = frozenset(p.number for p in mine if steps or p.step_free)
        given.append(
            Given(said["case"], part.hub.number, would_do[kind], said["arrive_on"], said["leave_by"])
        )
    return given


def _found(put: Put, plan: Plan) -> dict[str, Any]:
    """What the plan's page says beside people: how good it is, who got how much, what it assumed."""
    told = shares(plan.proposals, put.cases, plan.ask)
    return {
        "people": sum(p.waits for p in put.today.people),
        "with_a_place": int(plan.proposals["hub"].is_not_null().sum()),
        "days_waited": plan.days_waited,
        "bound_days": plan.bound_days,
        "any_order_days": plan.any_order_days,
        "partial": plan.partial,
        "seconds": round(plan.seconds, 1),
        "parity_holds": plan.parity_holds,
        "shares": told.to_dicts(),
        "widest": widest(told).to_dicts(),
        "binding": [
            {**row, "hub": _part(put, row["hub"]).hub.name if row["hub"] else None}
            for row in plan.binding.to_dicts()
        ],
        "unready": sorted(set(NEEDED.values()) - put.today.ready),
        "order": plan.order.value,
        "seed": SEED,
        "notice_weeks": plan.ask.terms.notice,
        "fixed": sum(s.leave_by is None or s.leave_by > put.today.start for s in put.today.stays),
        "caps": {kind: people for kind, (people, _) in put.today.caps.items()},
        "hubs": [
            {
                "name": hub.name,
                "places": len(hub.places),
                "limit": hub.stay_limit_days,
                "stay_weeks": hub.stay_weeks,
                "transfers_a_week": put.transfers_a_week(hub),
                "bound": [hub.bound[0], hub.bound[-1]] if hub.bound else [0, 0],
            }
            for hub in put.today.hubs
        ],
    }
