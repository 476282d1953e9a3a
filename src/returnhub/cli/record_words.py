"""Words for the record's problems: `words` and `finer` take them up."""

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
        "the log cannot be read: {reason}",
        "keep it as it is for whoever looks into it, and restore a copy from before; then: record verify",
    ),
    Code.RECORD_LOG_BUSY: (
        'another command is writing to "{file}"',
        "wait until it has ended, and run this again",
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
        "the hand-over of the key is wrong: {reason}",
        "both keys have to sign it, the one in office and a new one that the log never had",
    ),
    Code.RECORD_ERASURE_REFUSED: (
        "nothing was erased: {reason}",
        "see returnhub record erase --help",
    ),
    Code.RECORD_FORKED: (
        "the key has signed another tree: this log is not the one that it signed at {signed} entries",
        "sign nothing; compare both logs, and ask who changed one: docs/how-to/check-the-record.md",
    ),
    Code.RECORD_ROLLED_BACK: (
        "the key has signed {signed} entries of this log, and it holds {size}: it was put back or cut",
        "restore the newest copy; if entries are lost for good, say so openly and start a new log",
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
}

KINDS: dict[tuple[Code, str], tuple[str, str]] = {
    (Code.RECORD_LOG_MISSING, "database"): (
        "there is no log in this database",
        "check the address, or start one: returnhub record init",
    ),
    (Code.RECORD_LOG_EXISTS, "database"): (
        "there is a log in this database already",
        "it is continued with record append; a new log needs a database of its own",
    ),
    (Code.RECORD_ORIGIN_WRONG, "key"): (
        'the key is named "{found}", and the log "{expected}": a log\'s key bears its name',
        "take --origin {found}, or name a key file that is not there yet, to have one made",
    ),
    (Code.RECORD_NOTE_WRONG, "length"): (
        "this is not a signed note: it is too long for one",
        "check which file was named",
    ),
    (Code.RECORD_NOTE_WRONG, "utf8"): (
        "this is not a signed note: it is not text in UTF-8",
        "check which file was named",
    ),
    (Code.RECORD_NOTE_WRONG, "control"): (
        "this is not a signed note: it holds control characters, such as tabs or Windows line ends",
        "copy the file whole, without an editor in between",
    ),
    (Code.RECORD_NOTE_WRONG, "unsigned"): (
        "this is not a signed note: no signatures stand after a blank line at its end",
        "check that the file is whole, to its last line end",
    ),
    (Code.RECORD_NOTE_WRONG, "too_many"): (
        "this is not a signed note that is read here: it has more than 64 signatures",
        "take out signatures that nobody here knows",
    ),
    (Code.RECORD_NOTE_WRONG, "signature"): (
        "this is not a signed note: a line of signature cannot be read",
        "copy the file whole, without an editor in between",
    ),
    (Code.RECORD_KEY_WRONG, "public"): (
        '"{found}" is neither a public key nor a file that holds one',
        "give the line name+12345678+letters as the keeper gave it, in quotes, or a file with it",
    ),
    (Code.RECORD_KEY_WRONG, "private"): (
        "this is not a private key: a file of one line that begins with PRIVATE+KEY+",
        "check which file was named; checkers' keys are public ones, and sign nothing",
    ),
    (Code.RECORD_KEY_WRONG, "open"): (
        "others on this machine may read this key, so it is not private any more",
        "if nobody has read it: chmod 600 {file}; else hand over to a new one: record hand-over",
    ),
    (Code.RECORD_KEY_WRONG, "memory"): (
        "this file says what the key signed last, and it was changed or damaged",
        "put back the last checkpoint that the key signed; without it, the key may not sign",
    ),
    (Code.RECORD_KEY_WRONG, "office"): (
        "this key does not sign for the log: {found}",
        "name the file of the key in office; record show lists the log's keys",
    ),
    (Code.RECORD_KEY_WRONG, "algorithm"): (
        "this is a witness's key, and a log signs with another kind",
        "name a key file that is not there yet, to have one made",
    ),
    (Code.RECORD_KEY_MISSING, "handed_over"): (
        "the key that has to sign now is not here: {found}",
        "give it with --key; at a hand-over both keys: --key old --key new",
    ),
    (Code.RECORD_SIGNATURE_WRONG, "wrong"): (
        "the signature of {name}+{key_id} does not belong to this text: text or signature was changed",
        "get it again from whoever gave it; if it stays so, keep it as evidence",
    ),
    (Code.RECORD_SIGNATURE_WRONG, "unknown"): (
        "no key that was given has signed this; signed by: {found}",
        "give the signer's public key, got by a way that you trust: --key",
    ),
    (Code.RECORD_PROOF_WRONG, "format"): (
        "this is not a proof file",
        "name a .tlog-proof as record prove wrote it",
    ),
    (Code.RECORD_PROOF_WRONG, "beyond"): (
        "{index} lies beyond the {size} entries of the log",
        "the log was cut, or this is another one: compare their origins",
    ),
    (Code.RECORD_PROOF_WRONG, "length"): (
        "the proof has not as many hashes as {index} among {size} needs",
        "get it again from the log: record prove",
    ),
    (Code.RECORD_PROOF_WRONG, "root"): (
        "the hashes do not lead to the root that was signed ({index} among {size})",
        "get it again from the log; if it stays so, keep it as evidence that something was changed",
    ),
    (Code.RECORD_TILE_WRONG, "length"): (
        "{tile} holds {found} bytes where {expected} are needed",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    (Code.RECORD_TILE_WRONG, "bundle"): (
        "a file of entries holds {found} of them where {expected} are needed",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    (Code.RECORD_TILE_WRONG, "path"): (
        '"{found}" is not the name of a tile',
        "take out what does not belong into the folder tile/",
    ),
    (Code.RECORD_TILE_WRONG, "beyond"): (
        "{found} lies beyond the {size} entries of the log",
        "the log was cut, or this is another one: find out with record verify",
    ),
    (Code.RECORD_TILE_WRONG, "missing"): (
        "{tile} is missing",
        "copy the log whole; if it is gone there too, keep it as it is for whoever looks into it",
    ),
    (Code.RECORD_ENTRY_WRONG, "time"): (
        '"{found}" is not a time as the record writes it',
        "write it as 2026-11-22T08:36:09.123456Z",
    ),
    (Code.RECORD_ENTRY_WRONG, "length"): (
        "an entry of {found} is too long: 65,535 bytes at most",
        "shorten what stands openly in it, such as the legal basis",
    ),
    (Code.RECORD_ENTRY_WRONG, "spelling"): (
        "an entry says what entries say, and not in the one spelling that they have",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    (Code.RECORD_ENTRY_WRONG, "members"): (
        "an entry has not the members that entries have",
        "keep the log as it is for whoever looks into it, and find what changed: record verify",
    ),
    (Code.RECORD_CONTENT_WRONG, "json"): (
        "this is not JSON: {reason}",
        'write one content a line, such as {"what": "transferred"}, each name once, texts in double quotes',
    ),
    (Code.RECORD_CONTENT_WRONG, "lines"): (
        "a file that ends in .json is one content, and this holds more",
        "name it .jsonl for one content a line",
    ),
    (Code.RECORD_CONTENT_WRONG, "value"): (
        "this holds a value that JSON cannot carry from one program to another: {reason}",
        "write very large numbers as texts, in quotes",
    ),
    (Code.RECORD_CONTENT_WRONG, "length"): (
        "a content of {found} bytes is too long: {most} at most",
        "keep the evidence in a file, and put its SHA-256 on record",
    ),
    (Code.RECORD_CONTENT_WRONG, "none"): (
        "entry {index} has no content that could be handed out: it never had one, or it was erased",
        "leave out --with-content",
    ),
    (Code.RECORD_FORKED, "origin"): (
        'the key has signed for the log "{origin}", and this one is "{expected}"',
        "each log has a key of its own: name this log's",
    ),
    (Code.RECORD_FORKED, "root"): (
        "the key has signed another tree: at {signed} entries this log was not as it is now ({size})",
        "sign nothing; compare this log with a kept checkpoint, and ask who changed it",
    ),
    (Code.FILE_EMPTY, "contents"): (
        "there is nothing to put on record",
        'give one content a line as JSON: {"what": "transferred"}',
    ),
}
