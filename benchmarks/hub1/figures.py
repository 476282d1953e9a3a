"""The figures of HUB-1, once: the C++ peer gets them as a header, the SimPy peer and ours read them here.

Source: the statement of the reference model HUB-1. They are invented for benchmarking and estimate no
real scheme. Times are in days, money in pounds; a lognormal time is its median and log-sd.
"""

from __future__ import annotations

YEAR = 365.0
WEEK = 7.0
ARRIVALS_A_YEAR = 60_000.0

HUB_PLACES = (250.0, 500.0, 1_000.0)
GROUPS_UP_TO = (0.06, 0.12, 0.17, 0.22, 1.0)
"""Share of people in a group or one before it."""
GROUP_HUBS = (0b101, 0b011, 0b110, 0b100, 0b000)
"""Hubs that may take a group: bit h for hub h."""
LEGAL_BAR_SHARE = 0.10
MEDICAL_BAR_SHARE = 0.10

NOTICE = (30.0, 0.4)
NOTICE_ABSCONDS_MEAN = 1_500.0
NOTICE_FRESH_CLAIM_MEAN = 240.0
MOST_FRESH_CLAIMS = 2
FRESH_CLAIM = (150.0, 0.5)
FRESH_CLAIM_GRANTED_SHARE = 0.25
REVIEW_SHARE = 0.15
REVIEW = (120.0, 0.6)
REVIEW_WON_SHARE = 0.20
DOCUMENTS = (90.0, 0.8)
DOCUMENTS_ABSCONDS_MEAN = 700.0
DOCUMENTS_VOLUNTARY_MEAN = 900.0
DOCUMENTS_LIMIT = 365.0
SELECTION = (14.0, 0.3)

PATIENCE_MEAN = 365.0
STAY_RETURNED = (120.0, 0.8)
STAY_VOLUNTARY = (260.0, 1.0)
STAY_ABSCONDS_MEAN = 900.0
STAY_BACK_MEAN = 1_200.0
STAY_LIMIT = 548.0

STAGE_A_DAY = 20.0
QUEUE_A_DAY = 20.0
HUB_A_DAY = 150.0
FRESH_CLAIM_FEE = 1_200.0
REVIEW_FEE = 5_000.0
RETURN_FEE = 4_000.0
VOLUNTARY_FEE = 2_500.0
BACK_FEE = 3_000.0

OUTCOMES = (
    "granted_fresh",
    "granted_review",
    "absconded_before",
    "voluntary_before",
    "undocumented",
    "barred_legal",
    "barred_medical",
    "no_hub",
    "left_queue",
    "returned",
    "voluntary_hub",
    "absconded_hub",
    "transferred_back",
    "released",
)
HUBS = range(len(HUB_PLACES))
METRICS = (
    *OUTCOMES,
    *(f"occupied_{h}" for h in HUBS),
    *(f"queue_{h}" for h in HUBS),
    "wait_mean",
    "wait_p95",
    "total_cost",
    "cost_mean",
    "cost_sd",
    "entered",
    "events",
)
"""What runs are compared on. People by outcome at the end; mean over weeks of people in each hub and in
its queue, just after day 7k; days waited by those who entered; cost in all, clipped at the end, and
for each person who has left; people who entered a hub; arrivals, ends of stage, and moves in the hubs."""


def places(scale: float) -> list[int]:
    """Places of each hub, halves rounded up."""
    return [int(p * scale + 0.5) for p in HUB_PLACES]


def header() -> str:
    """The same as a C++ header."""
    lines = ["#pragma once"]
    for name, value in globals().items():
        match value:
            case int() | float() if name.isupper():
                lines.append(f"static constexpr {_kind(value)} {name} = {value};")
            case tuple() if name.isupper() and not isinstance(value[0], str):
                row = ", ".join(str(v) for v in value)
                lines.append(f"static constexpr {_kind(value[0])} {name}[{len(value)}] = {{{row}}};")
            case _:
                pass
    outcomes = ", ".join(name.upper() for name in OUTCOMES)
    words = ", ".join(f'"{name}"' for name in OUTCOMES)
    lines += [
        f"enum Outcome {{ {outcomes}, OUTCOME_COUNT }};",
        f"static const char *OUTCOMES[] = {{{words}}};",
    ]
    return "\n".join(lines) + "\n"


def _kind(value: float) -> str:
    return "int" if isinstance(value, int) else "double"
