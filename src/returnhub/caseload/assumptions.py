"""The numbers that synthetic people are made from: a scheme's figures, which law/caseload.yaml completes.

Every share is a figure with its source or its reason, and the middle of its range is used.
"""

from __future__ import annotations

import numpy as np

from returnhub.caseload.draws import Floats
from returnhub.problems import Code, Where, refuse
from returnhub.scheme.figures import Figure
from returnhub.scheme.model import Scheme


class Numbers:
    """Middles of a scheme's figures, for everyone or one for each origin in the order of the facts file."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.origins: tuple[str, ...] = tuple(scheme.facts["origin"].codes)

    def of(self, name: str) -> float:
        """The middle of a figure for everyone."""
        figure = self._figure(name)
        return figure.clip(figure.middle)

    def by_origin(self, name: str) -> Floats:
        """The middle of a figure for each origin."""
        figure = self._figure(name)
        return np.array([figure.clip(figure.amount(o).middle) for o in self.origins])

    def _figure(self, name: str) -> Figure:
        found = self._scheme.figures.get(name)
        if found is None:
            where = Where(file="figures.yaml", field=name)
            raise refuse(
                Code.SCHEME_FIGURE_MISSING,
                where,
                name=name,
                needed_for="the synthetic caseload",
                with_unit="",
            )
        return found
