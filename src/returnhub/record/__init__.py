"""The record: a log that nobody can quietly rewrite, and what it takes to check one.

What stands in its files: docs/record-format.md. Reading order: `entry` (what is put on record), `tree`,
`tiles` and `grow` (the Merkle tree), `proof`, `note`, `keys` and `checkpoint` (what is signed), `log`
(what a store offers), `sequencer` (how entries get into the tree, exactly once), `folder` and `postgres`
(the two stores), `witness` (who watches), `verify` (an independent recount that uses none of these).
"""
