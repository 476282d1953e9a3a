"""Words for each code of the record: `words` takes them up. Finer ones: `finer`."""

from __future__ import annotations

from returnhub.problems import Code

SENTENCES: dict[Code, tuple[str, str]] = {
    Code.RECORD_LOG_MISSING: (
        'there is no log at "{file}"',
        "check the spelling, or start one: returnhub record init",
    ),
    Code.RECORD_LOG_EXISTS: (
        'there is something at "{file}" already, and a log starts in a place of its own',
        "name a folder that is not there yet; a log that exists is continued with record append",
    ),
    Code.RECORD_LOG_WRONG: (
        "the log's files are not as a log's are",
        "keep it as it is for whoever looks into it, and restore a copy from before; then: record verify",
    ),
    Code.RECORD_LOG_BUSY: (
        'another command is writing to "{file}"',
        "wait until it has ended, and run this again",
    ),
    Code.RECORD_LOG_UNREACHABLE: (
        "the log cannot be read, so nothing was cosigned, and nothing was found wrong",
        "check its address, and try again later",
    ),
    Code.RECORD_ORIGIN_WRONG: (
        '"{found}" cannot be the name of a log or witness: no spaces, no "+", at most 255 bytes',
        "take a name that stays yours, as a web address without https: example.org/record",
    ),
    Code.RECORD_NOTE_WRONG: (
        "this is not a signed note",
        "check that the file is whole, and get it again from whoever gave it",
    ),
    Code.RECORD_KEY_WRONG: (
        "this is not a key that can be used here: {found}",
        "a public key is one line, name+12345678+letters; a private one begins with PRIVATE+KEY+",
    ),
    Code.RECORD_KEY_MISSING: (
        'there is no key at "{file}"',
        "check the spelling; record init makes a log's first key, record witness init a witness's",
    ),
    Code.RECORD_KEY_EXISTS: (
        'there is a file at "{file}" already, and no key is ever written over',
        "choose another name for the new key",
    ),
    Code.RECORD_KEY_INSIDE: (
        'the key "{file}" would lie inside the log, and go with it into every backup and export',
        "keep it elsewhere: whoever has log and key can write another past",
    ),
    Code.RECORD_SIGNATURE_WRONG: (
        "a signature is wrong",
        "get the file again from whoever gave it; if it stays wrong, somebody changed it",
    ),
    Code.RECORD_CHECKPOINT_WRONG: (
        "this is not a checkpoint: origin, size and root are needed, one a line, and signatures",
        "name a file such as LOG/checkpoint or LOG/checkpoints/12",
    ),
    Code.RECORD_RECEIPT_WRONG: (
        "this is not a receipt of this record",
        "name a file that record append --receipts wrote, as it was written",
    ),
    Code.RECORD_PROOF_WRONG: (
        "the proof does not hold",
        "get it again from the log: record prove; if it stays so, keep it as evidence",
    ),
    Code.RECORD_TILE_WRONG: (
        "a file of the tree is wrong",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    Code.RECORD_ENTRY_WRONG: (
        "an entry is not written as entries are: {found}",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    Code.RECORD_ENTRY_UNKNOWN: (
        'there is no entry "{found}" in this log',
        "give an index from 0, or the id that record append printed",
    ),
    Code.RECORD_ENTRY_WAITING: (
        'the entry "{found}" is not under a checkpoint yet',
        "make one: record checkpoint; then run this again",
    ),
    Code.RECORD_CONTENT_WRONG: (
        "this cannot be put on record: {reason}",
        "write it as JSON, one content a line",
    ),
    Code.RECORD_HANDOVER_WRONG: (
        "the hand-over of the key is wrong",
        "both keys have to sign it, the one in office and a new one that the log never had",
    ),
    Code.RECORD_ERASURE_REFUSED: (
        "this content cannot be erased",
        "see returnhub record erase --help",
    ),
    Code.RECORD_FORKED: (
        "the key has signed another tree: the first {signed} entries of this log are not those that "
        "it signed",
        "sign nothing; compare both logs, and ask who changed one: docs/how-to/check-the-record.md",
    ),
    Code.RECORD_ROLLED_BACK: (
        "the key has signed {signed} entries of this log, and it holds {size}: it was put back or cut",
        "restore the newest copy, and put on record again what was appended since; if entries are lost for "
        "good, say so openly and start a new log",
    ),
    Code.RECORD_DATABASE: (
        "the database says no: {reason}",
        "check the address, postgresql://user@host:5432/name, and that the server runs",
    ),
    Code.RECORD_WITNESS_WRONG: (
        "the witness did not answer as witnesses do: {reason}",
        "check its address and key; the checkpoint stands without its cosignature",
    ),
    Code.RECORD_WITNESS_REFUSED: (
        "the witness did not cosign: {reason}",
        "find out why before more is put on record: it may have seen another past",
    ),
    Code.RECORD_TIMESTAMP_WRONG: (
        "this is not a time-stamp of this checkpoint",
        "ask the authority again; the checkpoint stands without it",
    ),
}
