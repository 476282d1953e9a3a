"""One experiment: everything that the numbers of its replications depend on, and one replication of it.

A replication is a pure function of plain values and its number, so it may run anywhere, in any order
and more than once, and come to the same.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

import returnhub
from returnhub.scheme.model import Scheme
from returnhub.scheme.switch import switched, switches
from returnhub.simulation import worlds
from returnhub.simulation.checks import Balance, balance
from returnhub.simulation.frames import frames
from returnhub.simulation.population import verdicts
from returnhub.simulation.replicate import Outlook, replicate

Identity = dict[str, str]
"""What an experiment is, in words and digests, by what a person would call it."""

_CODE = ("simulation", "scheme")
"""The packages whose code the numbers come from, beside the values of the experiment."""


class Experiment(NamedTuple):
    """What is simulated: a scheme, whom its rules let be moved (`class_ok`), what is asked, figures set."""

    scheme: Scheme
    class_ok: NDArray[np.float64]
    ask: Outlook
    fixed: dict[str, float]


class Done(NamedTuple):
    """What is kept of a replication: the frames of a `Result` without `rep`, and what its checks found."""

    frames: dict[str, pl.DataFrame]
    balance: Balance


def experiment(scheme: Scheme, ask: Outlook, fixed: Mapping[str, float]) -> Experiment:
    """The experiment, with a synthetic caseload screened to learn whom the scheme's rules let be moved."""
    names = worlds.origins(scheme)
    class_ok = verdicts(scheme, names, ask.seed).cumulative_ok if scheme.hubs else worlds.nobody(names)
    return Experiment(scheme, class_ok, ask, dict(fixed))


def replication(of: Experiment, number: int) -> Done:
    """Run one replication."""
    world = worlds.draw(of.scheme, of.ask.seed, number, of.fixed)
    found = replicate(world, of.class_ok, of.ask, number)
    return Done(frames(found, of.ask), balance(found, of.ask))


def identity(of: Experiment) -> Identity:
    """What must be the same for a replication to come out the same, bit for bit.

    The digest of the scheme covers its files and every value; switches are told apart from it, so that
    a person who forgot one reads its name.
    """
    on_or_off = switches(of.scheme)
    text = switched(of.scheme, off=tuple(on_or_off)).model_dump_json()
    asked = {name: _written(value) for name, value in of.ask._asdict().items()}
    return {
        "scheme": f"{of.scheme.id} {_digest(text.encode())}",
        "switches": ", ".join(name for name, on in on_or_off.items() if on) or "none on",
        "rules": _digest(of.class_ok.tobytes()),
        **asked,
        "fixed figures": ", ".join(f"{k} {_written(v)}" for k, v in sorted(of.fixed.items())) or "none",
        "returnhub": f"{returnhub.__version__} {_code()}",
        # the last digit of a logarithm differs between libraries, and between kinds of processor
        "machine": f"numpy {np.__version__}, numba {numba.__version__}, {platform.machine()}",
    }


def digest(of: Identity) -> str:
    """A short name that no other experiment has."""
    return _digest(json.dumps(of, sort_keys=True).encode())


def unlike(found: Identity, expected: Identity) -> dict[str, tuple[str, str]]:
    """What differs, by name: as found and as expected."""
    names = [*expected, *(name for name in found if name not in expected)]
    pairs = {name: (found.get(name, "nothing"), expected.get(name, "nothing")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _written(value: float) -> str:
    """1 and 1.0 are the same to whoever asks, and so they are here."""
    return str(int(value)) if value == int(value) else repr(float(value))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@cache
def _code() -> str:
    """Of the code that is running; a version alone does not change while somebody works on it."""
    package = Path(returnhub.__file__).parent
    files = sorted(path for name in _CODE for path in (package / name).rglob("*.py"))
    return _digest(b"".join(path.read_bytes() for path in files))
