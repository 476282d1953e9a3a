"""Names as they are written in files and addresses."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
"""The name of a scheme, hub, term or cost line."""

StateCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
