"""Every verb of this room that a role may use is a command, and the other way round."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from returnhub.accounts.roles import MAY
from returnhub.casework import commands
from returnhub.casework.clocks import SPECS, Kind
from returnhub.casework.commands.cases import OWN_VERB
from returnhub.journal.command import COMMANDS

BY_ITSELF = {"casework.run_out"}


def test_each_verb_has_its_command():
    for module in pkgutil.iter_modules(commands.__path__, commands.__name__ + "."):
        import_module(module.name)
    made = {verb for verb in COMMANDS if verb.startswith("casework.")}
    assert made == {verb for verb in MAY if verb.startswith("casework.")} | BY_ITSELF


def test_what_is_not_recorded_by_hand_names_a_verb_that_somebody_has():
    assert set(OWN_VERB.values()) <= set(MAY)


def test_each_kind_of_clock_has_an_owner_and_an_effect():
    assert set(SPECS) == set(Kind)
