"""Finer words for the record's problems, by kind: `finer` takes them up."""

from __future__ import annotations

from returnhub.cli.record import finer_witness
from returnhub.problems import Code

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
        "name a key file that is not there yet, to have one made; for a new log, or --origin {found}",
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
    (Code.RECORD_KEY_WRONG, "shown"): (
        "this is a private key, and checkers need the public one",
        "nobody but the keeper may have it: if it was handed out, change it with record hand-over",
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
    (Code.RECORD_CHECKPOINT_WRONG, "origin"): (
        "this is a checkpoint of another log, {found}; this one is {expected}",
        "check which file was named",
    ),
    (Code.RECORD_ENTRY_WAITING, "nothing"): (
        "the log has no checkpoint yet",
        "make one: record checkpoint; then run this again",
    ),
    (Code.RECORD_ENTRY_WAITING, "erasure"): (
        "the content of entry {found} was erased, and no checkpoint covers the erasure yet: in a copy "
        "it would look taken away",
        "make a checkpoint: record checkpoint; then run this again",
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
        "the key has signed another tree: the first {signed} entries of this log are not those that "
        "it signed",
        "sign nothing; compare this log with a kept checkpoint, and ask who changed it",
    ),
    (Code.RECORD_ERASURE_REFUSED, "one_person"): (
        "nothing was erased: {found} both asks and approves",
        "a second person has to approve: --approved-by",
    ),
    (Code.RECORD_ERASURE_REFUSED, "not_confirmed"): (
        "nothing was erased: there is no terminal on which to ask whether to go on",
        "give --yes, if that is meant",
    ),
    (Code.RECORD_ERASURE_REFUSED, "said_no"): (
        "nothing was erased",
        "answer y to erase",
    ),
    (Code.RECORD_LOG_EXISTS, "own"): (
        '"{file}" is a log itself, and a copy would write over it',
        "name another folder with -o",
    ),
    (Code.RECORD_LOG_WRONG, "another"): (
        "the folder holds a copy of another log, {found}; this one is {expected}",
        "name another folder with -o",
    ),
    (Code.RECORD_LOG_WRONG, "not_empty"): (
        '"{file}" is not empty, and a log starts in a folder of its own',
        "name a folder that is not there yet",
    ),
    (Code.RECORD_LOG_WRONG, "file"): (
        '"{file}" is a file, and a log is a folder',
        "name the folder, or a database: postgresql://...",
    ),
    (Code.RECORD_LOG_WRONG, "none"): (
        'the folder "{file}" is no log',
        "check the spelling, or start one: returnhub record init",
    ),
    (Code.RECORD_LOG_WRONG, "export"): (
        '"{file}" is a copy of a log: it can be checked, and not continued',
        "check it with record verify; to continue, name the log itself",
    ),
    (Code.RECORD_LOG_WRONG, "content"): (
        "contents cannot be read: the file was damaged or changed",
        "restore this file from a backup; which contents are wrong: record verify",
    ),
    (Code.RECORD_LOG_WRONG, "head"): (
        "what says how far the log has come was damaged or changed",
        "restore the whole folder from its newest backup, then: record checkpoint",
    ),
    (Code.RECORD_LOG_WRONG, "pass"): (
        "a pass that was cut short cannot be ended: its plan was damaged or changed",
        "restore the whole folder from its newest backup, then: record checkpoint",
    ),
    (Code.RECORD_LOG_WRONG, "waiting"): (
        "entries that wait for the tree cannot be read: the file was damaged or changed",
        "restore this file from a backup; else put them on record again, and say so",
    ),
    (Code.RECORD_LOG_WRONG, "copy"): (
        "the kept copy does not hold together: {reason}",
        "keep another copy, made by record witness sign --keep-tiles or record export",
    ),
    (Code.RECORD_HANDOVER_WRONG, "unfinished"): (
        "the hand-over to {found} is on record, and no checkpoint over it is signed yet",
        "keep both keys, and run this again until it says that the new one signs",
    ),
    (Code.RECORD_HANDOVER_WRONG, "same"): (
        "the new key is the old one, {found}, so nothing would change",
        "name with --to a file that is not there yet, to have a new key made",
    ),
    (Code.RECORD_HANDOVER_WRONG, "origin"): (
        "the hand-over is of the log {found}, and this one is {expected}",
        "name a key of this log",
    ),
    (Code.RECORD_HANDOVER_WRONG, "algorithm"): (
        "a log signs with an Ed25519 key, and the new key is another: {found}",
        "name a key file that is not there yet, to have one made",
    ),
    (Code.RECORD_HANDOVER_WRONG, "waiting"): (
        "another hand-over waits for the tree",
        "end it first: record checkpoint with both its keys",
    ),
    (Code.RECORD_HANDOVER_WRONG, "office"): (
        "the old key is not the one in office, which is {expected}",
        "give the file of the key in office; record show lists the log's keys",
    ),
    (Code.RECORD_HANDOVER_WRONG, "again"): (
        "the log had this key before: {found}",
        "name a key file that is not there yet, to have a new one made",
    ),
    (Code.RECORD_HANDOVER_WRONG, "unsigned"): (
        "the hand-over is not signed by {found}",
        "both keys have to sign it",
    ),
    (Code.RECORD_ERASURE_REFUSED, "basis"): (
        "no legal basis is given",
        'say on which law the content is erased: --basis "UK GDPR Art. 17(1)(d)"',
    ),
    (Code.RECORD_ERASURE_REFUSED, "seal"): (
        "this entry is the seal of a checkpoint, and has no content",
        "record show LOG ENTRY shows an entry",
    ),
    (Code.RECORD_ERASURE_REFUSED, "handover"): (
        "this entry is a hand-over of the log's key, and has no content",
        "record show LOG ENTRY shows an entry",
    ),
    (Code.RECORD_ERASURE_REFUSED, "erasure"): (
        "this entry is an erasure: its content says who asked, who approved and why, and stays",
        "record show LOG ENTRY shows it",
    ),
    (Code.RECORD_ERASURE_REFUSED, "already"): (
        "the content of this entry was erased before",
        "record show LOG ENTRY shows what is left of it",
    ),
    (Code.RECORD_ERASURE_REFUSED, "erased"): (
        "the content of this entry was erased before",
        "record show LOG ENTRY shows what is left of it",
    ),
    (Code.RECORD_ENTRY_UNKNOWN, "erase"): (
        "there is no such entry in this log",
        "give an index from 0, or the id that record append printed",
    ),
    (Code.RECORD_DATABASE, "role"): (
        "the role that you log in as may not do this: {reason}",
        "log in as a member of the role for it: docs/how-to/keep-a-record.md lists which may do what",
    ),
    (Code.RECORD_DATABASE, "server"): (
        "the server is PostgreSQL {found}, and the record needs {oldest} or later",
        "name a newer server",
    ),
    (Code.RECORD_DATABASE, "encoding"): (
        "the database keeps text as {found}, and the record needs UTF8",
        "make a database for it: createdb -E UTF8 -T template0 name",
    ),
    (Code.RECORD_DATABASE, "version"): (
        "the log was brought up to version {found} by a newer returnhub; this one knows {newest}",
        "use that newer returnhub",
    ),
    (Code.RECORD_CHECKPOINT_WRONG, "not_ours"): (
        "this log has no such checkpoint of {size} entries",
        "check which log it is of; if it is of this one, the witness saw another past: keep the file",
    ),
    (Code.RECORD_CHECKPOINT_WRONG, "no_seal"): (
        "no seal stands at {size} entries, so no checkpoint does",
        "name a file such as LOG/checkpoint or LOG/checkpoints/12",
    ),
    (Code.RECORD_RECEIPT_WRONG, "retired"): (
        "this receipt is signed by a key that the log had handed over before",
        "keep it as evidence: somebody still signs with the old key",
    ),
    (Code.RECORD_RECEIPT_WRONG, "origin"): (
        "this is a receipt of another log, {found}; this one is {expected}",
        "check which file was named, and whose key",
    ),
    (Code.RECORD_PROOF_WRONG, "content"): (
        "the content in the proof is not the one that its entry was made of",
        "get the proof again; if it stays so, keep it as evidence that the content was changed",
    ),
    (Code.RECORD_KEY_WRONG, "not_a_log"): (
        "this is a witness's key, and --key takes the log's: {found}",
        "give it with --witness",
    ),
    (Code.RECORD_KEY_WRONG, "not_a_witness"): (
        "this is a log's key, and --witness takes a witness's: {found}",
        "give it with --key",
    ),
    (Code.RECORD_KEY_WRONG, "logs"): (
        "the keys belong to different logs: {found}",
        "give only those of the log that is checked",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "format"): (
        "this is not the reply of a time-stamp authority",
        "save the authority's reply as it comes (application/timestamp-reply), at most 64 KiB",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "refused"): (
        "the authority refused to stamp (status {status})",
        "ask the authority which hashes it stamps: it has to be SHA-256",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "hash"): (
        "the time-stamp is of another text than a checkpoint that is here",
        "check which log it is of; if it is of this one, keep it: another past was stamped",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "untrusted"): (
        "no authority that was named made this time-stamp",
        "give the authority's root certificate, got by a way that you trust",
    ),
    (Code.RECORD_TIMESTAMP_WRONG, "certificate"): (
        "this is no certificate in PEM",
        "give the authority's root certificate as text: -----BEGIN CERTIFICATE-----",
    ),
    (Code.OPTION_WRONG, "alone"): (
        '"{found}" is one file by itself, and --checkpoint, --receipt and --kept go with a whole log',
        "name a log's folder, or leave these out",
    ),
    (Code.FILE_EMPTY, "contents"): (
        "there is nothing to put on record",
        'give one content a line as JSON: {"what": "transferred"}',
    ),
    **finer_witness.KINDS,
}
