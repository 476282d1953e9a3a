"""The way on or back: documents, risk checks, claims in the host, outcomes after departure."""
