"""returnhub: one accountable record of a return-hub scheme, and the model that shows what it would do.

The names that an analyst needs stand here: `from returnhub import Scheme, simulate, compare`.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from returnhub.assessment.breakeven import break_even
    from returnhub.assessment.compare import Comparison, compare
    from returnhub.assessment.maps import maps
    from returnhub.problems import Problems
    from returnhub.scheme.model import Scheme
    from returnhub.simulation.result import Band, Result
    from returnhub.simulation.run import simulate

__version__ = "0.1.0"

_STANDS_IN = {
    "Band": "simulation.result",
    "Comparison": "assessment.compare",
    "Problems": "problems",
    "Result": "simulation.result",
    "Scheme": "scheme.model",
    "break_even": "assessment.breakeven",
    "compare": "assessment.compare",
    "maps": "assessment.maps",
    "simulate": "simulation.run",
}
"""Where each name stands; imported when somebody asks for it, so that `import returnhub` stays quick."""

__all__ = [
    "Band",
    "Comparison",
    "Problems",
    "Result",
    "Scheme",
    "__version__",
    "break_even",
    "compare",
    "maps",
    "simulate",
]


def __getattr__(name: str) -> object:
    if name not in _STANDS_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    collects = gc.isenabled()
    # What is loaded stays: looking through it again and again while it comes is lost time.
    gc.disable()
    try:
        return getattr(import_module(f"{__name__}.{_STANDS_IN[name]}"), name)
    finally:
        if collects:
            gc.enable()


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
