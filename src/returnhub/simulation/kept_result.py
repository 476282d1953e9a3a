"""A `Result` whose frames lie in a folder: each is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import polars as pl

from returnhub.caseload.write import replace_with
from returnhub.simulation.result import Result

Scan = Callable[[str], pl.LazyFrame]
"""A frame of a result by its name, not read yet."""


class KeptResult(Result):
    """As any `Result`, but for memory: a frame that nobody asks for is never read."""

    __slots__ = ("_scan",)
    _scan: Scan

    @staticmethod
    def of(scan: Scan, told: dict[str, Any]) -> KeptResult:
        """A result with the fields `told`; the others are frames, and `scan` finds them."""
        result = object.__new__(KeptResult)
        for name, value in {**told, "_scan": scan}.items():
            object.__setattr__(result, name, value)
        return result

    def __getattr__(self, name: str) -> Any:
        # Python asks here for what was never set: of the fields, the frames that nobody has read yet
        if name not in {field.name for field in fields(Result)}:
            raise AttributeError(name)
        frame = self._scan(name).collect()
        object.__setattr__(self, name, frame)
        return frame

    def write(self, folder: Path | str) -> Path:
        """As a `Result` does, but piece by piece: no frame is in memory whole."""
        folder = Path(folder)
        # where that is not possible, what writes the first frame says why
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        for field in fields(Result):
            if field.type == "pl.DataFrame":
                with replace_with(folder / f"{field.name}.parquet") as temporary:
                    self._scan(field.name).sink_parquet(temporary, compression="zstd", statistics=True)
        return folder
