"""A small supervisor for PostgreSQL: `start(home)` gives a running server that nobody else can reach.

Reading order: `programs` (where PostgreSQL is), `home` (the folder, and who holds it), `ways` and `enter` (as
whom it runs), `cluster` (its data, made once), `leftovers` (what a kill leaves), `server` (all of it).
"""

from returnhub.service.database.home import Claim, claim, usual
from returnhub.service.database.server import Server, start

__all__ = ["Claim", "Server", "claim", "start", "usual"]
