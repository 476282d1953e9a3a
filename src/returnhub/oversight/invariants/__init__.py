"""Every promise of the design as a question to the database, asked each minute and by `returnhub doctor`.

Reading order: `invariant` (what one is), `catalogue` (all of them, in words), `sql/` and `query` (the
questions), `look`
(asks them), `commands` (keeps what was found). No question writes, and each is asked as the service's own
login.
"""
