"""How a state of origin stands to a host state: does it recognise, serve, document and admit from there?"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import Field

from returnhub.scheme.figures import Confidence, Frozen, OriginCode, Source


class Answer(StrEnum):
    """What is known of a question. Not known is neither yes nor no."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not known"


class HostAndOrigin(Frozen):
    """One state of origin and the host: four questions, each with its answer, and where that was read."""

    origin: OriginCode
    recognises: Answer = Field(description="Does the origin recognise the host as a state?")
    consulate: Answer = Field(description="Has the origin a consulate in the host, or one that serves it?")
    documents: Answer = Field(description="Does the origin issue travel documents to its people there?")
    flights: Answer = Field(description="Would a return flight from the host be let in?")
    date: dt.date
    source: tuple[Source, ...] = Field(min_length=1)
    confidence: Confidence
    why: str | None = None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The four answers, in the order of the questions."""
        return self.recognises, self.consulate, self.documents, self.flights
