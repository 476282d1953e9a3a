"""Every scheme still comes to what was recorded for its seed; see `frozen_results`."""

from __future__ import annotations

import numpy as np
import pytest
import yaml
from frozen_results import KEPT_IN, found, kept

from returnhub.scheme.shipped import shipped_schemes


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_scheme_comes_to_what_was_recorded(name: str) -> None:
    recorded, now = kept()[name], found(name)
    moved = {
        measure: (recorded[measure], now[measure])
        for measure in recorded
        if not np.allclose(
            np.array(now[measure], float), np.array(recorded[measure], float), rtol=1e-6, equal_nan=True
        )
    }
    assert moved == {}, "changed on purpose? bin/freeze-results --reason '...'"


def test_every_recording_says_why() -> None:
    history = yaml.safe_load(KEPT_IN.read_text())["recorded"]
    assert history
    assert all(entry["reason"].strip() and entry["on"] for entry in history)
