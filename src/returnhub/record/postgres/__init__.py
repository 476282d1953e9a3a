"""The record in PostgreSQL 15 or later, without extensions: plain SQL files, and a store that calls them.

Reading order: `tables.sql` (what is kept), `functions.sql` (what may be done, and by nothing else),
`guards.sql` and `triggers.sql` (what nobody may do), `grants.sql` (who may do what); `install` brings them
into a database, `store` is the log, `guards` looks up what is still on. A service calls `record.append` in
the transaction that makes its change, or `store.append_in`, which does.
"""
