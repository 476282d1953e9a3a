"""Which guards of the service are on in a database: for each checkpoint's seal, the doctor and the
Invariants page.

`shipped` and `rules` read what setting up puts there, `catalogue` holds a database to it.
"""

from returnhub.oversight.guards.catalogue import guards, missing

__all__ = ["guards", "missing"]
